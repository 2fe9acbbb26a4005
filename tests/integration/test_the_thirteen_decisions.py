"""The thirteen decisions that keep the promises, one test each or more, named after it.

They are the decisions of the architecture; what each says stands above its tests. All are played
with shipped code on the harness's cluster; the simulation looks for what these do not think of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from harness.cluster import EVENING, Cluster, Place
from harness.venue import VenueNetwork

from podium_desk.application.blocking import Blocking
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.settling import Settling
from podium_desk.application.store_address import BadAddress, check_address
from podium_desk.application.venue_pen import VenuePen
from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import FactKind, OrderSold, PaymentMeans, SaleLine
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TariffId, TicketId, Unit
from podium_desk.domain.incidents import IncidentKind
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.short_code import parse_short_code
from podium_desk.domain.venue import HallPlan
from podium_desk.integrations.refusals import ImportRefusal
from podium_desk.integrations.seatingplan.renewal import renewed
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.queries import totals
from sync.exchange.client import pinned_by
from sync.facts.fact import Draft, Verb, device_of
from sync.identity.fingerprint import fingerprint, grouped
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.server.enrolment import CERTIFICATE_DAYS
from sync.store.sqlite import SqliteStore

BASE = TariffId(1)


@dataclass
class House:
    """A house with two counters and a door, and a tourist office of another house."""

    cluster: Cluster
    number: HouseId
    plan: HallPlan
    tonight: PerformanceId
    counter: Place
    other: Place
    door: Place
    office: Place

    def meet(self) -> None:
        """Everybody with the store, twice: what one brings the others fetch."""
        for place in (self.counter, self.other, self.door, self.office) * 2:
            place.sync()


@pytest.fixture
def house(tmp_path: Path) -> House:
    cluster = Cluster()
    number = cluster.house(1, "GC Het Anker")
    elsewhere = cluster.house(2, "Toerisme Leiestreek")
    plan = cluster.plan(number, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(number, 100_001, plan)
    return House(
        cluster, number, plan, tonight,
        cluster.device(number, "counter", "Kassa 1", tmp_path / "kassa1.sqlite"),
        cluster.device(number, "counter", "Kassa 2", tmp_path / "kassa2.sqlite"),
        cluster.device(number, "door", "Deur 1", tmp_path / "deur1.sqlite"),
        cluster.device(elsewhere, "reseller", "Balie", tmp_path / "balie.sqlite"),
    )  # fmt: skip


def sell(place: Place, performance: PerformanceId, count: int = 1) -> SaleDone:
    """A sale for cards, of the best places that can be had."""
    held = place.desk.hold_best(performance, count, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(performance, unit, BASE) for unit in held.units)
    prices = place.desk.quote(lines)
    assert isinstance(prices, tuple)
    payment = Payment(PaymentMeans.CARD, sum(prices), 0)
    done = place.desk.sell(lines, (payment,), place.work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    return done


def code_of(place: Place, ticket: TicketId) -> str:
    return place.desk.papers.ticket(ticket, "nl").code


# 1. The engine checks signature, chain, role, scope and rights. What it passes is kept for ever,
#    also where the domain finds it wrong: that goes on the list of what is to be settled.


def test_decision_01_a_door_cannot_sell_and_its_scans_go_on_arriving(house: House) -> None:
    held = house.counter.desk.hold_best(house.tonight, 1, None, 0)
    assert isinstance(held, Held)
    sold = _sold_by_hand(house, held.units[0], 2203)
    house.door.work.replica.append([Draft(FactKind.ORDER_SOLD, house.number, body_to_bytes(sold))])
    assert house.door.door.scan("geen ticket").verdict is Verdict.REFUSE
    house.meet()
    origin = house.door.work.origin
    assert totals(house.cluster.sql).tickets == 0
    assert totals(house.other.sql).tickets == 0
    assert house.cluster.replica.log.heads()[origin] == 2
    kept = house.cluster.sql.rows("SELECT fault FROM quarantine WHERE origin = ?", (origin,))
    assert kept == [("role",)]


def test_decision_01_a_sale_at_a_wrong_price_is_kept_and_is_to_be_settled(house: House) -> None:
    held = house.counter.desk.hold_best(house.tonight, 1, None, 0)
    assert isinstance(held, Held)
    unit = held.units[0]
    hops = house.counter.work.replica.rights.held_free(
        house.number, house.tonight, house.counter.work.origin
    )
    moves = moves_of(Verb.SPEND, house.tonight, {unit: hops[unit]})
    body = body_to_bytes(_sold_by_hand(house, unit, 1, hops[unit] + 1))
    house.counter.work.replica.append([Draft(FactKind.ORDER_SOLD, house.number, body, moves)])
    house.meet()
    assert totals(house.cluster.sql).tickets == 1
    for place in (house.counter, house.other):
        kinds = [incident.kind for incident in Settling(place.work).open_all()]
        assert kinds == [IncidentKind.WRONG_PRICE]


def _sold_by_hand(house: House, unit: Unit, price_cents: int, hop: int = 1) -> OrderSold:
    """The body of a sale that no desk would write."""
    seat = house.plan.seats[unit]
    revision = house.counter.work.catalogue.revision(house.number)
    line = SaleLine(
        house.tonight, unit, hop, seat.zone, seat.row, seat.number, seat.category, BASE, "base",
        price_cents, 6, "rubriek XXVIII", house.number, house.number, house.number, revision,
    )  # fmt: skip
    order = OrderId(house.counter.work.origin, 1)
    return OrderSold(order, house.cluster.clock.ms, "counter", "An", "nl", (line,))


# 2. A replica gets bodies in its scope and stubs of the rest, and so verifies every log.


def test_decision_02_a_replica_verifies_every_log_without_seeing_a_neighbours_till(
    house: House,
) -> None:
    done = sell(house.counter, house.tonight, 2)
    house.meet()
    origin = house.counter.work.origin
    store, office = house.cluster.replica, house.office.work.replica
    assert office.log.heads()[origin] == store.log.heads()[origin]
    assert office.log.head(house.number, origin) == store.log.head(house.number, origin)
    assert totals(office.sql).tickets == 0
    assert totals(store.sql).tickets == 2
    # Which places are gone is known there all the same: rights stand in the headers.
    taken = office.rights.moved_units(house.number, house.tonight)
    assert all(taken[ticket.unit].is_spent for ticket in done.tickets)


# 3. Rights are for everything that can be spent once; keeping a ticket out needs none.


def test_decision_03_paying_back_needs_the_tickets_right_and_blocking_it_needs_none(
    house: House,
) -> None:
    ticket = sell(house.counter, house.tonight).tickets[0].id
    house.meet()
    refused = house.other.desk.after_sales.refund((ticket,), PaymentMeans.CARD, "ziek")
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.RIGHT_ELSEWHERE
    house.door.wire.is_cut = True
    assert Blocking(house.door.work).block(ticket, "gestolen") is None
    assert house.door.door.scan(code_of(house.counter, ticket)).reason is ScanReason.BLOCKED
    assert not isinstance(
        house.counter.desk.after_sales.refund((ticket,), PaymentMeans.CARD, "ziek"), Refusal
    )


# 4. Who holds how much: the store most, the venue's keeper a share, every own desk a small
#    reserve of the coming week, a foreign desk nothing that it did not ask for.


def test_decision_04_desks_hold_small_reserves_the_keeper_more_and_a_foreign_desk_nothing(
    house: House,
) -> None:
    next_month = house.cluster.performance(
        house.number, 100_002, house.plan, EVENING + timedelta(days=30)
    )
    this_week = house.cluster.performance(
        house.number, 100_003, house.plan, EVENING + timedelta(days=4)
    )
    house.meet()
    keeper, other = _held(house.counter, this_week), _held(house.other, this_week)
    assert keeper > other > 0
    assert keeper + other <= house.plan.unit_count * 15 // 100
    assert _held(house.other, house.tonight) > other
    assert _held(house.office, house.tonight) == 0
    assert _held(house.door, house.tonight) == 0
    assert _held(house.counter, next_month) == 0
    # A desk that needs more asks, and has it at once.
    sell(house.office, house.tonight, 2)
    assert totals(house.cluster.sql).tickets == 0


def _held(place: Place, performance: PerformanceId) -> int:
    rights = place.work.replica.rights
    return len(rights.held_free(1, performance, place.work.origin))


# 5. A write-off happens at the store only, by two people, who first read what it may cost.


def test_decision_05_two_people_write_off_a_lost_device_after_reading_the_exposure(
    house: House,
) -> None:
    house.counter.wire.is_cut = True
    unheard = sell(house.counter, house.tonight, 2)
    lost = house.counter.work.claims.device
    write_off = WriteOff(_central(house))
    exposure = write_off.exposure(lost)
    assert isinstance(exposure, Exposure)
    assert exposure.free >= 2
    assert exposure.at_stake_cents >= unheard.total_cents
    for people in (("An Peeters", "An Peeters"), ("An Peeters",)):
        assert isinstance(write_off.confirm(lost, exposure.code, people), CentralRefusal)
    wrong = write_off.confirm(lost, "WRONG", ("An Peeters", "Bert Claes"))
    assert isinstance(wrong, CentralRefusal)
    done = write_off.confirm(lost, exposure.code, ("An Peeters", "Bert Claes"))
    assert not isinstance(done, CentralRefusal)
    # The money that the lost device took is not thrown away when it comes back after all.
    house.counter.wire.is_cut = False
    house.meet()
    assert totals(house.cluster.sql).tickets == 2
    contested = house.cluster.replica.rights.former.contested()
    assert sorted(one.unit for one in contested) == sorted(one.unit for one in unheard.tickets)


def _central(house: House) -> Central:
    cluster = house.cluster
    return Central(
        cluster.replica, cluster.catalogue, cluster.service.identity, cluster.enrolment,
        cluster.clock, lambda letters: letters[0],
    )  # fmt: skip


# 6. Forgetting: an older copy begins another life and forfeits what it held; a restart does not.


def test_decision_06_an_older_copy_forfeits_its_rights_and_a_restart_does_not(
    house: House, tmp_path: Path
) -> None:
    house.meet()
    before = _held(house.counter, house.tonight)
    house.counter.kill_and_restart()
    assert (house.counter.membership.incarnation, _held(house.counter, house.tonight)) == (
        0, before,
    )  # fmt: skip
    house.counter.sql.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert house.counter.path is not None
    copy = tmp_path / "copy"
    copy.write_bytes(house.counter.path.read_bytes())
    sell(house.counter, house.tonight)
    house.counter.wire.is_cut = True
    house.counter.sql.close()
    for journal in house.counter.path.parent.glob(f"{house.counter.path.name}-*"):
        journal.unlink()
    house.counter.path.write_bytes(copy.read_bytes())
    house.counter.sql = SqliteStore(house.counter.path)
    house.counter.start()
    assert house.counter.membership.incarnation == 1
    assert _held(house.counter, house.tonight) == 0


# 7. A signed code is no licence.


def test_decision_07_a_code_of_a_ticket_that_its_issuer_never_wrote_is_forged(
    house: House,
) -> None:
    ticket = sell(house.counter, house.tonight).tickets[0].id
    genuine = code_of(house.counter, ticket)
    house.meet()
    # The same device's key signs a ticket of a number that its log gave to something else.
    with house.counter.sql.transaction():
        row_of = house.counter.sql.rows("SELECT origin, seq FROM ticket_sold")
        house.counter.sql.run("UPDATE ticket_sold SET line = 7")
    assert row_of
    forged = code_of(house.counter, TicketId(ticket.origin, ticket.seq, 7))
    assert house.door.door.scan(forged).reason is ScanReason.FORGED
    assert house.door.door.scan(genuine).verdict is Verdict.ADMIT


def test_decision_07_a_ticket_sold_after_its_desk_was_revoked_is_for_a_person_to_judge(
    house: House,
) -> None:
    before = sell(house.counter, house.tonight)
    house.meet()
    _revoke(house, house.counter)
    house.door.sync()
    house.counter.wire.is_cut = True
    after = sell(house.counter, house.tonight)
    verdicts = [
        house.door.door.scan(code_of(house.counter, done.tickets[0].id)).verdict
        for done in (before, after)
    ]
    assert verdicts == [Verdict.ADMIT, Verdict.ASK]


def _revoke(house: House, place: Place) -> None:
    number = place.work.claims.device
    heads = house.cluster.replica.log.heads()
    last = tuple((log, seq) for log, seq in heads.items() if device_of(log) == number)
    house.cluster.enrolment.revoke(number, last, house.cluster.clock.ms)


# 8. A certificate's dates stop new grants at the store, and nothing else.


def test_decision_08_a_desk_whose_certificate_ended_sells_what_it_holds_and_gets_no_more(
    house: House,
) -> None:
    later = EVENING + timedelta(days=CERTIFICATE_DAYS + 2)
    next_show = house.cluster.performance(house.number, 100_002, house.plan, later)
    house.meet()
    house.counter.wire.is_cut = True
    house.cluster.clock.pass_(days=CERTIFICATE_DAYS - 1)
    house.other.sync()
    house.cluster.clock.pass_(days=2)
    sell(house.counter, house.tonight)
    house.counter.wire.is_cut = False
    for _ in range(2):
        house.counter.sync()
        house.other.sync()
    # What it did counts, and the line is up; only the other desk, renewed in time, gets a reserve.
    assert house.counter.line.state().fault is None
    assert totals(house.cluster.sql).tickets == 1
    assert _held(house.other, next_show) > 0
    assert _held(house.counter, next_show) == 0


# 9. Plain HTTP on loopback only; the code carries enough of the store's key to pin it.


def test_decision_09_a_code_names_the_key_of_its_store_and_no_other_is_believed() -> None:
    key = DeviceKey(b"s" * 32).public
    code = f"K7MP-3WQX-{grouped(fingerprint(key))}"
    believes = pinned_by(code)
    assert believes(key)
    assert not believes(DeviceKey(b"t" * 32).public)
    with pytest.raises(BadAddress):
        check_address("http://kassa.example.org:8470")
    check_address("http://127.0.0.1:8470")


# 10. One admission holder a performance: of two scans at the same moment one wins.


def test_decision_10_of_two_doors_that_hear_each_other_one_lets_the_ticket_in(
    house: House,
) -> None:
    second_door = house.cluster.device(house.number, "door", "Deur 2")
    done = sell(house.counter, house.tonight)
    code = code_of(house.counter, done.tickets[0].id)
    places = (house.counter, house.door, second_door)
    network = VenueNetwork(house.cluster, *places)
    for _ in range(2):
        network.round()
    for place in places:
        place.wire.is_cut = True
    # Nothing is told between the doors: only the holder, the keeper, can know of both.
    for place in (house.door, second_door):
        network.venues[place.work.claims.name].line.woken = lambda: None
    verdicts = [place.door.scan(code) for place in (house.door, second_door)]
    assert [one.verdict for one in verdicts] == [Verdict.ADMIT, Verdict.REFUSE]
    assert not any(one.is_alone for one in verdicts)
    # Without the holder a door decides by what it knows, and says that it was alone.
    other = sell(house.counter, house.tonight)
    network.pull_the_plug(house.counter, house.door)
    alone = house.door.door.scan(code_of(house.counter, other.tickets[0].id))
    assert (alone.verdict, alone.is_alone) == (Verdict.ADMIT, True)


# 11. Seat indexes only grow.


def test_decision_11_a_renewed_plan_keeps_every_seats_index_and_leaves_none_out(
    house: House,
) -> None:
    ticket = sell(house.counter, house.tonight).tickets[0]
    backwards = tuple(reversed(house.plan.seats))
    again = renewed(house.plan, _with(house.plan, backwards), "plan.json")
    assert isinstance(again, HallPlan)
    assert [seat.guid for seat in again.seats] == [seat.guid for seat in house.plan.seats]
    assert again.seats[ticket.unit].number == ticket.number
    fewer = renewed(house.plan, _with(house.plan, backwards[1:]), "plan.json")
    assert isinstance(fewer, ImportRefusal)


def _with(plan: HallPlan, seats: tuple[object, ...]) -> HallPlan:
    from dataclasses import replace

    return replace(plan, seats=seats)  # type: ignore[arg-type]


# 12. Small house changes are possible at the venue while it is cut off: the keeper has the pen.


def test_decision_12_the_cut_off_keeper_moves_the_start_of_tonight(house: House) -> None:
    house.counter.wire.is_cut = True
    later = EVENING + timedelta(hours=2)
    assert VenuePen(house.counter.work).move_start(house.tonight, later) is None
    house.counter.wire.is_cut = False
    house.meet()
    for place in (house.other, house.door, house.office):
        shown = place.work.catalogue.performance(house.tonight)
        assert shown is not None
        assert shown.start == later


# 13. Short codes are unique per performance, have a check character, and prove nothing.


def test_decision_13_a_short_code_finds_a_known_ticket_and_proves_nothing(house: House) -> None:
    house.counter.wire.is_cut = True
    done = sell(house.counter, house.tonight, 4)
    codes = [ticket.short_code for ticket in done.tickets]
    assert len(set(codes)) == 4
    wrong = ("A" if codes[0][0] != "A" else "C") + codes[0][1:]
    assert parse_short_code(wrong) is None
    # The door never heard of the sale: the short code is no reason to let anybody in.
    assert house.door.door.scan(codes[0]).reason is ScanReason.UNKNOWN
    house.counter.wire.is_cut = False
    house.meet()
    assert house.door.door.scan(codes[0]).verdict is Verdict.ADMIT

"""An evening with the internet cut and the venue's own network up."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import msgspec
import pytest
from harness.cluster import Cluster, Place
from harness.venue import VenueNetwork

from hardware.printing.port import (
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    PrintReport,
    Raster,
)
from podium_desk.application.admission_holder import TOPIC, EntryAsked, name_holder
from podium_desk.application.counter import (
    BasketLine,
    Connection,
    Held,
    Payment,
    SaleDone,
    SeatState,
)
from podium_desk.application.door import AGREED
from podium_desk.application.keeping import give_to_keeper, name_keeper
from podium_desk.application.printer_turns import SharedPrinter
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction, FactKind, PaymentMeans, ScanRecorded
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.codec import body_from_bytes
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from podium_desk.replica.queries import totals
from sync.store.port import StoreDamaged

NO_PLACES = (
    RefusalReason.NOTHING_LEFT_HERE,
    RefusalReason.NOT_ENOUGH_TOGETHER,
    RefusalReason.SEAT_HELD,
    RefusalReason.SEAT_TAKEN,
    RefusalReason.SOLD_OUT,
)


@dataclass
class Evening:
    cluster: Cluster
    keeper: Place
    desk: Place
    third: Place
    door: Place
    other_door: Place
    network: VenueNetwork
    tonight: PerformanceId

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.keeper, self.desk, self.third, self.door, self.other_door)

    def internet(self, is_there: bool) -> None:
        for place in self.places:
            place.wire.is_cut = not is_there
            place.sync()


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    names = (("counter", "Kassa 1"), ("counter", "Kassa 2"), ("counter", "Kassa 3"),
             ("door", "Deur 1"), ("door", "Deur 2"))  # fmt: skip
    places = [cluster.device(house, role, name) for role, name in names]
    # Reserves are given in the afternoon; when the evening desk opens the keeper gets what is left.
    for _ in range(2):
        for place in places:
            place.sync()
        cluster.clock.pass_(minutes=18)
    places[0].sync()
    evening = Evening(cluster, *places, VenueNetwork(cluster, *places), tonight)
    evening.network.round()
    evening.network.round()
    evening.internet(False)
    return evening


def sell(place: Place, number: PerformanceId, held: Held | Refusal) -> SaleDone:
    assert isinstance(held, Held), held
    lines = tuple(
        BasketLine(number, unit, place.desk.hall(number).tariffs[0].id) for unit in held.units
    )
    quote = place.desk.quote(lines)
    assert isinstance(quote, tuple)
    payment = Payment(PaymentMeans.CARD, sum(quote), 0)
    done = place.desk.sell(lines, (payment,), place.work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    return done


def sell_best(place: Place, number: PerformanceId, count: int = 2) -> SaleDone:
    return sell(place, number, place.desk.hold_best(number, count, None, 0))


def code_of(place: Place, done: SaleDone) -> str:
    return place.desk.selling.codes(done.order)[done.tickets[0].id]


def held_by(place: Place, number: PerformanceId, who: Place) -> list[Unit]:
    rights = place.work.replica.rights.moved_units(place.work.house, number)
    return [Unit(unit) for unit, right in rights.items()
            if right.holder == who.work.origin and not right.is_spent]  # fmt: skip


def test_a_desk_gets_a_seat_from_the_keeper_in_one_question(evening):
    desk, number = evening.desk, evening.tonight
    assert desk.desk.status().connection is Connection.OFFLINE
    assert desk.desk.status().venue is VenueState.KEEPER
    assert desk.desk.status().keeper == "Kassa 1"
    unit = held_by(desk, number, evening.keeper)[5]
    states = desk.desk.hall(number).states
    assert states[unit] == SeatState.ASK
    done = sell(desk, number, desk.desk.hold(number, (unit,)))
    assert done.sold_offline
    assert [path for path, _ in evening.network.calls].count("/lan/ask") == 1
    assert evening.keeper.desk.hall(number).states[unit] == SeatState.SOLD


def test_nobody_gets_a_seat_out_of_the_keeper_s_basket(evening):
    number = evening.tonight
    held = evening.keeper.desk.hold_best(number, 2, None, 0)
    assert isinstance(held, Held)
    refused = evening.desk.desk.hold(number, held.units)
    assert isinstance(refused, Refusal)
    # And best-available goes on to the next places instead of asking for these again.
    best = evening.desk.desk.hold_best(number, 2, None, 0)
    assert isinstance(best, Held)
    assert not set(best.units) & set(held.units)


def test_the_whole_share_of_the_keeper_is_sold_by_the_desks_together_and_once(evening):
    number = evening.tonight
    sold: list[Unit] = []
    for turn in range(200):
        place = (evening.keeper, evening.desk, evening.third)[turn % 3]
        held = place.desk.hold_best(number, 2, None, 0)
        if isinstance(held, Refusal):
            assert held.reason in NO_PLACES
            continue
        sold += [ticket.unit for ticket in sell(place, number, held).tickets]
    assert len(sold) == len(set(sold)) > 100
    evening.network.round()
    evening.internet(True)
    evening.internet(True)
    everybody = {totals(place.work.replica.sql) for place in evening.places}
    assert everybody == {totals(evening.cluster.replica.sql)}
    assert evening.cluster.replica.sql.rows("SELECT * FROM quarantine") == []


def test_a_seat_in_another_desk_s_reserve_is_given_when_somebody_wants_that_one(evening):
    number = evening.tonight
    theirs = held_by(evening.third, number, evening.third)
    for unit in theirs[:4]:
        assert isinstance(evening.desk.desk.hold(number, (unit,)), Held)
    # But not the whole of it: half stays for the hour when that desk hears nobody.
    given = [isinstance(evening.desk.desk.hold(number, (unit,)), Held) for unit in theirs[4:]]
    assert any(given)
    assert len(held_by(evening.third, number, evening.third)) >= len(theirs) // 2


def test_with_a_dead_keeper_only_the_reserves_are_sold_and_it_says_so(evening):
    number = evening.tonight
    evening.network.pull_the_plug(evening.keeper)
    evening.cluster.clock.pass_(seconds=10)
    evening.network.round()
    assert evening.desk.desk.status().venue is VenueState.PEERS
    unit = held_by(evening.desk, number, evening.keeper)[0]
    refused = evening.desk.desk.hold(number, (unit,))
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.SEAT_ELSEWHERE
    reserve = evening.desk.desk.status().reserve_left
    assert reserve > 0
    sold = 0
    while isinstance(held := evening.desk.desk.hold_best(number, 2, None, 0), Held):
        sold += len(sell(evening.desk, number, held).tickets)
    assert sold == reserve


def test_a_ticket_scanned_at_one_door_is_refused_at_the_other_at_once(evening):
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    first = evening.door.door.scan(code)
    assert (first.verdict, first.is_alone, first.stale_s) == (Verdict.ADMIT, False, None)
    second = evening.other_door.door.scan(code)
    assert (second.verdict, second.reason) == (Verdict.REFUSE, ScanReason.ALREADY_IN)
    assert second.first_entry is not None
    assert second.first_entry.door == "Deur 1"


def test_of_two_scans_at_the_same_moment_one_wins_at_the_holder(evening):
    """Neither door has heard the other's scan: nothing is told, only the holder is asked."""
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    for place in (evening.door, evening.other_door):
        evening.network.venues[place.work.claims.name].line.woken = lambda: None
    verdicts = [place.door.scan(code) for place in (evening.door, evening.other_door)]
    assert [one.verdict for one in verdicts] == [Verdict.ADMIT, Verdict.REFUSE]
    assert verdicts[1].reason is ScanReason.ALREADY_IN
    assert not any(one.is_alone for one in verdicts)
    # The claim and the fact that comes later are one entry, and an exit ends it.
    evening.network.round()
    evening.cluster.clock.pass_(seconds=30)
    evening.door.door.scan(code, Direction.EXIT)
    evening.network.round()
    assert evening.other_door.door.scan(code).verdict is Verdict.ADMIT


def test_a_door_that_lost_the_holder_s_answer_lets_in_by_its_own_knowledge_and_says_so(evening):
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    evening.network.loses_answers.append(evening.keeper)
    outcome = evening.door.door.scan(code)
    assert (outcome.verdict, outcome.is_alone) == (Verdict.ADMIT, True)
    batch = evening.door.work.replica.batch_after(evening.door.work.origin, 0, None)
    assert batch is not None
    body = body_from_bytes(FactKind.SCAN_RECORDED, batch.items[-1][1] or b"")
    assert isinstance(body, ScanRecorded)
    assert body.alone
    # The holder kept the claim although its answer was lost: nobody else gets in on it.
    evening.network.loses_answers.clear()
    assert evening.other_door.door.scan(code).verdict is Verdict.REFUSE


@pytest.fixture
def promised(evening: Evening) -> tuple[Evening, str]:
    """The holder said yes to a door that died before it had stored the entry."""
    code = code_of(evening.desk, sell_best(evening.desk, evening.tonight))

    def died(*_: object) -> None:
        raise StoreDamaged("the power went")

    record = evening.door.door.admitting._record
    evening.door.door.admitting._record = died  # type: ignore[method-assign]
    with pytest.raises(StoreDamaged):
        evening.door.door.scan(code)
    evening.door.door.admitting._record = record  # type: ignore[method-assign]
    return evening, code


def test_a_door_that_died_on_a_promise_lets_that_guest_in_when_it_is_back(promised):
    evening, code = promised
    again = evening.door.door.scan(code)
    assert (again.verdict, again.is_alone) == (Verdict.ADMIT, False)
    assert evening.other_door.door.scan(code).reason is ScanReason.ALREADY_IN


def test_a_promise_that_nothing_came_of_stands_until_its_door_says_something_else(promised):
    evening, code = promised
    refused = evening.other_door.door.scan(code)
    assert refused.reason is ScanReason.ALREADY_IN
    # The next fact of that door is another one, so the guest never went in there.
    other = code_of(evening.desk, sell_best(evening.desk, evening.tonight))
    assert evening.door.door.scan(other).verdict is Verdict.ADMIT
    evening.network.round()
    let_in = evening.other_door.door.scan(code)
    assert (let_in.verdict, let_in.is_alone) == (Verdict.ADMIT, False)


def test_a_person_lets_a_guest_in_against_the_promise_of_a_door_that_never_comes_back(promised):
    evening, code = promised
    evening.network.pull_the_plug(evening.door)
    assert evening.other_door.door.scan(code).verdict is Verdict.REFUSE
    evening.cluster.clock.pass_(seconds=10)
    by_hand = evening.other_door.door.scan(code, says=AGREED)
    assert by_hand.verdict is Verdict.ADMIT
    evening.network.round()
    evening.cluster.clock.pass_(seconds=10)
    evening.other_door.door.scan(code, Direction.EXIT)
    evening.network.round()
    assert evening.other_door.door.scan(code).verdict is Verdict.ADMIT


def test_no_device_claims_an_entry_in_the_name_of_another(evening):
    done = sell_best(evening.desk, evening.tonight)
    ticket = done.tickets[0].id
    asked = EntryAsked(
        code_of(evening.desk, done), "t", "Deur 1", 0, evening.tonight,
        (ticket.origin, ticket.seq, ticket.line), evening.door.work.origin, 5,
    )  # fmt: skip
    line = evening.network.venues["Deur 2"].line
    holder = evening.keeper.work.claims.device
    assert line.consult(holder, TOPIC, msgspec.msgpack.encode(asked), 1.0) is None
    assert evening.keeper.work.replica.sql.rows("SELECT * FROM entry_claim") == []


def test_who_knows_of_another_holder_gives_no_word(evening):
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    other = evening.other_door.work.claims.device
    # The keeper hears that a door decides now; the asking door does not yet.
    evening.network.pull_the_plug(evening.door)
    assert name_holder(evening.keeper.work, evening.tonight, other) is None
    evening.network.plug_in()
    outcome = evening.door.door.scan(code)
    assert (outcome.verdict, outcome.is_alone) == (Verdict.ADMIT, True)


def test_the_holder_knows_a_refund_that_the_door_has_not_heard_of(evening):
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    evening.network.round()
    evening.network.venues["Kassa 2"].line.woken = lambda: None
    outcome = evening.desk.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CARD, "ziek")
    assert not isinstance(outcome, Refusal), outcome
    keeper_line = evening.network.venues["Kassa 1"].line
    for neighbour in keeper_line.neighbours():
        if neighbour.address == "Kassa 2":
            keeper_line.exchange(neighbour)
    refused = evening.door.door.scan(code)
    assert (refused.verdict, refused.reason) == (Verdict.REFUSE, ScanReason.CANCELLED)


def test_a_door_alone_decides_by_itself_and_the_double_shows_afterwards(evening):
    done = sell_best(evening.desk, evening.tonight)
    code = code_of(evening.desk, done)
    evening.network.round()
    evening.network.pull_the_plug(evening.door)
    evening.cluster.clock.pass_(seconds=10)
    evening.network.round()
    alone = evening.door.door.scan(code)
    assert (alone.verdict, alone.is_alone) == (Verdict.ADMIT, True)
    assert alone.stale_s is not None
    assert evening.door.door.status().venue is VenueState.ALONE
    assert evening.other_door.door.scan(code).verdict is Verdict.ADMIT
    evening.network.plug_in()
    evening.network.round()
    evening.network.round()
    admitted = {
        place.work.replica.sql.row("SELECT COUNT(*) FROM scan WHERE verdict = 'admit'")[0]
        for place in evening.places
    }
    assert admitted == {2}


def test_doors_without_a_holder_choose_one_of_themselves(evening):
    done = sell_best(evening.desk, evening.tonight)
    evening.network.round()
    evening.network.pull_the_plug(evening.keeper, evening.desk, evening.third)
    for _ in range(4):
        evening.cluster.clock.pass_(seconds=5)
        evening.network.round()
    chosen = evening.door.work.claims.device
    for door in (evening.door, evening.other_door):
        assert admission_holder_of(door.work.replica.sql, 1, evening.tonight) == chosen
        assert door.door.status().holder == "Deur 1"
    code = code_of(evening.desk, done)
    evening.network.venues["Deur 1"].line.woken = lambda: None
    assert evening.door.door.scan(code).verdict is Verdict.ADMIT
    second = evening.other_door.door.scan(code)
    assert (second.verdict, second.is_alone) == (Verdict.REFUSE, False)


def test_a_door_that_is_alone_does_not_name_itself(evening):
    evening.network.pull_the_plug(evening.door)
    for _ in range(4):
        evening.cluster.clock.pass_(seconds=5)
        evening.network.round()
    sql = evening.door.work.replica.sql
    assert admission_holder_of(sql, 1, evening.tonight) == evening.keeper.work.claims.device


def test_the_keeper_hands_over_with_all_that_it_held(evening):
    number = evening.tonight
    reserve = len(held_by(evening.desk, number, evening.desk))
    before = len(held_by(evening.keeper, number, evening.keeper))
    assert name_keeper(evening.keeper.work, evening.desk.work.claims.device) is None
    evening.network.round()
    for place in evening.places:
        assert keeper_of(place.work.replica.sql, 1) == evening.desk.work.claims.device
    left = len(held_by(evening.keeper, number, evening.keeper))
    assert left == 26, "what the old keeper keeps is a reserve like any other"
    assert len(held_by(evening.desk, number, evening.desk)) == reserve + before - left


def test_only_a_counter_of_the_house_keeps_and_a_door_cannot_name_one(evening):
    work = evening.keeper.work
    for device in (99, evening.door.work.claims.device):
        refusal = name_keeper(work, device)
        assert isinstance(refusal, Refusal)
        assert refusal.reason is RefusalReason.NO_SUCH_COUNTER
    refusal = name_keeper(evening.door.work, work.claims.device)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is RefusalReason.ROLE_MAY_NOT


def test_a_door_is_made_the_holder_by_a_button(evening):
    door = evening.other_door.work.claims.device
    assert name_holder(evening.door.work, evening.tonight, door) is None
    evening.network.round()
    assert admission_holder_of(evening.keeper.work.replica.sql, 1, evening.tonight) == door
    for number, device in ((PerformanceId(5), door), (evening.tonight, 99)):
        assert isinstance(name_holder(evening.door.work, number, device), Refusal)


def test_what_a_desk_lets_go_of_without_the_store_goes_to_the_keeper(evening):
    number = evening.tonight
    units = tuple(held_by(evening.desk, number, evening.keeper)[:4])
    assert isinstance(evening.desk.desk.hold(number, units), Held)
    held = len(held_by(evening.desk, number, evening.desk))
    assert give_to_keeper(evening.desk.work) == 0, "what stands in a basket stays"
    evening.desk.desk.release(number, units)
    evening.network.round()
    assert len(held_by(evening.desk, number, evening.desk)) == held - 4
    assert sell_best(evening.keeper, number).tickets


def test_the_receiver_of_a_gift_may_reach_the_store_first(evening):
    number = evening.tonight
    units = tuple(held_by(evening.desk, number, evening.keeper)[:2])
    sell(evening.desk, number, evening.desk.desk.hold(number, units))
    evening.desk.wire.is_cut = False
    evening.desk.sync()
    evening.desk.sync()
    assert evening.cluster.replica.sql.rows("SELECT * FROM quarantine") == []
    assert totals(evening.cluster.replica.sql).tickets == 2
    assert evening.desk.desk.status().unsent == 0


def test_two_counters_that_hear_each_other_take_turns_at_a_printer_that_says_nothing(evening):
    papers = []

    def busy(job: PrintJob, *_rest: object) -> PrintReport:
        papers.append(job.id)
        with pytest.raises(PrinterNotReady):
            second.print(PrintJob("2", dot), 2.0)
        return PrintReport(job.id, Outcome.UNPROVEN, PrinterState.UNKNOWN, "")

    dot, place = Raster(8, 1, b"\0"), "10.0.0.9:9100"
    first = SharedPrinter(SimpleNamespace(print=busy), place, evening.keeper.work)
    second = SharedPrinter(SimpleNamespace(print=busy), place, evening.desk.work)
    first.print(PrintJob("1", dot), 2.0)
    assert papers == ["1"]
    assert second.holder == "Kassa 1"

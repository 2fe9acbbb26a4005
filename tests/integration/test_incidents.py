"""What needs a person comes to light on every device, and settled once it is settled everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import central_of, sell_units

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.incident_list import Namer
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.application.venue_pen import VenuePen
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.facts import FactKind, OrderSold, PaymentMeans
from podium_desk.domain.ids import FactId, PerformanceId, TariffId
from podium_desk.domain.incidents import IncidentKind, Outcome
from podium_desk.domain.money import cash_due
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words
from podium_desk.presentation.incidents import card_of, in_short, settled_line
from podium_desk.replica.codec import body_from_bytes, body_to_bytes, record_to_bytes
from podium_desk.replica.incident_finder import IncidentFinder
from podium_desk.replica.kinds import PERFORMANCE, TARIFFS
from sync.facts.batch import Batch, BatchFault, BatchRefused
from sync.facts.fact import Draft, Header, body_hash, chain, head_message, header_to_bytes

BASE = TariffId(1)


@dataclass
class Evening:
    cluster: Cluster
    counter: Place
    doors: tuple[Place, Place]
    tonight: PerformanceId

    @property
    def everybody(self) -> tuple[Place, ...]:
        return (self.counter, *self.doors)

    def hear(self) -> None:
        for place in self.everybody * 2:
            place.sync()

    def kinds(self, place: Place) -> list[IncidentKind]:
        return [incident.kind for incident in Settling(place.work).open_all()]


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    counter = cluster.device(house, "counter", "Kassa 1")
    doors = (cluster.device(house, "door", "Deur 1"), cluster.device(house, "door", "Deur 2"))
    return Evening(cluster, counter, doors, tonight)


def sell(place: Place, performance: PerformanceId, count: int = 1) -> SaleDone:
    held = place.desk.hold_best(performance, count, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(performance, unit, BASE) for unit in held.units)
    prices = place.desk.quote(lines)
    assert isinstance(prices, tuple)
    payment = Payment(PaymentMeans.CASH, sum(prices), cash_due(sum(prices)))
    done = place.desk.sell(lines, (payment,), place.work.new_token(), "nl")
    assert isinstance(done, SaleDone)
    return done


def code_of(place: Place, done: SaleDone) -> str:
    return place.desk.selling.codes(done.order)[done.tickets[0].id]


def admitted_twice(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    evening.hear()
    for door in evening.doors:
        door.wire.is_cut = True
        assert door.door.scan(code_of(evening.counter, done)).verdict == "admit"
        evening.cluster.clock.pass_(minutes=6)
    for door in evening.doors:
        door.wire.is_cut = False


def test_two_cut_doors_let_a_ticket_in_twice_and_everybody_lists_the_same_incident(
    evening: Evening,
) -> None:
    admitted_twice(evening)
    assert evening.kinds(evening.doors[0]) == []
    evening.hear()
    store = IncidentFinder(evening.cluster.replica, evening.cluster.catalogue)
    (only,) = store.all_open(evening.cluster.clock())
    assert [Settling(place.work).open_all() for place in evening.everybody] == [(only,)] * 3
    assert (only.kind, only.amount_cents) == (IncidentKind.DOUBLE_ADMISSION, 2203)


def test_the_card_says_where_and_when_in_the_readers_language(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    work = evening.counter.work
    (listed,) = Namer(work.replica, work.catalogue).listed(Settling(work).open_all())
    card = card_of(listed, Words("nl"))
    assert card.title == "Twee keer binnen"
    assert "ging om 19:30 binnen aan Deur 1, en om 19:36 nog eens aan Deur 2" in card.what
    assert card.amount.endswith("22,03")
    assert card.choices[0].label == "Was in orde"


def test_a_door_reads_it_in_one_line_with_what_to_do(evening: Evening) -> None:
    admitted_twice(evening)
    for door in evening.doors:
        assert door.door.status().urgent is None
    evening.hear()
    for door in evening.doors:
        status = door.door.status()
        assert status.urgent is not None
        told = in_short(status.urgent, Words("nl"))
        assert "ging twee keer binnen: 19:30 Deur 1, 19:36 Deur 2" in told
        assert "ga kijken wie er zit" in told


def test_an_incremental_look_finds_what_a_fresh_one_finds(evening: Evening) -> None:
    watching = Settling(evening.counter.work)
    assert watching.open_now() == ()
    admitted_twice(evening)
    evening.hear()
    assert watching.open_now() == Settling(evening.counter.work).open_all() != ()


def test_settled_on_one_device_it_leaves_every_list_and_stays_in_the_history(
    evening: Evening,
) -> None:
    admitted_twice(evening)
    evening.hear()
    door, counter = evening.doors[1], evening.counter
    (incident,) = Settling(door.work).open_all()
    request = SettleRequest(incident.id, Outcome.SENT_TO_COUNTER, "An", "zat fout")
    first = Settling(door.work).settle(request)
    again = Settling(door.work).settle(replace(request, by="Bo"))
    assert first == again
    evening.hear()
    assert all(Settling(place.work).open_all() == () for place in evening.everybody)
    (kept,) = Settling(counter.work).history()
    assert (kept.outcome, kept.by, kept.note, kept.amount_cents) == (
        "sent_to_counter", "An", "zat fout", 2203,
    )  # fmt: skip
    (told,) = Namer(counter.work.replica, counter.work.catalogue).settled([kept])
    assert "Naar de kassa gestuurd · An, Deur 2" in settled_line(told, Words("nl")).how


def test_settled_on_two_devices_at_once_it_is_settled_once_by_the_first(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    for place, by in ((evening.doors[0], "Bo"), (evening.counter, "An")):
        place.wire.is_cut = True
        Settling(place.work).settle(SettleRequest(incident.id, Outcome.WAS_LEGITIMATE, by))
        place.wire.is_cut = False
        evening.cluster.clock.pass_(minutes=1)
    evening.hear()
    histories = {Settling(place.work).history() for place in evening.everybody}
    ((kept,),) = histories
    assert kept.by == "Bo"


def test_a_third_entry_after_the_settlement_is_news_again(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    evening.hear()
    admitted_to = code_of(evening.counter, done)
    for door in evening.doors:
        door.wire.is_cut = True
    third = evening.cluster.device(evening.counter.work.house, "door", "Deur 3")
    third.wire.is_cut = True
    for door in (*evening.doors, third):
        assert door.door.scan(admitted_to).verdict == "admit"
    for door in evening.doors:
        door.wire.is_cut = False
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    Settling(evening.counter.work).settle(SettleRequest(incident.id, Outcome.WAS_LEGITIMATE, "An"))
    third.wire.is_cut = False
    third.sync()
    evening.hear()
    (newer,) = Settling(evening.counter.work).open_all()
    assert newer.id != incident.id
    assert newer.ticket == incident.ticket


def test_a_door_that_had_not_heard_of_a_refund_lets_in_and_it_is_told(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    code = code_of(evening.counter, done)
    evening.hear()
    door = evening.doors[1]
    door.wire.is_cut = True
    evening.counter.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "ziek")
    evening.cluster.clock.pass_(minutes=1)
    assert door.door.scan(code).verdict == "admit"
    door.wire.is_cut = False
    evening.hear()
    assert evening.kinds(evening.counter) == [IncidentKind.ADMITTED_AFTER_CANCEL]


def test_only_what_is_on_the_list_is_settled_and_only_in_a_way_it_has(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    settling = Settling(evening.counter.work)
    (incident,) = settling.open_all()
    unknown = settling.settle(SettleRequest("double_admission:1:x", Outcome.NOTED, "An"))
    wrong = settling.settle(SettleRequest(incident.id, Outcome.CLOCK_SET, "An"))
    assert isinstance(unknown, Refusal)
    assert isinstance(wrong, Refusal)
    assert (unknown.reason, wrong.reason) == (
        RefusalReason.UNKNOWN_INCIDENT, RefusalReason.WRONG_OUTCOME,
    )  # fmt: skip


def test_a_price_that_was_not_in_the_list_is_stored_and_told_with_the_difference(
    evening: Evening,
) -> None:
    counter = evening.counter
    held = counter.desk.hold_best(evening.tonight, 1, None, 0)
    assert isinstance(held, Held)
    drafts = forged_sale(counter, held, price_cents=1500)
    counter.work.replica.append(drafts)
    evening.hear()
    (incident,) = Settling(evening.doors[0].work).open_all()
    assert (incident.kind, incident.amount_cents) == (IncidentKind.WRONG_PRICE, -703)
    assert incident.details["right_cents"] == 2203


def forged_sale(counter: Place, held: Held, price_cents: int) -> list[Draft]:
    """The drafts of an ordinary sale, with another price in the line."""
    work = counter.work
    kept: list[Draft] = []
    append = work.replica.append

    def listen(drafts: list[Draft]) -> object:
        kept.extend(drafts)
        raise InterruptedError

    work.replica.append = listen  # type: ignore[method-assign,assignment]
    lines = tuple(BasketLine(held.performance, unit, BASE) for unit in held.units)
    payment = Payment(PaymentMeans.CASH, 2203, 2205)
    with pytest.raises(InterruptedError):
        counter.desk.sell(lines, (payment,), work.new_token(), "nl")
    work.replica.append = append  # type: ignore[method-assign]
    first = kept[0]
    body = body_from_bytes(2, first.body)  # type: ignore[arg-type]
    assert isinstance(body, OrderSold)
    changed = replace(
        body, lines=tuple(replace(line, price_cents=price_cents) for line in body.lines)
    )
    return [replace(first, body=body_to_bytes(changed)), *kept[1:]]


def test_a_sale_by_the_price_list_it_names_is_right_also_after_the_prices_rose(
    evening: Evening,
) -> None:
    evening.counter.wire.is_cut = True
    sell(evening.counter, evening.tonight)
    tariffs = evening.cluster.catalogue.tariffs(
        evening.cluster.catalogue.performances()[evening.tonight]
    )
    dearer = tuple(replace(tariff, prices_cents={"": 3000}) for tariff in tariffs)
    entry = (1, TARIFFS, str(evening.tonight), record_to_bytes(dearer))
    evening.cluster.replica.write_records([entry])
    evening.counter.wire.is_cut = False
    evening.hear()
    store = IncidentFinder(evening.cluster.replica, evening.cluster.catalogue)
    assert store.all_open(evening.cluster.clock()) == ()


def test_a_ticket_sold_after_the_cancellation_is_told_and_one_before_it_is_not(
    evening: Evening,
) -> None:
    sell(evening.counter, evening.tonight)
    evening.hear()
    evening.counter.wire.is_cut = True
    performance = evening.cluster.catalogue.performances()[evening.tonight]
    cancelled = replace(
        performance, status=PerformanceStatus.CANCELLED, status_since_ms=evening.cluster.clock()
    )
    entry = (1, PERFORMANCE, str(evening.tonight), record_to_bytes(cancelled))
    evening.cluster.replica.write_records([entry])
    late = sell(evening.counter, evening.tonight)
    evening.counter.wire.is_cut = False
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    assert incident.kind is IncidentKind.SOLD_AFTER_CANCELLATION
    assert incident.ticket == late.tickets[0].id
    evening.counter.desk.after_sales.refund((late.tickets[0].id,), PaymentMeans.CASH, "afgelast")
    assert evening.kinds(evening.counter) == []


def test_a_ticket_sold_after_the_venue_itself_cancelled_is_told_too(evening: Evening) -> None:
    late_desk = evening.cluster.device(evening.counter.work.house, "counter", "Kassa 9")
    sell(evening.counter, evening.tonight)
    evening.hear()
    late_desk.wire.is_cut = True
    assert VenuePen(evening.counter.work).cancel(evening.tonight) is None
    late = sell(late_desk, evening.tonight)
    late_desk.wire.is_cut = False
    late_desk.sync()
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    assert incident.kind is IncidentKind.SOLD_AFTER_CANCELLATION
    assert incident.ticket == late.tickets[0].id
    # It goes on after all: nothing was sold too late.
    assert VenuePen(evening.counter.work).go_on(evening.tonight) is None
    assert evening.kinds(evening.counter) == []


def test_a_clock_that_is_off_is_told_by_the_store_to_the_whole_house(evening: Evening) -> None:
    late = evening.cluster.device(evening.counter.work.house, "door", "Deur 9", skew_ms=-7_200_000)
    late.sync()
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    assert (incident.kind, incident.device) == (IncidentKind.CLOCK_SKEW, late.work.claims.device)
    late.skew_ms = 0
    late.sync()
    evening.hear()
    assert evening.kinds(evening.counter) == []


def test_places_on_a_device_that_is_silent_for_a_day_are_stranded(evening: Evening) -> None:
    cluster, house = evening.cluster, evening.counter.work.house
    tonight = cluster.catalogue.performances()[evening.tonight]
    plan = cluster.catalogue.plan_of(tonight)
    assert plan is not None
    cluster.performance(house, 100_002, plan, tonight.start + timedelta(days=5))
    evening.hear()
    evening.cluster.clock.pass_(hours=30)
    for door in evening.doors:
        door.sync()
    (incident,) = Settling(evening.doors[0].work).open_all()
    assert incident.kind is IncidentKind.STRANDED_RIGHTS
    assert incident.device == evening.counter.work.claims.device
    assert int(incident.details["n"]) > 0
    evening.hear()
    evening.doors[0].sync()
    assert evening.kinds(evening.doors[0]) == []


def test_a_place_that_a_lost_counter_had_sold_is_contested_on_every_list(evening: Evening) -> None:
    lost, other, sold = written_off_after_a_sale(evening)
    (seat,) = (ticket.unit for ticket in sold.tickets)
    assert isinstance(other.desk.hold(evening.tonight, (seat,)), Held)
    sell_units(other, (seat,))
    assert evening.kinds(other) == []
    lost.wire.is_cut = False
    evening.hear()
    places = (*evening.everybody, other)
    for place in places:
        place.sync()
        (incident,) = Settling(place.work).open_all()
        assert (incident.kind, incident.ticket) == (
            IncidentKind.CONTESTED_SEAT, sold.tickets[0].id,
        )  # fmt: skip
        assert (incident.device, incident.amount_cents) == (lost.work.claims.device, 2203)
    settle_and_hear(evening, other, Outcome.RESEATED)
    assert [evening.kinds(place) for place in places] == [[]] * len(places)


def test_a_lost_counter_that_comes_back_and_sold_nothing_is_nothing_to_settle(
    evening: Evening,
) -> None:
    lost = evening.counter
    lost.wire.is_cut = True
    write_off(evening, lost)
    lost.wire.is_cut = False
    evening.hear()
    assert [evening.kinds(place) for place in evening.everybody] == [[]] * 3


def test_money_that_a_lost_counter_gave_back_is_contested_with_its_place(evening: Evening) -> None:
    lost = evening.counter
    done = sell(lost, evening.tonight)
    evening.hear()
    lost.wire.is_cut = True
    write_off(evening, lost)
    back = lost.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "ziek")
    assert not isinstance(back, Refusal)
    lost.wire.is_cut = False
    evening.hear()
    work = evening.doors[0].work
    (incident,) = Settling(work).open_all()
    assert (incident.kind, incident.ticket) == (IncidentKind.CONTESTED_SEAT, done.tickets[0].id)
    (listed,) = Namer(work.replica, work.catalogue).listed([incident])
    for language in ("nl", "en"):
        card = card_of(listed, Words(language))
        assert card.amount
        assert "{" not in card.what


def test_a_forked_log_is_one_incident_with_one_name_everywhere(evening: Evening) -> None:
    lost, store = evening.counter, evening.cluster.replica
    sell(lost, evening.tonight)
    sell(lost, evening.tonight)
    evening.hear()
    origin = lost.work.origin
    for after in (2, 0):
        copy_of_the_disk = branch_of(lost, after)
        with pytest.raises(BatchRefused) as refused:
            store.receive(copy_of_the_disk)
        assert refused.value.fault is BatchFault.FORK
        store.quarantine(refused.value, copy_of_the_disk)
        evening.hear()
    finder = IncidentFinder(store, evening.cluster.catalogue)
    (only,) = finder.all_open(evening.cluster.clock())
    assert (only.kind, only.device) == (IncidentKind.FORK, lost.work.claims.device)
    assert only.id.endswith(str(FactId(origin, 0)))
    for place in evening.everybody:
        assert [one.id for one in Settling(place.work).open_all()] == [only.id]
    settle_and_hear(evening, evening.doors[0], Outcome.REPLACED)
    assert [evening.kinds(place) for place in evening.everybody] == [[]] * 3
    assert finder.all_open(evening.cluster.clock()) == ()


def branch_of(place: Place, after: int) -> Batch:
    """What a copy of this device's disk, made when its log had so many facts, says next."""
    log, origin = place.work.replica.log, place.work.origin
    home = int(place.work.house)
    previous = log.hash_at(home, origin, after)
    assert previous is not None
    header = header_to_bytes(Header(FactKind.RIGHTS_MOVED, 1, 1, home, 0, 1, ()))
    hash_ = chain(previous, header, body_hash(b""))
    signature = place.key.sign(head_message(origin, after + 1, hash_))
    return Batch(origin, after + 1, previous, ((header, b""),), signature)


def write_off(evening: Evening, place: Place) -> None:
    work, number = WriteOff(central_of(evening.cluster)), place.work.claims.device
    stated = work.exposure(number)
    assert isinstance(stated, Exposure)
    assert work.confirm(number, stated.code, ("An Claes", "Bo Dekker")) == stated


def written_off_after_a_sale(evening: Evening) -> tuple[Place, Place, SaleDone]:
    """The counter, cut off when it sold a place and taken for lost; a new one; that sale."""
    lost = evening.counter
    lost.wire.is_cut = True
    sold = sell(lost, evening.tonight)
    write_off(evening, lost)
    return lost, evening.cluster.device(lost.work.house, "counter", "Kassa 2"), sold


def settle_and_hear(evening: Evening, place: Place, outcome: Outcome) -> None:
    (incident,) = Settling(place.work).open_all()
    said = Settling(place.work).settle(SettleRequest(incident.id, outcome, "An"))
    assert not isinstance(said, Refusal)
    place.sync()
    evening.hear()

"""The main way with shipped code: sell, sync, scan, with the line up, down and coming back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from harness.cluster import EVENING, Cluster, Place

from podium_desk.application.blocking import Blocking
from podium_desk.application.counter import (
    BasketLine,
    Connection,
    Held,
    Payment,
    SaleDone,
    SeatState,
    SoldTicket,
)
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.jobs import Changes
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction, PaymentMeans
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.money import cash_due
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tickets import NotATicket, pack, read_ticket_text, ticket_text, unpack
from podium_desk.replica.queries import totals
from sync.store.port import StoreFull

BASE = TariffId(1)


@dataclass
class Evening:
    cluster: Cluster
    counter: Place
    other: Place
    door: Place
    tonight: PerformanceId


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    return Evening(
        cluster,
        cluster.device(house, "counter", "Kassa 1", tmp_path / "kassa1.sqlite"),
        cluster.device(house, "counter", "Kassa 2", tmp_path / "kassa2.sqlite"),
        cluster.device(house, "door", "Deur 1", tmp_path / "deur1.sqlite"),
        tonight,
    )


class OnPaper:
    """A finished sale with the codes that its papers carried then; else a `SaleDone`."""

    def __init__(self, place: Place, done: SaleDone) -> None:
        self._done = done
        codes = place.desk.selling.codes(done.order)
        self.tickets = [PaperTicket(ticket, codes[ticket.id]) for ticket in done.tickets]

    def __getattr__(self, name: str) -> object:
        return getattr(self._done, name)


@dataclass(frozen=True)
class PaperTicket:
    """A sold ticket and its code; else a `SoldTicket`."""

    sold: SoldTicket
    code: str

    def __getattr__(self, name: str) -> object:
        return getattr(self.sold, name)


def sell(place: Place, performance: PerformanceId, count: int = 2, token: str = "") -> OnPaper:
    held = place.desk.hold_best(performance, count, None, 0)
    assert isinstance(held, Held), held
    done = pay(place, held, token)
    assert isinstance(done, SaleDone), done
    return OnPaper(place, done)


def pay(
    place: Place, held: Held, token: str = "", tendered: int | None = None
) -> SaleDone | Refusal:
    lines = tuple(BasketLine(held.performance, unit, BASE) for unit in held.units)
    prices = place.desk.quote(lines)
    assert isinstance(prices, tuple)
    total = sum(prices)
    payment = Payment(PaymentMeans.CASH, total, cash_due(total) if tendered is None else tendered)
    return place.desk.sell(lines, (payment,), token or place.work.new_token(), "nl")


def all_totals(evening: Evening) -> set[object]:
    for place in (evening.counter, evening.other, evening.door) * 2:
        place.sync()
    devices = (evening.counter, evening.other, evening.door)
    return {totals(evening.cluster.sql), *(totals(place.sql) for place in devices)}


def test_two_seats_are_sold_together_rounded_and_known_everywhere(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    assert (done.total_cents, done.due_cents) == (4406, 4405)
    first, second = done.tickets
    assert first.row == second.row
    assert abs(int(first.number) - int(second.number)) == 1
    (same,) = all_totals(evening)
    assert (same.orders, same.tickets, same.sold_cents, same.paid_cents) == (1, 2, 4406, 4406)
    states = evening.other.desk.hall(evening.tonight).states
    assert [states[ticket.unit] for ticket in done.tickets] == [SeatState.SOLD] * 2


def test_a_ticket_is_admitted_once_and_the_second_time_says_when_and_where(
    evening: Evening,
) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    first = evening.door.door.scan(ticket.code)
    assert (first.verdict, first.row, first.number) == (Verdict.ADMIT, ticket.row, ticket.number)
    evening.cluster.clock.pass_(minutes=5)
    second = evening.door.door.scan(ticket.code)
    assert (second.verdict, second.reason) == (Verdict.REFUSE, ScanReason.ALREADY_IN)
    assert second.first_entry is not None
    assert second.first_entry.door == "Deur 1"
    assert evening.door.door.status().inside == 1


def test_the_same_code_read_again_at_once_is_the_same_scan(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    first = evening.door.door.scan(ticket.code)
    again = evening.door.door.scan(ticket.code)
    assert again.verdict is Verdict.ADMIT
    assert again.is_repeat
    assert again.token == first.token
    assert totals(evening.door.sql).admitted == 1


def test_an_exit_frees_the_ticket_for_another_entry(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    door = evening.door.door
    assert door.scan(code).verdict is Verdict.ADMIT
    assert door.scan(code, Direction.EXIT).verdict is Verdict.EXIT
    assert door.status().inside == 0
    assert door.scan(code).verdict is Verdict.ADMIT


def test_an_undone_entry_never_happened(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    evening.door.sync()
    door = evening.door.door
    assert door.scan(code).verdict is Verdict.ADMIT
    assert door.undo()
    assert not door.undo()
    assert door.status().inside == 0
    assert door.scan(code).verdict is Verdict.ADMIT


def test_a_door_that_never_heard_of_a_ticket_admits_it_on_its_signature(evening: Evening) -> None:
    evening.counter.wire.is_cut = True
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    outcome = evening.door.door.scan(ticket.code)
    assert outcome.verdict is Verdict.ADMIT
    assert outcome.odd is not None
    assert (outcome.row, outcome.number) == (ticket.row, ticket.number)


def test_a_forged_a_damaged_and_a_foreign_code_are_told_apart(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    door = evening.door.door
    changed = code[:-1] + ("B" if code[-1] != "B" else "C")
    assert door.scan(changed).reason is ScanReason.FORGED
    assert door.scan(code[:-6]).reason is ScanReason.FORGED
    assert door.scan("https://www.example.org/menu").reason is ScanReason.UNKNOWN
    assert totals(evening.door.sql).admitted == 0


def test_a_ticket_of_another_cluster_is_not_ours_to_judge(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    reading = read_ticket_text(code)
    assert not isinstance(reading, NotATicket)
    content = unpack(reading[0])
    assert not isinstance(content, NotATicket)
    payload = pack(replace(content, cluster=content.cluster + 1))
    foreign = ticket_text(payload, evening.counter.key.sign(payload))
    outcome = evening.door.door.scan(foreign)
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSE, ScanReason.UNKNOWN)
    assert outcome.title is None


def test_a_ticket_of_another_performance_is_refused_and_shows_only_which(evening: Evening) -> None:
    house = evening.counter.work.house
    plan = evening.counter.work.catalogue.plan(house, "GC Het Anker – Theaterzaal")
    assert plan is not None
    next_week = evening.cluster.performance(house, 100_002, plan, EVENING + timedelta(days=6))
    evening.counter.sync()
    evening.door.sync()
    code = sell(evening.counter, next_week).tickets[0].code
    outcome = evening.door.door.scan(code)
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSE, ScanReason.WRONG_EVENT)
    assert outcome.ticket is None
    assert (outcome.row, outcome.number) == ("", "")
    assert outcome.start is not None


def test_a_counter_that_is_cut_off_sells_its_reserve_and_then_says_so(evening: Evening) -> None:
    counter = evening.other
    counter.wire.is_cut = True
    counter.sync()
    reserve = counter.desk.status().reserve_left
    assert reserve == 26  # ten percent of 260
    sold = 0
    while reserve - sold >= 2:
        done = sell(counter, evening.tonight)
        assert done.sold_offline
        sold += len(done.tickets)
        assert counter.desk.status().reserve_left == reserve - sold
    refused = counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.NOTHING_LEFT_HERE
    assert counter.desk.status().connection is Connection.OFFLINE
    assert counter.desk.status().unsent > 0
    counter.wire.is_cut = False
    (same,) = all_totals(evening)
    assert same.tickets == sold
    assert counter.desk.status().unsent == 0


def test_two_counters_that_are_cut_off_never_sell_one_seat_twice(evening: Evening) -> None:
    seats = []
    for place in (evening.counter, evening.other):
        place.wire.is_cut = True
        place.sync()
        for _ in range(10):
            seats += [ticket.unit for ticket in sell(place, evening.tonight).tickets]
    assert len(seats) == len(set(seats)) == 40
    for place in (evening.counter, evening.other):
        place.wire.is_cut = False
    (same,) = all_totals(evening)
    assert same.tickets == 40


def test_a_seat_held_at_one_counter_is_not_to_be_had_at_another(evening: Evening) -> None:
    held = evening.counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(held, Held)
    evening.other.sync()
    refused = evening.other.desk.hold(evening.tonight, held.units)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.SEAT_HELD


def test_two_counters_asking_for_one_seat_at_once_do_not_both_get_it(evening: Evening) -> None:
    states = evening.counter.desk.hall(evening.tonight).states
    unit = Unit(states.index(SeatState.ASK))
    assert isinstance(evening.counter.desk.hold(evening.tonight, (unit,)), Held)
    # The other has not heard of it: its own plan still says that it may ask.
    outcome = evening.other.desk.hold(evening.tonight, (unit,))
    assert isinstance(outcome, Refusal)


def test_released_places_go_back_to_the_store(evening: Evening) -> None:
    states = evening.other.desk.hall(evening.tonight).states
    wanted = tuple(Unit(u) for u, state in enumerate(states) if state == SeatState.ASK)[:6]
    assert isinstance(evening.other.desk.hold(evening.tonight, wanted), Held)
    assert evening.other.desk.status().reserve_left == 26
    evening.other.desk.release(evening.tonight, wanted)
    evening.other.sync()
    evening.counter.sync()
    assert evening.other.desk.status().reserve_left == 26
    states = evening.counter.desk.hall(evening.tonight).states
    assert all(states[unit] != SeatState.HELD for unit in wanted)


def test_what_was_sold_arrives_once_whole_after_a_kill_and_lost_answers(evening: Evening) -> None:
    counter = evening.counter
    sell(counter, evening.tonight)
    counter.wire.loses_answers = True
    counter.sync()
    counter.kill_and_restart()
    counter.wire.loses_answers = False
    counter.wire.is_cut = True
    sell(counter, evening.tonight)
    counter.kill_and_restart()
    counter.wire.is_cut = False
    (same,) = all_totals(evening)
    assert (same.orders, same.tickets) == (2, 4)


def test_a_sale_that_is_confirmed_twice_with_one_token_is_one_sale(evening: Evening) -> None:
    held = evening.counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(held, Held)
    first = pay(evening.counter, held, token="once")
    second = pay(evening.counter, held, token="once")
    assert isinstance(first, SaleDone)
    assert isinstance(second, SaleDone)
    assert first.order == second.order
    assert totals(evening.counter.sql).orders == 1


def test_too_little_cash_sells_nothing_and_loses_no_place(evening: Evening) -> None:
    held = evening.counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(held, Held)
    refused = pay(evening.counter, held, tendered=4000)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.NOT_ENOUGH_MONEY
    assert isinstance(pay(evening.counter, held), SaleDone)


def test_a_refunded_ticket_is_cancelled_at_the_door_and_its_seat_is_free(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    refund = evening.counter.desk.after_sales.refund(
        (done.tickets[0].id,), PaymentMeans.CASH, "ziek"
    )
    assert not isinstance(refund, Refusal)
    assert refund.handed_back_cents == 2205
    evening.counter.sync()
    evening.door.sync()
    outcome = evening.door.door.scan(done.tickets[0].code)
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSE, ScanReason.CANCELLED)
    again = evening.counter.desk.after_sales.refund(
        (done.tickets[0].id,), PaymentMeans.CASH, "nog eens"
    )
    assert isinstance(again, Refusal)
    assert again.reason is RefusalReason.ALREADY_REFUNDED
    held = evening.counter.desk.hold(evening.tonight, (done.tickets[0].unit,))
    assert isinstance(held, Held)
    (same,) = all_totals(evening)
    assert (same.tickets, same.refunded, same.paid_cents) == (2, 1, 4406 - 2203)


def test_a_resold_seat_has_a_new_ticket_and_the_old_one_stays_dead(evening: Evening) -> None:
    old = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.desk.after_sales.refund((old.id,), PaymentMeans.CASH, "")
    held = evening.counter.desk.hold(evening.tonight, (old.unit,))
    assert isinstance(held, Held)
    new = pay(evening.counter, held)
    assert isinstance(new, SaleDone)
    assert new.tickets[0].short_code != old.short_code
    evening.counter.sync()
    evening.door.sync()
    assert evening.door.door.scan(old.code).reason is ScanReason.CANCELLED
    new_code = OnPaper(evening.counter, new).tickets[0].code
    assert evening.door.door.scan(new_code).verdict is Verdict.ADMIT


def test_another_counter_cannot_refund_what_it_did_not_sell(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    evening.counter.sync()
    evening.other.sync()
    refused = evening.other.desk.after_sales.refund((done.tickets[0].id,), PaymentMeans.CASH, "")
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.RIGHT_ELSEWHERE


def test_a_reissued_ticket_kills_its_old_code(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    outcome = evening.counter.desk.after_sales.reissue(ticket.id, "verloren")
    assert not isinstance(outcome, Refusal)
    new_code = evening.counter.desk.papers.ticket(ticket.id, "nl").code
    assert new_code != ticket.code
    evening.counter.sync()
    evening.door.sync()
    assert evening.door.door.scan(ticket.code).reason is ScanReason.REPLACED
    assert evening.door.door.scan(new_code).verdict is Verdict.ADMIT


def test_a_newer_code_than_the_door_knows_is_good_and_kills_the_older(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    evening.counter.desk.after_sales.reissue(ticket.id, "verloren")
    new_code = evening.counter.desk.papers.ticket(ticket.id, "nl").code
    assert evening.door.door.scan(new_code).verdict is Verdict.ADMIT
    assert evening.door.door.scan(ticket.code).reason is ScanReason.REPLACED


def test_anyone_may_block_a_ticket_at_once_and_only_a_counter_ends_it(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    evening.door.wire.is_cut = True
    at_door = Blocking(evening.door.work)
    assert at_door.block(ticket.id, "gestolen") is None
    assert evening.door.door.scan(ticket.code).reason is ScanReason.BLOCKED
    refused = at_door.unblock(ticket.id, "toch niet")
    assert refused is not None
    assert refused.reason is RefusalReason.ROLE_MAY_NOT
    evening.door.wire.is_cut = False
    evening.door.sync()
    evening.counter.sync()
    assert Blocking(evening.counter.work).unblock(ticket.id, "gevonden") is None
    evening.counter.sync()
    evening.door.sync()
    assert evening.door.door.scan(ticket.code).verdict is Verdict.ADMIT


def test_a_block_is_known_before_the_sale_is(evening: Evening) -> None:
    evening.counter.wire.is_cut = True
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    assert Blocking(evening.door.work).block(ticket.id, "gestolen") is None
    assert evening.door.door.scan(ticket.code).reason is ScanReason.BLOCKED


def test_what_is_not_blocked_cannot_be_unblocked(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    refused = Blocking(evening.counter.work).unblock(ticket.id, "")
    assert refused is not None
    assert refused.reason is RefusalReason.NOT_BLOCKED


def test_a_block_that_did_not_come_here_yet_is_ended_when_that_is_said(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    assert Blocking(evening.door.work).block(ticket.id, "gestolen") is None
    evening.cluster.clock.pass_(minutes=1)
    told_by_telephone = Blocking(evening.counter.work)
    assert told_by_telephone.unblock(ticket.id, "gevonden", unheard=True) is None
    evening.counter.sync()
    evening.door.sync()
    assert evening.door.door.scan(ticket.code).verdict is Verdict.ADMIT


def test_a_short_code_typed_at_the_door_finds_the_ticket(evening: Evening) -> None:
    ticket = sell(evening.counter, evening.tonight).tickets[0]
    evening.counter.sync()
    evening.door.sync()
    outcome = evening.door.door.scan(ticket.short_code.lower())
    assert (outcome.verdict, outcome.ticket) == (Verdict.ADMIT, ticket.id)


def test_a_tourist_office_sells_a_neighbours_seat_and_sees_no_till(evening: Evening) -> None:
    cluster = evening.cluster
    office_house = cluster.house(2, "Toerisme Havenzele")
    office = cluster.device(office_house, "reseller", "Balie toerisme")
    done = sell(office, evening.tonight)
    office.sync()
    own = sell(evening.counter, evening.tonight)
    for place in (evening.counter, evening.door, office):
        place.sync()
    assert evening.door.door.scan(done.tickets[0].code).verdict is Verdict.ADMIT
    counter = evening.counter.work
    facts = list(office.work.replica.log.facts(counter.house, counter.origin))
    assert len(facts) == counter.replica.log.heads()[counter.origin]
    assert all(fact.body is None for fact in facts)
    states = office.desk.hall(evening.tonight).states
    assert [states[ticket.unit] for ticket in own.tickets] == [SeatState.SOLD] * 2


def test_a_door_cannot_sell_and_the_store_would_not_believe_it(evening: Evening) -> None:
    held = evening.door.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(held, Refusal)


def test_a_clock_a_day_off_is_measured_and_times_are_right(evening: Evening) -> None:
    late = evening.cluster.device(
        evening.counter.work.house, "counter", "Kassa 3", skew_ms=86_400_000
    )
    assert abs((late.desk.status().clock_error_s or 0) - 86_400) <= 1
    done = sell(late, evening.tonight)
    late.sync()
    (at_ms,) = evening.cluster.sql.row(
        "SELECT at_ms FROM order_sold WHERE order_origin = ?", (done.order.origin,)
    )
    assert abs(at_ms - evening.cluster.clock.ms) < 60_000


def test_the_store_killed_and_restarted_between_ends_with_the_same_totals(
    tmp_path: Path, evening: Evening
) -> None:
    sell(evening.counter, evening.tonight)
    evening.counter.sync()
    evening.cluster.start_store()
    sell(evening.other, evening.tonight)
    evening.door.sync()
    (same,) = all_totals(evening)
    assert (same.orders, same.tickets) == (2, 4)


def test_a_desk_tells_whose_places_changed_hands_and_nothing_of_a_refusal(evening: Evening) -> None:
    told: list[Changes] = []
    desk = Desk(evening.counter.work, NoPrinter(), told.append)
    tonight = Changes(performances=frozenset((evening.tonight,)))
    held = desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(held, Held)
    assert told == [tonight]
    desk.release(evening.tonight, held.units)
    assert isinstance(desk.hold(evening.tonight, held.units), Held)
    lines = tuple(BasketLine(evening.tonight, unit, BASE) for unit in held.units)
    total = sum(prices) if isinstance(prices := desk.quote(lines), tuple) else 0
    payment = Payment(PaymentMeans.CARD, total, total)
    assert isinstance(desk.sell(lines, (payment,), "token", "nl"), SaleDone)
    assert told == [tonight] * 4
    assert isinstance(desk.hold(evening.tonight, held.units), Refusal)
    assert told == [tonight] * 4


@pytest.mark.parametrize("room", ["podium_desk.application.admitting.outcome_of", "COMMIT"])
def test_an_answer_that_nobody_got_was_not_stored(
    evening: Evening, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where it could not be put together, nor where the disk did not keep it."""
    code = sell(evening.counter, evening.tonight, 1).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    post, sql = evening.door.door, evening.door.sql

    def fails(*_given: object) -> None:
        raise StoreFull("for the test")

    with monkeypatch.context() as broken:
        if room == "COMMIT":
            run = sql.run
            broken.setattr(
                sql, "run", lambda said, *more: fails() if said == room else run(said, *more)
            )
        else:
            broken.setattr(room, fails)
        with pytest.raises(StoreFull):
            post.scan(code)
    assert not post.undo()
    assert totals(sql).admitted == 0
    assert post.scan(code).verdict is Verdict.ADMIT

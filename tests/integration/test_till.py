"""A day at a till, from the float to the Z: on real replicas, cut off and switched off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, sell

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.application.print_queue import PrintState
from podium_desk.application.terminal_days import TerminalTotal
from podium_desk.application.till import Closed
from podium_desk.application.till_papers import till_print
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.till_report import till_content
from podium_desk.domain.facts import (
    PaymentMeans,
)
from podium_desk.domain.ids import OrderId, TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import Count, Money
from podium_desk.domain.till_facts import (
    ZClosed,
)
from podium_desk.domain.till_report import CardVerdict, ShiftTotal
from podium_desk.i18n.words import Words
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.till_log import StandingReport, TillLog, faults_of_zs
from sync.facts.fact import Draft
from sync.store.compaction import compact


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
    return cluster


@pytest.fixture
def counter(cluster: Cluster) -> Place:
    return cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa 1")


def opened(place: Place, cents: int = 15_000) -> ShiftTotal:
    shift = place.desk.till.open(Money(cents))
    assert isinstance(shift, ShiftTotal), shift
    return shift


def closed(place: Place, counted: int, terminal: int | None = None, why: str = "") -> Closed:
    done = place.desk.till.close(Count(Money(counted), min(counted, 15_000), why), terminal)
    assert isinstance(done, Closed), done
    return done


def reason_of(outcome: object) -> RefusalReason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


def zs_of(place: Place) -> list[StandingReport]:
    return [one for one in place.desk.till.reports() if one.kind == "Z"]


def test_a_day_adds_up_from_the_float_to_the_z(counter: Place) -> None:
    opened(counter)
    first = sell(counter, 3)
    sell(counter, 2, PaymentMeans.CARD)
    back = counter.desk.after_sales.refund((first.tickets[0].id,), PaymentMeans.CASH, "ziek")
    assert isinstance(back, RefundDone)
    assert isinstance(counter.desk.till.move(-2_000, "broodjes"), ShiftTotal)
    done = closed(counter, 15_000 + 6_610 - 2_205 - 2_000, terminal=4_406)
    report = done.report
    assert report is not None
    assert done.z_number == 1
    assert report.is_balanced
    assert (report.sold_cents, report.refunded_cents) == (5 * 2_203, 2_203)
    assert report.rounding_cents == 1 - 2
    assert (report.card_cents, report.card_difference_cents) == (4_406, 0)
    assert done.shift.difference_cents == 0
    assert done.shift.deposit_cents == 17_405 - 15_000
    assert (report.first_order, report.last_order) == (str(first.order), "2.0-0002")
    assert [(t.rate_percent, t.gross_cents, t.vat_cents) for t in report.vat] == [(6, 8_812, 499)]
    assert faults_of_zs(counter.work.replica, counter.work.origin) == []


def test_what_the_terminal_told_of_its_days_is_added_up_until_the_z(counter: Place) -> None:
    """Whoever turns back from a closing and sells on has the terminal close its day twice."""
    till = counter.desk.till
    opened(counter)
    sell(counter, 2, PaymentMeans.CARD)
    till.terminal_day_told(till.begin_terminal_day(), 2_203)
    till.terminal_day_told(till.begin_terminal_day(), 3_203)
    till.terminal_day_not_closed(till.begin_terminal_day())
    assert till.state().terminal == TerminalTotal(5_406)
    report = closed(counter, 15_000).report
    assert report is not None
    assert (report.terminal_cents, report.card_difference_cents) == (5_406, 1_000)
    assert report.card_verdict is CardVerdict.MORE
    assert till.state().terminal is None
    words = Words("nl")
    printed = till_print(counter.work, counter.work.origin, "Z-1")
    paper = repr(bundled_paper("till-report", till_content(printed, words))).replace("\\xa0", " ")
    assert words("till.card_more", amount="€ 10,00").replace("\xa0", " ") in paper


def test_a_day_whose_total_nobody_heard_is_not_guessed(counter: Place) -> None:
    till = counter.desk.till
    opened(counter)
    till.terminal_day_told(till.begin_terminal_day(), 2_203)
    till.begin_terminal_day()
    assert till.state().terminal == TerminalTotal(None)
    report = closed(counter, 15_000).report
    assert report is not None
    assert report.terminal_cents is None
    assert report.card_verdict is None


def test_zs_are_numbered_without_gaps_and_each_names_the_one_before(counter: Place) -> None:
    for _ in range(3):
        opened(counter)
        sell(counter, 1)
        closed(counter, 17_205)
    log, origin = TillLog(counter.work.replica), counter.work.origin
    kept = [log.z_at(origin, one.seq) for one in zs_of(counter)]
    assert [z.body.number for z in kept] == [1, 2, 3]
    assert [z.body.previous_hash for z in kept] == [b"", kept[0].hash, kept[1].hash]
    assert [z.body.report.orders for z in kept] == [1, 1, 1]
    assert [z.body.report.first_seq for z in kept] == [1, kept[0].seq + 1, kept[1].seq + 1]
    assert faults_of_zs(counter.work.replica, origin) == []


def test_what_the_last_closing_left_is_proposed_as_the_next_float(counter: Place) -> None:
    assert counter.desk.till.state().proposed_float_cents is None
    opened(counter, 20_000)
    closed(counter, 20_000)
    assert counter.desk.till.state().proposed_float_cents == 15_000


def test_a_house_that_counts_blind_is_not_told_what_is_expected(counter: Place) -> None:
    opened(counter)
    state = counter.desk.till.state()
    assert state.rules.is_blind
    assert state.expected_cents is None


def test_an_x_resets_nothing_and_is_numbered(counter: Place) -> None:
    opened(counter)
    sell(counter, 1)
    names = [counter.desk.till.interim().name for _ in range(2)]
    assert names == ["X-1", "X-2"]
    done = closed(counter, 17_205)
    assert done.report is not None
    assert done.report.orders == 1


def test_nothing_is_closed_while_a_sale_is_in_the_basket(counter: Place) -> None:
    opened(counter)
    counter.desk.hold_best(TONIGHT, 1, None, 0)
    outcome = counter.desk.till.close(Count(Money(15_000), 15_000))
    assert reason_of(outcome) is RefusalReason.BASKET_NOT_EMPTY
    assert zs_of(counter) == []


def test_the_z_comes_with_the_last_of_two_drawers(counter: Place) -> None:
    work, till = counter.work, counter.desk.till
    for name, cents in (("An", 10_000), ("Bo", 5_000)):
        work.clerk = name
        assert isinstance(till.open(Money(cents), is_shared=False), ShiftTotal)
        sell(counter, 1)
    work.clerk = "An"
    done = closed(counter, 12_205)
    assert done.z_number is None
    assert reason_of(till.close_day()) is RefusalReason.SHIFTS_OPEN
    work.clerk = "Bo"
    done = closed(counter, 7_205)
    assert done.z_number == 1
    assert done.report is not None
    assert [(s.clerk, s.difference_cents) for s in done.report.shifts] == [("An", 0), ("Bo", 0)]


def test_a_register_without_shifts_closes_its_day_too(counter: Place) -> None:
    till = counter.desk.till
    assert reason_of(till.close_day()) is RefusalReason.NOTHING_TO_CLOSE
    sell(counter, 1, PaymentMeans.CARD)
    z = till.close_day(2_203)
    assert isinstance(z, ZClosed)
    assert z.report.card_difference_cents == 0
    assert reason_of(till.close_day()) is RefusalReason.NOTHING_TO_CLOSE


def test_a_shift_is_closed_once_however_often_it_is_asked(counter: Place) -> None:
    opened(counter)
    closed(counter, 15_000)
    again = counter.desk.till.close(Count(Money(15_000), 15_000))
    assert reason_of(again) is RefusalReason.NO_SHIFT
    assert [one.name for one in zs_of(counter)] == ["Z-1"]


def test_a_power_cut_at_any_step_leaves_one_z(cluster: Cluster, tmp_path: Path) -> None:
    counter = cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa", tmp_path / "r")
    opened(counter)
    counter.kill_and_restart()
    sell(counter, 1)
    counter.kill_and_restart()
    with pytest.raises(_PowerCut):
        _cut_before_commit(counter)
    counter.kill_and_restart()
    assert zs_of(counter) == []
    assert counter.desk.till.state().shift is not None
    closed(counter, 17_205)
    counter.kill_and_restart()
    assert [one.name for one in zs_of(counter)] == ["Z-1"]
    assert counter.desk.queue.count(PrintState.QUEUED) == 3
    again = counter.desk.till.close(Count(Money(17_205), 15_000))
    assert reason_of(again) is RefusalReason.NO_SHIFT
    assert faults_of_zs(counter.work.replica, counter.work.origin) == []


class _PowerCut(Exception):
    """The power went."""


def _cut_before_commit(counter: Place) -> None:
    """The Z and its group are written, and the power goes before they are durable."""

    def gone(*_args: object) -> None:
        raise _PowerCut

    counter.desk.queue.queue_report = gone  # type: ignore[method-assign]
    counter.desk.till.close(Count(Money(17_205), 15_000))


def test_a_clock_that_goes_back_keeps_the_numbers_and_the_sums(counter: Place) -> None:
    opened(counter)
    sell(counter, 1)
    closed(counter, 17_205)
    counter.cluster.clock.pass_(hours=-5)
    opened(counter)
    sell(counter, 1)
    done = closed(counter, 17_205)
    assert done.z_number == 2
    assert faults_of_zs(counter.work.replica, counter.work.origin) == []


def test_the_store_hears_every_z_and_can_work_it_out_again(counter: Place) -> None:
    counter.wire.is_cut = True
    opened(counter)
    sell(counter, 2)
    closed(counter, 19_405)
    counter.wire.is_cut = False
    counter.sync()
    store = counter.cluster.replica
    assert [one.name for one in TillLog(store).reports(house=1)] == ["Z-1"]
    assert faults_of_zs(store, counter.work.origin) == []


def test_a_z_that_leaves_something_out_is_found(counter: Place) -> None:
    opened(counter)
    sell(counter, 1)
    log, work = TillLog(counter.work.replica), counter.work
    book = log.book(work.origin)
    honest = book.report(work.house, "2.0", None)
    import dataclasses

    lying = dataclasses.replace(honest, sold_cents=0, orders=0)
    body = ZClosed(2, b"", "An", 1, lying)
    work.replica.append([Draft(kind_of(body), 1, body_to_bytes(body))])
    counter.sync()
    assert faults_of_zs(counter.cluster.replica, work.origin) == [
        "Z-2: number", "Z-2: sums", "Z-2: balance",
    ]  # fmt: skip


def test_the_paper_of_a_z_says_what_the_z_says_and_a_second_one_is_a_duplicate(
    counter: Place,
) -> None:
    opened(counter)
    sell(counter, 2)
    closed(counter, 20_000, why="niet gevonden")
    words = Words("nl")
    printed = till_print(counter.work, counter.work.origin, "Z-1")
    text = repr(bundled_paper("till-report", till_content(printed, words)))
    for said in ("Z-1", "niet gevonden", "Zeven jaar bewaren", "dit is de eerste"):
        assert said in text
    assert counter.desk.till.print_again("Z-1") is None
    jobs = counter.work.replica.sql.rows(
        "SELECT duplicate FROM print_job WHERE what = 'Z-1' ORDER BY job"
    )
    assert jobs == [(0,), (1,)]
    assert reason_of(counter.desk.till.print_again("Z-9")) is RefusalReason.UNKNOWN_REPORT
    with pytest.raises(KeyError):
        till_print(counter.work, counter.work.origin, "X-1")


def reserved(place: Place, count: int) -> SaleDone:
    """Reserved and not paid."""
    held = place.desk.hold_best(TONIGHT, count, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
    terms = SaleTerms(pay_before_ms=place.cluster.clock.ms + 86_400_000)
    done = place.desk.sell(lines, (), place.work.new_token(), "nl", terms)
    assert isinstance(done, SaleDone), done
    return done


def paid(place: Place, order: OrderId, cents: int) -> None:
    money = (Payment(PaymentMeans.CARD, cents, 0),)
    done = place.desk.open_orders.pay(order, money, place.work.new_token())
    assert isinstance(done, SaleDone), done


def test_what_is_reserved_is_turnover_where_and_when_it_is_paid(
    cluster: Cluster, counter: Place
) -> None:
    """Reserved at one register with a deposit, paid at another: an advance first, then turnover."""
    other = cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa 2")
    counter.sync()
    order = reserved(other, 2).order
    paid(other, order, 1_000)
    first = other.desk.till.close_day()
    assert isinstance(first, ZClosed)
    report = first.report
    assert (report.sold_cents, report.vat, report.advances_cents) == (0, (), 1_000)
    assert report.is_balanced
    for place in (other, counter, other, counter):
        place.sync()
    paid(counter, order, 3_406)
    second = counter.desk.till.close_day()
    assert isinstance(second, ZClosed)
    report = second.report
    assert (report.sold_cents, report.tickets, report.advances_cents) == (4_406, 2, -1_000)
    assert report.is_balanced
    for place in (other, counter):
        place.sync()
    for place in (counter, other):
        assert faults_of_zs(cluster.replica, place.work.origin) == []
    house = cluster.catalogue.houses()[1]  # type: ignore[index]
    day = date(2026, 11, 27)
    (page,) = DaybookReader(cluster.replica, cluster.catalogue, house).pages(day, day)
    assert (page.gross_cents, page.advances_cents, page.is_balanced) == (4_406, 0, True)


def test_an_advance_of_a_reservation_that_is_let_go_is_back_on_the_same_z(counter: Place) -> None:
    order = reserved(counter, 2).order
    paid(counter, order, 1_000)
    assert counter.desk.open_orders.let_go(order) is None
    z = counter.desk.till.close_day()
    assert isinstance(z, ZClosed)
    report = z.report
    assert (report.sold_cents, report.refunded_cents, report.advances_cents) == (0, 0, 0)
    assert sum(one.taken_cents - one.given_back_cents for one in report.means) == 0
    assert report.is_balanced
    assert counter.desk.open_orders.let_go(order) == Refusal(
        RefusalReason.NOT_OPEN, {"order": str(order)}
    )


def test_a_reservation_that_is_let_go_never_was_turnover(counter: Place) -> None:
    order = reserved(counter, 2).order
    assert counter.desk.open_orders.let_go(order) is None
    kept = reserved(counter, 1)
    paid(counter, kept.order, 2_203)
    back = counter.desk.after_sales.refund((kept.tickets[0].id,), None, "ziek")
    assert isinstance(back, RefundDone), back
    z = counter.desk.till.close_day()
    assert isinstance(z, ZClosed)
    report = z.report
    assert (report.sold_cents, report.refunded_cents, report.advances_cents) == (2_203, 2_203, 0)
    assert {one.name: one.count for one in report.counts} == {"reserved": 3, "let_go": 2}
    assert report.is_balanced
    house = counter.work.own_house
    day = date(2026, 11, 27)
    reader = DaybookReader(counter.work.replica, counter.work.catalogue, house)
    (page,) = reader.pages(day, day)
    assert (page.gross_cents, page.advances_cents, page.is_balanced) == (0, 0, True)


def exchanged(place: Place, old: SaleDone, tariff: int, *payments: Payment) -> SaleDone | Refusal:
    """The same chair with that tariff."""
    ticket = old.tickets[0]
    line = BasketLine(TONIGHT, ticket.unit, TariffId(tariff))
    token = place.work.new_token()
    return place.desk.exchanging.exchange(
        ExchangeWish((ticket.id,), token, "nl"), (line,), payments
    )


def test_what_was_reserved_paid_and_exchanged_adds_up_on_the_z(counter: Place) -> None:
    order = reserved(counter, 1)
    paid(counter, order.order, 2_203)
    cheaper = exchanged(counter, order, 2)
    assert isinstance(cheaper, SaleDone), cheaper
    z = counter.desk.till.close_day()
    assert isinstance(z, ZClosed)
    report = z.report
    assert (report.sold_cents, report.refunded_cents, report.advances_cents) == (3_203, 2_203, 0)
    assert report.is_balanced
    assert faults_of_zs(counter.work.replica, counter.work.origin) == []
    reader = DaybookReader(counter.work.replica, counter.work.catalogue, counter.work.own_house)
    day = date(2026, 11, 27)
    (page,) = reader.pages(day, day)
    assert (page.gross_cents, page.advances_cents, page.is_balanced) == (1_000, 0, True)


def test_a_part_paid_back_before_all_was_paid_stays_an_advance(
    counter: Place,
) -> None:
    """30,00 of 44,06 paid, a ticket of 22,03 taken back: 7,97 of the advance goes back."""
    order = reserved(counter, 2)
    paid(counter, order.order, 3_000)
    back = counter.desk.after_sales.refund((order.tickets[0].id,), None, "ziek")
    assert isinstance(back, RefundDone), back
    assert back.handed_back_cents == 797
    z = counter.desk.till.close_day()
    assert isinstance(z, ZClosed)
    assert (z.report.sold_cents, z.report.advances_cents) == (0, 2_203)
    assert z.report.is_balanced


def test_a_z_is_the_same_and_provable_after_its_facts_were_compacted(counter: Place) -> None:
    for _ in range(3):
        opened(counter)
        sell(counter, 2)
        closed(counter, 19_405)
    log, origin = TillLog(counter.work.replica), counter.work.origin
    before = [log.z_at(origin, one.seq) for one in zs_of(counter)]
    compact(counter.work.replica.sql, counter.cluster.clock.ms + 1_000_000, is_dry_run=False)
    assert [log.z_at(origin, one.seq) for one in zs_of(counter)] == before
    assert faults_of_zs(counter.work.replica, origin) == []


def test_the_drawer_opens_with_cash_taken_or_given_back_and_with_nothing_else(
    counter: Place,
) -> None:
    openings: list[str] = []
    counter.work.open_drawer = lambda: openings.append("open")
    opened(counter)
    cash, card = sell(counter, 1), sell(counter, 1, PaymentMeans.CARD)
    assert len(openings) == 1
    for sale in (cash, card):
        tickets = tuple(ticket.id for ticket in sale.tickets)
        assert isinstance(counter.desk.after_sales.refund(tickets, None, ""), RefundDone)
    assert len(openings) == 2
    report = closed(counter, 15_000).report
    assert report is not None
    assert "drawer_opened" not in {one.name for one in report.counts}

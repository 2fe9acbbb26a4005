"""The rows of docs/rules/till.md: shifts, counting, and what a report adds up to."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from podium_desk.domain.facts import (
    OrderSold,
    PaymentMeans,
    PaymentTaken,
    SaleLine,
    TicketsRefunded,
)
from podium_desk.domain.ids import (
    HouseId,
    OrderId,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
    origin_of,
)
from podium_desk.domain.money import cash_due
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import (
    Count,
    Hand,
    Money,
    TillRules,
    decide_close,
    decide_move,
    decide_open,
    money_of,
    one_number,
)
from podium_desk.domain.till_book import Entry, TillBook
from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    ShiftClosed,
    ShiftOpened,
)

LOG = origin_of(21, 0)
HOUSE = HouseId(1)
AN, BO = Hand("An", 1_000), Hand("Bo", 2_000)
RULES = TillRules()


def line(price: int, rate: int = 6, basis: str = "XXVIII") -> SaleLine:
    return SaleLine(
        PerformanceId(1), Unit(1), 1, "Parterre", "F", "12", "Rang 1", TariffId(1), "base",
        price, rate, basis, HOUSE, HOUSE, HOUSE, 1,
    )  # fmt: skip


def sale(number: int, *lines: SaleLine, clerk: str = "An", means=PaymentMeans.CASH):
    total = sum(one.price_cents for one in lines)
    due = cash_due(total) if means is PaymentMeans.CASH else total
    order = OrderId(LOG, number)
    sold = OrderSold(order, 10 * number, "counter", clerk, "nl", lines)
    paid = PaymentTaken(order, 10 * number, means, total, due - total, due, 0, clerk)
    return [sold, paid] if total else [sold]


def refund(number: int, *lines: SaleLine, clerk: str = "An", means=PaymentMeans.CASH):
    total = sum(one.price_cents for one in lines)
    due = cash_due(-total) if means is PaymentMeans.CASH else -total
    order = OrderId(LOG, number)
    tickets = tuple(TicketId(LOG, number, place) for place in range(len(lines)))
    back = TicketsRefunded(tickets, order, 10 * number, total, "ziek", clerk)
    paid = PaymentTaken(order, 10 * number, means, -total, due + total, 0, 0, clerk)
    return [(back, lines), paid]


def book_of(*bodies) -> TillBook:
    entries = []
    for seq, body in enumerate(bodies, 1):
        lines = ()
        if isinstance(body, tuple):
            body, lines = body
        entries.append(Entry(seq, body, lines))
    return TillBook.of(entries)


def opened(number: int = 1, clerk: str = "An", cents: int = 15_000, shared: bool = True):
    return ShiftOpened(number, clerk, 1, cents, shared)


def reason_of(outcome) -> RefusalReason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


@pytest.mark.parametrize(
    ("pieces", "cents"),
    [
        (((5_000, 2), (1_000, 3), (50, 4)), 13_200),
        ((), 0),
        (((1, 3), (20_000, 1)), 20_003),
        (((5_000, 0),), 0),
    ],
)
def test_notes_and_coins_make_an_amount(pieces, cents):
    money = money_of(pieces)
    assert isinstance(money, Money)
    assert money.cents == cents
    assert all(count for _value, count in money.pieces)


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        (((5_000, -1),), RefusalReason.WRONG_COUNT),
        (((300, 1),), RefusalReason.WRONG_COUNT),
        (((500, 1), (500, 2)), RefusalReason.WRONG_COUNT),
        (((500, 10_000),), RefusalReason.WRONG_COUNT),
        (((20_000, 9_000),), RefusalReason.WRONG_SUM),
    ],
)
def test_what_is_no_count_is_refused(pieces, reason):
    assert reason_of(money_of(pieces)) is reason


@pytest.mark.parametrize("cents", [-1, 10_000_001])
def test_an_amount_that_no_drawer_holds_is_refused(cents):
    assert reason_of(one_number(cents)) is RefusalReason.WRONG_SUM


def test_two_people_work_on_one_drawer_and_their_money_goes_into_it():
    book = book_of(opened(), *sale(1, line(1_800)), *sale(2, line(2_000), clerk="Bo"))
    shift = book.shift_of("Bo")
    assert shift is not None
    assert (shift.clerk, shift.cash_cents, shift.expected_cents) == ("An", 3_800, 18_800)


def test_each_works_on_a_drawer_of_ones_own():
    book = book_of(
        opened(1, "An", 10_000, shared=False), opened(2, "Bo", 5_000, shared=False),
        *sale(1, line(1_800)), *sale(2, line(2_000), clerk="Bo"),
    )  # fmt: skip
    an, bo = book.shift_of("An"), book.shift_of("Bo")
    assert an is not None
    assert bo is not None
    assert (an.expected_cents, bo.expected_cents) == (11_800, 7_000)
    assert book.shift_of("Cas") is None


def test_who_has_no_drawer_takes_money_outside_a_shift():
    book = book_of(opened(1, "An", shared=False), *sale(1, line(2_000), clerk="Bo"))
    assert book.shift_of("Bo") is None
    assert [(shift.number, shift.cash_cents) for shift in book.shifts] == [(0, 2_000), (1, 0)]


def test_a_drawer_of_ones_own_goes_before_the_shared_one():
    book = book_of(
        opened(), opened(2, "Bo", 5_000, shared=False), *sale(1, line(2_000), clerk="Bo")
    )
    assert [shift.cash_cents for shift in book.shifts] == [0, 2_000]


@pytest.mark.parametrize(
    ("there", "hand", "shared", "reason"),
    [
        ([opened()], BO, True, RefusalReason.SHIFT_IS_OPEN),
        ([opened(shared=False)], AN, False, RefusalReason.SHIFT_IS_OPEN),
        ([], Hand("", 1), False, RefusalReason.NO_CLERK),
    ],
)
def test_a_second_shift_on_one_drawer_is_refused(there, hand, shared, reason):
    outcome = decide_open(book_of(*there), 2, hand, Money(0), is_shared=shared)
    assert reason_of(outcome) is reason


def test_a_closed_shift_makes_room_for_the_next():
    closing = [DrawerCounted(1, "An", 5, 15_000, 15_000), ShiftClosed(1, "An", 5, 15_000)]
    outcome = decide_open(book_of(opened(), *closing), 2, BO, Money(15_000), is_shared=True)
    assert isinstance(outcome, ShiftOpened)


@pytest.mark.parametrize(
    ("cents", "reason", "outcome"),
    [
        (-20_000, "bank", RefusalReason.NOT_IN_DRAWER),
        (-10_000, " ", RefusalReason.REASON_NEEDED),
        (0, "bank", RefusalReason.WRONG_SUM),
        (10_000_001, "bank", RefusalReason.WRONG_SUM),
        (-10_000, "bank", -10_000),
        (2_000, "wisselgeld", 2_000),
    ],
)
def test_cash_goes_in_and_out_with_a_reason(cents, reason, outcome):
    moved = decide_move(book_of(opened()), AN, cents, reason)
    assert moved.amount_cents == outcome if isinstance(moved, CashMoved) else (
        moved.reason is outcome
    )  # fmt: skip


def test_cash_moves_only_in_an_open_shift():
    assert reason_of(decide_move(book_of(), AN, 100, "bank")) is RefusalReason.NO_SHIFT


@pytest.mark.parametrize(
    ("counted", "said", "hand", "outcome"),
    [
        (16_800, "", AN, None),
        (17_300, "", AN, None),
        (17_301, "", AN, RefusalReason.REASON_NEEDED),
        (16_299, "", AN, RefusalReason.REASON_NEEDED),
        (16_299, "fout teruggegeven", AN, None),
        (11_799, "briefje van 50 weg", AN, RefusalReason.MANAGER_NEEDED),
        (11_799, "briefje van 50 weg", replace(AN, approved_by="Cas"), None),
        (11_799, "briefje van 50 weg", replace(AN, is_manager=True), None),
        (11_799, "", replace(AN, is_manager=True), RefusalReason.REASON_NEEDED),
    ],
)
def test_a_difference_needs_what_the_house_asks(counted, said, hand, outcome):
    book = book_of(opened(), *sale(1, line(1_800)))
    closed = decide_close(book, RULES, hand, Count(Money(counted), 10_000, said))
    if outcome is None:
        assert isinstance(closed, tuple)
        assert closed[0].expected_cents == 16_800
    else:
        assert reason_of(closed) is outcome


@pytest.mark.parametrize("left", [-1, 16_801])
def test_no_more_stays_in_the_drawer_than_was_counted(left):
    book = book_of(opened(), *sale(1, line(1_800)))
    outcome = decide_close(book, RULES, AN, Count(Money(16_800), left))
    assert reason_of(outcome) is RefusalReason.WRONG_REST


def test_money_taken_outside_a_shift_is_in_nobodys_drawer():
    book = book_of(*sale(1, line(1_800)), opened(), *sale(2, line(2_000)))
    outside, shift = book.shifts
    assert (outside.number, outside.cash_cents, outside.counted_cents) == (0, 1_800, None)
    assert shift.cash_cents == 2_000
    assert book.report(HOUSE, "21.0", None).is_balanced


def test_rounding_stands_apart_and_is_no_turnover():
    book = book_of(opened(), *sale(1, line(1_003)), *sale(2, line(2_203), line(1_000)))
    report = book.report(HOUSE, "21.0", None)
    assert (report.sold_cents, report.rounding_cents) == (4_206, 2 + 2)
    assert report.shifts[0].cash_cents == 1_005 + 3_205
    assert report.is_balanced


def test_vat_is_taken_of_the_total_of_a_rate_refunds_included():
    nine = [line(950) for _ in range(3)]
    book = book_of(
        opened(), *sale(1, *nine), *sale(2, line(1_210, 21)), *refund(1, nine[0]),
        *sale(3, line(500, 0, "art. 44")),
    )  # fmt: skip
    vat = [(t.rate_percent, t.gross_cents, t.vat_cents) for t in book.report(HOUSE, "x", None).vat]
    assert vat == [(21, 1_210, 210), (6, 1_900, 108), (0, 500, 0)]


def test_the_terminals_own_total_is_held_against_ours():
    book = book_of(*sale(1, line(1_800), means=PaymentMeans.CARD))
    assert book.report(HOUSE, "21.0", 1_900).card_difference_cents == 100
    assert book.report(HOUSE, "21.0", None).card_difference_cents is None


def test_a_clock_that_goes_back_changes_no_sum():
    early = [replace(body, at_ms=3) for body in sale(2, line(2_000))]
    report = book_of(opened(), *sale(1, line(1_800)), *early).report(HOUSE, "21.0", None)
    assert (report.sold_cents, report.orders, report.until_ms) == (3_800, 2, 3)


@pytest.mark.parametrize("seed", range(40))
def test_sums_agree_with_a_second_computation(seed):
    """Any evening: what is sold is what is paid, per rate and per drawer (sync.md, I19)."""
    chance = random.Random(seed)
    bodies, plain, sold_lines = [opened(1, "An"), opened(2, "Bo", 5_000, shared=False)], [], []
    for number in range(1, 40):
        clerk, means = chance.choice(["An", "Bo", "Cas"]), chance.choice(list(PaymentMeans)[:2])
        if sold_lines and chance.random() < 0.2:
            back = sold_lines.pop(chance.randrange(len(sold_lines)))
            bodies += refund(number, back, clerk=clerk, means=means)
            plain.append((-1, (back,), clerk, means))
            continue
        lines = tuple(
            line(chance.randrange(0, 4_000), chance.choice([0, 6, 21]))
            for _ in range(chance.randrange(1, 5))
        )
        sold_lines += lines
        bodies += sale(number, *lines, clerk=clerk, means=means)
        plain.append((1, lines, clerk, means))
    report = book_of(*bodies).report(HOUSE, "21.0", None)
    assert report.is_balanced, seed
    for total in report.vat:
        gross = sum(
            sign * one.price_cents for sign, lines, _clerk, _means in plain for one in lines
            if one.vat_rate_percent == total.rate_percent
        )  # fmt: skip
        exact = Fraction(gross * total.rate_percent, 100 + total.rate_percent)
        assert total.gross_cents == gross
        assert abs(total.vat_cents - exact) <= Fraction(1, 2)
    drawers = {1: 0, 2: 0}
    for sign, lines, clerk, means in plain:
        if means is PaymentMeans.CASH:
            amount = sum(one.price_cents for one in lines)
            rest = amount % 5
            rounded = amount if amount <= 5 else amount - rest + (5 if rest > 2 else 0)
            drawers[2 if clerk == "Bo" else 1] += sign * rounded
    assert {shift.number: shift.cash_cents for shift in report.shifts} == drawers

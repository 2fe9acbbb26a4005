"""What may be done at a till: open, move cash, count, close; which facts follow, or why not.

Time, numbers and the book of the log come in as arguments. A refusal changes nothing.
"""

from __future__ import annotations

from podium_desk.domain.money import EURO_CENTS
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till_book import TillBook
from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    ShiftClosed,
    ShiftOpened,
)
from podium_desk.domain.till_report import Pieces, ShiftTotal
from podium_desk.late_dataclass import dataclass

AMOUNT_CENTS_MAX = 10_000_000
"""More than a hundred thousand euros in a drawer is a slip of the fingers."""
PIECES_MAX = 9_999


@dataclass(frozen=True, slots=True)
class TillRules:
    """What a house wants at its tills (a record of the catalogue).

    `is_blind`: what is expected is not shown before the drawer was counted. A difference over
    `reason_above_cents` needs a reason, one over `approval_above_cents` a manager.
    `ledger` has the code of each account of the accounting package (see `domain.daybook`).
    """

    is_blind: bool = True
    reason_above_cents: int = 500
    approval_above_cents: int = 5_000
    keep_cents: int = 15_000
    """What is proposed to stay in the drawer for the next shift."""
    ledger: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as it was given: by notes and coins, or as one number where `pieces` is empty."""

    cents: int
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it and when (UTC milliseconds). `approved_by` is a manager whose PIN was given."""

    clerk: str
    at_ms: int
    is_manager: bool = False
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A drawer as it was counted at its closing. `left_cents` stays in it."""

    money: Money
    left_cents: int
    reason: str = ""


def money_of(pieces: Pieces) -> Money | Refusal:
    """The money that these notes and coins are.

    Refuses a value that is no euro note or coin, one that stands twice, and a number of pieces
    that is negative or beyond what a drawer holds.
    """
    values = [value for value, _ in pieces]
    for value, count in pieces:
        if value not in EURO_CENTS or values.count(value) > 1 or not 0 <= count <= PIECES_MAX:
            return Refusal(RefusalReason.WRONG_COUNT, {"value_cents": value, "count": count})
    kept = tuple(sorted(((v, n) for v, n in pieces if n), reverse=True))
    return _checked(Money(sum(value * count for value, count in kept), kept))


def one_number(cents: int) -> Money | Refusal:
    """The same amount given as one number."""
    return _checked(Money(cents))


def decide_open(
    book: TillBook, number: int, hand: Hand, money: Money, *, is_shared: bool
) -> ShiftOpened | Refusal:
    """Open a shift with this float.

    Refuses a second shared drawer, a second one of the same clerk, and a drawer of one's own for
    nobody.
    """
    if not is_shared and not hand.clerk:
        return Refusal(RefusalReason.NO_CLERK)
    for shift in book.open_shifts:
        is_same = book.is_shared(shift.number) if is_shared else (
            not book.is_shared(shift.number) and shift.clerk == hand.clerk
        )  # fmt: skip
        if is_same:
            return Refusal(RefusalReason.SHIFT_IS_OPEN, {"clerk": shift.clerk})
    return ShiftOpened(number, hand.clerk, hand.at_ms, money.cents, is_shared, money.pieces)


def decide_move(book: TillBook, hand: Hand, cents: int, reason: str) -> CashMoved | Refusal:
    """Put cash in the clerk's drawer, or take it out (negative).

    Refuses nothing at all, no reason, more than the drawer should hold, and a clerk without a
    drawer.
    """
    shift = book.shift_of(hand.clerk)
    if shift is None:
        return Refusal(RefusalReason.NO_SHIFT)
    if not cents or abs(cents) > AMOUNT_CENTS_MAX:
        return Refusal(RefusalReason.WRONG_SUM, {"cents": cents})
    if not reason.strip():
        return Refusal(RefusalReason.REASON_NEEDED)
    if shift.expected_cents + cents < 0:
        return Refusal(RefusalReason.NOT_IN_DRAWER)
    return CashMoved(shift.number, hand.clerk, hand.at_ms, cents, reason.strip())


def decide_close(
    book: TillBook, rules: TillRules, hand: Hand, count: Count
) -> tuple[DrawerCounted, ShiftClosed] | Refusal:
    """Close the shift of this clerk's drawer, which was counted.

    Refuses a clerk without a drawer, more to stay than was counted, a difference without its
    reason, and a large one without a manager.
    """
    shift = book.shift_of(hand.clerk)
    if shift is None:
        return Refusal(RefusalReason.NO_SHIFT)
    counted = count.money.cents
    if not 0 <= count.left_cents <= counted:
        return Refusal(RefusalReason.WRONG_REST, {"cents": count.left_cents})
    problem = difference_problem(shift, rules, hand, count)
    if problem is not None:
        return problem
    drawer = DrawerCounted(
        shift.number, hand.clerk, hand.at_ms, counted, shift.expected_cents, count.money.pieces,
        count.reason.strip(), hand.approved_by,
    )  # fmt: skip
    return drawer, ShiftClosed(shift.number, hand.clerk, hand.at_ms, count.left_cents)


def difference_problem(
    shift: ShiftTotal, rules: TillRules, hand: Hand, count: Count
) -> Refusal | None:
    """What a difference still needs before the shift can be closed."""
    difference = count.money.cents - shift.expected_cents
    details: dict[str, str | int] = {"difference_cents": difference}
    if abs(difference) > rules.reason_above_cents and not count.reason.strip():
        return Refusal(RefusalReason.REASON_NEEDED, details)
    is_approved = hand.is_manager or bool(hand.approved_by)
    if abs(difference) > rules.approval_above_cents and not is_approved:
        return Refusal(RefusalReason.MANAGER_NEEDED, details)
    return None


def _checked(money: Money) -> Money | Refusal:
    if not 0 <= money.cents <= AMOUNT_CENTS_MAX:
        return Refusal(RefusalReason.WRONG_SUM, {"cents": money.cents})
    return money

"""What an X or Z report says: sums of one register over one stretch of its log, as they are kept.

A report stands whole in the fact that closes the day, so every type here is stored for ever: a
field is only ever added at the end, with a default (see `domain.facts`).
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.ids import HouseId
from podium_desk.domain.vat import VatTotal
from podium_desk.late_dataclass import dataclass

Pieces = tuple[tuple[int, int], ...]
"""Notes and coins: pairs of (value in cents, how many)."""


OTHERS_VOUCHER = "others_voucher"
"""The means of a voucher that another house sold, which owes the money."""
CARD_BY_HAND = "card_by_hand"
"""Paid by card by the word of a clerk who read it on the terminal: told apart in totals."""


@dataclass(frozen=True, slots=True)
class MeansTotal:
    """What one means of payment brought in and gave back, before cash rounding.

    `means` is the code of a `PaymentMeans`; a later one (a voucher) is one more of these.
    """

    means: str
    taken_count: int
    taken_cents: int
    given_back_count: int
    given_back_cents: int
    """Not negative."""

    @property
    def net_cents(self) -> int:
        """What is left of it."""
        return self.taken_cents - self.given_back_cents


@dataclass(frozen=True, slots=True)
class ShiftTotal:
    """One shift on one drawer. `counted_cents` is None while nobody counted it.

    `cash_cents` is what customers paid in cash less what they got back, after rounding;
    `brought_cents` and `taken_cents` are what was put in and taken out with a reason.
    Shift 0 is the money that was taken while no shift was open: a drawer nobody counted.
    """

    number: int
    clerk: str
    opened_ms: int
    float_cents: int
    cash_cents: int
    brought_cents: int
    taken_cents: int
    closed_ms: int | None = None
    counted_cents: int | None = None
    reason: str = ""
    approved_by: str = ""
    left_cents: int = 0
    """What stays in the drawer for the next shift; the rest of what was counted is paid in."""

    @property
    def expected_cents(self) -> int:
        """What should lie in the drawer."""
        return self.float_cents + self.cash_cents + self.brought_cents - self.taken_cents

    @property
    def difference_cents(self) -> int | None:
        """Counted less expected: negative when money is missing."""
        return None if self.counted_cents is None else self.counted_cents - self.expected_cents

    @property
    def deposit_cents(self) -> int:
        """What goes to the bank or the safe."""
        return (self.counted_cents or 0) - self.left_cents


@dataclass(frozen=True, slots=True)
class NamedCount:
    """How often something happened that a report counts apart, and for how much.

    `name` is a stable code: ``free`` (tickets for nothing), ``reissued``, ``blocked``; what later
    versions count (vouchers sold, vouchers redeemed) is one more of these.
    """

    name: str
    count: int
    amount_cents: int = 0


class CardVerdict(StrEnum):
    """How a terminal's own day total stands to what we booked as paid by card."""

    AGREES = "agrees"
    MORE = "more"
    """The terminal took more than we know of."""
    LESS = "less"


def card_verdict(difference_cents: int) -> CardVerdict:
    """Of the terminal's total less ours."""
    if not difference_cents:
        return CardVerdict.AGREES
    return CardVerdict.MORE if difference_cents > 0 else CardVerdict.LESS


@dataclass(frozen=True, slots=True)
class TillReport:
    """The sums of one register (one log) over its facts `first_seq` to `last_seq`, both in it.

    `register` is the register's identification, ``device.incarnation``; `first_order` and
    `last_order` are order numbers as printed, empty when nothing was sold. VAT is per rate, sales
    less refunds. `terminal_cents` is the day total that the card terminal gave, told or typed.
    """

    house: HouseId
    register: str
    first_seq: int
    last_seq: int
    from_ms: int
    until_ms: int
    orders: int
    first_order: str
    last_order: str
    tickets: int
    sold_cents: int
    refunded_tickets: int
    refunded_cents: int
    vat: tuple[VatTotal, ...]
    means: tuple[MeansTotal, ...]
    rounding_cents: int
    shifts: tuple[ShiftTotal, ...]
    counts: tuple[NamedCount, ...] = ()
    terminal_cents: int | None = None
    advances_cents: int = 0
    """What came in for reserved orders beyond those that were paid to the last cent: no turnover
    yet. Negative when such money became turnover."""

    @property
    def net_cents(self) -> int:
        """What was sold less what was taken back."""
        return self.sold_cents - self.refunded_cents

    @property
    def card_cents(self) -> int:
        """What we booked as paid by card."""
        return sum(total.net_cents for total in self.means if total.means in ("card", CARD_BY_HAND))

    @property
    def card_difference_cents(self) -> int | None:
        """The terminal's own day total less ours; None when nobody typed it."""
        return None if self.terminal_cents is None else self.terminal_cents - self.card_cents

    @property
    def card_verdict(self) -> CardVerdict | None:
        """How the terminal's total stands to ours; None when nobody knows it."""
        difference = self.card_difference_cents
        return None if difference is None else card_verdict(difference)

    @property
    def is_balanced(self) -> bool:
        """Whether sales, VAT, payments and drawers say the same to the cent (sync.md, I19)."""
        paid = sum(total.net_cents for total in self.means)
        cash = sum(total.net_cents for total in self.means if total.means == "cash")
        in_drawers = sum(shift.cash_cents for shift in self.shifts)
        by_rate = sum(total.gross_cents for total in self.vat)
        return (self.net_cents + self.advances_cents, cash + self.rounding_cents) == (
            paid, in_drawers,
        ) and by_rate == self.net_cents  # fmt: skip

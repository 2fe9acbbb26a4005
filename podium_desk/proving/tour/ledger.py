"""The cash book of somebody who stands beside the counter and adds up on paper.

Every amount in it was written by hand from the price list; nothing is read from the program. All
amounts are whole cents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Owed:
    """What one deed comes to.

    `sold`, `back`, `reserved`, `picked_up` and `let_go` have the price of each ticket: sold and
    paid at once, taken back after it was paid, reserved, a reserved one that is paid now, and a
    reserved one whose place is free again. `card`, `cash`, `voucher`, `invoice` and `by_hand` are
    what came in, below zero what went out, cash before it is rounded by `rounding`. `advance` is
    money that is no turnover yet. `elsewhere` is the part of `sold` that another house organises.
    `goods` has the price of each thing and pass beside the tickets.
    """

    sold: tuple[int, ...] = ()
    back: tuple[int, ...] = ()
    reserved: tuple[int, ...] = ()
    picked_up: tuple[int, ...] = ()
    let_go: tuple[int, ...] = ()
    card: int = 0
    cash: int = 0
    rounding: int = 0
    voucher: int = 0
    invoice: int = 0
    by_hand: int = 0
    advance: int = 0
    elsewhere: tuple[int, ...] = ()
    goods: tuple[int, ...] = ()

    @property
    def paid(self) -> dict[str, int]:
        """What each means brought in."""
        means = {
            "card": self.card, "cash": self.cash, "voucher": self.voucher,
            "invoice": self.invoice, "card_by_hand": self.by_hand,
        }  # fmt: skip
        return {name: cents for name, cents in means.items() if cents}

    @property
    def is_balanced(self) -> bool:
        """Whether the one who wrote it down can add up."""
        turnover = sum(self.sold) + sum(self.picked_up) + sum(self.goods) - sum(self.back)
        return turnover + self.advance == sum(self.paid.values())


@dataclass(slots=True)
class Ledger:
    """The running sums; `note` each deed."""

    sold_cents: int = 0
    refunded_cents: int = 0
    tickets: int = 0
    refunded_tickets: int = 0
    rounding_cents: int = 0
    advances_cents: int = 0
    means: Counter[str] = field(default_factory=Counter)
    house_tickets: int = 0
    """Tickets of the own house that were ever sold or reserved."""
    house_cents: int = 0
    """What they cost, and the goods sold beside them."""
    house_refunded: int = 0

    def note(self, owed: Owed) -> None:
        """One more deed."""
        turnover = (*owed.sold, *owed.picked_up)
        self.sold_cents += sum(turnover) + sum(owed.goods)
        self.tickets += len(turnover)
        self.refunded_cents += sum(owed.back)
        self.refunded_tickets += len(owed.back)
        self.rounding_cents += owed.rounding
        self.advances_cents += owed.advance
        self.means.update(owed.paid)
        own = Counter((*owed.sold, *owed.reserved)) - Counter(owed.elsewhere)
        self.house_tickets += own.total()
        self.house_cents += sum(cents * count for cents, count in own.items()) + sum(owed.goods)
        self.house_refunded += len(owed.back) + len(owed.let_go)

    @property
    def cash_cents(self) -> int:
        """What the customers' cash comes to in the drawer."""
        return self.means["cash"] + self.rounding_cents

    @property
    def terminal_cents(self) -> int:
        """What stands on the card terminal."""
        return self.means["card"] + self.means["card_by_hand"]

    def sums(self) -> dict[str, int]:
        """What a register's report must say."""
        return {
            "sold": self.sold_cents, "refunded": self.refunded_cents, "tickets": self.tickets,
            "refunded tickets": self.refunded_tickets, "rounding": self.rounding_cents,
            "advances": self.advances_cents,
        } | {name: cents for name, cents in sorted(self.means.items()) if cents}  # fmt: skip

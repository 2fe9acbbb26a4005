"""What was paid for each order, what of it is kept, and what is still owed, as the store has it.

Orders that came of each other by an exchange are looked at together: only their difference is paid.
"""

from __future__ import annotations

from collections import defaultdict

from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql

Order = tuple[int, int]


@dataclass(slots=True)
class Account:
    """What came of one order, and of those it was exchanged for: cents."""

    kept: int = 0
    """The price of all tickets, or of the voucher, that the guest still has."""
    paid: int = 0
    is_open: bool = False
    """It is reserved, and not paid to the last cent."""

    @property
    def owed(self) -> int:
        """What is still to be paid; below zero for what was paid too much."""
        return self.kept - self.paid


def accounts_of(sql: Sql) -> dict[Order, Account]:
    """Every order's account, by the first of those that came of each other."""
    first = _firsts(sql)
    found: dict[Order, Account] = defaultdict(Account)
    for origin, number, cents in sql.rows(
        "SELECT t.order_origin, t.order_number, SUM(t.price_cents) FROM ticket_sold t"
        " WHERE NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)"
        " GROUP BY 1, 2"
    ):
        found[first.get((origin, number), (origin, number))].kept += int(cents)
    for origin, number, cents in sql.rows(
        "SELECT order_origin, order_number, SUM(amount_cents) FROM voucher GROUP BY 1, 2"
    ):
        found[origin, number].kept += int(cents)
    for origin, number, cents in sql.rows(
        "SELECT order_origin, order_number, SUM(amount_cents) FROM payment GROUP BY 1, 2"
    ):
        found[first.get((origin, number), (origin, number))].paid += int(cents)
    for origin, number in sql.rows(
        "SELECT o.order_origin, o.order_number FROM order_sold o WHERE o.pay_before_ms IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM order_paid p WHERE p.order_origin = o.order_origin"
        " AND p.order_number = o.order_number)"
    ):
        found[first.get((origin, number), (origin, number))].is_open = True
    return found


def _firsts(sql: Sql) -> dict[Order, Order]:
    """Each order that came of another, with the first of the chain."""
    former = {
        (origin, number): (was_origin, was_number)
        for origin, number, was_origin, was_number in sql.rows(
            "SELECT order_origin, order_number, former_origin, former_number FROM order_sold"
            " WHERE former_origin IS NOT NULL"
        )
    }
    found = {}
    for order in former:
        first = order
        while first in former:
            first = former[first]
        found[order] = first
    return found

"""Transfers that arrived: matched with open orders, and booked once each.

A transfer is booked by a device that may have the rights of the order's places, as any other
money for it (`open_orders`), so that two offices with one statement book it once.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import Payment, SaleDone
from podium_desk.application.open_orders import OpenOrders
from podium_desk.application.workplace import Workplace
from podium_desk.domain.bank import TransferWish
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.transfers import Fit, Match, Movement, Owed, match
from podium_desk.replica.orders import parts_of_order, rest_cents

_REFERENCE_MAX = 200


class Transfers:
    """Holds statements against the orders of this house. Runs on the replica's lane."""

    def __init__(self, work: Workplace, open_orders: OpenOrders) -> None:
        self._work = work
        self._open_orders = open_orders

    def matches(self, movements: Iterable[Movement]) -> tuple[Match, ...]:
        """What came in, each with the orders that it may be for. Money that went out is not."""
        known, owed = self._orders()
        return tuple(
            match(one, owed, known, is_booked=self._is_booked(one.reference))
            for one in movements
            if one.amount_cents > 0
        )

    def book(self, movement: Movement, order: OrderId) -> SaleDone | Refusal:
        """Take this money for this order; no more than it still owes, and once.

        Nothing is printed: the guest gets the tickets where they come for them.
        """
        if self._is_booked(movement.reference):
            return Refusal(RefusalReason.TRANSFER_BOOKED, {"reference": movement.reference})
        cents, reference = movement.amount_cents, movement.reference[:_REFERENCE_MAX]
        payment = Payment(PaymentMeans.TRANSFER, cents, 0, reference)
        return self._open_orders.pay(order, (payment,), f"transfer {reference}", prints=False)

    def book_exact(self, found: Iterable[Match]) -> tuple[tuple[Match, SaleDone | Refusal], ...]:
        """Book each that fits to the cent by its communication; what became of each."""
        exact = [one for one in found if one.fit is Fit.EXACT]
        return tuple((one, self.book(one.movement, one.orders[0])) for one in exact)

    def _is_booked(self, reference: str) -> bool:
        row = self._work.replica.sql.row(
            "SELECT 1 FROM payment WHERE means = ? AND reference = ?",
            (PaymentMeans.TRANSFER.value, reference[:_REFERENCE_MAX]),
        )
        return row is not None

    def _orders(self) -> tuple[dict[str, OrderId], list[Owed]]:
        """Every order with a communication, and of those what is still owed."""
        sql = self._work.replica.sql
        rows = sql.rows(
            "SELECT DISTINCT communication, order_origin, order_number FROM order_sold"
            " WHERE communication <> ''"
        )
        known = {text: OrderId(Origin(origin), number) for text, origin, number in rows}
        rests = ((order, text, rest_cents(sql, order)) for text, order in known.items())
        return known, [Owed(order, text, rest) for order, text, rest in rests if rest > 0]


def transfer_wish(work: Workplace, order: OrderId) -> TransferWish | None:
    """What a customer is to transfer for an open order; None where that was not meant, nothing
    is owed, or the house has told no account."""
    sql, account = work.replica.sql, work.own_house.account
    part = next(iter(parts_of_order(sql, order)), None)
    if account is None or part is None or not part.communication:
        return None
    rest = rest_cents(sql, order)
    return TransferWish(account, rest, part.communication) if rest > 0 else None

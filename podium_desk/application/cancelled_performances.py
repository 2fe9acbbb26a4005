"""A performance that does not go on: who gets how much back, by which means, and paying it.

Only who holds a ticket's right pays it back (architecture.md, decision 3): what is held here, what
the store or a neighbour hands over, and the rest once its right comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from podium_desk.application.after_sales import AfterSales
from podium_desk.application.order_desk import OrderDesk, OrderSeen
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.payments import handed_over_cents
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.refunds import CANCELLED, decide_refund
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import SoldRow, kept_tickets, tickets_of_order


@dataclass(frozen=True, slots=True)
class OwedBack:
    """What an order gets back: its tickets of the performance, and cents by means.

    `holder` is the device in whose hands they are, empty for this one and the store; `why_not`
    is the reason for which nothing can go back yet.
    """

    order: OrderId
    name: str
    communication: str
    tickets: tuple[TicketId, ...]
    parts: tuple[tuple[PaymentMeans, int], ...]
    holder: str
    why_not: RefusalReason | None = None

    @property
    def cents(self) -> int:
        """All of it."""
        return sum(cents for _means, cents in self.parts)


@dataclass(frozen=True, slots=True)
class PaidBack:
    """What was paid back of a performance, and the orders that still wait, each with why."""

    done: tuple[OwedBack, ...]
    waiting: tuple[tuple[OwedBack, RefusalReason], ...]


class CancelledPerformances:
    """Lists and pays back. Runs on the replica's lane."""

    def __init__(self, work: Workplace, after_sales: AfterSales, orders: OrderDesk) -> None:
        self._work = work
        self._after_sales = after_sales
        self._orders = orders

    def owed(self, number: PerformanceId) -> tuple[OwedBack, ...] | Refusal:
        """Every order of a cancelled performance that was not paid back, by its number.

        Refuses a performance that is not known, and one that is not cancelled.
        """
        performance = self._cancelled(number)
        if isinstance(performance, Refusal):
            return performance
        return tuple(
            self._owed(order, rows) for order, rows in sorted(self._by_order(performance).items())
        )

    def orders(self, number: PerformanceId) -> tuple[OrderId, ...] | Refusal:
        """The orders that get something back, by their number; refuses as `owed` does.

        What each gets is asked one by one (`owed_to`), so that a long list can be stopped.
        """
        performance = self._cancelled(number)
        if isinstance(performance, Refusal):
            return performance
        return tuple(sorted(self._by_order(performance)))

    def owed_to(self, number: PerformanceId, order: OrderId) -> OwedBack | None:
        """What one order gets back; None when it got it since."""
        performance = self._cancelled(number)
        if isinstance(performance, Refusal):
            return None
        rows = [
            row
            for row in tickets_of_order(self._work.replica.sql, order)
            if row.performance == number and not row.is_refunded
        ]
        return self._owed(order, rows) if rows else None

    def pay_back_order(self, number: PerformanceId, order: OrderId) -> OwedBack | Refusal:
        """Pay one order back, as its money came; refuses what a refund refuses, and an order that
        has nothing to get."""
        owed = self.owed_to(number, order)
        if owed is None:
            return Refusal(RefusalReason.ALREADY_REFUNDED)
        outcome = self._orders.refund(owed.tickets, CANCELLED)
        return outcome if isinstance(outcome, Refusal) else owed

    def pay_back(self, number: PerformanceId, means: Iterable[PaymentMeans]) -> PaidBack | Refusal:
        """Pay every order back whose money all goes back by one of these means.

        Each order is a deed of its own: cut off in the middle, the rest is paid by asking again.
        """
        owed = self.owed(number)
        if isinstance(owed, Refusal):
            return owed
        wanted, done, waiting = set(means), [], []
        for one in owed:
            if one.why_not is not None:
                waiting.append((one, one.why_not))
            elif {each for each, _cents in one.parts} <= wanted:
                outcome = self._orders.refund(one.tickets, CANCELLED)
                if isinstance(outcome, Refusal):
                    waiting.append((one, outcome.reason))
                else:
                    done.append(one)
        return PaidBack(tuple(done), tuple(waiting))

    def _by_order(self, performance: Performance) -> dict[OrderId, list[SoldRow]]:
        by_order: dict[OrderId, list[SoldRow]] = {}
        sql = self._work.replica.sql
        for row in kept_tickets(sql, performance.house, performance.id):
            by_order.setdefault(row.order, []).append(row)
        return by_order

    def _cancelled(self, number: PerformanceId) -> Performance | Refusal:
        performance = self._work.catalogue.performance(number)
        if performance is None:
            return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": number})
        if performance.status is not PerformanceStatus.CANCELLED:
            return Refusal(RefusalReason.NOT_CANCELLED, {"performance": number})
        return performance

    def _owed(self, order: OrderId, rows: list[SoldRow]) -> OwedBack:
        """What the rules would give back if the rights were here."""
        states = [replace(one, is_right_here=True) for one in self._after_sales.states(rows)]
        decision = decide_refund(states, self._after_sales.refund_request(rows[0], None, CANCELLED))
        page = self._orders.look(order)
        name, communication, holder = "", "", ""
        if isinstance(page, OrderSeen):
            name = "" if page.customer is None else page.customer.name
            communication, holder = page.communication, page.holder
        tickets = tuple(row.ticket for row in rows)
        if isinstance(decision, Refusal):
            return OwedBack(order, name, communication, tickets, (), holder, decision.reason)
        means = dict.fromkeys(payment.means for payment in decision.payments)
        parts = tuple(
            (one, -handed_over_cents(p for p in decision.payments if p.means is one))
            for one in means
        )
        return OwedBack(order, name, communication, tickets, parts, holder)

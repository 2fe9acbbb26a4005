"""The orders of a house at one desk: found, looked at, paid, changed. The `OrderDesk` port."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from podium_desk.application.after_sales import AfterSales
from podium_desk.application.counter import BasketLine, Payment, SaleDone, SaleTerms
from podium_desk.application.customers import Customers
from podium_desk.application.exchanging import Exchanging
from podium_desk.application.goods_back import GoodsReturns
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.open_orders import OpenOrders
from podium_desk.application.order_desk import (
    ExchangeWish,
    MoneyBack,
    OrderFound,
    OrderSeen,
    Pieces,
    Reservation,
    Scanned,
)
from podium_desk.application.order_finding import OrderFinding
from podium_desk.application.order_pages import OrderPages
from podium_desk.application.selling import Selling
from podium_desk.application.taking_over import take_over
from podium_desk.application.told_to_doors import ToldToDoors
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customer_fields import SaleKind
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import PaymentTaken
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.payments import handed_over_cents
from podium_desk.domain.refunds import decide_refund
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import SoldRow, tickets_of_order

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OrderDeeds:
    """The use cases of a desk that an order's page sets to work."""

    selling: Selling
    after_sales: AfterSales
    open_orders: OpenOrders
    exchanging: Exchanging
    customers: Customers
    goods_back: GoodsReturns


class OrderBook:
    """Implements `OrderDesk`. Runs on the replica's lane."""

    def __init__(
        self,
        work: Workplace,
        deeds: OrderDeeds,
        changed: Callable[[Iterable[PerformanceId]], None],
        reprint: Callable[[OrderId], Refusal | None],
    ) -> None:
        """`changed` hears of which performances places or papers changed; `reprint` prints an
        order again."""
        self._work = work
        self._deeds = deeds
        self._changed = changed
        self._reprint = reprint
        self.names = NamedOrders(work, work.secret)
        self._finding = OrderFinding(work, deeds.customers)
        self._pages = OrderPages(work, self.names)

    def find(self, text: str) -> tuple[OrderFound, ...]:
        """The orders that fit what was typed."""
        pages = (self._pages.found(order) for order in self._finding.find(text))
        return tuple(page for page in pages if page is not None)

    def scanned(self, text: str) -> Scanned | Refusal:
        """The order of a ticket whose code was scanned."""
        return self._finding.scanned(text)

    def look(self, order: OrderId) -> OrderSeen | Refusal:
        """An order's page."""
        return self._pages.seen(order) or Refusal(
            RefusalReason.UNKNOWN_ORDER, {"order": str(order)}
        )

    def reserve(
        self, lines: tuple[BasketLine, ...], wish: Reservation, token: str, language: str
    ) -> SaleDone | Refusal:
        """Reserve a basket, once a `token`; after a crash the same token brings the name too."""
        customer = wish.customer or Customer("")
        refusal = refused_number(customer.name, customer.number)
        if refusal is not None:
            return refusal
        terms = SaleTerms(
            wish.pay_before_ms, is_by_transfer=wish.is_by_transfer, codes=wish.codes,
            customer=wish.known, needs_approval=wish.needs_approval,
        )  # fmt: skip
        done = self._deeds.selling.sell(lines, (), token, language, terms)
        if isinstance(done, Refusal):
            return done
        if wish.customer is not None and self.names.written_on(done.order) is None:
            named = self.names.name(done.order, wish.customer)
            if isinstance(named, Refusal):
                return named
        self._changed({line.performance for line in lines})
        return done

    def pay(self, order: OrderId, payments: tuple[Payment, ...], token: str) -> SaleDone | Refusal:
        """Take money for an open order, once a `token`; an invoice needs its customer's address,
        where the order is a customer's of the house."""
        known = self.names.known_of(order)
        if known is not None and any(one.means is PaymentMeans.INVOICE for one in payments):
            refusal = self._deeds.customers.problem(known, SaleKind.INVOICE)
            if refusal is not None:
                return refusal
        return self._done(self._deeds.open_orders.pay(order, payments, token), self._rows(order))

    def let_go(self, order: OrderId) -> Refusal | None:
        """Let the places of an open order go."""
        return self._done(self._deeds.open_orders.let_go(order), self._rows(order))

    def foresee_refund(
        self, tickets: tuple[TicketId, ...], pieces: Pieces = ()
    ) -> MoneyBack | Refusal:
        """How the money of these tickets, and of goods of their order, would go back."""
        after_sales = self._deeds.after_sales
        rows = after_sales.rows(tickets)
        if isinstance(rows, Refusal):
            return rows
        goods = self._deeds.goods_back
        goods_cents = goods.worth_cents(rows[0].order, pieces) if pieces else 0
        if isinstance(goods_cents, Refusal):
            return goods_cents
        take_over(self._work, rows)
        request = after_sales.refund_request(rows[0], None, "", goods_cents)
        decision = decide_refund(after_sales.states(rows), request)
        if isinstance(decision, Refusal):
            return self._explained(decision, rows)
        return money_back(decision.payments)

    def foresee_goods(self, order: OrderId, wanted: Pieces = ()) -> MoneyBack | Refusal:
        """How the money of these goods of an order, or of all of them, would go back."""
        goods = self._deeds.goods_back
        payments = goods.foresee(order, wanted or goods.left(order))
        return payments if isinstance(payments, Refusal) else money_back(payments)

    def refund_goods(self, order: OrderId, reason: str, wanted: Pieces = ()) -> MoneyBack | Refusal:
        """Take these goods, or all goods and passes of an order, back."""
        foreseen = self.foresee_goods(order, wanted)
        if isinstance(foreseen, Refusal):
            return foreseen
        goods = self._deeds.goods_back
        done = self._done(goods.refund(order, wanted or goods.left(order), reason), ())
        return done if isinstance(done, Refusal) else foreseen

    def refund(
        self,
        tickets: tuple[TicketId, ...],
        reason: str,
        *,
        as_credit: bool = False,
        pieces: Pieces = (),
    ) -> MoneyBack | Refusal:
        """Take tickets of one order back, and goods of it, as one deed."""
        foreseen = self.foresee_refund(tickets, pieces)
        if isinstance(foreseen, Refusal):
            return foreseen
        goods = self._deeds.goods_back.beside(tickets, pieces, reason)
        if isinstance(goods, Refusal):
            return goods
        done = self._done(
            self._deeds.after_sales.refund(tickets, None, reason, as_credit=as_credit, goods=goods),
            (),
        )
        if isinstance(done, Refusal):
            return done
        self._changed({row.performance for row in self._rows(done.order)})
        return foreseen.with_credit(done.credit_cents) if done.credit_cents else foreseen

    def reissue(self, tickets: tuple[TicketId, ...], reason: str) -> Refusal | None:
        """Give these tickets a new code; stops at the first that cannot have one."""
        rows = self._deeds.after_sales.rows(tickets)
        if isinstance(rows, Refusal):
            return rows
        if any(row.is_open for row in rows):
            return Refusal(RefusalReason.NOT_PAID_YET, {"order": str(rows[0].order)})
        for ticket in tickets:
            outcome = self._done(self._deeds.after_sales.reissue(ticket, reason), rows)
            if isinstance(outcome, Refusal):
                return outcome
        return None

    def reprint(self, order: OrderId) -> Refusal | None:
        """Print an order again, as duplicates."""
        return self._reprint(order)

    def exchange(
        self, wish: ExchangeWish, lines: tuple[BasketLine, ...], payments: tuple[Payment, ...]
    ) -> SaleDone | Refusal:
        """Take tickets back and sell these places for them, once a token."""
        rows = self._deeds.after_sales.rows(wish.tickets)
        outcome = self._deeds.exchanging.exchange(wish, lines, payments)
        done = self._done(outcome, rows if isinstance(rows, list) else ())
        if not isinstance(done, Refusal):
            self._changed({line.performance for line in lines})
        return done

    def rename(self, order: OrderId, customer: Customer) -> Refusal | None:
        """Write whose order it is."""
        outcome = self.names.name(order, customer)
        return outcome if isinstance(outcome, Refusal) else None

    def approve(self, order: OrderId, *, is_given: bool) -> Refusal | None:
        """Say at the doors whether the tickets of an order are good."""
        told = ToldToDoors(self._work)
        outcome = told.approve(order) if is_given else told.take_approval_back(order)
        return self._done(outcome, self._rows(order))

    def _done(self, outcome: T, rows: Iterable[SoldRow]) -> T | Refusal:
        """A "no" with who holds the tickets; else tell whose places and papers changed."""
        if isinstance(outcome, Refusal):
            return self._explained(outcome, rows)
        self._changed({row.performance for row in rows})
        return outcome

    def _explained(self, refusal: Refusal, rows: Iterable[SoldRow]) -> Refusal:
        if refusal.reason is not RefusalReason.RIGHT_ELSEWHERE:
            return refusal
        holder = self._pages.holder(rows)
        details = refusal.details | ({"holder": holder} if holder else {})
        return Refusal(refusal.reason, details)

    def _rows(self, order: OrderId) -> list[SoldRow]:
        return tickets_of_order(self._work.replica.sql, order)


def money_back(payments: Sequence[PaymentTaken]) -> MoneyBack:
    """What goes back by each means."""
    means = dict.fromkeys(payment.means for payment in payments)
    return MoneyBack(tuple(
        (one, -handed_over_cents(p for p in payments if p.means is one)) for one in means
    ))  # fmt: skip

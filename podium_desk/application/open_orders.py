"""Orders that are still to be paid: money taken for them, and their places let go.

Only who holds the rights of an order's places does either, so nobody takes the money twice; the
rights of an order that another device made are handed over first (`taking_over`).
"""

from __future__ import annotations

from podium_desk.application.after_sales import AfterSales, moves_on
from podium_desk.application.codes import free_uses
from podium_desk.application.counter import Payment, SaleDone
from podium_desk.application.invoicing import why_not_on_invoice
from podium_desk.application.pass_rights import back_drafts, gather_back, passes_on
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.selling import Selling, tenders_of
from podium_desk.application.taking_over import take_over
from podium_desk.application.voucher_rights import gather_vouchers, payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, OrderPaid
from podium_desk.domain.ids import OrderId
from podium_desk.domain.orders import OpenOrder, decide_payment
from podium_desk.domain.payments import Till
from podium_desk.domain.refunds import decide_expiry
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import Bought
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.orders import parts_of_order, rest_cents
from podium_desk.replica.queries import SoldRow, tickets_of_order
from sync.facts.fact import Draft, Verb


class OpenOrders:
    """Pays and lets go of reserved orders. Runs on the replica's lane."""

    def __init__(
        self, work: Workplace, selling: Selling, after_sales: AfterSales, prints: PrintQueue
    ) -> None:
        self._work = work
        self._selling = selling
        self._after_sales = after_sales
        self._prints = prints

    def pay(
        self, order: OrderId, payments: tuple[Payment, ...], token: str, *, prints: bool = True
    ) -> SaleDone | Refusal:
        """Take money for an open order, once a `token`; its tickets print when it is paid, unless
        nobody stands there to get them (`prints`)."""
        before = self._selling.sold_before(token)
        if before is not None:
            return before
        rows = self._kept(order)
        if not rows:
            return Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(order)})
        outdated = take_over(self._work, rows)
        if outdated is not None:
            return outdated
        till = Till(order, self._work.clock.now_ms(), self._work.clerk)
        decision = decide_payment(self._state(order, rows), till, tenders_of(payments))
        if isinstance(decision, Refusal):
            return decision
        bought = [Bought(False, row.vat_rate_percent, row.price_cents) for row in rows]
        short = why_not_on_invoice(self._work, decision.payments) or gather_vouchers(
            self._work, decision.payments, bought
        )
        if short is not None:
            return short
        drafts = [] if decision.paid is None else self._paid_drafts(decision.paid, rows)
        with self._work.replica.sql.transaction():
            self._work.replica.append(drafts + payment_drafts(self._work, decision.payments))
            self._selling.remember(token, order)
            if decision.paid is not None and prints:
                self._prints.queue_order(order, rows, duplicate=0)
            elif decision.paid is not None:
                self._prints.keep_order(order, rows)
        self._work.booked(decision.payments)
        return self._selling.sale(order) or Refusal(RefusalReason.UNKNOWN_ORDER)

    def let_go(self, order: OrderId) -> Refusal | None:
        """Nobody came to pay: the places are free again here, and an advance goes back as it came.

        Refuses more than the clerk may give back, as a refund does.
        """
        rows = self._kept(order)
        outdated = take_over(self._work, rows)
        if outdated is not None:
            return outdated
        state = self._state(order, rows)
        if not rows or not state.is_open:
            return Refusal(RefusalReason.NOT_OPEN, {"order": str(order)})
        request = self._after_sales.refund_request(rows[0], None, "")
        decision = decide_expiry(self._after_sales.states(rows), request)
        if isinstance(decision, Refusal):
            return decision
        back, uses = decision.payments, passes_on(self._work, rows)
        problem = self._after_sales.above_limit(decision.handed_back_cents) if back else None
        problem = problem or gather_vouchers(self._work, back) or gather_back(self._work, uses)
        if problem is not None:
            return problem
        drafts = self._after_sales.refund_drafts(decision.refunded, rows)
        drafts += back_drafts(self._work, order, uses)
        with self._work.replica.sql.transaction():
            self._work.replica.append(drafts + payment_drafts(self._work, back))
            free_uses(self._work)
        self._work.booked(back)
        self._work.take_approval()
        return None

    def _state(self, order: OrderId, rows: list[SoldRow]) -> OpenOrder:
        states = self._after_sales.states(rows)
        sql = self._work.replica.sql
        return OpenOrder(
            order,
            tuple(dict.fromkeys(row.house for row in rows)),
            rest_cents(sql, order),
            any(part.is_open for part in parts_of_order(sql, order)),
            all(state.is_right_here for state in states),
        )

    def _kept(self, order: OrderId) -> list[SoldRow]:
        """The tickets of an order that were not let go."""
        rows = tickets_of_order(self._work.replica.sql, order)
        return [row for row in rows if not row.is_refunded]

    def _paid_drafts(self, paid: OrderPaid, rows: list[SoldRow]) -> list[Draft]:
        body = body_to_bytes(paid)
        drafts = []
        for house in dict.fromkeys(row.house for row in rows):
            own = [row for row in rows if row.house == house]
            drafts.append(
                Draft(FactKind.ORDER_PAID, house, body, moves_on(self._work, Verb.USE, own))
            )
        return drafts

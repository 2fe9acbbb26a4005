"""Tickets for other tickets: taken back, sold and the difference paid, in one durable commit."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.application.after_sales import AfterSales
from podium_desk.application.counter import BasketLine, Payment, SaleDone, SaleTerms
from podium_desk.application.invoicing import why_not_on_invoice
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.application.pass_rights import (
    back_drafts,
    gather_back,
    gather_passes,
    passes_on,
    uses_of,
)
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.selling import Selling, rows_of
from podium_desk.application.taking_over import take_over
from podium_desk.application.tying import customer_of, tie_drafts
from podium_desk.application.uitpas_sale import note_paid, outdated_reduction
from podium_desk.application.voucher_rights import bought_of, gather_vouchers, payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.house_passes import HousePass
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.orders import SaleContext
from podium_desk.domain.payments import handed_over_cents
from podium_desk.domain.refunds import decide_exchange
from podium_desk.domain.refusals import Refusal
from podium_desk.replica.queries import SoldRow


class Exchanging:
    """Exchanges. Runs on the replica's lane."""

    def __init__(
        self, work: Workplace, selling: Selling, after_sales: AfterSales, prints: PrintQueue
    ) -> None:
        self._work = work
        self._selling = selling
        self._after_sales = after_sales
        self._prints = prints

    def exchange(
        self, wish: ExchangeWish, lines: tuple[BasketLine, ...], payments: tuple[Payment, ...]
    ) -> SaleDone | Refusal:
        """Take tickets of one order back and sell these places for them, once a token.

        A companion goes back with its guest; its new place is one of `lines`.

        `payments` are the difference where the new ones cost more; where they cost less the money
        goes back as it came, by whoever may refund so much. A place may be among both: another
        tariff for the same chair.
        """
        before = self._selling.sold_before(wish.token)
        if before is not None:
            return before
        old = self._after_sales.rows(wish.tickets)
        if isinstance(old, Refusal):
            return old
        outdated = outdated_reduction(self._work, lines) or take_over(self._work, old)
        if outdated is not None:
            return outdated
        terms = SaleTerms(codes=wish.codes, goods=wish.goods)
        request = self._selling.request(lines, payments, wish.language, terms)
        back = self._after_sales.refund_request(old[0], None, "")
        known = self._selling.context(lines, terms)
        if isinstance(known, Refusal):
            return known
        context = self._with_freed(known, old)
        decision = decide_exchange(self._after_sales.states(old), back, request, context)
        if isinstance(decision, Refusal):
            return decision
        back_cents = -handed_over_cents(decision.given_back)
        above = self._after_sales.above_limit(back_cents) if back_cents else None
        if above is not None:
            return above
        money = (*decision.sale.payments, *decision.given_back)
        back_uses = passes_on(self._work, old)
        short = (
            why_not_on_invoice(self._work, money)
            or gather_vouchers(
                self._work, money, bought_of(decision.sale.sold, decision.sale.goods)
            )
            or gather_back(self._work, back_uses)
            or gather_passes(self._work, uses_of(self._work, decision.sale.sold))
        )
        if short is not None:
            return short
        refunds = self._after_sales.refund_drafts(decision.refunded, old)
        refunds += back_drafts(self._work, back.order, back_uses)
        money_back = payment_drafts(self._work, decision.given_back)
        with self._work.replica.sql.transaction():
            drafts = refunds + self._selling.drafts(decision.sale) + money_back
            drafts += tie_drafts(self._work, request.order, customer_of(self._work, old[0].order))
            facts = self._work.replica.append(drafts)
            rows = rows_of(decision.sale, facts[len(refunds) :])
            self._selling.remember(wish.token, request.order)
            note_paid(self._work, lines)
            self._prints.queue_order(request.order, rows, duplicate=0)
        self._selling.let_go(lines)
        self._work.booked(money)
        paid = decision.sale.with_payments(decision.sale.payments + decision.given_back)
        return replace(self._selling.done(request, paid, rows), rest_cents=0)

    def _with_freed(self, context: SaleContext, old: list[SoldRow]) -> SaleContext:
        """The context, with the places that this very exchange frees: two hops from now."""
        hops: dict[tuple[PerformanceId, Unit], int] = dict(context.hops)
        for row in old:
            right = self._work.replica.rights.right(row.house, row.performance, row.unit)
            if right is not None and right.holder == self._work.origin and right.is_spent:
                hops[row.performance, row.unit] = right.hop + 2
        given = passes_on(self._work, old)
        said = tuple(
            one.with_back(given.get(one.number, ())) if isinstance(one, HousePass) else one
            for one in context.said
        )
        return replace(context, hops=hops, said=said)

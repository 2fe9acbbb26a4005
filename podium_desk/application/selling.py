"""One sale: rights spent, facts written, tickets queued for print, all in one durable commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.application.card_attempts import book_attempts
from podium_desk.application.codes import Codes
from podium_desk.application.counter import (
    PAID_NOW,
    BasketLine,
    Connection,
    Payment,
    SaleDone,
    SaleTerms,
    SoldTicket,
)
from podium_desk.application.goods import known_goods, left_goods, sold_goods
from podium_desk.application.invoicing import why_not_on_invoice
from podium_desk.application.offers import Offers
from podium_desk.application.paid_by_hand import why_not_by_hand
from podium_desk.application.pass_rights import (
    gather_passes,
    issue_drafts,
    use_drafts,
    uses_of,
    why_passes_cannot,
)
from podium_desk.application.places import held_hop
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.tying import tie_drafts
from podium_desk.application.uitpas_sale import note_paid, outdated_reduction
from podium_desk.application.voucher_rights import (
    bought_of,
    gather_vouchers,
    payment_drafts,
)
from podium_desk.application.workplace import Workplace
from podium_desk.domain.communication import communication_of
from podium_desk.domain.facts import FactKind, OrderSold, PaymentTaken
from podium_desk.domain.ids import HouseId, OrderId, Origin, TicketId
from podium_desk.domain.orders import (
    SaleContext,
    SaleDecision,
    SaleRequest,
    decide_sale,
    price_basket,
)
from podium_desk.domain.payments import Tender, handed_over_cents
from podium_desk.domain.pricing import QuoteLine
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.short_code import short_code
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text
from podium_desk.domain.uitpas import NEUTRAL_NAME
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.goods import goods_of_order
from podium_desk.replica.house_passes import passes_of_order
from podium_desk.replica.orders import payments_of_order, rest_cents
from podium_desk.replica.queries import SoldRow, newest_order_number, tickets_of_order
from podium_desk.replica.uitpas_rows import reduction_of
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Fact, Move, Verb
from sync.rights.rules import moves_of
from sync.store.port import StoreDamaged
from sync.store.schema import put_setting, setting

_LAST_SALE = "last_sale"


class Selling:
    """Sells baskets of places that this desk holds."""

    def __init__(self, work: Workplace, prints: PrintQueue, channel: str) -> None:
        """`channel` is where the sale is made: ``counter``, ``kiosk``…"""
        self._work = work
        self._prints = prints
        self._channel = channel
        self.offers, self._codes = Offers(work), Codes(work)

    def quote(
        self, lines: tuple[BasketLine, ...], codes: tuple[str, ...] = ()
    ) -> tuple[int, ...] | Refusal:
        """The price in cents of each line, less what the codes take off; not held to terms yet."""
        said = self._codes.concessions(lines, codes)
        if isinstance(said, Refusal):
            return said
        occasion = Occasion(self._channel, self._work.clock.now_ms())
        asked = Asked(occasion, said, is_shown=True)
        priced = quote(_quote_lines(lines), self.offers.of(lines), asked)
        if isinstance(priced, Refusal):
            return priced
        return tuple(one.price_cents for one in priced)

    def problem(self, lines: tuple[BasketLine, ...], terms: SaleTerms = PAID_NOW) -> Refusal | None:
        """Why these lines cannot be sold together now, before money is taken for them."""
        context = self.context(lines, terms)
        if isinstance(context, Refusal):
            return context
        language = self._work.own_house.language
        outcome = price_basket(self.request(lines, (), language, terms), context)
        if isinstance(outcome, Refusal):
            return outcome
        return why_passes_cannot(self._work, uses_of(self._work, outcome.sold))

    def sell(
        self,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        sale_token: str,
        language: str,
        terms: SaleTerms = PAID_NOW,
    ) -> SaleDone | Refusal:
        """Commit the sale, once for each `sale_token`: the same token again gives the same sale.

        What is still to be paid prints nothing yet.
        """
        done = self.sold_before(sale_token)
        if done is not None:
            return done
        if is_outdated(self._work.replica):
            return Refusal(RefusalReason.REPLICA_OUTDATED, {})
        outdated = outdated_reduction(self._work, lines)
        if outdated is not None:
            return outdated
        context = self.context(lines, terms)
        if isinstance(context, Refusal):
            return context
        request = self.request(lines, payments, language, terms)
        decision = decide_sale(request, context)
        if isinstance(decision, Refusal):
            return decision
        short = self.gather(decision)
        if short is not None:
            return short
        with self._work.replica.sql.transaction():
            tie = tie_drafts(self._work, request.order, terms.customer)
            facts = self._work.replica.append([*self.drafts(decision), *tie])
            rows = rows_of(decision, facts)
            self.remember(sale_token, request.order)
            note_paid(self._work, lines)
            if terms.pay_before_ms is None:
                passes = passes_of_order(self._work.replica.sql, request.order)
                self._prints.queue_passes(request.order, passes, duplicate=0)
                self._prints.queue_order(request.order, rows, duplicate=0)
        self.let_go(lines)
        self._work.booked(decision.payments)
        return self.done(request, decision, rows)

    def last_sale(self) -> SaleDone | None:
        """The newest sale of this device."""
        number = self._last_number()
        return None if number == 0 else self.sale(OrderId(self._work.origin, number))

    def sale(self, order: OrderId) -> SaleDone | None:
        """A finished sale as this replica knows it, None when it does not."""
        sql = self._work.replica.sql
        rows, goods = tickets_of_order(sql, order), goods_of_order(sql, order)
        if not rows and not goods:
            return None
        taken = [one for one in payments_of_order(sql, order) if one.amount_cents >= 0]
        return SaleDone(
            order,
            tuple(self.sold_ticket(row) for row in rows),
            sum(row.price_cents for row in rows) + sum(one.left_cents for one in goods),
            _as_payments(taken),
            handed_over_cents(taken),
            sum(one.change_cents for one in taken),
            rest_cents(sql, order),
            sold_offline=False,
            goods=left_goods(self._work, goods),
        )

    def sold_ticket(self, row: SoldRow) -> SoldTicket:
        """A sold ticket for a screen. Its signed code is made where it is printed or asked for."""
        return SoldTicket(
            row.ticket, row.performance, row.unit, row.zone, row.row, row.number,
            self._tariff_name(row), row.price_cents,
            short_code(row.performance, row.unit, row.hop), row.persons,
        )  # fmt: skip

    def codes(self, order: OrderId) -> dict[TicketId, str]:
        """The newest code of each ticket of an order that this device sold; a place that lets
        nobody in by itself has none."""
        rows = tickets_of_order(self._work.replica.sql, order)
        return {row.ticket: code_of(self._work, row, row.generation) for row in rows if row.persons}

    def remember(self, sale_token: str, order: OrderId) -> None:
        """Keep the newest sale's token, so that the same deed twice is one sale; in its commit."""
        book_attempts(self._work.replica.sql, sale_token)
        put_setting(self._work.replica.sql, _LAST_SALE, f"{sale_token} {order}".encode())

    def _last_kept(self) -> tuple[str, OrderId] | None:
        """The newest sale's token and order; `StoreDamaged` when something else stands there."""
        kept = setting(self._work.replica.sql, _LAST_SALE)
        if kept is None:
            return None
        try:
            token, order = kept.decode().rsplit(" ", 1)
            return token, OrderId.parse(order)
        except ValueError as error:
            raise StoreDamaged(f"{_LAST_SALE} is no sale") from error

    def _last_number(self) -> int:
        """The newest number this log gave an order, also where only the log remembers it.

        What is kept may be an older order, or another desk's, that was paid here since.
        """
        known = newest_order_number(self._work.replica.sql, self._work.origin)
        kept = self._last_kept()
        if kept is None or kept[1].origin != self._work.origin:
            return known
        return max(known, kept[1].number)

    def sold_before(self, sale_token: str) -> SaleDone | None:
        """The newest sale, when it was made with this token."""
        kept = self._last_kept()
        return None if kept is None or kept[0] != sale_token else self.sale(kept[1])

    def order_before(self, sale_token: str) -> OrderId | None:
        """The newest order, when this token made it."""
        kept = self._last_kept()
        return None if kept is None or kept[0] != sale_token else kept[1]

    def next_order(self) -> OrderId:
        """The number of this device's next order."""
        return OrderId(self._work.origin, self._last_number() + 1)

    def request(
        self,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        language: str,
        terms: SaleTerms = PAID_NOW,
    ) -> SaleRequest:
        """The wish to sell these lines as this device's next order."""
        work = self._work
        order = OrderId(work.origin, self._last_number() + 1)
        own = communication_of(order) if terms.is_by_transfer else ""
        return SaleRequest(
            order, work.clock.now_ms(),
            _quote_lines(lines), tenders_of(payments), self._channel, work.clerk, language,
            terms.pay_before_ms, terms.communication or own, terms.goods,
            terms.is_valid_unpaid, terms.needs_approval,
        )  # fmt: skip

    def context(
        self, lines: tuple[BasketLine, ...], terms: SaleTerms = PAID_NOW
    ) -> SaleContext | Refusal:
        """What this desk knows of these lines: offers, discounts, and the rights that it holds.

        Refuses codes that cannot be used here.
        """
        said = self._codes.concessions(lines, terms.codes)
        if isinstance(said, Refusal):
            return said
        offers = self.offers.of(lines)
        hops = {}
        for line in lines:
            offer = offers.get(line.performance)
            hop = None if offer is None else held_hop(self._work, offer.performance, line.unit)
            if hop is not None:
                hops[line.performance, line.unit] = hop + 1
        return SaleContext(
            self._work.house, offers, hops, said, *known_goods(self._work, terms.goods)
        )

    def gather(self, decision: SaleDecision) -> Refusal | None:
        """Ask the store for what a sale takes from vouchers and passes; refuses what it has not."""
        bought = bought_of(decision.sold, decision.goods)
        payments = decision.payments
        return (
            why_not_on_invoice(self._work, payments)
            or why_not_by_hand(self._work, payments)
            or gather_vouchers(self._work, decision.payments, bought)
            or gather_passes(self._work, uses_of(self._work, decision.sold))
        )

    def drafts(self, decision: SaleDecision) -> list[Draft]:
        """The facts of a sale, rights and uses of codes spent, one group."""
        drafts = []
        for sold in decision.sold:
            moves = _spends(sold) + self._codes.uses(sold)
            draft = Draft(FactKind.ORDER_SOLD, _organiser(sold), body_to_bytes(sold), moves)
            drafts.append(draft)
        for goods in decision.goods:
            house = goods.lines[0].organiser
            drafts.append(Draft(FactKind.GOODS_SOLD, house, body_to_bytes(goods)))
        drafts += issue_drafts(self._work, decision.goods)
        if decision.sold:
            uses = uses_of(self._work, decision.sold)
            drafts += use_drafts(self._work, decision.sold[0].order, uses)
        return drafts + payment_drafts(self._work, decision.payments)

    def done(self, request: SaleRequest, decision: SaleDecision, rows: list[SoldRow]) -> SaleDone:
        """A sale that was just committed, for the screen."""
        return SaleDone(
            request.order,
            tuple(self.sold_ticket(row) for row in rows),
            decision.total_cents,
            _as_payments(decision.payments),
            decision.due_cents,
            decision.change_cents,
            decision.rest_cents,
            self._work.link.state().connection is not Connection.ONLINE,
            sold_goods(self._work, (line for part in decision.goods for line in part.lines)),
        )

    def let_go(self, lines: Iterable[BasketLine]) -> None:
        """What was sold is in no basket any more."""
        for line in lines:
            self._work.in_basket.get(line.performance, set()).discard(line.unit)
            self.offers.let_go(line.performance)

    def _tariff_name(self, row: SoldRow) -> Text:
        if reduction_of(self._work.replica.sql, row.house, row.ticket) is not None:
            return Text.of("nl", NEUTRAL_NAME)
        tariff = self._work.catalogue.tariff(row.performance, row.tariff)
        return Text.of("nl", str(row.tariff)) if tariff is None else tariff.name


def tenders_of(payments: tuple[Payment, ...]) -> tuple[Tender, ...]:
    """The payments as the rules take them."""
    return tuple(
        Tender(one.means, one.amount_cents, one.tendered_cents, one.reference, one.by_hand)
        for one in payments
    )


def _as_payments(taken: Iterable[PaymentTaken]) -> tuple[Payment, ...]:
    return tuple(
        Payment(one.means, one.amount_cents, one.tendered_cents, one.reference) for one in taken
    )


def _quote_lines(lines: tuple[BasketLine, ...]) -> tuple[QuoteLine, ...]:
    return tuple(
        QuoteLine(
            line.performance,
            line.unit,
            line.tariff,
            line.remark,
            line.pass_number,
            line.reduction,
            line.goes_with,
        )
        for line in lines
    )


def rows_of(decision: SaleDecision, facts: Sequence[Fact]) -> list[SoldRow]:
    """The tickets as the projection has them, in the order of the basket."""
    rows = []
    for which, place in decision.positions:
        sold, fact = decision.sold[which], facts[which]
        line = sold.lines[place]
        rows.append(
            SoldRow(
                TicketId(Origin(fact.origin), fact.seq, place), line.organiser, line.performance,
                line.unit, line.hop, line.zone, line.row, line.number, line.tariff,
                line.price_cents, line.vat_rate_percent, line.entitles, line.seller, sold.order,
                sold.at_ms, generation=1, is_refunded=False,
            )
        )  # fmt: skip
    return rows


def _organiser(sold: OrderSold) -> HouseId:
    return sold.lines[0].organiser


def _spends(sold: OrderSold) -> tuple[Move, ...]:
    moves: tuple[Move, ...] = ()
    for number in dict.fromkeys(line.performance for line in sold.lines):
        hops: dict[int, int] = {
            line.unit: line.hop - 1 for line in sold.lines if line.performance == number
        }
        moves += moves_of(Verb.SPEND, number, hops)
    return moves

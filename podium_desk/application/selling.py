"""One sale: rights spent, facts written, tickets queued for print, all in one durable commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.application.counter import BasketLine, Connection, Payment, SaleDone, SoldTicket
from podium_desk.application.places import held_hop
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, OrderSold, PaymentMeans
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TicketId
from podium_desk.domain.orders import SaleContext, SaleDecision, SaleRequest, Tender, decide_sale
from podium_desk.domain.pricing import Offer, QuoteLine, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.short_code import short_code
from podium_desk.domain.text import Text
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.queries import SoldRow, newest_order_number, tickets_of_order
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

    def quote(self, lines: tuple[BasketLine, ...]) -> tuple[int, ...] | Refusal:
        """The price in cents of each line."""
        priced = quote(_quote_lines(lines), self._offers(lines))
        if isinstance(priced, Refusal):
            return priced
        return tuple(one.price_cents for one in priced)

    def sell(
        self, lines: tuple[BasketLine, ...], payment: Payment, sale_token: str, language: str
    ) -> SaleDone | Refusal:
        """Commit the sale, once for each `sale_token`: the same token again gives the same sale."""
        done = self._sold_before(sale_token)
        if done is not None:
            return done
        if is_outdated(self._work.replica):
            return Refusal(RefusalReason.REPLICA_OUTDATED, {})
        request = self._request(lines, payment, language)
        decision = decide_sale(request, self._context(lines))
        if isinstance(decision, Refusal):
            return decision
        with self._work.replica.sql.transaction():
            facts = self._work.replica.append(self._drafts(decision))
            rows = _rows(decision, facts)
            self._prints.queue_order(request.order, [row.ticket for row in rows], duplicate=0)
            self._remember(sale_token, request.order)
        for line in lines:
            self._work.in_basket.get(line.performance, set()).discard(line.unit)
        self._work.wake()
        return self._done(request, decision, rows)

    def last_sale(self) -> SaleDone | None:
        """The newest sale of this device."""
        number = self._last_number()
        return None if number == 0 else self.sale(OrderId(self._work.origin, number))

    def sale(self, order: OrderId) -> SaleDone | None:
        """A finished sale as this replica knows it, None when it does not."""
        rows = tickets_of_order(self._work.replica.sql, order)
        if not rows:
            return None
        paid = self._work.replica.sql.row(
            "SELECT means, amount_cents + rounding_cents, change_cents FROM payment"
            " WHERE order_origin = ? AND order_number = ? AND amount_cents >= 0",
            (order.origin, order.number),
        )
        means, due, change = paid or (PaymentMeans.CASH.value, 0, 0)
        return SaleDone(
            order, tuple(self.sold_ticket(row) for row in rows),
            sum(row.price_cents for row in rows), due, change, PaymentMeans(means),
            sold_offline=False,
        )  # fmt: skip

    def sold_ticket(self, row: SoldRow) -> SoldTicket:
        """A sold ticket for a screen. Its signed code is made where it is printed or asked for."""
        return SoldTicket(
            row.ticket, row.performance, row.unit, row.zone, row.row, row.number,
            self._tariff_name(row), row.price_cents,
            short_code(row.performance, row.unit, row.hop),
        )  # fmt: skip

    def codes(self, order: OrderId) -> dict[TicketId, str]:
        """The newest code of each ticket of an order that this device sold."""
        rows = tickets_of_order(self._work.replica.sql, order)
        return {row.ticket: code_of(self._work, row, row.generation) for row in rows}

    def _remember(self, sale_token: str, order: OrderId) -> None:
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
        """The newest number this log gave an order, also where only the log remembers it."""
        kept = self._last_kept()
        if kept is None or kept[1].origin != self._work.origin:
            return newest_order_number(self._work.replica.sql, self._work.origin)
        return kept[1].number

    def _sold_before(self, sale_token: str) -> SaleDone | None:
        kept = self._last_kept()
        return None if kept is None or kept[0] != sale_token else self.sale(kept[1])

    def _request(
        self, lines: tuple[BasketLine, ...], payment: Payment, language: str
    ) -> SaleRequest:
        work = self._work
        tender = Tender(
            payment.means, payment.amount_cents, payment.tendered_cents, payment.reference
        )
        return SaleRequest(
            OrderId(work.origin, self._last_number() + 1), work.clock.now_ms(),
            _quote_lines(lines), tender, self._channel, work.clerk, language,
        )  # fmt: skip

    def _context(self, lines: tuple[BasketLine, ...]) -> SaleContext:
        offers = self._offers(lines)
        hops = {}
        for line in lines:
            offer = offers.get(line.performance)
            hop = None if offer is None else held_hop(self._work, offer.performance, line.unit)
            if hop is not None:
                hops[line.performance, line.unit] = hop + 1
        revision = self._work.catalogue.revision(self._work.house)
        return SaleContext(self._work.house, offers, hops, revision)

    def _offers(self, lines: Iterable[BasketLine]) -> dict[PerformanceId, Offer]:
        offers = {}
        for number in {line.performance for line in lines}:
            performance = self._work.catalogue.performance(number)
            if performance is not None:
                catalogue = self._work.catalogue
                offers[number] = Offer(
                    performance, catalogue.plan_of(performance), catalogue.tariffs(performance)
                )
        return offers

    def _drafts(self, decision: SaleDecision) -> list[Draft]:
        drafts = [
            Draft(FactKind.ORDER_SOLD, _organiser(sold), body_to_bytes(sold), _spends(sold))
            for sold in decision.sold
        ]
        if decision.payment is not None:
            body = body_to_bytes(decision.payment)
            drafts.append(Draft(FactKind.PAYMENT_TAKEN, self._work.house, body))
        return drafts

    def _done(self, request: SaleRequest, decision: SaleDecision, rows: list[SoldRow]) -> SaleDone:
        return SaleDone(
            request.order,
            tuple(self.sold_ticket(row) for row in rows),
            decision.total_cents,
            decision.due_cents,
            decision.change_cents,
            request.tender.means,
            self._work.link.state().connection is not Connection.ONLINE,
        )

    def _tariff_name(self, row: SoldRow) -> Text:
        performance = self._work.catalogue.performance(row.performance)
        tariffs = () if performance is None else self._work.catalogue.tariffs(performance)
        for tariff in tariffs:
            if tariff.id == row.tariff:
                return tariff.name
        return Text.of("nl", str(row.tariff))


def _quote_lines(lines: tuple[BasketLine, ...]) -> tuple[QuoteLine, ...]:
    return tuple(QuoteLine(line.performance, line.unit, line.tariff) for line in lines)


def _rows(decision: SaleDecision, facts: Sequence[Fact]) -> list[SoldRow]:
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

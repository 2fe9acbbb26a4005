"""Taking tickets back and giving them a new code, on the desk that holds their right."""

from __future__ import annotations

from dataclasses import dataclass

from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import Direction, FactKind, PaymentMeans, SaleLine, TicketsRefunded
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.orders import (
    RefundDecision,
    RefundRequest,
    TicketState,
    decide_refund,
    decide_reissue,
)
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.queries import SoldRow, find_ticket, passages
from sync.facts.fact import Draft, Move, Verb
from sync.rights.rules import moves_of


@dataclass(frozen=True, slots=True)
class RefundDone:
    """Tickets taken back: `handed_back_cents` is what the customer gets."""

    order: OrderId
    tickets: tuple[TicketId, ...]
    handed_back_cents: int


@dataclass(frozen=True, slots=True)
class ReissueDone:
    """A ticket with a new code."""

    ticket: TicketId
    generation: int


class AfterSales:
    """Refunds and reissues."""

    def __init__(self, work: Workplace, prints: PrintQueue) -> None:
        self._work = work
        self._prints = prints

    def refund(
        self, tickets: tuple[TicketId, ...], means: PaymentMeans, reason: str
    ) -> RefundDone | Refusal:
        """Take tickets of one order back; their places are free again here."""
        rows = [self._row(ticket) for ticket in tickets]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows) or not found:
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": ", ".join(map(str, tickets))})
        request = RefundRequest(
            found[0].order, self._work.clock.now_ms(), means, reason, self._work.clerk
        )
        decision = decide_refund([self._state(row) for row in found], request)
        if isinstance(decision, Refusal):
            return decision
        self._work.replica.append(self._refund_drafts(decision, found))
        self._work.wake()
        return RefundDone(request.order, tickets, decision.handed_back_cents)

    def reissue(self, ticket: TicketId, reason: str) -> ReissueDone | Refusal:
        """Give a ticket its next code and queue it for print; the old code dies."""
        row = self._row(ticket)
        if row is None:
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": str(ticket)})
        decision = decide_reissue(
            self._state(row), reason, self._work.clerk, self._work.clock.now_ms()
        )
        if isinstance(decision, Refusal):
            return decision
        moves = self._moves(Verb.USE, [row])
        draft = Draft(FactKind.TICKET_REISSUED, row.house, body_to_bytes(decision), moves)
        with self._work.replica.sql.transaction():
            self._work.replica.append([draft])
            self._prints.queue_ticket(row.order, ticket, duplicate=0)
        self._work.wake()
        return ReissueDone(ticket, decision.generation)

    def _refund_drafts(self, decision: RefundDecision, rows: list[SoldRow]) -> list[Draft]:
        drafts = []
        for refunded in decision.refunded:
            own = [row for row in rows if row.ticket in refunded.tickets]
            drafts.append(self._refund_draft(refunded, own))
        if decision.payment is not None:
            body = body_to_bytes(decision.payment)
            drafts.append(Draft(FactKind.PAYMENT_TAKEN, self._work.house, body))
        return drafts

    def _refund_draft(self, refunded: TicketsRefunded, rows: list[SoldRow]) -> Draft:
        moves = self._moves(Verb.FREE, rows)
        return Draft(FactKind.TICKETS_REFUNDED, rows[0].house, body_to_bytes(refunded), moves)

    def _moves(self, verb: Verb, rows: list[SoldRow]) -> tuple[Move, ...]:
        moves: tuple[Move, ...] = ()
        for number in sorted({row.performance for row in rows}):
            hops: dict[int, int] = {
                row.unit: self._hop(row) for row in rows if row.performance == number
            }
            moves += moves_of(verb, number, hops)
        return moves

    def _hop(self, row: SoldRow) -> int:
        right = self._work.replica.rights.right(row.house, row.performance, row.unit)
        return row.hop if right is None else right.hop

    def _row(self, ticket: TicketId) -> SoldRow | None:
        houses: list[int] = sorted(self._work.catalogue.houses())
        return find_ticket(self._work.replica.sql, ticket, houses)

    def _state(self, row: SoldRow) -> TicketState:
        right = self._work.replica.rights.right(row.house, row.performance, row.unit)
        is_here = right is not None and right.holder == self._work.origin and right.is_spent
        seen = passages(self._work.replica.sql, row.house, row.performance, row.ticket)
        ways = [passage.direction for passage in seen if not passage.is_annulled]
        return TicketState(
            row.ticket, row.order, self._line(row), row.generation, row.is_refunded, is_here,
            is_admitted=ways[-1:] == [Direction.ENTRY],
        )  # fmt: skip

    def _line(self, row: SoldRow) -> SaleLine:
        return SaleLine(
            row.performance, row.unit, row.hop, row.zone, row.row, row.number, "", row.tariff, "",
            row.price_cents, row.vat_rate_percent, "", row.house, row.seller, row.seller, 0,
            row.persons,
        )  # fmt: skip

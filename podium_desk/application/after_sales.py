"""Taking tickets back and giving them a new code, on the desk that holds their right."""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.clerks import has_staff
from podium_desk.application.codes import free_uses
from podium_desk.application.credit import Credit
from podium_desk.application.pass_rights import back_drafts, gather_back, passes_on
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.taking_over import take_over
from podium_desk.application.voucher_rights import gather_vouchers, payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, PaymentMeans, SaleLine, TicketsRefunded
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.payments import handed_over_cents, net_paid
from podium_desk.domain.refunds import (
    RefundRequest,
    TicketState,
    decide_refund,
    decide_reissue,
)
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.stays import stay_of
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.group_tickets import ticket_of_part, ticket_of_place
from podium_desk.replica.orders import exchanged_with, payments_behind, rest_cents
from podium_desk.replica.queries import SoldRow, find_ticket, passages, tickets_of_order
from podium_desk.replica.sold_facts import companions_of
from sync.facts.fact import Draft, Move, Verb
from sync.rights.rules import moves_of


@dataclass(frozen=True, slots=True)
class RefundDone:
    """Tickets taken back: `handed_back_cents` is what the customer gets, besides `credit_cents`."""

    order: OrderId
    tickets: tuple[TicketId, ...]
    handed_back_cents: int
    credit_cents: int = 0


@dataclass(frozen=True, slots=True)
class ReissueDone:
    """A ticket with a new code."""

    ticket: TicketId
    generation: int


@dataclass(frozen=True, slots=True)
class GoodsTaken:
    """Goods of an order that come back in the same deed: what they cost, and the facts."""

    cents: int = 0
    drafts: tuple[Draft, ...] = ()


class AfterSales:
    """Refunds and reissues."""

    def __init__(self, work: Workplace, prints: PrintQueue) -> None:
        self._work = work
        self._prints = prints

    def refund(
        self,
        tickets: tuple[TicketId, ...],
        means: PaymentMeans | None,
        reason: str,
        *,
        as_credit: bool = False,
        goods: GoodsTaken | None = None,
    ) -> RefundDone | Refusal:
        """Take tickets of one order back, companions of them too; their places are free again here.
        `goods` of the order come back with them, whole or not at all.

        The money goes back as it came; of several means that paid, `means` names the first. With
        `as_credit`, which the customer agreed to, it goes on credit, whose paper is printed.
        """
        found = refused_number(reason) or self.rows(tickets)
        if isinstance(found, Refusal):
            return found
        outdated = take_over(self._work, found)
        if outdated is not None:
            return outdated
        goods = goods or GoodsTaken()
        request = self.refund_request(found[0], means, reason, goods.cents)
        decision = decide_refund(self.states(found), request)
        if isinstance(decision, Refusal):
            return decision
        above = self.above_limit(decision.handed_back_cents)
        if above is not None:
            return above
        uses = passes_on(self._work, found)
        short = gather_vouchers(self._work, decision.payments) or gather_back(self._work, uses)
        if short is not None:
            return short
        drafts = self.refund_drafts(decision.refunded, found)
        drafts += [*back_drafts(self._work, found[0].order, uses), *goods.drafts]
        credit = Credit.of(self._work, decision.payments) if as_credit else None
        payments = decision.payments if credit is None else credit.payments
        with self._work.replica.sql.transaction():
            issued = "" if credit is None else credit.number
            drafts += [] if credit is None else credit.drafts(self._work)
            self._work.replica.append(drafts + payment_drafts(self._work, payments, issued))
            free_uses(self._work)
            if credit is not None:
                self._prints.queue_voucher(found[0].order, credit.number)
        self._work.booked(payments)
        self._work.take_approval()
        taken = tuple(row.ticket for row in found)
        credit_cents = 0 if credit is None else credit.amount_cents
        in_hand_cents = -handed_over_cents(payments) - credit_cents
        return RefundDone(found[0].order, taken, in_hand_cents, credit_cents)

    def reissue(self, ticket: TicketId, reason: str) -> ReissueDone | Refusal:
        """Give a ticket its next code and queue it for print; the old code dies."""
        row = self._row(ticket)
        if row is None:
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": str(ticket)})
        if not row.persons:
            return self._stays(row)
        outdated = refused_number(reason) or take_over(self._work, [row])
        if outdated is not None:
            return outdated
        decision = decide_reissue(
            self._state(row), reason, self._work.clerk, self._work.clock.now_ms()
        )
        if isinstance(decision, Refusal):
            return decision
        moves = moves_on(self._work, Verb.USE, [row])
        draft = Draft(FactKind.TICKET_REISSUED, row.house, body_to_bytes(decision), moves)
        with self._work.replica.sql.transaction():
            self._work.replica.append([draft])
            self._prints.queue_ticket(row.order, ticket, duplicate=0)
        self._work.wake()
        return ReissueDone(ticket, decision.generation)

    def above_limit(self, cents: int) -> Refusal | None:
        """A refusal when this clerk needs a manager for so much, and none gave a PIN.

        Where a house has staff nobody pays back without a name.
        """
        person = self._work.person
        if person is None:
            return Refusal(RefusalReason.NO_CLERK) if has_staff(self._work) else None
        if person.may_refund(cents) or self._work.take_approval():
            return None
        return Refusal(RefusalReason.MANAGER_NEEDED, {"limit_cents": person.refund_limit_cents})

    def rows(self, tickets: tuple[TicketId, ...]) -> list[SoldRow] | Refusal:
        """The tickets as they were sold, and their companions that did not come back before.

        Refuses none at all, one that is not known here, a place of a group without its ticket,
        which is one paper for all, and room for a wheelchair without the ticket that it was made
        for: the wheelchair would still stand there.
        """
        rows = [self._row(ticket) for ticket in tickets]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows) or not found:
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": ", ".join(map(str, tickets))})
        for row in found:
            if not row.persons and ticket_of_place(self._work.replica, row) not in tickets:
                return self._stays(row)
        tied = [one for ticket in tickets for one in companions_of(self._work.replica, ticket)]
        along = [self._row(one) for one in tied if one not in tickets]
        return found + [row for row in along if row is not None and not row.is_refunded]

    def states(self, rows: list[SoldRow]) -> list[TicketState]:
        """What this device knows of these tickets."""
        return [self._state(row) for row in rows]

    def refund_request(
        self, first: SoldRow, means: PaymentMeans | None, reason: str, goods_cents: int = 0
    ) -> RefundRequest:
        """The wish to take back tickets of the order of `first`, with what it got so far, and what
        those got that came of each other by exchanges."""
        sql, order = self._work.replica.sql, first.order
        family = [tickets_of_order(sql, one) for one in exchanged_with(sql, order)]
        is_ours = {row.seller for rows in family for row in rows} == {self._work.house}
        is_known = is_ours and all(family)
        paid = net_paid(payments_behind(sql, order)) if is_known else None
        return RefundRequest(
            order, self._work.clock.now_ms(), reason, self._work.clerk, paid,
            () if means is None else (means,),
            rest_cents(sql, order) if is_known else 0, goods_cents,
        )  # fmt: skip

    def refund_drafts(
        self, refunded: Iterable[TicketsRefunded], rows: list[SoldRow]
    ) -> list[Draft]:
        """The facts that take tickets back and free their places, one a house."""
        return [
            self._refund_draft(one, [row for row in rows if row.ticket in one.tickets])
            for one in refunded
        ]

    def _refund_draft(self, refunded: TicketsRefunded, rows: list[SoldRow]) -> Draft:
        moves = moves_on(self._work, Verb.FREE, rows)
        return Draft(FactKind.TICKETS_REFUNDED, rows[0].house, body_to_bytes(refunded), moves)

    def _stays(self, place: SoldRow) -> Refusal:
        """Why a place without a ticket of its own is not changed by itself."""
        ticket = ticket_of_part(self._work.replica.sql, place)
        if ticket is None:
            return Refusal(RefusalReason.ROOM_STAYS, {"ticket": str(place.ticket)})
        return Refusal(RefusalReason.GROUP_STAYS_WHOLE, {"ticket": str(ticket)})

    def _row(self, ticket: TicketId) -> SoldRow | None:
        houses: list[int] = sorted(self._work.catalogue.houses())
        return find_ticket(self._work.replica.sql, ticket, houses)

    def _state(self, row: SoldRow) -> TicketState:
        """A manager's word lets the ticket of a guest who is inside be taken back."""
        right = self._work.replica.rights.right(row.house, row.performance, row.unit)
        is_here = right is not None and right.holder == self._work.origin and right.is_spent
        seen = passages(self._work.replica.sql, row.house, row.performance, row.ticket)
        is_inside = stay_of(seen, row.persons).is_inside
        return TicketState(
            row.ticket, row.order, self._line(row), row.generation, row.is_refunded, is_here,
            is_admitted=is_inside and not self._work.approved_by,
        )  # fmt: skip

    def _line(self, row: SoldRow) -> SaleLine:
        return SaleLine(
            row.performance, row.unit, row.hop, row.zone, row.row, row.number, "", row.tariff, "",
            row.price_cents, row.vat_rate_percent, "", row.house, row.seller, row.seller, 0,
            row.persons,
        )  # fmt: skip


def moves_on(work: Workplace, verb: Verb, rows: Iterable[SoldRow]) -> tuple[Move, ...]:
    """The moves that take the rights of these tickets, all of one house, one hop on."""
    by_performance: dict[int, dict[int, int]] = {}
    for row in rows:
        right = work.replica.rights.right(row.house, row.performance, row.unit)
        hop = row.hop if right is None else right.hop
        by_performance.setdefault(row.performance, {})[row.unit] = hop
    moves: tuple[Move, ...] = ()
    for number in sorted(by_performance):
        moves += moves_of(verb, number, by_performance[number])
    return moves

"""Taking tickets back, exchanging them and giving them a new code: which facts follow, or why not.

Nothing here makes a number or reads a clock; the caller appends the facts as one atomic group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from podium_desk.domain.facts import (
    PaymentMeans,
    PaymentTaken,
    SaleLine,
    TicketReissued,
    TicketsRefunded,
)
from podium_desk.domain.ids import HouseId, OrderId, TicketId
from podium_desk.domain.orders import SaleContext, SaleDecision, SaleRequest, price_basket
from podium_desk.domain.payments import (
    Paid,
    Till,
    handed_over_cents,
    pay_back,
    take_payments,
)
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass

EXCHANGED = "exchanged"
"""The reason of tickets that were taken back for others."""
CANCELLED = "cancelled"
"""The reason of tickets of a performance that did not go on."""
EXPIRED = "expired"
"""The reason of places of an open order that nobody came to pay."""


@dataclass(frozen=True, slots=True)
class TicketState:
    """A sold ticket as the deciding device knows it.

    `is_right_here` tells that this device holds the right to pay back or reissue it;
    `is_admitted` that the guest is inside.
    """

    id: TicketId
    order: OrderId
    line: SaleLine
    generation: int
    is_refunded: bool
    is_right_here: bool
    is_admitted: bool


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Tickets of one order to take back.

    `paid` is what the order got by each means, oldest first, or None where the payments are not
    known here (another house took them); `means` are those that the clerk wants first, and the
    one that is used when nothing is known. `owed_cents` is what an open order still owes: what its
    tickets cost comes off that first. `goods_cents` is what goods of the order cost that come back
    in the same deed.
    """

    order: OrderId
    at_ms: int
    reason: str
    clerk: str
    paid: tuple[Paid, ...] | None
    means: tuple[PaymentMeans, ...] = ()
    owed_cents: int = 0
    goods_cents: int = 0


@dataclass(frozen=True, slots=True)
class RefundDecision:
    """The facts of a refund: one `TicketsRefunded` per organising house, and the money.

    Payments have negative amounts. `handed_back_cents` is what the customer gets, after cash
    rounding.
    """

    refunded: tuple[TicketsRefunded, ...]
    payments: tuple[PaymentTaken, ...]
    handed_back_cents: int


@dataclass(frozen=True, slots=True)
class ExchangeDecision:
    """The facts of an exchange: tickets taken back, others sold, and the difference in money.

    `sale` has the new order, with payments where the customer pays more; `given_back` has them
    where the customer gets money.
    """

    refunded: tuple[TicketsRefunded, ...]
    sale: SaleDecision
    given_back: tuple[PaymentTaken, ...]


def decide_refund(
    tickets: Sequence[TicketState], request: RefundRequest
) -> RefundDecision | Refusal:
    """Take tickets of one order back whole or not at all, and give back what was paid for them.

    Refuses none at all, a ticket twice, a ticket of another order, one that is already
    refunded, one whose right is elsewhere, one whose guest has been let in, and money by a means
    that never paid it.
    """
    problem = _refund_problem(tickets, request.order)
    if problem is not None:
        return problem
    value_cents = sum(ticket.line.price_cents for ticket in tickets) + request.goods_cents
    back_cents = max(0, value_cents - request.owed_cents)
    payments = _money_back(request, back_cents)
    if isinstance(payments, Refusal):
        return payments
    refunded = _refunded_per_house(tickets, request)
    return RefundDecision(refunded, payments, -handed_over_cents(payments))


def decide_expiry(
    tickets: Sequence[TicketState], request: RefundRequest
) -> RefundDecision | Refusal:
    """Let the places of an open order go that nobody came to pay, and give an advance back as it
    came (decision 0019).

    Written by whoever holds the tickets' rights, not by a clock (architecture.md, decision 3).
    Where the payments are not known, another house took them: it gives them back.
    """
    problem = _refund_problem(tickets, request.order)
    if problem is not None:
        return problem
    advance_cents = max(0, sum(one.amount_cents for one in request.paid or ()))
    payments = _money_back(request, advance_cents)
    if isinstance(payments, Refusal):
        return payments
    unpaid = [replace(one, line=replace(one.line, price_cents=0)) for one in tickets]
    refunded = _refunded_per_house(unpaid, replace(request, reason=EXPIRED))
    return RefundDecision(refunded, payments, -handed_over_cents(payments))


def decide_exchange(
    tickets: Sequence[TicketState], request: RefundRequest, sale: SaleRequest, context: SaleContext
) -> ExchangeDecision | Refusal:
    """Take tickets of one order back and sell others for them, as one deed.

    The customer pays or gets the difference only. Refuses what a refund and a sale refuse, and an
    order that is not paid yet: nothing can be exchanged for it.
    """
    if request.owed_cents:
        return Refusal(RefusalReason.NOT_PAID_YET, {"owed_cents": request.owed_cents})
    problem = _refund_problem(tickets, request.order)
    if problem is not None:
        return problem
    priced = price_basket(sale, context)
    if isinstance(priced, Refusal):
        return priced
    refunded = _refunded_per_house(tickets, replace(request, reason=EXCHANGED))
    old_cents = sum(ticket.line.price_cents for ticket in tickets)
    difference_cents = priced.total_cents - old_cents
    till = Till(sale.order, sale.at_ms, sale.clerk)
    taken = take_payments(till, max(0, difference_cents), sale.tenders)
    if isinstance(taken, Refusal):
        return taken
    given_back = _money_back(replace(request, order=sale.order), max(0, -difference_cents))
    if isinstance(given_back, Refusal):
        return given_back
    new = priced.with_payments(taken)
    from_order = tuple(replace(sold, exchanged_from=request.order) for sold in new.sold)
    return ExchangeDecision(refunded, replace(new, sold=from_order), given_back)


def decide_reissue(
    ticket: TicketState, reason: str, clerk: str, at_ms: int
) -> TicketReissued | Refusal:
    """Give a ticket its next code, which kills every older one.

    Refuses a refunded ticket and one whose right is elsewhere. A guest who is inside may get
    a new code: what the ticket has been used for goes with the ticket, not with its code.
    """
    problem = _right_problem(ticket)
    if problem is not None:
        return problem
    return TicketReissued(ticket.id, ticket.generation + 1, at_ms, reason, clerk)


def _money_back(request: RefundRequest, back_cents: int) -> tuple[PaymentTaken, ...] | Refusal:
    till = Till(request.order, request.at_ms, request.clerk)
    if request.paid is not None:
        return pay_back(till, back_cents, request.paid, request.means)
    means = request.means[0] if request.means else PaymentMeans.CASH
    return pay_back(till, back_cents, (Paid(means, back_cents),))


def _refund_problem(tickets: Sequence[TicketState], order: OrderId) -> Refusal | None:
    """Why these tickets cannot be taken back together."""
    if not tickets:
        return Refusal(RefusalReason.EMPTY_BASKET)
    if len({ticket.id for ticket in tickets}) < len(tickets):
        return Refusal(RefusalReason.DOUBLE_LINE)
    problems = (_ticket_problem(ticket, order) for ticket in tickets)
    return next((problem for problem in problems if problem is not None), None)


def _ticket_problem(ticket: TicketState, order: OrderId) -> Refusal | None:
    """Why this ticket cannot be taken back in this refund."""
    if ticket.order != order:
        details: dict[str, str | int] = {"ticket": str(ticket.id), "order": str(order)}
        return Refusal(RefusalReason.UNKNOWN_TICKET, details)
    problem = _right_problem(ticket)
    if problem is None and ticket.is_admitted:
        return Refusal(RefusalReason.ALREADY_INSIDE, {"ticket": str(ticket.id)})
    return problem


def _right_problem(ticket: TicketState) -> Refusal | None:
    """Why this device may not change this ticket at all."""
    if ticket.is_refunded:
        return Refusal(RefusalReason.ALREADY_REFUNDED, {"ticket": str(ticket.id)})
    if not ticket.is_right_here:
        return Refusal(RefusalReason.RIGHT_ELSEWHERE, {"ticket": str(ticket.id)})
    return None


def _refunded_per_house(
    tickets: Sequence[TicketState], request: RefundRequest
) -> tuple[TicketsRefunded, ...]:
    """One refund fact per organiser, so that each house sees its own."""
    by_house: dict[HouseId, list[TicketState]] = {}
    for ticket in tickets:
        by_house.setdefault(ticket.line.organiser, []).append(ticket)
    return tuple(
        TicketsRefunded(
            tickets=tuple(ticket.id for ticket in group),
            order=request.order,
            at_ms=request.at_ms,
            amount_cents=sum(ticket.line.price_cents for ticket in group),
            reason=request.reason,
            clerk=request.clerk,
        )
        for group in by_house.values()
    )

"""Selling, paying back and giving a new code: which facts follow, or why not.

Nothing here makes a number or reads a clock: the order's number, the time and the moves of the
rights that are spent come from the caller, who appends the facts as one atomic group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from podium_desk.domain.facts import (
    OrderSold,
    PaymentMeans,
    PaymentTaken,
    SaleLine,
    TicketReissued,
    TicketsRefunded,
)
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TicketId, Unit
from podium_desk.domain.money import CASH_LIMIT_CENTS, cash_due, change_due
from podium_desk.domain.pricing import Offer, Priced, QuoteLine, quote
from podium_desk.domain.refusals import Refusal, RefusalReason


@dataclass(frozen=True, slots=True)
class Tender:
    """How the customer pays.

    `amount_cents` is the order's total before cash rounding, as it stood on the screen: a
    total that has changed since is refused. `tendered_cents` is what was handed over in cash.
    """

    means: PaymentMeans
    amount_cents: int
    tendered_cents: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class SaleRequest:
    """A basket with its payment, and who sells it when (`at_ms` in UTC)."""

    order: OrderId
    at_ms: int
    lines: tuple[QuoteLine, ...]
    tender: Tender
    channel: str
    clerk: str
    language: str


@dataclass(frozen=True, slots=True)
class SaleContext:
    """What the desk knows: `hops` has every place whose right it holds, with the right's move."""

    seller: HouseId
    offers: Mapping[PerformanceId, Offer]
    hops: Mapping[tuple[PerformanceId, Unit], int]
    catalogue_revision: int


@dataclass(frozen=True, slots=True)
class SaleDecision:
    """The facts of a sale: one `OrderSold` per organising house, and the money.

    `positions` says where each requested line went: (index in `sold`, index in its lines).
    `payment` is None for an order that costs nothing.
    """

    sold: tuple[OrderSold, ...]
    payment: PaymentTaken | None
    positions: tuple[tuple[int, int], ...]
    total_cents: int
    due_cents: int
    change_cents: int


def decide_sale(request: SaleRequest, context: SaleContext) -> SaleDecision | Refusal:
    """Sell a basket whole or not at all.

    Refuses an empty basket, a place twice, a place whose right this desk does not hold, what
    `quote` refuses, an amount that is not the total, too little cash, and more than the cash
    limit (domain.md 5.2).
    """
    problem = _basket_problem(request, context)
    if problem is not None:
        return problem
    priced = quote(request.lines, context.offers)
    if isinstance(priced, Refusal):
        return priced
    total_cents = sum(line.price_cents for line in priced)
    payment = _payment(request, total_cents)
    if isinstance(payment, Refusal):
        return payment
    sold, positions = _per_house(request, context, priced)
    return SaleDecision(
        sold=sold,
        payment=payment if total_cents else None,
        positions=positions,
        total_cents=total_cents,
        due_cents=payment.amount_cents + payment.rounding_cents,
        change_cents=payment.change_cents,
    )


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
    """Tickets of one order to take back, and how the money goes back."""

    order: OrderId
    at_ms: int
    means: PaymentMeans
    reason: str
    clerk: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RefundDecision:
    """The facts of a refund: one `TicketsRefunded` per organising house, and the money.

    `payment` has a negative amount; it is None when the tickets were free of charge.
    `handed_back_cents` is what the customer gets, after cash rounding.
    """

    refunded: tuple[TicketsRefunded, ...]
    payment: PaymentTaken | None
    handed_back_cents: int


def decide_refund(
    tickets: Sequence[TicketState], request: RefundRequest
) -> RefundDecision | Refusal:
    """Take tickets of one order back whole or not at all.

    Refuses none at all, a ticket twice, a ticket of another order, one that is already
    refunded, one whose right is elsewhere, and one whose guest has been let in.
    """
    if not tickets:
        return Refusal(RefusalReason.EMPTY_BASKET)
    if len({ticket.id for ticket in tickets}) < len(tickets):
        return Refusal(RefusalReason.DOUBLE_LINE)
    for ticket in tickets:
        problem = _refund_problem(ticket, request.order)
        if problem is not None:
            return problem
    total_cents = sum(ticket.line.price_cents for ticket in tickets)
    payment = _money_back(request, total_cents)
    return RefundDecision(
        refunded=_refunded_per_house(tickets, request),
        payment=payment if total_cents else None,
        handed_back_cents=-(payment.amount_cents + payment.rounding_cents),
    )


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


def _basket_problem(request: SaleRequest, context: SaleContext) -> Refusal | None:
    """What is wrong with the places themselves."""
    if not request.lines:
        return Refusal(RefusalReason.EMPTY_BASKET)
    seen = set()
    for line in request.lines:
        place = (line.performance, line.unit)
        details: dict[str, str | int] = {"performance": line.performance, "unit": line.unit}
        if place in seen:
            return Refusal(RefusalReason.DOUBLE_LINE, details)
        if place not in context.hops:
            return Refusal(RefusalReason.SEAT_ELSEWHERE, details)
        seen.add(place)
    return None


def _payment(request: SaleRequest, total_cents: int) -> PaymentTaken | Refusal:
    """The money of a sale, rounded when it is cash."""
    tender = request.tender
    if tender.amount_cents != total_cents:
        details: dict[str, str | int] = {"total_cents": total_cents}
        return Refusal(RefusalReason.WRONG_AMOUNT, details | {"amount_cents": tender.amount_cents})
    if tender.means is PaymentMeans.CARD:
        return _taken(request, rounding_cents=0, tendered_cents=total_cents, change_cents=0)
    due_cents = cash_due(total_cents)
    if due_cents > CASH_LIMIT_CENTS:
        limit: dict[str, str | int] = {"limit_cents": CASH_LIMIT_CENTS, "due_cents": due_cents}
        return Refusal(RefusalReason.OVER_CASH_LIMIT, limit)
    if tender.tendered_cents < due_cents:
        missing: dict[str, str | int] = {"due_cents": due_cents}
        return Refusal(
            RefusalReason.NOT_ENOUGH_MONEY, missing | {"tendered_cents": tender.tendered_cents}
        )
    return _taken(
        request,
        rounding_cents=due_cents - total_cents,
        tendered_cents=tender.tendered_cents,
        change_cents=change_due(due_cents, tender.tendered_cents),
    )


def _taken(
    request: SaleRequest, *, rounding_cents: int, tendered_cents: int, change_cents: int
) -> PaymentTaken:
    """The payment fact of a sale."""
    return PaymentTaken(
        order=request.order,
        at_ms=request.at_ms,
        means=request.tender.means,
        amount_cents=request.tender.amount_cents,
        rounding_cents=rounding_cents,
        tendered_cents=tendered_cents,
        change_cents=change_cents,
        clerk=request.clerk,
        reference=request.tender.reference,
    )


def _per_house(
    request: SaleRequest, context: SaleContext, priced: tuple[Priced, ...]
) -> tuple[tuple[OrderSold, ...], tuple[tuple[int, int], ...]]:
    """One order fact per organiser in order of first appearance; lines keep their order."""
    by_house: dict[HouseId, list[SaleLine]] = {}
    positions = []
    for one in priced:
        lines = by_house.setdefault(one.performance.house, [])
        positions.append((list(by_house).index(one.performance.house), len(lines)))
        lines.append(_sale_line(one, context))
    sold = tuple(
        OrderSold(
            order=request.order,
            at_ms=request.at_ms,
            channel=request.channel,
            clerk=request.clerk,
            language=request.language,
            lines=tuple(lines),
        )
        for lines in by_house.values()
    )
    return sold, tuple(positions)


def _sale_line(one: Priced, context: SaleContext) -> SaleLine:
    """The immutable line: everything that settlement and the door will ask later."""
    line = one.line
    return SaleLine(
        performance=line.performance,
        unit=line.unit,
        hop=context.hops[line.performance, line.unit],
        zone=one.place.zone,
        row=one.place.row,
        number=one.place.number,
        category=one.place.category,
        tariff=one.tariff.id,
        tariff_code=one.tariff.code,
        price_cents=one.price_cents,
        vat_rate_percent=one.performance.vat_rate_percent,
        vat_basis=one.performance.vat_basis,
        organiser=one.performance.house,
        seller=context.seller,
        money_holder=context.seller,
        catalogue_revision=context.catalogue_revision,
    )


def _refund_problem(ticket: TicketState, order: OrderId) -> Refusal | None:
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


def _money_back(request: RefundRequest, total_cents: int) -> PaymentTaken:
    """The negative payment of a refund, rounded when it is cash."""
    is_cash = request.means is PaymentMeans.CASH
    due_cents = cash_due(-total_cents) if is_cash else -total_cents
    return PaymentTaken(
        order=request.order,
        at_ms=request.at_ms,
        means=request.means,
        amount_cents=-total_cents,
        rounding_cents=due_cents + total_cents,
        tendered_cents=0,
        change_cents=0,
        clerk=request.clerk,
        reference=request.reference,
    )

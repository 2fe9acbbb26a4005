"""Selling, reserving and paying what was reserved: which facts follow, or why not.

Nothing here makes a number or reads a clock: the order's number, the time and the moves of the
rights that are spent come from the caller, who appends the facts as one atomic group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from podium_desk.domain.concessions import Concession
from podium_desk.domain.facts import OrderPaid, OrderSold, PaymentTaken, SaleLine
from podium_desk.domain.goods import (
    Goods,
    GoodsKey,
    GoodsSold,
    GoodsWish,
    Selling,
    goods_cents,
    sell_goods,
)
from podium_desk.domain.group_tickets import Group, group_of, group_sizes, ticket_of_group
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, Unit
from podium_desk.domain.payments import Tender, Till, handed_over_cents, take_payments
from podium_desk.domain.pricing import Offer, Priced, QuoteLine
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.uitpas import NEUTRAL_CODE
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SaleRequest:
    """A basket with its payments, and who sells it when (`at_ms` in UTC).

    With `pay_before_ms` it is reserved until then: it may be paid in part, or not at all. A
    `communication` is the structured one of the transfer that will pay it. `is_valid_unpaid` and
    `needs_approval` are told to the doors (`domain.facts.OrderSold`).
    """

    order: OrderId
    at_ms: int
    lines: tuple[QuoteLine, ...]
    tenders: tuple[Tender, ...]
    channel: str
    clerk: str
    language: str
    pay_before_ms: int | None = None
    communication: str = ""
    goods: tuple[GoodsWish, ...] = ()
    is_valid_unpaid: bool = False
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class SaleContext:
    """What the desk knows: `hops` has every place whose right it holds, with the right's move.

    `goods` are those that are asked for, as far as their houses have them.
    """

    seller: HouseId
    offers: Mapping[PerformanceId, Offer]
    hops: Mapping[tuple[PerformanceId, Unit], int]
    said: tuple[Concession, ...] = ()
    goods: Mapping[GoodsKey, Goods] = field(default_factory=dict)
    revisions: Mapping[HouseId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SaleDecision:
    """The facts of a sale: one `OrderSold` per organising house, the goods, and the money.

    `positions` says where each requested line went: (index in `sold`, index in its lines).
    `due_cents` is what changes hands after cash rounding, `rest_cents` what an open order still
    owes.
    """

    sold: tuple[OrderSold, ...]
    payments: tuple[PaymentTaken, ...]
    positions: tuple[tuple[int, int], ...]
    total_cents: int
    goods: tuple[GoodsSold, ...] = ()

    @property
    def due_cents(self) -> int:
        """What changes hands now, after cash rounding."""
        return handed_over_cents(self.payments)

    @property
    def change_cents(self) -> int:
        """What of the cash handed over goes back."""
        return sum(payment.change_cents for payment in self.payments)

    @property
    def rest_cents(self) -> int:
        """What is still to be paid."""
        return self.total_cents - sum(payment.amount_cents for payment in self.payments)

    def with_payments(self, payments: tuple[PaymentTaken, ...]) -> SaleDecision:
        """The same sale, paid so."""
        return replace(self, payments=payments)


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A reserved order as the deciding device knows it.

    `houses` are the organisers of its places that were not let go; `rest_cents` is what is still
    to be paid; `is_held` that this device holds the rights of all those places.
    """

    order: OrderId
    houses: tuple[HouseId, ...]
    rest_cents: int
    is_open: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class OpenOrderPaid:
    """The facts of money for an open order; `paid`, once nothing is owed, is for each house."""

    paid: OrderPaid | None
    payments: tuple[PaymentTaken, ...]


def decide_sale(request: SaleRequest, context: SaleContext) -> SaleDecision | Refusal:
    """Sell a basket whole or not at all.

    Refuses an empty basket, a place twice, a place whose right this desk does not hold, what
    `quote` refuses, and what `take_payments` refuses: payments that are not the total (of a
    reservation: more than the total), too little cash, and more than the cash limit.
    """
    priced = price_basket(request, context)
    if isinstance(priced, Refusal):
        return priced
    to_pay_cents = priced.total_cents
    if request.pay_before_ms is not None:
        to_pay_cents = min(to_pay_cents, sum(tender.amount_cents for tender in request.tenders))
    till = Till(request.order, request.at_ms, request.clerk)
    payments = take_payments(till, to_pay_cents, request.tenders)
    return payments if isinstance(payments, Refusal) else priced.with_payments(payments)


def price_basket(request: SaleRequest, context: SaleContext) -> SaleDecision | Refusal:
    """The lines of a sale with their prices, not paid yet; refuses what cannot be sold so."""
    problem = _basket_problem(request, context)
    if problem is not None:
        return problem
    occasion = Occasion(request.channel, request.at_ms)
    priced = quote(request.lines, context.offers, Asked(occasion, context.said))
    if isinstance(priced, Refusal):
        return priced
    goods = _goods(request, context)
    if isinstance(goods, Refusal):
        return goods
    sold, positions = _per_house(request, context, priced)
    total_cents = sum(line.price_cents for line in priced) + goods_cents(goods)
    return SaleDecision(sold, (), positions, total_cents, goods)


def _goods(request: SaleRequest, context: SaleContext) -> tuple[GoodsSold, ...] | Refusal:
    """What is sold beside the places, which nobody reserves: it is paid and taken along."""
    if request.goods and request.pay_before_ms is not None:
        return Refusal(RefusalReason.GOODS_NOT_RESERVED)
    selling = Selling(
        request.order, request.at_ms, request.channel, request.clerk, request.language,
        context.seller, context.revisions,
    )  # fmt: skip
    return sell_goods(request.goods, context.goods, selling)


def decide_payment(
    order: OpenOrder, till: Till, tenders: Sequence[Tender]
) -> OpenOrderPaid | Refusal:
    """Take money for an open order: all that is owed, or a part of it.

    Refuses an order that is not open any more, one whose places another device holds, and what
    `take_payments` refuses.
    """
    if not order.is_open:
        return Refusal(RefusalReason.NOT_OPEN, {"order": str(order.order)})
    if not order.is_held:
        return Refusal(RefusalReason.RIGHT_ELSEWHERE, {"order": str(order.order)})
    to_pay_cents = min(order.rest_cents, sum(tender.amount_cents for tender in tenders))
    payments = take_payments(till, to_pay_cents, tenders)
    if isinstance(payments, Refusal):
        return payments
    is_whole = to_pay_cents == order.rest_cents
    paid = OrderPaid(order.order, till.at_ms, till.clerk) if is_whole else None
    return OpenOrderPaid(paid, payments)


def _basket_problem(request: SaleRequest, context: SaleContext) -> Refusal | None:
    """What is wrong with the places themselves."""
    if not request.lines and not request.goods:
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


def _per_house(
    request: SaleRequest, context: SaleContext, priced: tuple[Priced, ...]
) -> tuple[tuple[OrderSold, ...], tuple[tuple[int, int], ...]]:
    """One order fact per organiser in order of first appearance; lines keep their order."""
    by_house: dict[HouseId, list[SaleLine]] = {}
    positions, sizes = [], group_sizes(priced)
    for one in priced:
        lines = by_house.setdefault(one.performance.house, [])
        positions.append((list(by_house).index(one.performance.house), len(lines)))
        lines.append(_tied(_sale_line(one, context), one, lines, sizes))
    sold = tuple(
        OrderSold(
            order=request.order,
            at_ms=request.at_ms,
            channel=request.channel,
            clerk=request.clerk,
            language=request.language,
            lines=tuple(lines),
            pay_before_ms=request.pay_before_ms,
            communication=request.communication,
            is_valid_unpaid=request.is_valid_unpaid,
            needs_approval=request.needs_approval,
        )
        for lines in by_house.values()
    )
    return sold, tuple(positions)


def _tied(
    line: SaleLine, one: Priced, before: Sequence[SaleLine], sizes: Mapping[Group, int]
) -> SaleLine:
    """The line with how many it lets in, and the ticket that it goes with.

    `before` are the lines of the same fact that stand before it: a companion stands behind the
    place that it goes with, the other places of a group (of these `sizes`) behind its ticket.
    """
    group, ticket = group_of(one), ticket_of_group(one, before)
    if ticket is not None:
        return replace(line, entitles=0, parent_line=ticket)
    guest = (line.performance, one.line.goes_with)
    parents = (
        place if earlier.entitles or earlier.parent_line is None else earlier.parent_line
        for place, earlier in enumerate(before)
        if (earlier.performance, earlier.unit) == guest
    )
    entitles = 0 if one.tariff.terms.is_room else 1 if group is None else sizes[group]
    return replace(line, entitles=entitles, parent_line=next(parents, None))


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
        tariff_code=one.tariff.code if line.reduction is None else NEUTRAL_CODE,
        price_cents=one.price_cents,
        vat_rate_percent=one.performance.vat_rate_percent,
        vat_basis=one.performance.vat_basis,
        organiser=one.performance.house,
        seller=context.seller,
        money_holder=context.seller,
        catalogue_revision=context.offers[line.performance].revision,
        discount_bearer=one.discount_bearer,
        discount_cents=one.discount_cents,
        discount_code=one.discount_code,
        remark=line.remark or line.pass_number,
        reduction=line.reduction,
        valid_from_ms=one.tariff.valid_from_ms,
        valid_until_ms=one.tariff.valid_until_ms,
    )

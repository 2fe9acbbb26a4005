"""What a place costs: one price per line, from the tariff and the category of the place.

What a whole basket costs, with terms and discounts, is `quoting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.places import Place, place_at
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass

NOT_SOLD = (PerformanceStatus.POSTPONED, PerformanceStatus.WITHDRAWN)
"""What is told as sold out may still be sold at the counter: returned and held places."""


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One place with the tariff somebody chose for it.

    `remark` is why it is free, `pass_number` the pass or card that was shown, where terms ask it.
    `reduction` is what UiTPAS takes off, `goes_with` the place of the same performance that this
    one is the companion of.
    """

    performance: PerformanceId
    unit: Unit
    tariff: TariffId
    remark: str = ""
    pass_number: str = ""
    reduction: Reduction | None = None
    goes_with: Unit | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """All that a price depends on, for one performance. `plan` is None when it is not sold here.

    `revision` is the catalogue's, of the performance's house, at which the tariffs are these.
    """

    performance: Performance
    plan: HallPlan | None
    tariffs: tuple[Tariff, ...]
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with its price in whole cents, VAT and all costs included, discounts taken off."""

    line: QuoteLine
    performance: Performance
    place: Place
    tariff: Tariff
    price_cents: int
    discount_cents: int = 0
    discount_code: str = ""
    discount_bearer: HouseId | None = None


def price_each(
    lines: Sequence[QuoteLine], offers: Mapping[PerformanceId, Offer]
) -> tuple[Priced, ...] | Refusal:
    """The price of each line, in the order of the lines; the first line that fails refuses all.

    Refuses an unknown or cancelled performance, one that is not on sale, an unknown seat or
    tariff, a tariff that has no price for the seat's category, and a reduction of another price.
    """
    priced = []
    for line in lines:
        outcome = _price(line, offers.get(line.performance))
        if isinstance(outcome, Refusal):
            return outcome
        priced.append(outcome)
    return tuple(priced)


def _price(line: QuoteLine, offer: Offer | None) -> Priced | Refusal:
    """One line's price."""
    if offer is None:
        return _refuse(RefusalReason.UNKNOWN_PERFORMANCE, line)
    if offer.performance.status is PerformanceStatus.CANCELLED:
        return _refuse(RefusalReason.PERFORMANCE_CANCELLED, line)
    if offer.plan is None or offer.performance.status in NOT_SOLD:
        return _refuse(RefusalReason.NOT_ON_SALE, line)
    place = place_at(offer.plan, line.unit)
    if place is None:
        return _refuse(RefusalReason.UNKNOWN_SEAT, line)
    tariff = next((one for one in offer.tariffs if one.id == line.tariff), None)
    if tariff is None or tariff.performance != line.performance:
        return _refuse(RefusalReason.UNKNOWN_TARIFF, line)
    price_cents = tariff.price_cents(place.category)
    if price_cents is None:
        return _refuse(RefusalReason.TARIFF_NOT_FOR_SEAT, line, place)
    reduction = line.reduction
    if reduction is not None:
        if not 0 <= reduction.price_cents <= reduction.regular_cents == price_cents:
            return _refuse(RefusalReason.REDUCTION_OUTDATED, line, place)
        price_cents = reduction.due_cents
    return Priced(line, offer.performance, place, tariff, price_cents)


def _refuse(reason: RefusalReason, line: QuoteLine, place: Place | None = None) -> Refusal:
    """A no that names the line, and the seat where it is known."""
    details: dict[str, str | int] = {
        "performance": line.performance,
        "unit": line.unit,
        "tariff": line.tariff,
    }
    if place is not None:
        details |= {"row": place.row, "number": place.number, "category": place.category}
    return Refusal(reason, details)

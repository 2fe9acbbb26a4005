"""The companion that a counter offers once a wheelchair place is in the basket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, CounterDesk, HallView, SeatState
from podium_desk.domain.companions import companion_tariff, seats_beside
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket import Basket, place_of, priced
from podium_desk.presentation.hall import category_of, is_wheelchair
from podium_desk.presentation.rooms import is_room

if TYPE_CHECKING:
    from podium_desk.presentation.basket import Place


@dataclass(frozen=True, slots=True)
class CompanionOffer:
    """A free seat beside a wheelchair place, at the companion's tariff."""

    guest: Place
    unit: Unit
    tariff: TariffId


def companion_offer(
    basket: Basket, halls: Mapping[PerformanceId, HallView]
) -> CompanionOffer | None:
    """What to offer for the first wheelchair place without a companion; None for nothing."""
    companions = [line for line in basket.lines if not is_room(line, halls)]
    accompanied = {(line.performance, line.goes_with) for line in companions}
    roomy = {(line.performance, line.goes_with) for line in basket.lines if is_room(line, halls)}
    for line in basket.lines:
        hall = halls.get(line.performance)
        if hall is None or (line.performance, line.unit) in accompanied:
            continue
        tariff = companion_tariff(hall.tariffs)
        is_guest = is_wheelchair(hall.plan, line.unit) or (line.performance, line.unit) in roomy
        if tariff is not None and is_guest:
            unit = _free_beside(basket, hall, line)
            if unit is not None and tariff.price_cents(category_of(hall.plan, unit)) is not None:
                return CompanionOffer((line.performance, line.unit), unit, tariff.id)
    return None


def take_companion(desk: CounterDesk, basket: Basket, offer: CompanionOffer) -> Basket | Refusal:
    """Put the companion in the basket, tied to the place that it goes with.

    A seat beside that is in the basket already becomes the companion's.
    """
    performance, guest = offer.guest
    if offer.unit not in basket.units(performance):
        held = desk.hold(performance, (offer.unit,))
        if isinstance(held, Refusal):
            return held
    tied = BasketLine(performance, offer.unit, offer.tariff, goes_with=guest)
    lines: list[BasketLine] = []
    for line in basket.lines:
        if place_of(line) != place_of(tied):
            lines.append(line)
        if place_of(line) == offer.guest:
            lines.append(tied)
    kept = replace(basket, proposed=basket.proposed - {place_of(tied), offer.guest})
    outcome = priced(desk, kept, tuple(lines))
    if isinstance(outcome, Refusal) and offer.unit not in basket.units(performance):
        desk.release(performance, (offer.unit,))
    return outcome


def _free_beside(basket: Basket, hall: HallView, line: BasketLine) -> Unit | None:
    """The nearest seat beside that is ours already and free of ties, or could be had."""
    own = [one for one in basket.lines if one.performance == line.performance]
    tied = {one.unit for one in own if one.goes_with is not None}
    for unit in seats_beside(hall.plan, line.unit):
        is_ours = unit in basket.units(line.performance)
        is_free = is_ours or hall.states[unit] in (SeatState.MINE, SeatState.ASK)
        if is_free and unit not in tied:
            return unit
    return None

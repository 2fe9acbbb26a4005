"""The places of a fixed series: chosen in its first hall, held in all the others too.

Runs on the lane with the desk, behind each change of the basket: what was chosen or let go in the
first hall is then so in every hall, or the change is refused and nothing has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, CounterDesk, HallView, Held
from podium_desk.domain.ids import Unit
from podium_desk.domain.places import place_at
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import SeriesKind
from podium_desk.presentation.basket import (
    Basket,
    BestRequest,
    drop_places,
    place_of,
    priced,
    take_best,
)
from podium_desk.presentation.hall import base_tariff, category_of, is_wheelchair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from podium_desk.domain.ids import PerformanceId

    Change = Callable[[CounterDesk, Basket], Basket | Refusal]

TRIES = 40
"""So many proposals of the first hall are tried before somebody has to choose by hand."""


def in_whole_series(change: Change, halls: Mapping[PerformanceId, HallView]) -> Change:
    """The change, and then the same places in all halls of the basket's fixed series."""

    def work(desk: CounterDesk, basket: Basket) -> Basket | Refusal:
        outcome = change(desk, basket)
        series = basket.series
        if isinstance(outcome, Refusal) or series is None or series.kind is not SeriesKind.FIXED:
            return outcome
        if series.code not in outcome.codes and outcome.lines:
            return outcome
        shown = [halls[number] for number in series.performances if number in halls]
        if len(shown) < len(series.performances) or not outcome.lines:
            return outcome
        return _completed(desk, outcome, shown, basket)

    return work


def _completed(
    desk: CounterDesk, basket: Basket, halls: list[HallView], before: Basket
) -> Basket | Refusal:
    first, *others = halls
    outcome = _same_places(desk, basket, first, others)
    tries, proposed = 1, basket.proposed_units(first.performance.id)
    while isinstance(outcome, Refusal) and proposed and tries < TRIES:
        wanted = BestRequest(first, len(proposed), tries)
        again = take_best(desk, basket, wanted)
        if isinstance(again, Refusal):
            break
        basket, tries = again, tries + 1
        outcome = _same_places(desk, basket, first, others)
    if isinstance(outcome, Refusal):
        fresh = frozenset(map(place_of, basket.lines)) - frozenset(map(place_of, before.lines))
        drop_places(desk, basket, fresh)
    return outcome


def _same_places(
    desk: CounterDesk, basket: Basket, first: HallView, others: list[HallView]
) -> Basket | Refusal:
    """The basket with the first hall's places in the other halls, and no others there."""
    wanted = sorted(basket.units(first.performance.id))
    held: list[Held] = []
    lines = [line for line in basket.lines if line.performance == first.performance.id]
    others_of = {hall.performance.id for hall in others}
    kept = [line for line in basket.lines if line.performance not in others_of]
    tariff_of = {line.unit: line.tariff for line in lines}
    for hall in others:
        number = hall.performance.id
        units = [_unit_like(first, unit, hall) for unit in wanted]
        own = basket.units(number)
        missing = tuple(unit for unit in units if unit is not None and unit not in own)
        outcome = desk.hold(number, missing) if missing else None
        if None in units or isinstance(outcome, Refusal):
            for one in held:
                desk.release(one.performance, one.units)
            return _not_there(hall, outcome)
        if outcome is not None:
            held.append(outcome)
        for unit, here in zip(units, wanted, strict=True):
            line = None if unit is None else _line(hall, unit, first, tariff_of[here])
            kept += [] if line is None else [line]
        spare = own - set(units)
        if spare:
            desk.release(number, tuple(sorted(spare)))
    return priced(desk, basket, tuple(kept))


def _line(hall: HallView, unit: Unit, first: HallView, tariff: int) -> BasketLine | None:
    """The place with the tariff of that code in its hall, else the usual one."""
    category = category_of(hall.plan, unit)
    code = next((one.code for one in first.tariffs if one.id == tariff), "")
    same = (one for one in hall.tariffs if one.code == code)
    found = next((one for one in same if one.price_cents(category) is not None), None)
    usual = base_tariff(hall.tariffs, category, is_wheelchair=is_wheelchair(hall.plan, unit))
    chosen = found or usual
    return None if chosen is None else BasketLine(hall.performance.id, unit, chosen.id)


def _unit_like(first: HallView, unit: Unit, hall: HallView) -> Unit | None:
    """The place of another hall that has the same zone, row and number."""
    if hall.plan == first.plan:
        return unit
    place = place_at(first.plan, unit)
    seats = (seat for seat in hall.plan.seats if place is not None and (
        (seat.zone, seat.row, seat.number) == (place.zone, place.row, place.number)
    ))  # fmt: skip
    found = next(seats, None)
    return None if found is None else Unit(found.index)


def _not_there(hall: HallView, outcome: Held | Refusal | None) -> Refusal:
    details: dict[str, str | int] = {"performance": hall.performance.id}
    if isinstance(outcome, Refusal):
        details["why"] = outcome.reason.value
    return Refusal(RefusalReason.SERIES_PLACE_GONE, details)

"""Room for a wheelchair where two chairs stand: the chair beside comes along, as one change.

Giving a chair the tariff for wheelchairs takes the chair that the plan names with it, at the
tariff for room; giving it another tariff lets that chair go (domain.md 5.10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, CounterDesk, HallView
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.places import place_at
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.basket import Basket, place_of, priced

if TYPE_CHECKING:
    from podium_desk.domain.programme import Tariff
    from podium_desk.presentation.basket import Place

    Halls = Mapping[PerformanceId, HallView]


def change_tariffs(
    desk: CounterDesk, basket: Basket, tariffs: Mapping[Place, TariffId], halls: Halls
) -> Basket | Refusal:
    """Give these places another tariff; what a pass took off the one before is over."""
    lines: list[BasketLine] = []
    rooms = {place: room for place in tariffs if (room := _room_for(place, tariffs, halls))}
    taken = {place_of(room) for room in rooms.values()}
    emptied = [line for line in basket.lines if _is_room_of(line, tariffs, halls)]
    for line in basket.lines:
        if place_of(line) in taken or line in emptied:
            continue
        changed = tariffs.get(place_of(line))
        lines.append(line if changed is None else _with_tariff(line, changed))
        if place_of(line) in rooms:
            lines.append(rooms[place_of(line)])
    return _exchanged(desk, basket, tuple(lines))


def is_room(line: BasketLine, halls: Halls) -> bool:
    """Whether this place only makes room for the wheelchair beside."""
    tariff = _tariff(line.performance, line.tariff, halls)
    return tariff is not None and tariff.terms.is_room


def _exchanged(
    desk: CounterDesk, basket: Basket, lines: tuple[BasketLine, ...]
) -> Basket | Refusal:
    """The basket with these lines: new places are held, those left out let go, or nothing is."""
    before, after = set(map(place_of, basket.lines)), set(map(place_of, lines))
    held: list[Place] = []
    outcome: Basket | Refusal | None = None
    for performance, unit in sorted(after - before):
        got = desk.hold(performance, (unit,))
        if isinstance(got, Refusal):
            outcome = got
            break
        held.append((performance, unit))
    if outcome is None:
        settled = replace(basket, proposed=basket.proposed & before & after)
        outcome = priced(desk, settled, lines)
    spare = held if isinstance(outcome, Refusal) else sorted(before - after)
    for performance, unit in spare:
        desk.release(performance, (unit,))
    return outcome


def _room_for(place: Place, tariffs: Mapping[Place, TariffId], halls: Halls) -> BasketLine | None:
    """The line of the chair beside, when this place now is for a wheelchair and no such place."""
    performance, unit = place
    hall, tariff = halls.get(performance), _tariff(performance, tariffs[place], halls)
    here = None if hall is None else place_at(hall.plan, unit)
    if hall is None or here is None or tariff is None or not tariff.terms.is_for_wheelchair:
        return None
    if here.is_wheelchair or here.room_with is None:
        return None
    room = next((one for one in hall.tariffs if one.terms.is_room), None)
    if room is None:
        return None
    return BasketLine(performance, here.room_with, room.id, goes_with=unit)


def _is_room_of(line: BasketLine, tariffs: Mapping[Place, TariffId], halls: Halls) -> bool:
    """Whether a place of those changed needs this room no more."""
    if line.goes_with is None or not is_room(line, halls):
        return False
    changed = tariffs.get((line.performance, Unit(line.goes_with)))
    tariff = None if changed is None else _tariff(line.performance, changed, halls)
    return tariff is not None and not tariff.terms.is_for_wheelchair


def _with_tariff(line: BasketLine, tariff: TariffId) -> BasketLine:
    return replace(line, tariff=tariff, reduction=None, remark="", pass_number="")


def _tariff(performance: PerformanceId, tariff: TariffId, halls: Halls) -> Tariff | None:
    hall = halls.get(performance)
    found = () if hall is None else hall.tariffs
    return next((one for one in found if one.id == tariff), None)

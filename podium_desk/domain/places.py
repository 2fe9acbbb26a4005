"""What a unit of a performance is: a seat of the plan, or a place in an unnumbered section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.ids import Unit
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.domain.venue import HallPlan, Section


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it stands on a ticket. Row and number are empty in an unnumbered section.

    `room_with` is the chair that has to go too when a wheelchair comes in the place of this one.
    """

    zone: str
    row: str
    number: str
    category: str
    is_wheelchair: bool = False
    room_with: Unit | None = None


def place_at(plan: HallPlan, unit: Unit) -> Place | None:
    """The place a unit names, None when the hall has no such place."""
    if 0 <= unit < len(plan.seats):
        seat = plan.seats[unit]
        room = None if seat.room_with is None else Unit(seat.room_with)
        return Place(seat.zone, seat.row, seat.number, seat.category, seat.is_wheelchair, room)
    section = section_of(plan, unit)
    return Place(section.name, "", "", section.category) if section else None


def section_of(plan: HallPlan, unit: int) -> Section | None:
    """The unnumbered section a unit belongs to, None for a seat or an unknown unit."""
    for section in plan.sections:
        if section.first_unit <= unit < section.first_unit + section.capacity:
            return section
    return None

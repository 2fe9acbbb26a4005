"""The hall as an ordinary list: zones, their rows, the seats of a row (ux.md 3.2).

The twin of the map for who does not see it, or does not use a mouse; by the same words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from podium_desk.domain.ids import Unit
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.hall import SeatLook, price_of_category, spoken

if TYPE_CHECKING:
    from podium_desk.domain.venue import HallPlan
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.hall import HallPicture


_TO_BE_HAD = (SeatLook.FREE, SeatLook.CHOSEN)


@dataclass(frozen=True, slots=True)
class RowOfSeats:
    """One row: its name, its zone, and its units in the order in which they stand."""

    zone: str
    name: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat as it stands in the list; `spoken` is the same in one sentence."""

    unit: Unit
    look: SeatLook
    text: str
    spoken: str


def rows_of(plan: HallPlan) -> tuple[RowOfSeats, ...]:
    """All rows of a plan with numbered seats, in the order of the plan."""
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for seat in plan.seats:
        units[seat.zone, seat.row].append(Unit(seat.index))
        names.setdefault((seat.zone, seat.row), seat.row_label or seat.row)
    return tuple(RowOfSeats(zone, names[zone, row], tuple(of)) for (zone, row), of in units.items())


def zones_of(rows: tuple[RowOfSeats, ...]) -> tuple[str, ...]:
    """The zones of these rows, each once."""
    return tuple(dict.fromkeys(row.zone for row in rows))


def group_line(name: str, units: tuple[Unit, ...], picture: HallPicture, words: Words) -> str:
    """A zone or a row with how many of its seats can be taken, e.g. ``Rij F · 12 vrij``."""
    free = sum(1 for unit in units if picture.looks[unit] == SeatLook.FREE)
    return f"{name} · {words('counter.free', n=free)}"


def seat_lines(row: RowOfSeats, picture: HallPicture, words: Words) -> tuple[SeatLine, ...]:
    """The seats of a row with how they stand, and what one costs that can be had."""
    lines = []
    for unit in row.units:
        seat = picture.plan.seats[unit]
        look = SeatLook(picture.looks[unit])
        parts = [
            seat.number,
            words("counter.wheelchair") if seat.is_wheelchair else "",
            words(f"counter.look_{look.name.lower()}"),
            price_of_category(picture, seat.category) if look in _TO_BE_HAD else "",
        ]
        text = " · ".join(part for part in parts if part)
        lines.append(SeatLine(unit, look, text, spoken(picture, unit, words)))
    return tuple(lines)

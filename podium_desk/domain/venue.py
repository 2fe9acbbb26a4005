"""A hall as it stands: zones, rows, seats with their geometry, and unnumbered sections.

Lengths are integer tenths of the plan's own unit, so that a plan compares and hashes exactly.
A seat's index only grows over the life of a plan (architecture.md, decision 11): rights, ticket
codes and seat maps all count on it.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass


class StartDirection(StrEnum):
    """From where best-available and numbering start in a row."""

    LEFT = "ltr"
    RIGHT = "rtl"
    CENTRE = "outside"


class StartPoint(StrEnum):
    """From a seat marked so, booking in order goes this way along its row."""

    LEFTWARDS = "<"
    RIGHTWARDS = ">"
    BOTH = "<>"


@dataclass(frozen=True, slots=True)
class Category:
    """A price rank of the hall; the first in the plan is the dearest."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One numbered place. `rank` counts rows from the stage in its zone, 0 first.

    `row_label` and `label` are how the row and the seat are called in words ("Rij A", "Stoel 7");
    `start` marks a seat, usually beside an aisle, from which a block is filled. `room_with` is the
    chair that is taken out together with this one to make room for a wheelchair, an index.
    """

    index: int
    guid: str
    zone: str
    row: str
    number: str
    category: str
    x_tenths: int
    y_tenths: int
    radius_tenths: int
    row_label: str
    rank: int
    is_wheelchair: bool = False
    label: str = ""
    start: StartPoint | None = None
    room_with: int | None = None


@dataclass(frozen=True, slots=True)
class RowMark:
    """A row's number as drawn at an end of the row, centred on its point."""

    text: str
    x_tenths: int
    y_tenths: int


@dataclass(frozen=True, slots=True)
class Area:
    """Something drawn but not sold: the stage, a bar, a pillar.

    `shape` is rectangle, circle, ellipse, polygon or text. Everything is seen from (`x_tenths`,
    `y_tenths`): the area turns around that point by `rotation_degrees` clockwise; it is the top
    left corner of a rectangle and the centre of a circle or ellipse; `points_tenths` and the centre
    of the text (`text_x_tenths`, `text_y_tenths`) count from it. Width and height are diameters.
    """

    shape: str
    x_tenths: int
    y_tenths: int
    width_tenths: int
    height_tenths: int
    rotation_degrees: int
    color: str
    border_color: str
    text: str
    text_color: str
    points_tenths: tuple[tuple[int, int], ...] = ()
    text_x_tenths: int = 0
    text_y_tenths: int = 0
    text_size_tenths: int = 160


@dataclass(frozen=True, slots=True)
class Section:
    """Unnumbered places: `capacity` units from `first_unit` on."""

    name: str
    first_unit: int
    capacity: int
    category: str


@dataclass(frozen=True, slots=True)
class HallPlan:
    """A seating plan, or only sections for a hall without numbered seats."""

    name: str
    width_tenths: int
    height_tenths: int
    categories: tuple[Category, ...]
    seats: tuple[Seat, ...]
    areas: tuple[Area, ...] = ()
    sections: tuple[Section, ...] = ()
    start_direction: StartDirection = StartDirection.CENTRE
    row_marks: tuple[RowMark, ...] = ()

    @property
    def unit_count(self) -> int:
        """How many places the hall has, numbered or not; units run from 0 to here."""
        return len(self.seats) + sum(section.capacity for section in self.sections)

"""A seating-plan file to a `HallPlan`, or the one reason why not.

The format is pretix' (``src/pretix/static/seating/seating-plan.schema.json``). Positions count from
the parent: a seat stands at zone + row + seat. `start_direction` is a mark on single seats: ``<``,
``>`` or ``<>`` says that booking in order may start there, and which way it goes. A gap in the
numbers of a row is no fault: that seat is not there. The format holds no unnumbered sections; a
hall with only those has a plan with areas and no seats, and gets its sections elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from podium_desk.domain.venue import Area, Category, HallPlan, RowMark, Seat, StartPoint
from podium_desk.integrations.json_file import read_json_object
from podium_desk.integrations.refusals import (
    FileReason,
    ImportRefusal,
    PlanReason,
    Progress,
    UnreadableError,
    no_progress,
    shown,
)
from podium_desk.integrations.seatingplan.areas import middle_of, read_area, stage_of
from podium_desk.integrations.seatingplan.rows import rank_rows, row_marks
from podium_desk.integrations.seatingplan.values import (
    ORIGIN,
    JsonObject,
    Point,
    object_in,
    objects_in,
    point_in,
    string_in,
    tenths_in,
)
from podium_desk.late_dataclass import dataclass

_WHEELCHAIR = re.compile(r"wheelchair|rolstoel|rollstuhl|fauteuil roulant|pmr", re.IGNORECASE)
_DEFAULT_RADIUS = 10
_DEFAULT_COLOR = "#888888"


def read_plan(
    content: bytes, file_name: str, progress: Progress = no_progress
) -> HallPlan | ImportRefusal:
    """The plan in the file's bytes; seats are indexed in the order of the file.

    `progress` hears how many zones of how many are done. Ranks count from the area called stage or
    podium, else in the order of the file. The drawing grows when seats lie outside its size.
    """
    name = ""
    try:
        document = read_json_object(content)
        if not isinstance(document.get("zones"), list):
            raise UnreadableError(FileReason.NO_PLAN)
        name = string_in(document, "name", file_name)
        return _plan(document, name, progress)
    except UnreadableError as no:
        return ImportRefusal(file_name, name, no.reason, no.details)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as written, where it stands, and how its zone is called."""

    written: JsonObject
    zone: str
    at: Point
    number: str

    @property
    def where(self) -> str:
        return f"{self.zone} {self.number}".strip()


def _plan(document: JsonObject, name: str, progress: Progress) -> HallPlan:
    if not name:
        raise UnreadableError(PlanReason.NO_NAME)
    categories = _categories(document, name)
    zones = objects_in(document, "zones", name)
    areas: list[Area] = []
    rows: list[tuple[_Row, list[Seat]]] = []
    for done, zone in enumerate(zones, 1):
        areas.extend(_areas(zone))
        for row in _rows(zone):
            rows.append((row, list(_seats(row, categories))))
        progress(done, len(zones))
    seats = _numbered([seat for _, in_row in rows for seat in in_row])
    if not seats and not areas:
        raise UnreadableError(PlanReason.EMPTY)
    _refuse_doubles(seats)
    stage = stage_of(tuple(areas))
    marks = tuple(mark for row, in_row in rows for mark in _marks(row, in_row))
    plan = HallPlan(
        name=name,
        width_tenths=0,
        height_tenths=0,
        categories=tuple(categories.values()),
        seats=rank_rows(seats, middle_of(stage) if stage else None),
        areas=tuple(areas),
        row_marks=marks,
    )
    width, height = _size(document, plan)
    return replace(plan, width_tenths=width, height_tenths=height)


def _categories(document: JsonObject, name: str) -> dict[str, Category]:
    categories: dict[str, Category] = {}
    for written in objects_in(document, "categories", name):
        category = string_in(written, "name", name)
        if category in categories:
            raise UnreadableError(PlanReason.CATEGORY_TWICE, category=shown(category))
        color = string_in(written, "color", name) or _DEFAULT_COLOR
        categories[category] = Category(category, color)
    return categories


def _areas(zone: JsonObject) -> Iterator[Area]:
    name = string_in(zone, "name", "")
    zone_at = point_in(zone, "position", name)
    for written in objects_in(zone, "areas", name):
        yield read_area(written, zone_at, name)


def _rows(zone: JsonObject) -> Iterator[_Row]:
    name = string_in(zone, "name", "")
    zone_at = point_in(zone, "position", name)
    for written in objects_in(zone, "rows", name):
        number = string_in(written, "row_number", name)
        where = f"{name} {number}".strip()
        # The format lets a row go without a position: its seats then count from the zone.
        row_at = point_in(written, "position", where) if written.get("position") else ORIGIN
        yield _Row(written, name, zone_at + row_at, number)


def _seats(row: _Row, categories: dict[str, Category]) -> Iterator[Seat]:
    row_label = string_in(row.written, "row_label", row.where) or row.number
    pattern = string_in(row.written, "seat_label", row.where) or "%s"
    for written in objects_in(row.written, "seats", row.where):
        number = _required(written, "seat_number", PlanReason.NO_SEAT_NUMBER, row.where)
        where = f"{row.where} {number}"
        guid = _required(written, "seat_guid", PlanReason.NO_GUID, where)
        x, y = (row.at + point_in(written, "position", where)).tenths
        category = string_in(written, "category", where)
        if category not in categories:
            raise UnreadableError(
                PlanReason.UNKNOWN_CATEGORY, where=where, category=shown(category)
            )
        yield Seat(
            index=0,
            guid=guid,
            zone=row.zone,
            row=row.number,
            number=number,
            category=category,
            x_tenths=x,
            y_tenths=y,
            radius_tenths=_radius(written, where),
            row_label=row_label,
            rank=0,
            is_wheelchair=bool(_WHEELCHAIR.search(category)),
            label=pattern.replace("%s", number),
            start=_start(written, where),
        )


def _required(written: JsonObject, field: str, reason: PlanReason, where: str) -> str:
    value = string_in(written, field, where)
    if not value:
        raise UnreadableError(reason, where=where)
    return value


def _radius(written: JsonObject, where: str) -> int:
    radius = round(tenths_in(written, "radius", where, _DEFAULT_RADIUS))
    if radius <= 0:
        raise UnreadableError(
            PlanReason.WRONG_NUMBER,
            field="radius",
            where=where,
            value=shown(written.get("radius")),
        )
    return radius


def _start(written: JsonObject, where: str) -> StartPoint | None:
    mark = string_in(written, "start_direction", where)
    if not mark:
        return None
    try:
        return StartPoint(mark)
    except ValueError as problem:
        raise UnreadableError(
            PlanReason.UNKNOWN_DIRECTION, where=where, value=shown(mark)
        ) from problem


def _numbered(seats: list[Seat]) -> list[Seat]:
    return [replace(seat, index=index) for index, seat in enumerate(seats)]


def _refuse_doubles(seats: list[Seat]) -> None:
    guids: dict[str, Seat] = {}
    places: dict[tuple[int, int], Seat] = {}
    numbers: set[tuple[str, str, str]] = set()
    for seat in seats:
        where = f"{seat.zone} {seat.row} {seat.number}"
        if seat.guid in guids:
            raise UnreadableError(PlanReason.GUID_TWICE, where=where, guid=shown(seat.guid))
        if (seat.zone, seat.row, seat.number) in numbers:
            raise UnreadableError(PlanReason.SAME_SEAT, where=where)
        other = places.get((seat.x_tenths, seat.y_tenths))
        if other:
            raise UnreadableError(
                PlanReason.SAME_PLACE,
                where=where,
                other=f"{other.zone} {other.row} {other.number}",
            )
        guids[seat.guid] = places[seat.x_tenths, seat.y_tenths] = seat
        numbers.add((seat.zone, seat.row, seat.number))


def _size(document: JsonObject, plan: HallPlan) -> tuple[int, int]:
    """The drawing's size, grown to hold every seat, row number and area whole."""
    size = object_in(document, "size", plan.name)
    if not {"width", "height"} <= size.keys():
        raise UnreadableError(PlanReason.NO_SIZE)
    width = round(tenths_in(size, "width", plan.name))
    height = round(tenths_in(size, "height", plan.name))
    if width <= 0 or height <= 0:
        raise UnreadableError(PlanReason.NO_SIZE)
    margin = 2 * max((seat.radius_tenths for seat in plan.seats), default=0)
    corners = [(seat.x_tenths + margin, seat.y_tenths + margin) for seat in plan.seats]
    corners += [(mark.x_tenths + margin, mark.y_tenths + margin) for mark in plan.row_marks]
    for area in plan.areas:
        x, y = middle_of(area)
        corners.append((x + area.width_tenths // 2, y + area.height_tenths // 2))
    return max(width, *(x for x, _ in corners)), max(height, *(y for _, y in corners))


def _marks(row: _Row, seats: list[Seat]) -> tuple[RowMark, ...]:
    position = string_in(row.written, "row_number_position", row.where)
    return row_marks(row.number, seats, position)

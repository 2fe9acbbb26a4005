"""The drawn areas of a plan: stage, bar, pillars, plain text."""

from __future__ import annotations

import re
from decimal import Decimal

from podium_desk.domain.venue import Area
from podium_desk.integrations.refusals import PlanReason, UnreadableError, shown
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

_SHAPES = ("rectangle", "circle", "ellipse", "polygon", "text")
_STAGE = re.compile(r"podium|toneel|stage|bühne|scène|scene", re.IGNORECASE)
_DEFAULT_TEXT_SIZE = 16


def read_area(written: JsonObject, zone_at: Point, zone_name: str) -> Area:
    """The area of a zone that stands at `zone_at`. Raises `UnreadableError`."""
    where = string_in(object_in(written, "text", zone_name), "text", zone_name) or zone_name
    shape = string_in(written, "shape", where)
    if shape not in _SHAPES:
        raise UnreadableError(PlanReason.UNKNOWN_SHAPE, where=where, value=shown(shape))
    x, y = (zone_at + point_in(written, "position", where)).tenths
    points = _points(written, where) if shape == "polygon" else ()
    width, height = _size(written, shape, where)
    text = object_in(written, "text", where)
    text_at = point_in(text, "position", where) if text.get("position") else ORIGIN
    text_x, text_y = text_at.tenths
    return Area(
        shape=shape,
        x_tenths=x,
        y_tenths=y,
        width_tenths=width,
        height_tenths=height,
        rotation_degrees=_rotation_degrees(written, where),
        color=string_in(written, "color", where),
        border_color=string_in(written, "border_color", where),
        text=string_in(text, "text", where),
        text_color=string_in(text, "color", where) or "#888888",
        points_tenths=points,
        text_x_tenths=text_x,
        text_y_tenths=text_y,
        text_size_tenths=round(tenths_in(text, "size", where, _DEFAULT_TEXT_SIZE)),
    )


def stage_of(areas: tuple[Area, ...]) -> Area | None:
    """The area that its text calls the stage, None when no area is called so."""
    return next((area for area in areas if _STAGE.search(area.text)), None)


def middle_of(area: Area) -> tuple[int, int]:
    """The middle of an area in tenths, as far as it lies straight."""
    if area.shape == "rectangle":
        return area.x_tenths + area.width_tenths // 2, area.y_tenths + area.height_tenths // 2
    if area.points_tenths:
        xs, ys = zip(*area.points_tenths, strict=True)
        return area.x_tenths + sum(xs) // len(xs), area.y_tenths + sum(ys) // len(ys)
    return area.x_tenths, area.y_tenths


def _points(written: JsonObject, where: str) -> tuple[tuple[int, int], ...]:
    polygon = object_in(written, "polygon", where)
    corners = objects_in(polygon, "points", where)
    points = tuple(point_in({"at": corner}, "at", where).tenths for corner in corners)
    if len(points) < 3:
        raise UnreadableError(PlanReason.WRONG_FORM, field="polygon", where=where)
    return points


def _size(written: JsonObject, shape: str, where: str) -> tuple[int, int]:
    """Width and height of a rectangle, diameters of a circle or ellipse, else what it spans."""
    if shape == "rectangle":
        rectangle = object_in(written, "rectangle", where)
        return _length(rectangle, "width", where), _length(rectangle, "height", where)
    if shape == "circle":
        diameter = 2 * _length(object_in(written, "circle", where), "radius", where)
        return diameter, diameter
    if shape == "ellipse":
        radius = object_in(object_in(written, "ellipse", where), "radius", where)
        return 2 * _length(radius, "x", where), 2 * _length(radius, "y", where)
    if shape == "polygon":
        xs, ys = zip(*_points(written, where), strict=True)
        return max(xs) - min(xs), max(ys) - min(ys)
    return 0, 0


def _length(holder: JsonObject, field: str, where: str) -> int:
    length = tenths_in(holder, field, where)
    if length <= 0:
        raise UnreadableError(
            PlanReason.WRONG_NUMBER, field=field, where=where, value=shown(holder.get(field))
        )
    return round(length)


def _rotation_degrees(written: JsonObject, where: str) -> int:
    return round(tenths_in(written, "rotation", where, 0) / Decimal(10)) % 360

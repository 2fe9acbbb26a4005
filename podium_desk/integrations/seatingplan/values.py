"""Single values of a seating plan: strings, lengths in tenths, positions that count from a parent.

Every reader raises `UnreadableError` naming where in the plan the value stands.
"""

from __future__ import annotations

from decimal import Decimal

from podium_desk.integrations.refusals import PlanReason, UnreadableError, clean_line, shown
from podium_desk.late_dataclass import dataclass

JsonObject = dict[str, object]

_FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the plan in tenths of its unit, exact."""

    x: Decimal
    y: Decimal

    def __add__(self, other: Point) -> Point:
        """The point that lies at `other` when seen from here."""
        return Point(self.x + other.x, self.y + other.y)

    @property
    def tenths(self) -> tuple[int, int]:
        """Both coordinates as whole tenths."""
        return round(self.x), round(self.y)


ORIGIN = Point(Decimal(0), Decimal(0))


def objects_in(holder: JsonObject, field: str, where: str) -> list[JsonObject]:
    """The objects in this field's list, none when it is absent or null."""
    value = holder.get(field)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    raise UnreadableError(PlanReason.WRONG_FORM, field=field, where=where)


def object_in(holder: JsonObject, field: str, where: str) -> JsonObject:
    """The object in this field, an empty one when it is absent or null."""
    value = holder.get(field)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise UnreadableError(PlanReason.WRONG_FORM, field=field, where=where)


def string_in(holder: JsonObject, field: str, where: str) -> str:
    """The cleaned string in this field, a whole number as its digits, "" when absent or null."""
    value = holder.get(field)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise UnreadableError(PlanReason.WRONG_FORM, field=field, where=where)
    return clean_line(value)


def tenths_in(holder: JsonObject, field: str, where: str, default: int | None = None) -> Decimal:
    """The length in this field in tenths. Without `default` the field must be there."""
    value = holder.get(field)
    if value is None and default is not None:
        value = default
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    length = Decimal(value) if is_number and isinstance(value, int | Decimal) else None
    if length is None or abs(length) > _FARTHEST:
        raise UnreadableError(PlanReason.WRONG_NUMBER, field=field, where=where, value=shown(value))
    return length * 10


def point_in(holder: JsonObject, field: str, where: str) -> Point:
    """The position in this field, which must be there."""
    position = holder.get(field)
    if not isinstance(position, dict) or not {"x", "y"} <= position.keys():
        raise UnreadableError(PlanReason.NO_POSITION, where=where)
    return Point(tenths_in(position, "x", where), tenths_in(position, "y", where))

"""What the venue itself changed tonight, laid over the catalogue's word: pure.

The newest change of each matter counts, by hybrid time; none of it is a safety rule. A change that
was made before the catalogue's present revision of the performance was heard is over: the house
has decided since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from podium_desk.domain.facts import VenueChange
from podium_desk.domain.ids import Unit
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class HeardChange:
    """A change as a replica has it; `order` is its hybrid time with its log, newest highest."""

    change: VenueChange
    order: tuple[int, int]
    catalogue_revision: int
    unit: Unit | None
    start_ms: int | None
    at_ms: int = 0
    """When it was made, in UTC milliseconds: what was sold later was sold after it."""


def changed(performance: Performance, revision: int, changes: Iterable[HeardChange]) -> Performance:
    """The performance as it stands tonight; `revision` is the catalogue's own of it."""
    result = performance
    for one in _standing(revision, changes):
        match one.change:
            case VenueChange.START_MOVED:
                result = _moved(result, performance, one.start_ms)
            case VenueChange.CANCELLED:
                result = _cancelled(result, one.at_ms)
            case VenueChange.GOES_ON:
                since_ms = performance.status_since_ms
                result = replace(result, status=performance.status, status_since_ms=since_ms)
            case VenueChange.PLACE_CLOSED | VenueChange.PLACE_OPENED:
                pass
    return result


def closed_places(revision: int, changes: Iterable[HeardChange]) -> frozenset[Unit]:
    """The places that are not offered tonight."""
    closed: set[Unit] = set()
    for one in _standing(revision, changes):
        if one.unit is not None and one.change is VenueChange.PLACE_CLOSED:
            closed.add(one.unit)
        elif one.unit is not None and one.change is VenueChange.PLACE_OPENED:
            closed.discard(one.unit)
    return frozenset(closed)


def _standing(revision: int, changes: Iterable[HeardChange]) -> list[HeardChange]:
    """Those that the catalogue has not overtaken, oldest first."""
    standing = [one for one in changes if one.catalogue_revision >= revision]
    return sorted(standing, key=lambda one: one.order)


def _cancelled(now: Performance, at_ms: int) -> Performance:
    """Off since then; one that was off already stays off since it was."""
    if now.status is PerformanceStatus.CANCELLED:
        return now
    return replace(now, status=PerformanceStatus.CANCELLED, status_since_ms=at_ms)


def _moved(now: Performance, planned: Performance, start_ms: int | None) -> Performance:
    """The same length, at another hour."""
    if start_ms is None:
        return now
    start = datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(planned.start.tzinfo)
    end = None if planned.end is None else planned.end + (start - planned.start)
    return replace(now, start=start, end=end)

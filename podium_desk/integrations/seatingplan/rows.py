"""What follows from how rows lie: their rank from the stage, and where their numbers are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from podium_desk.domain.venue import RowMark, Seat

_MARK_DISTANCE_RADII = 2.5


def rank_rows(seats: Sequence[Seat], stage: tuple[int, int] | None) -> tuple[Seat, ...]:
    """The seats with the rank of their row in their zone, 0 nearest to `stage` (in tenths).

    A row is as near as its nearest seat. Without a stage rows rank in the order of the file.
    """
    distances: dict[tuple[str, str], float] = {}
    for seat in seats:
        row = (seat.zone, seat.row)
        distance = math.dist((seat.x_tenths, seat.y_tenths), stage) if stage else len(distances)
        distances[row] = min(distance, distances.get(row, math.inf))
    ranks: dict[tuple[str, str], int] = {}
    ranked_in_zone: dict[str, int] = {}
    for zone, row_number in sorted(distances, key=lambda row: distances[row]):
        ranks[zone, row_number] = ranked_in_zone.get(zone, 0)
        ranked_in_zone[zone] = ranks[zone, row_number] + 1
    return tuple(replace(seat, rank=ranks[seat.zone, seat.row]) for seat in seats)


def row_marks(number: str, seats: Sequence[Seat], position: str) -> tuple[RowMark, ...]:
    """The row's number beside its first seat, its last or both, in the line of the row.

    `position` is the format's `row_number_position`: start, end, both, or "" for none.
    """
    marks = []
    if seats and number and position in ("start", "both"):
        marks.append(_mark_beyond(number, seats[0], seats[1] if len(seats) > 1 else None, -1))
    if seats and number and position in ("end", "both"):
        marks.append(_mark_beyond(number, seats[-1], seats[-2] if len(seats) > 1 else None, 1))
    return tuple(marks)


def _mark_beyond(number: str, last: Seat, inner: Seat | None, side: int) -> RowMark:
    """Beyond the last seat, going on as the row came; sideways when the row has one seat."""
    dx, dy = float(side), 0.0
    if inner is not None:
        dx, dy = float(last.x_tenths - inner.x_tenths), float(last.y_tenths - inner.y_tenths)
    scale = _MARK_DISTANCE_RADII * last.radius_tenths / math.hypot(dx, dy)
    return RowMark(number, round(last.x_tenths + dx * scale), round(last.y_tenths + dy * scale))

"""Where the seats of a plan lie: their extent, which one is at a point, which one comes next.

Lengths are the plan's own tenths. Nothing here is Qt's, and nothing is drawn.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from math import hypot, sqrt
from operator import attrgetter

from podium_desk.domain.venue import Area, HallPlan, Seat
from podium_desk.late_dataclass import dataclass

_SAMPLES = 100
_SEAT_SHARE = 0.84
"""A seat is drawn this much of the distance to its nearest neighbour."""
_SIDEWAYS_COST = 2.5
"""Straying from the direction of an arrow key counts this many times the way along it."""
_MARGIN_PITCHES = 1.6


class Direction(Enum):
    """An arrow key, as a step to the right and a step down."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle in the plan's tenths."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside the seats, centred on its point."""

    text: str
    x: float
    y: float


class HallGeometry:
    """The seats of one plan, ready for hit tests."""

    def __init__(self, plan: HallPlan) -> None:
        self.plan = plan
        self._cell = max(1.0, 3.0 * max((seat.radius_tenths for seat in plan.seats), default=90))
        self._grid: dict[tuple[int, int], list[Seat]] = defaultdict(list)
        # A hall of two thousand seats is put here before its first paint.
        cell, grid = self._cell, self._grid
        for seat in plan.seats:
            grid[int(seat.x_tenths // cell), int(seat.y_tenths // cell)].append(seat)
        self.pitch = self._nearest_distance()
        self.seat_size = self.pitch * _SEAT_SHARE
        self.extent = self._extent()

    def seat_at(self, x: float, y: float) -> Seat | None:
        """The seat under a point, None between seats."""
        reach = self.pitch / 2
        nearest = min(self._around(x, y), key=lambda seat: _distance(seat, x, y), default=None)
        if nearest is None or _distance(nearest, x, y) > reach:
            return None
        return nearest

    def next_seat(self, seat: Seat, direction: Direction) -> Seat:
        """The seat an arrow key leads to from `seat`; `seat` itself at the edge of the hall."""
        across, down = direction.value
        best, best_cost = seat, float("inf")
        for other in self.plan.seats:
            dx, dy = other.x_tenths - seat.x_tenths, other.y_tenths - seat.y_tenths
            along = dx * across + dy * down
            aside = abs(dx * down) + abs(dy * across)
            if along < self.pitch / 3 or aside > along * 2:
                continue
            cost = along + aside * _SIDEWAYS_COST
            if cost < best_cost:
                best, best_cost = other, cost
        return best

    def middle_seat(self) -> Seat:
        """Where the keyboard starts: in the middle, a third from the front."""
        x = (self.extent.left + self.extent.right) / 2
        y = self.extent.top + self.extent.height * 0.4
        return min(
            self.plan.seats, key=lambda seat: (seat.x_tenths - x) ** 2 + (seat.y_tenths - y) ** 2
        )

    def row_labels(self) -> tuple[Label, ...]:
        """The letter of each row, just outside its first and its last seat."""
        rows: dict[tuple[str, str], list[Seat]] = defaultdict(list)
        for seat in self.plan.seats:
            rows[seat.zone, seat.row].append(seat)
        labels = []
        for (_, row), seats in rows.items():
            ordered = sorted(seats, key=lambda seat: seat.x_tenths)
            for seat, step in ((ordered[0], -1), (ordered[-1], 1)):
                labels.append(Label(row, seat.x_tenths + step * self.pitch, seat.y_tenths))
        return tuple(labels)

    def zone_labels(self) -> tuple[Label, ...]:
        """The name of each zone at its topmost seat, when there are several zones."""
        zones: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.plan.seats:
            zones[seat.zone].append(seat)
        if len(zones) < 2:
            return ()
        labels = []
        for zone, seats in zones.items():
            across = [seat.x_tenths for seat in seats]
            middle, room = (min(across) + max(across)) / 2, 3 * self.pitch
            near = [s.y_tenths for s in seats if -room < s.x_tenths - middle < room]
            top = min(near or [s.y_tenths for s in seats])
            labels.append(Label(zone, middle, top))
        return tuple(labels)

    def seats_within(self, extent: Extent) -> list[Seat]:
        """The seats of which something may show in a rectangle, in the order of the plan."""
        left, right = extent.left - self.pitch, extent.right + self.pitch
        top, bottom = extent.top - self.pitch, extent.bottom + self.pitch
        return [
            seat
            for seat in self._near(left, top, right, bottom)
            if left < seat.x_tenths < right and top < seat.y_tenths < bottom
        ]

    def _near(self, left: float, top: float, right: float, bottom: float) -> Sequence[Seat]:
        """The seats of the cells that a rectangle touches, or all where those are most."""
        first, last = self._cell_of(left, top), self._cell_of(right, bottom)
        columns, lines = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
        if len(columns) * len(lines) > len(self._grid) / 4:
            return self.plan.seats
        near = [seat for x in columns for y in lines for seat in self._grid.get((x, y), ())]
        return sorted(near, key=attrgetter("index"))

    def _cell_of(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self._cell), int(y // self._cell)

    def _around(self, x: float, y: float) -> list[Seat]:
        column, line = self._cell_of(x, y)
        return [
            seat
            for right in (-1, 0, 1)
            for below in (-1, 0, 1)
            for seat in self._grid.get((column + right, line + below), ())
        ]

    def _nearest_distance(self) -> float:
        """The distance between neighbours, as the closest pairs of a sample have it."""
        seats = self.plan.seats
        if len(seats) < 2:
            return 2.5 * seats[0].radius_tenths if seats else self._cell
        squares = []
        for seat in seats[:: max(1, len(seats) // _SAMPLES)]:
            x, y = seat.x_tenths, seat.y_tenths
            others = [
                (other.x_tenths - x) ** 2 + (other.y_tenths - y) ** 2
                for other in self._around(x, y)
                if other is not seat
            ]
            squares.append(min(others, default=self._cell**2))
        squares.sort()
        return max(1.0, sqrt(squares[len(squares) // 20]))

    def _extent(self) -> Extent:
        across: list[float] = [seat.x_tenths for seat in self.plan.seats]
        down: list[float] = [seat.y_tenths for seat in self.plan.seats]
        for x, y in itertools.chain.from_iterable(map(_corners, self.plan.areas)):
            across.append(x)
            down.append(y)
        if not across:
            return Extent(0, 0, max(1, self.plan.width_tenths), max(1, self.plan.height_tenths))
        room = self.pitch * _MARGIN_PITCHES
        return Extent(min(across) - room, min(down) - room, max(across) + room, max(down) + room)


def _corners(area: Area) -> list[tuple[float, float]]:
    if area.points_tenths:
        return [(area.x_tenths + x, area.y_tenths + y) for x, y in area.points_tenths]
    if area.shape in ("circle", "ellipse"):
        half_width, half_height = area.width_tenths / 2, area.height_tenths / 2
        return [
            (area.x_tenths - half_width, area.y_tenths - half_height),
            (area.x_tenths + half_width, area.y_tenths + half_height),
        ]
    right, bottom = area.x_tenths + area.width_tenths, area.y_tenths + area.height_tenths
    return [(area.x_tenths, area.y_tenths), (right, bottom)]


def _distance(seat: Seat, x: float, y: float) -> float:
    return hypot(seat.x_tenths - x, seat.y_tenths - y)

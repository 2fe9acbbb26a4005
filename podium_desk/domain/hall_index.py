"""A hall prepared for seating: who sits beside whom, and how good each seat is.

Made once per plan and kept by the caller; it never changes. The rules are told in prose in
docs/rules/seating.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from podium_desk.domain.ids import Unit
from podium_desk.domain.venue import HallPlan, Seat, Section, StartDirection, StartPoint
from podium_desk.late_dataclass import dataclass

GAP_FACTOR = 1.5
"""Seats this many times farther apart than the seats around them have an aisle between them."""
GAP_FACTOR_ZONE = 2.2
"""Nor do seats sit side by side that are this many times the zone's usual distance apart."""
ROW_IN_SEATS = 2
"""One row nearer to the best row is worth this many seats nearer to the centre line."""
ROW_FIRST = 1_000_000
"""The weight of a row where rows are filled one after another from an end."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seats side by side in one row and of one category; `costs` are sums up to each seat.

    ``costs[j] - costs[i]`` is the cost of the seats from i up to and without j; less is better.
    """

    zone: int
    rank: int
    units: tuple[Unit, ...]
    xs: tuple[int, ...]
    costs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What is equally ranked by price and zone: stretches of seats, or one unnumbered section."""

    category: str
    zone: int
    is_wheelchair: bool
    stretches: tuple[Stretch, ...]
    section: Section | None = None

    @property
    def units(self) -> Iterable[Unit]:
        """Every place of the block."""
        if self.section is not None:
            first = self.section.first_unit
            return map(Unit, range(first, first + self.section.capacity))
        return (unit for stretch in self.stretches for unit in stretch.units)


@dataclass(frozen=True, slots=True)
class PlanIndex:
    """`blocks` from the best price rank down; `neighbours` has (left, right) of each seat.

    A wheelchair place and a chair are never neighbours: they are not interchangeable.
    `starts_right` and `starts_left` are the seats marked to fill from, by the way it goes.
    """

    plan: HallPlan
    pitch_tenths: int
    blocks: tuple[Block, ...]
    neighbours: tuple[tuple[Unit | None, Unit | None], ...]
    starts_right: frozenset[Unit]
    starts_left: frozenset[Unit]

    @classmethod
    def of(cls, plan: HallPlan) -> PlanIndex:
        """Prepare a plan: some tens of milliseconds for 2,000 seats, so keep the outcome."""
        rows = _rows(plan)
        pitches = _zone_pitches(rows)
        sides = [side for row in rows for side in _side_by_side(row, pitches[row[0].zone])]
        pitch = _median(list(pitches.values())) if pitches else 1
        return cls(
            plan=plan,
            pitch_tenths=pitch,
            blocks=_blocks(plan, sides, pitch),
            neighbours=_neighbours(plan, sides),
            starts_right=_marked(plan, StartPoint.RIGHTWARDS),
            starts_left=_marked(plan, StartPoint.LEFTWARDS),
        )

    def blocks_for(self, category: str | None) -> tuple[Block, ...]:
        """The blocks to sell from, best first.

        Wheelchair places are for who asks: only under a category that has nothing else.
        """
        if category is None:
            return tuple(block for block in self.blocks if not block.is_wheelchair)
        named = tuple(block for block in self.blocks if block.category == category)
        return tuple(block for block in named if not block.is_wheelchair) or named


def _rows(plan: HallPlan) -> list[list[Seat]]:
    """Seats by zone and row, each row in its order in the room."""
    rows: dict[tuple[str, int, str], list[Seat]] = {}
    for seat in plan.seats:
        rows.setdefault((seat.zone, seat.rank, seat.row), []).append(seat)
    return [_in_order(row) for row in rows.values()]


def _in_order(row: list[Seat]) -> list[Seat]:
    """A row from end to end: along x, or along y where it stands upright as in a side gallery."""
    along, across = [seat.x_tenths for seat in row], [seat.y_tenths for seat in row]
    if max(along) - min(along) >= max(across) - min(across):
        return sorted(row, key=lambda seat: (seat.x_tenths, seat.y_tenths, seat.index))
    return sorted(row, key=lambda seat: (seat.y_tenths, seat.x_tenths, seat.index))


def _zone_pitches(rows: list[list[Seat]]) -> dict[str, int]:
    """The usual distance between two seats of a zone, in tenths."""
    gaps: dict[str, list[int]] = {row[0].zone: [] for row in rows}
    for row in rows:
        gaps[row[0].zone].extend(_gaps(row))
    return {zone: max(_median(found), 1) if found else 1 for zone, found in gaps.items()}


def _gaps(row: Sequence[Seat]) -> list[int]:
    """The distances between consecutive seats of a row."""
    return [
        round(((b.x_tenths - a.x_tenths) ** 2 + (b.y_tenths - a.y_tenths) ** 2) ** 0.5)
        for a, b in pairwise(row)
    ]


def _side_by_side(row: list[Seat], zone_pitch: int) -> list[list[Seat]]:
    """A row cut at its aisles, at missing seats and beside wheelchair places.

    The distance is compared with those around it, because a drawing that is even along x is
    wider along the ends of a curved row.
    """
    gaps = _gaps(row)
    sides = [[row[0]]]
    # Nothing around is nearer than this: most places need no other look.
    even = min(GAP_FACTOR * min([zone_pitch, *gaps]), GAP_FACTOR_ZONE * zone_pitch)
    for place, gap in enumerate(gaps):
        is_gap = gap > even and _is_gap(gaps, place, zone_pitch)
        seat = row[place + 1]
        if is_gap or seat.is_wheelchair != row[place].is_wheelchair:
            sides.append([])
        sides[-1].append(seat)
    return sides


def _is_gap(gaps: list[int], place: int, zone_pitch: int) -> bool:
    around = [*gaps[max(0, place - 3) : place], *gaps[place + 1 : place + 4]]
    usual = _median(around) if len(around) >= 3 else zone_pitch
    return gaps[place] > GAP_FACTOR * usual or gaps[place] > GAP_FACTOR_ZONE * zone_pitch


def _median(numbers: list[int]) -> int:
    """The middle one, the lower of two middles."""
    return sorted(numbers)[(len(numbers) - 1) // 2]


def _marked(plan: HallPlan, way: StartPoint) -> frozenset[Unit]:
    """The seats from which a row may be filled this way."""
    return frozenset(
        Unit(seat.index) for seat in plan.seats if seat.start in (way, StartPoint.BOTH)
    )


def _neighbours(
    plan: HallPlan, sides: list[list[Seat]]
) -> tuple[tuple[Unit | None, Unit | None], ...]:
    """Left and right neighbour of each seat by index."""
    found: list[tuple[Unit | None, Unit | None]] = [(None, None)] * len(plan.seats)
    for side in sides:
        units = [None, *(Unit(seat.index) for seat in side), None]
        for place, seat in enumerate(side):
            found[seat.index] = (units[place], units[place + 2])
    return tuple(found)


def _blocks(plan: HallPlan, sides: list[list[Seat]], pitch: int) -> tuple[Block, ...]:
    """Stretches and sections by price rank, then zone in the plan's order."""
    ranks = {category.name: rank for rank, category in enumerate(plan.categories)}
    zones = {zone: order for order, zone in enumerate(dict.fromkeys(s.zone for s in plan.seats))}
    cost = _SeatCost.of(plan, pitch)
    grouped: dict[tuple[str, int, bool], list[Stretch]] = {}
    for side in sides:
        for seats in _one_category(side):
            first = seats[0]
            key = (first.category, zones[first.zone], first.is_wheelchair)
            grouped.setdefault(key, []).append(_stretch(seats, zones[first.zone], cost))
    blocks = [Block(*key, tuple(stretches)) for key, stretches in grouped.items()]
    blocks += [
        Block(section.category, len(zones) + order, False, (), section)
        for order, section in enumerate(plan.sections)
    ]
    return tuple(sorted(blocks, key=lambda b: (ranks.get(b.category, len(ranks)), b.zone)))


def _one_category(side: list[Seat]) -> list[list[Seat]]:
    """Seats side by side cut where the price changes: one group pays one price."""
    parts = [[side[0]]]
    for left, right in pairwise(side):
        if left.category != right.category:
            parts.append([])
        parts[-1].append(right)
    return parts


def _stretch(seats: list[Seat], zone: int, cost: _SeatCost) -> Stretch:
    """A stretch with its running costs."""
    costs = [0]
    for seat in seats:
        costs.append(costs[-1] + cost(seat))
    units = tuple(Unit(seat.index) for seat in seats)
    return Stretch(zone, seats[0].rank, units, tuple(s.x_tenths for s in seats), tuple(costs))


@dataclass(frozen=True, slots=True)
class _SeatCost:
    """How far a seat is from the best of its zone, in tenths of the plan's unit.

    Best is the centre line of the hall, in the row a third of the way back in the first zone and
    in the front row of every other (a balcony). A plan that starts at an end fills
    row after row from there instead.
    """

    direction: StartDirection
    pitch: int
    left: int
    right: int
    best_ranks: dict[str, int]

    @classmethod
    def of(cls, plan: HallPlan, pitch: int) -> _SeatCost:
        xs = [seat.x_tenths for seat in plan.seats] or [0]
        depth: dict[str, int] = {}
        for seat in plan.seats:
            depth[seat.zone] = max(depth.get(seat.zone, 0), seat.rank)
        best = dict.fromkeys(depth, 0)
        if plan.seats:
            first = plan.seats[0].zone
            best[first] = (depth[first] + 1) // 3
        return cls(plan.start_direction, pitch, min(xs), max(xs), best)

    def __call__(self, seat: Seat) -> int:
        rows_off = abs(seat.rank - self.best_ranks[seat.zone])
        match self.direction:
            case StartDirection.LEFT:
                return ROW_FIRST * rows_off + seat.x_tenths - self.left
            case StartDirection.RIGHT:
                return ROW_FIRST * rows_off + self.right - seat.x_tenths
            case StartDirection.CENTRE:
                aside = abs(2 * seat.x_tenths - self.left - self.right) // 2
                return ROW_IN_SEATS * self.pitch * rows_off + aside

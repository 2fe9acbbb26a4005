"""Best available: which places to propose, told in prose in docs/rules/seating.md.

The order of what counts: together, then price rank, zone, no single seat left over, and then
near the centre of a good row. The caller keeps one `PlanIndex` per plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from podium_desk.domain.hall_index import Block, PlanIndex
from podium_desk.domain.ids import Unit
from podium_desk.domain.places import section_of
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass

NEAR_SEATS = 4
"""Two parts of a party this many seats apart (a row counts as one) still see each other well."""
ANY_SEATS = 10_000
"""Wider than any hall: no limit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Places for one party: one part when they sit together, else the parts, largest first."""

    parts: tuple[tuple[Unit, ...], ...]
    leaves_single: bool

    @property
    def units(self) -> tuple[Unit, ...]:
        """All places, part by part."""
        return tuple(unit for part in self.parts for unit in part)

    @property
    def together(self) -> bool:
        """Whether nobody sits apart."""
        return len(self.parts) == 1


class Window(NamedTuple):
    """Free seats side by side, ordered from best to worst by its first fields."""

    leaves_single: bool
    cost: int
    rank: int
    is_unmarked: bool
    units: tuple[Unit, ...]
    zone: int
    x_tenths: int


def best_available(
    index: PlanIndex, free: Set[Unit], count: int, category: str | None = None, skip: int = 0
) -> Proposal | Refusal:
    """The `skip`-th best places for `count` people (0 is the best), all of one category.

    `free` are the units that may be proposed; nothing else ever is. Each next proposal shares no
    place with those before it, and after the last the first comes again. When no `count` places
    are together, the best split, the same whatever `skip` is. Refuses `sold_out`, or
    `not_enough_together` (with `wanted` and `free`) when fewer places are left than people.
    Raises ``ValueError`` for fewer than one person or a negative `skip`.
    """
    if count < 1 or skip < 0:
        raise ValueError("count starts at 1 and skip at 0")
    blocks = index.blocks_for(category)
    found: list[Proposal] = []
    for proposal in _together(index, free, count, blocks):
        found.append(proposal)
        if len(found) > skip:
            return proposal
    if found:
        return found[skip % len(found)]
    left = sum(1 for block in blocks for unit in block.units if unit in free)
    if left < count:
        reason = RefusalReason.NOT_ENOUGH_TOGETHER if left else RefusalReason.SOLD_OUT
        return Refusal(reason, {"wanted": count, "free": left})
    units = _two_parts(index, free, count, blocks) or _gathered(index, free, count, blocks)
    return _proposal(index, free, units)


def leaves_single(index: PlanIndex, free: Set[Unit], chosen: Iterable[Unit]) -> bool:
    """Whether taking these places leaves a free seat alone that had a free neighbour before.

    A wheelchair place may always stay alone.
    """
    taken = frozenset(chosen)
    beside = (
        seat
        for unit in taken
        if unit < len(index.neighbours)
        for seat in index.neighbours[unit]
        if seat is not None and seat in free and seat not in taken
        if not index.plan.seats[seat].is_wheelchair
    )
    return any(
        all(n is None or n in taken or n not in free for n in index.neighbours[seat])
        for seat in beside
    )


def windows(index: PlanIndex, free: Set[Unit], count: int, block: Block) -> list[Window]:
    """Every way to seat `count` people side by side in a block, in no order."""
    found = []
    for stretch in block.stretches:
        length = 0
        for end, unit in enumerate(stretch.units, start=1):
            length = length + 1 if unit in free else 0
            if length < count:
                continue
            start = end - count
            units = stretch.units[start:end]
            single = _isolates(index, free, units[0], 0) or _isolates(index, free, units[-1], 1)
            cost = stretch.costs[end] - stretch.costs[start]
            middle = (stretch.xs[start] + stretch.xs[end - 1]) // 2
            bare = units[0] not in index.starts_right and units[-1] not in index.starts_left
            found.append(Window(single, cost, stretch.rank, bare, units, stretch.zone, middle))
    return found


def apart(candidates: Iterable[Window]) -> Iterator[Window]:
    """From best to worst those that share no seat with a better one."""
    seen: set[Unit] = set()
    for window in sorted(candidates):
        if seen.isdisjoint(window.units):
            seen.update(window.units)
            yield window


def _isolates(index: PlanIndex, free: Set[Unit], end: Unit, side: int) -> bool:
    """Whether the seat beyond this end (0 left, 1 right) is free and the one after it not."""
    beyond = index.neighbours[end][side]
    if beyond is None or beyond not in free or index.plan.seats[beyond].is_wheelchair:
        return False
    after = index.neighbours[beyond][side]
    return after is None or after not in free


def _together(
    index: PlanIndex, free: Set[Unit], count: int, blocks: tuple[Block, ...]
) -> Iterator[Proposal]:
    """Proposals in one part, from best to worst."""
    for block in blocks:
        if block.section is not None:
            places = tuple(unit for unit in block.units if unit in free)[:count]
            if len(places) == count:
                yield Proposal((places,), leaves_single=False)
            continue
        for window in apart(windows(index, free, count, block)):
            yield Proposal((window.units,), window.leaves_single)


def _two_parts(
    index: PlanIndex, free: Set[Unit], count: int, blocks: tuple[Block, ...]
) -> tuple[Unit, ...] | None:
    """Two parts in the same or the next row: near each other, then rather halves than one alone."""
    for block in blocks:
        for reach_seats in (NEAR_SEATS, ANY_SEATS):
            for small in range(count // 2, 0, -1):
                units = _pair(index, free, block, (count - small, small, reach_seats))
                if units is not None:
                    return units
    return None


def _pair(
    index: PlanIndex, free: Set[Unit], block: Block, sizes: tuple[int, int, int]
) -> tuple[Unit, ...] | None:
    """The best first part that has a second within reach; `sizes`: large, small, reach in seats."""
    large, small, reach_seats = sizes
    seeds = sorted(windows(index, free, large, block))
    if not seeds:
        return None
    by_row: dict[int, list[Window]] = defaultdict(list)
    for window in windows(index, free, small, block):
        by_row[window.rank].append(window)
    reach = (reach_seats + (large + small) // 2) * index.pitch_tenths
    for seed in seeds:
        mate = _mate(index, seed, by_row)
        if mate is not None and _distance(index, seed, mate)[1] <= reach:
            return seed.units + mate.units
    return None


def _mate(index: PlanIndex, seed: Window, by_row: dict[int, list[Window]]) -> Window | None:
    """The nearest other part to a first one, at most one row away."""
    near = (
        window
        for rank in (seed.rank - 1, seed.rank, seed.rank + 1)
        for window in by_row.get(rank, ())
        if not set(window.units) & set(seed.units)
    )
    return min(near, key=lambda window: _distance(index, seed, window), default=None)


def _distance(index: PlanIndex, one: Window, other: Window) -> tuple[int, int, Window]:
    """How far apart two parts sit: another zone, then rows and seats alike."""
    rows = abs(one.rank - other.rank) * index.pitch_tenths
    return abs(one.zone - other.zone), rows + abs(one.x_tenths - other.x_tenths), other


def _gathered(
    index: PlanIndex, free: Set[Unit], count: int, blocks: tuple[Block, ...]
) -> tuple[Unit, ...]:
    """The last resort: the largest part there is, and the free places nearest to it."""
    chosen: list[Unit] = []
    seed = _largest(index, free, count, blocks)
    if seed is not None:
        chosen += seed.units
        seats = [seat for block in blocks for seat in windows(index, free, 1, block)]
        seats.sort(key=lambda seat: _distance(index, seed, seat))
        chosen += [seat.units[0] for seat in seats if seat.units[0] not in seed.units]
    chosen += [u for block in blocks if block.section for u in block.units if u in free]
    return tuple(chosen[:count])


def _largest(
    index: PlanIndex, free: Set[Unit], count: int, blocks: tuple[Block, ...]
) -> Window | None:
    """The best window of the greatest size below `count`."""
    for size in range(count - 1, 0, -1):
        for block in blocks:
            found = windows(index, free, size, block)
            if found:
                return min(found)
    return None


def _proposal(index: PlanIndex, free: Set[Unit], units: tuple[Unit, ...]) -> Proposal:
    """A proposal whose parts are what is really side by side, largest first."""
    seats = {unit for unit in units if unit < len(index.neighbours)}
    parts = []
    for unit in units:
        if unit in seats and index.neighbours[unit][0] not in seats:
            parts.append(_run_from(index, seats, unit))
    sections: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        section = section_of(index.plan, unit)
        if section is not None:
            sections[section.name].append(unit)
    parts += [tuple(places) for places in sections.values()]
    parts.sort(key=len, reverse=True)
    return Proposal(tuple(parts), leaves_single(index, free, units))


def _run_from(index: PlanIndex, seats: set[Unit], first: Unit) -> tuple[Unit, ...]:
    """The seats from `first` to the right as long as they are side by side."""
    run = [first]
    following = index.neighbours[first][1]
    while following is not None and following in seats:
        run.append(following)
        following = index.neighbours[following][1]
    return tuple(run)

"""What waits on a desk whose memory nobody has confirmed yet, and what may be sold meanwhile."""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.programme import Performance
from podium_desk.domain.reserves import useful_neighbours
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Exposure:
    """Places held beyond the small reserve: so many may be sold a second time if this is an old
    copy. `performances` counts the performances they are of."""

    places: int
    performances: int


def exposure(work: Workplace) -> Exposure:
    """What a person who confirms this desk's memory puts at stake; nothing once it is sure."""
    if work.memory.is_confirmed:
        return Exposure(0, 0)
    waiting = []
    for house, pool in work.replica.rights.held_free_counts(work.origin):
        performance = work.catalogue.performance(pool)
        if performance is not None and performance.house == house:
            waiting.append(waiting_of(work, performance))
    return Exposure(sum(waiting), sum(1 for count in waiting if count))


def waiting_of(work: Workplace, performance: Performance) -> int:
    """How many places of a performance wait for the memory to be confirmed."""
    held = work.replica.rights.held_free(performance.house, performance.id, work.origin)
    return sum(1 for unit in held if waits(work, performance, unit))


def confirm_memory(work: Workplace) -> Exposure:
    """A person says that this data is the newest; tells what was at stake."""
    stake = exposure(work)
    work.memory.confirm()
    return stake


def waits(work: Workplace, performance: Performance, unit: int) -> bool:
    """Whether a place held here may not be sold before the memory is confirmed."""
    return not work.memory.is_confirmed and unit not in _small(work, performance)


def just_given(work: Workplace, performance: Performance, units: frozenset[int]) -> None:
    """Places given to this device since it started: an old copy cannot have sold them already."""
    if not work.memory.is_confirmed:
        given = frozenset(Unit(unit) for unit in units)
        work.memory.small[PerformanceId(performance.id)] = _small(work, performance) | given


def _small(work: Workplace, performance: Performance) -> frozenset[Unit]:
    """The places of a performance that may be sold unconfirmed, the most useful ones."""
    known = work.memory.small.get(performance.id)
    if known is None:
        known = _chosen(work, performance)
        work.memory.small[PerformanceId(performance.id)] = known
    return known


def _chosen(work: Workplace, performance: Performance) -> frozenset[Unit]:
    held = work.replica.rights.held_free(performance.house, performance.id, work.origin)
    units = {Unit(unit) for unit in held}
    plan = work.catalogue.plan_of(performance)
    if plan is None:
        return frozenset()
    size = max(work.policy.seats_min, plan.unit_count * work.policy.percent // 100)
    if len(units) <= size:
        return frozenset(units)
    return frozenset(useful_neighbours(work.halls.of(plan), units, size))

"""What a device holds beyond its reserve goes back, so that others can sell it."""

from __future__ import annotations

from podium_desk.application.holding import return_to_store
from podium_desk.application.workplace import Workplace
from podium_desk.domain.allotment import reserve_size
from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.reserves import useful_neighbours


def reserve_of(work: Workplace, number: PerformanceId) -> int:
    """How many places of a performance this device may keep while nobody needs them."""
    found = work.on_sale(number)
    if found is None or found[0].house != work.house:
        return 0
    performance, plan = found
    until_start = performance.start - work.clock.now()
    return reserve_size(work.policy, plan.unit_count, until_start)


def return_surplus(work: Workplace) -> int:
    """Give back what is in no basket and beyond the reserve; how many places went."""
    drafts = []
    returned = 0
    for (_house, pool), count in work.replica.rights.held_free_counts(work.origin).items():
        number = PerformanceId(pool)
        basket = work.in_basket.get(number, set())
        found = work.on_sale(number)
        if found is None or count - len(basket) <= reserve_of(work, number):
            continue
        performance, plan = found
        held = work.replica.rights.held_free(performance.house, pool, work.origin)
        spare = _spare(work.halls.of(plan), set(held) - basket, reserve_of(work, number))
        if spare:
            hops: dict[int, int] = {unit: held[unit] for unit in spare}
            drafts.append(return_to_store(work, performance, hops))
            returned += len(spare)
    if drafts:
        work.replica.append(drafts)
    return returned


def _spare(index: PlanIndex, free: set[int], keep: int) -> set[Unit]:
    """All but the `keep` most useful ones."""
    units = {Unit(unit) for unit in free}
    return units - set(useful_neighbours(index, units, keep))

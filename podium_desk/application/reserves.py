"""What a device holds beyond its reserve goes back, so that others can sell it."""

from __future__ import annotations

from podium_desk.application.holding import return_to_store
from podium_desk.application.workplace import Workplace
from podium_desk.domain.allotment import keeper_size, reserve_size
from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.reserves import useful_neighbours
from podium_desk.replica.keeping import keeper_of


def reserve_of(work: Workplace, number: PerformanceId, is_keeper: bool | None = None) -> int:
    """How many places of a performance this device may keep while nobody needs them.

    `is_keeper` asks it for after a hand-over; None for as things are.
    """
    found = work.on_sale(number)
    if found is None or found[0].house != work.house:
        return 0
    performance, plan = found
    until_start = performance.start - work.clock.now()
    if is_keeper is None:
        is_keeper = keeper_of(work.replica.sql, work.house) == work.claims.device
    size = keeper_size if is_keeper else reserve_size
    return size(work.policy, plan.unit_count, until_start)


def return_surplus(work: Workplace) -> int:
    """Give back what is in no basket and beyond the reserve; how many places went.

    To be called only while the store answers: what a cut-off desk gives away, nobody can sell.
    """
    drafts = []
    for (house, pool), count in work.replica.rights.held_free_counts(work.origin).items():
        spare = spare_units(work, PerformanceId(pool), house, count)
        if spare:
            drafts.append(return_to_store(work, house, pool, spare))
    if drafts:
        work.replica.append(drafts)
    return sum(move.count for draft in drafts for move in draft.moves)


def spare_units(
    work: Workplace,
    number: PerformanceId,
    house: int,
    count: int,
    is_keeper: bool | None = None,
) -> dict[int, int]:
    """The units, with their hops, of one performance that this device need not keep.

    It holds `count`; `is_keeper` as in `reserve_of`.
    """
    basket = work.in_basket.get(number, set())
    keep = reserve_of(work, number, is_keeper)
    if count - len(basket) <= keep:
        return {}
    held = work.replica.rights.held_free(house, number, work.origin)
    free = set(held) - basket
    found = work.on_sale(number)
    spare = free if found is None else _spare(work.halls.of(found[1]), free, keep)
    return {unit: held[unit] for unit in spare}


def _spare(index: PlanIndex, free: set[int], keep: int) -> set[int]:
    """All but the `keep` most useful ones."""
    units = {Unit(unit) for unit in free}
    return free - set(useful_neighbours(index, units, keep))

"""What this desk can promise of each place of a performance, now."""

from __future__ import annotations

from podium_desk.application.counter import Connection, SeatState
from podium_desk.application.exposure import waits
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Unit
from podium_desk.domain.programme import Performance
from podium_desk.domain.venue import HallPlan
from sync.rights.rules import Right


def seat_states(work: Workplace, performance: Performance, plan: HallPlan) -> bytes:
    """One `SeatState` value for each unit."""
    states = bytearray([SeatState.ASK]) * plan.unit_count
    store_log = work.store_log(performance.house)
    rights = work.replica.rights.moved_units(performance.house, performance.id)
    for unit, right in rights.items():
        if unit < plan.unit_count:
            states[unit] = _state(work, store_log, right)
            if states[unit] == SeatState.MINE and waits(work, performance, unit):
                states[unit] = SeatState.HELD
    for closed in work.catalogue.closed_places(performance.id):
        if states[closed] != SeatState.SOLD:
            states[closed] = SeatState.BLOCKED
    return bytes(states)


def _state(work: Workplace, store_log: int, right: Right) -> SeatState:
    if right.is_spent:
        return SeatState.SOLD
    if right.holder == work.origin:
        return SeatState.MINE
    return SeatState.ASK if right.holder == store_log else SeatState.HELD


def proposable(work: Workplace, performance: Performance, plan: HallPlan) -> set[Unit]:
    """The units that best-available may propose: ours, and the store's while it can be asked."""
    states = seat_states(work, performance, plan)
    wanted = {SeatState.MINE}
    if work.link.state().connection is Connection.ONLINE:
        wanted.add(SeatState.ASK)
    basket = work.in_basket.get(performance.id, set())
    return {
        Unit(unit)
        for unit, state in enumerate(states)
        if state in wanted and Unit(unit) not in basket
    }


def held_hop(work: Workplace, performance: Performance, unit: int) -> int | None:
    """The present hop of a place's right when this device may sell it now, else None."""
    right = work.replica.rights.right(performance.house, performance.id, unit)
    if right is None or right.is_spent or right.holder != work.origin:
        return None
    return None if waits(work, performance, unit) else right.hop


def held_hops(work: Workplace, performance: Performance) -> dict[int, int]:
    """The units this device may sell right now, with their rights' present hop."""
    held = work.replica.rights.held_free(performance.house, performance.id, work.origin)
    if work.memory.is_confirmed:
        return held
    return {unit: hop for unit, hop in held.items() if not waits(work, performance, unit)}

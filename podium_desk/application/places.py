"""What this desk can promise of each place of a performance, now."""

from __future__ import annotations

from podium_desk.application.counter import Connection, SeatState
from podium_desk.application.exposure import just_given, waits
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Origin, Unit, device_of
from podium_desk.domain.programme import Performance
from podium_desk.domain.venue import HallPlan
from podium_desk.replica.keeping import keeper_of

_KEPT_MAX = 8
"""A basket holds few performances at once."""


def seat_states(work: Workplace, performance: Performance, plan: HallPlan) -> bytes:
    """One `SeatState` value for each unit.

    A key stroke asks several times, of a hall with thousands of places: worked out anew only when
    something that they follow from has changed.
    """
    closed = work.catalogue.closed_places(performance.id)
    on_request = _on_request(work, performance)
    times = work.replica.rights.written.get((performance.house, performance.id), 0)
    follows_from = (times, on_request, work.origin, closed, plan, work.memory.is_confirmed)
    known = work.kept_states.get(performance.id)
    if known is not None and known[0] == follows_from and work.memory.is_confirmed:
        return known[1]
    states = _states(work, performance, plan, on_request)
    for unit in closed:
        if states[unit] != SeatState.SOLD:
            states[unit] = SeatState.BLOCKED
    if len(work.kept_states) >= _KEPT_MAX:
        work.kept_states.clear()
    work.kept_states[performance.id] = follows_from, bytes(states)
    return bytes(states)


def _states(
    work: Workplace, performance: Performance, plan: HallPlan, on_request: frozenset[int]
) -> bytearray:
    """The states as the rights have them."""
    count, own = plan.unit_count, work.origin
    states = bytearray([SeatState.ASK]) * count
    rights = work.replica.rights.moved_units(performance.house, performance.id)
    for unit, right in rights.items():
        if unit >= count:
            continue
        if right.is_spent:
            states[unit] = SeatState.SOLD
        elif right.holder != own:
            states[unit] = SeatState.ASK if right.holder in on_request else SeatState.HELD
        else:
            is_waiting = waits(work, performance, unit)
            states[unit] = SeatState.HELD if is_waiting else SeatState.MINE
    return states


def proposable(work: Workplace, performance: Performance, plan: HallPlan) -> set[Unit]:
    """The units that best-available may propose: ours, and those of who can be asked now."""
    states = seat_states(work, performance, plan)
    answering = answering_logs(work, performance)
    basket = work.in_basket.get(performance.id, set())
    free = {Unit(unit) for unit, state in enumerate(states) if state == SeatState.MINE}
    if answering:
        asked = {Unit(unit) for unit, state in enumerate(states) if state == SeatState.ASK}
        free |= asked if answering == _on_request(work, performance) else {
            unit for unit in asked if holder_of(work, performance, unit) in answering
        }  # fmt: skip
    return free - basket


def answering_logs(work: Workplace, performance: Performance) -> frozenset[int]:
    """The logs of who gives places of this performance on request, and answers now."""
    answering = set()
    if work.link.state().connection is Connection.ONLINE:
        answering.add(work.store_log(performance.house))
    keeper = _keeper_log(work, performance)
    if keeper is not None and work.venue.hears(device_of(keeper)):
        answering.add(keeper)
    return frozenset(answering)


def holder_of(work: Workplace, performance: Performance, unit: int) -> Origin | None:
    """The log that holds a place's right, as far as is known here."""
    right = work.replica.rights.right(performance.house, performance.id, unit)
    return None if right is None else Origin(right.holder)


def can_ask(work: Workplace, performance: Performance, unit: int) -> bool:
    """Whether who holds this place can be asked for it now, its own reserve included."""
    holder = holder_of(work, performance, unit)
    if holder is None:
        return False
    is_near = performance.house == work.house and work.venue.hears(device_of(holder))
    return is_near or holder in answering_logs(work, performance)


def ask_for(work: Workplace, performance: Performance, units: tuple[Unit, ...]) -> None:
    """Ask for these places whoever holds them: the store, the keeper, another desk of the house.

    What was given is held here when this returns; who does not answer in time gives nothing.
    """
    by_holder: dict[Origin, list[Unit]] = {}
    for unit in units:
        holder = holder_of(work, performance, unit)
        if holder is not None:
            by_holder.setdefault(holder, []).append(unit)
    for holder, wanted in by_holder.items():
        if holder != work.store_log(performance.house):
            given = work.venue.ask(holder, performance.house, performance.id, tuple(wanted))
            just_given(work, performance, given)
        elif work.link.state().connection is Connection.ONLINE:
            work.link.ask(performance.house, performance.id, tuple(wanted))


def _on_request(work: Workplace, performance: Performance) -> frozenset[int]:
    """The logs of who gives places on request, whether it answers now or not."""
    keeper = _keeper_log(work, performance)
    store_log = work.store_log(performance.house)
    return frozenset({store_log} if keeper is None else {store_log, keeper})


def _keeper_log(work: Workplace, performance: Performance) -> Origin | None:
    """The log of our house's keeper, unless this device is it or the performance another's."""
    if performance.house != work.house or not work.venue.is_on():
        return None
    keeper = keeper_of(work.replica.sql, work.house)
    if keeper is None or keeper == work.claims.device:
        return None
    return Origin(work.replica.log.newest_of(keeper))


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

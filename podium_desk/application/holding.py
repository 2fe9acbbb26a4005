"""Taking places for a basket and letting them go: a hold is the right itself, not a promise."""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import Connection, Held, SeatState
from podium_desk.application.exposure import waiting_of
from podium_desk.application.places import ask_for, can_ask, held_hops, proposable, seat_states
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.seating import best_available, leaves_single
from podium_desk.domain.venue import HallPlan
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Verb
from sync.rights.rules import moves_of

TRIES_MAX = 4
"""How often best-available proposes again when another desk was faster."""


class Holding:
    """Holds places for this desk's baskets."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def hold_best(
        self, number: PerformanceId, count: int, category: str | None, skip: int
    ) -> Held | Refusal:
        """The best `count` places that can really be had, now held here."""
        found = self._sellable(number)
        if isinstance(found, Refusal):
            return found
        performance, plan = found
        index = self._work.halls.of(plan)
        not_given: set[Unit] = set()
        for _ in range(TRIES_MAX):
            free = proposable(self._work, performance, plan) - not_given
            if not free and self._work.link.state().connection is not Connection.ONLINE:
                return self._nothing_left(performance)
            proposal = best_available(index, free, count, category, skip)
            if isinstance(proposal, Refusal):
                return proposal
            if self._take(performance, proposal.units):
                self._keep(number, proposal.units)
                return Held(number, proposal.units, proposal.together, proposal.leaves_single)
            held = held_hops(self._work, performance)
            not_given.update(unit for unit in proposal.units if unit not in held)
        return Refusal(RefusalReason.SEAT_TAKEN, {"performance": number})

    def hold(self, number: PerformanceId, units: tuple[Unit, ...]) -> Held | Refusal:
        """Exactly these places, now held here; all of them or none."""
        found = self._sellable(number)
        if isinstance(found, Refusal):
            return found
        performance, plan = found
        problem = self._problem(performance, plan, units)
        if problem is not None:
            return problem
        if not self._take(performance, units):
            return self._problem(performance, plan, units) or _elsewhere(number, units)
        self._keep(number, units)
        free = proposable(self._work, performance, plan) | set(units)
        single = leaves_single(self._work.halls.of(plan), free, units)
        return Held(number, units, together=True, leaves_single=single)

    def _nothing_left(self, performance: Performance) -> Refusal:
        """The line is down and nothing may be sold: all gone, or waiting for a confirmation."""
        waiting = waiting_of(self._work, performance)
        if waiting:
            details: dict[str, str | int] = {"performance": performance.id, "waiting": waiting}
            return Refusal(RefusalReason.MEMORY_UNCONFIRMED, details)
        return Refusal(RefusalReason.NOTHING_LEFT_HERE, {"performance": performance.id})

    def release(self, number: PerformanceId, units: Iterable[Unit]) -> None:
        """The basket lets these places go; what is beyond the reserve goes back at next contact."""
        basket = self._work.in_basket.get(number, set())
        basket.difference_update(units)
        self._work.wake()

    def _keep(self, number: PerformanceId, units: Iterable[Unit]) -> None:
        self._work.in_basket.setdefault(number, set()).update(units)

    def _take(self, performance: Performance, units: tuple[Unit, ...]) -> bool:
        """Whether all units are held here, after asking for those that are not."""
        held = held_hops(self._work, performance)
        missing = tuple(unit for unit in units if unit not in held)
        if missing:
            ask_for(self._work, performance, missing)
            held = held_hops(self._work, performance)
        return all(unit in held for unit in units)

    def _sellable(self, number: PerformanceId) -> tuple[Performance, HallPlan] | Refusal:
        performance = self._work.catalogue.performance(number)
        if is_outdated(self._work.replica):
            return Refusal(RefusalReason.REPLICA_OUTDATED, {})
        if performance is None:
            return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": number})
        if performance.status is PerformanceStatus.CANCELLED:
            return Refusal(RefusalReason.PERFORMANCE_CANCELLED, {"performance": number})
        plan = self._work.catalogue.plan_of(performance)
        if plan is None:
            return Refusal(RefusalReason.NOT_ON_SALE, {"performance": number})
        return performance, plan

    def _problem(
        self, performance: Performance, plan: HallPlan, units: tuple[Unit, ...]
    ) -> Refusal | None:
        states = seat_states(self._work, performance, plan)
        basket = self._work.in_basket.get(performance.id, set())
        for unit in units:
            if not 0 <= unit < plan.unit_count:
                return Refusal(RefusalReason.UNKNOWN_SEAT, {"unit": unit})
            if unit in basket or states[unit] in (SeatState.SOLD, SeatState.BLOCKED):
                return Refusal(RefusalReason.SEAT_TAKEN, {"unit": unit})
            if states[unit] == SeatState.MINE or can_ask(self._work, performance, unit):
                continue
            if states[unit] == SeatState.HELD:
                return Refusal(RefusalReason.SEAT_HELD, {"unit": unit})
            return _elsewhere(performance.id, (unit,))
        return None


def return_to_store(work: Workplace, house: int, pool: int, hops: dict[int, int]) -> Draft:
    """The fact that gives these units of a performance back to the store."""
    moves = moves_of(Verb.GIVE, pool, hops, work.store_log(house))
    return Draft(FactKind.RIGHTS_MOVED, house, b"", moves)


def _elsewhere(number: PerformanceId, units: tuple[Unit, ...]) -> Refusal:
    return Refusal(RefusalReason.SEAT_ELSEWHERE, {"performance": number, "unit": units[0]})

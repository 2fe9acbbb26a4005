"""One evening from its seed: it goes wrong, is healed, and then everything must hold."""

from __future__ import annotations

import traceback
from dataclasses import field
from hashlib import blake2b

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation import faults
from podium_desk.proving.simulation.checks import ALWAYS, AT_THE_END, Check
from podium_desk.proving.simulation.scenarios import Scenario
from podium_desk.proving.simulation.world import World

LOOK_MS = 60_000
DRAIN_MS = 15_000
DRAINS_MAX = 24
"""So many times the rest may take until everything is quiet: six minutes."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must hold and did not. `at_ms` counts from the opening."""

    invariant: str
    at_ms: int
    what: str


@dataclass(slots=True)
class Outcome:
    """What one seed came to."""

    events: int = 0
    faults: int = 0
    violations: list[Violation] = field(default_factory=list)
    fingerprint: bytes = b""
    """A hash of every disk at the end: equal for equal evenings."""
    acts: dict[str, int] = field(default_factory=dict)
    """How often people did what they do beside selling."""


def run_seed(scenario: Scenario, seed: int) -> Outcome:
    """Simulate one evening. Ends at the first look at which something does not hold."""
    evening = _Evening(scenario, World(seed))
    try:
        evening.run()
    except Exception as error:  # noqa: BLE001 - whatever the shipped code lets escape is a finding
        where = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
        evening.found("no_crash", told)
    finally:
        evening.outcome.fingerprint = _fingerprint(evening.world)
        evening.outcome.acts = evening.world.deeds.counted()
        evening.world.close()
    return evening.outcome


class _Evening:
    def __init__(self, scenario: Scenario, world: World) -> None:
        self.scenario = scenario
        self.world = world
        self.outcome = Outcome()
        self._opened_ms = world.agenda.now_ms

    def run(self) -> None:
        world = self.world
        self.scenario.people(world)
        world.open()
        if self.scenario.faults:
            self._draw_fault_later()
        ends_ms = world.agenda.now_ms + self.scenario.length_ms
        while world.agenda.now_ms < ends_ms and not self.outcome.violations:
            world.agenda.run_until(min(ends_ms, world.agenda.now_ms + LOOK_MS))
            self._look(ALWAYS)
        world.is_closing = True
        if not self.outcome.violations:
            self._drain()
            self._look(ALWAYS | AT_THE_END if self.scenario.settles else ALWAYS)
        self.outcome.events = world.agenda.event_count
        self.outcome.faults = world.fault_count()

    def found(self, invariant: str, what: str) -> None:
        at_ms = self.world.agenda.now_ms - self._opened_ms
        self.outcome.violations.append(Violation(invariant, at_ms, what))
        self.outcome.events = self.world.agenda.event_count
        self.outcome.faults = self.world.fault_count()

    def _drain(self) -> None:
        """Heal everything, let nobody new come, and wait until all is quiet."""
        world = self.world
        for _ in range(DRAINS_MAX):
            faults.heal_everything(world)
            world.agenda.run_until(world.agenda.now_ms + DRAIN_MS)
            for counter in world.counters:
                counter.settle()
            for door in world.doors:
                door.settle()
            if not any(AT_THE_END["L1"](world)):
                return

    def _look(self, checks: dict[str, Check]) -> None:
        if not self.world.store.machine.is_up:
            return
        for name, check in checks.items():
            what = next(check(self.world), None)
            if what is not None:
                self.found(name, what)

    def _draw_fault_later(self) -> None:
        rng = self.world.rng
        self.world.agenda.after(rng.randrange(self.scenario.fault_ms * 2), self._draw_fault)

    def _draw_fault(self) -> None:
        if self.world.is_closing:
            return
        self._draw_fault_later()
        choices, weights = zip(*self.scenario.faults, strict=True)
        (fault,) = self.world.rng.choices(choices, weights)
        self.world.faults += 1
        fault(self.world)


def _fingerprint(world: World) -> bytes:
    digest = blake2b(digest_size=16)
    for machine in world.machines():
        for name, data in machine.disk.image().items():
            digest.update(name.encode() + data)
    return digest.digest()

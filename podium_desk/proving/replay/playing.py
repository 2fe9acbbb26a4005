"""Playing one scenario: its steps in order, with the exchange of everybody between any two."""

from __future__ import annotations

from typing import Any

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.comparing import Different
from podium_desk.proving.replay.counters import Counters, NotPossible
from podium_desk.proving.replay.doors import Doors
from podium_desk.proving.replay.evening import Evening, evening_of
from podium_desk.proving.replay.form import (
    Annul,
    Check,
    Cut,
    Heal,
    Restart,
    Scan,
    Scenario,
    Step,
    Tick,
)
from podium_desk.proving.replay.gate_records import write_gates
from podium_desk.proving.replay.store_counts import check


@dataclass(frozen=True, slots=True)
class Way:
    """How scenarios are played: databases on a disk or in memory, and with every program killed
    and started again between any two steps or not."""

    on_disk: bool = False
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that was not as expected: at which step, the first one being 1, and 0 where
    what the scenario begins with could not be made.

    `expected` and `got` are as a scenario writes them; `expected` is None where the step itself
    could not be done.
    """

    step: int
    what: str
    expected: Any = None
    got: Any = None


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a scenario; `first` is None when all was as expected."""

    scenario: str
    first: Difference | None = None

    @property
    def difference(self) -> str:
        """The first difference in words; empty for none."""
        return "" if self.first is None else self.first.what


def play(scenario: Scenario, way: Way) -> Played:
    """Play a scenario to its end, or to the first difference; a fault of the program is one."""
    with evening_of(scenario, on_disk=way.on_disk) as evening:
        try:
            stage = _begun(evening)
        except Exception as error:  # noqa: BLE001 - the other scenarios are still to be played
            return Played(scenario.id, _not_begun(error))
        for number, step in enumerate(scenario.steps):
            try:
                if way.restarts:
                    evening.restart_all()
                stage.play(step, scenario.steps[number:])
            except Different as one:
                told = _told(number, step, str(one))
                return Played(
                    scenario.id, Difference(number + 1, told, one.expected, one.got)
                )  # fmt: skip
            except NotPossible as why:
                return Played(scenario.id, _not_done(number, step, str(why)))
            except Exception as error:  # noqa: BLE001 - the other scenarios are still to be played
                return Played(scenario.id, _not_done(number, step, repr(error)))
    return Played(scenario.id)


def _begun(evening: Evening) -> _Stage:
    """All that the scenario finds there."""
    evening.found()
    write_gates(evening)
    evening.settle()
    counters = Counters(evening)
    counters.begin()
    evening.settle()
    return _Stage(evening, counters, Doors(evening, counters))


def _not_begun(error: Exception) -> Difference:
    why = str(error) if isinstance(error, NotPossible) else repr(error)
    return Difference(0, f"before the first step: {why}", got=why)


def _not_done(number: int, step: Step, why: str) -> Difference:
    return Difference(number + 1, _told(number, step, why), got=why)


def _told(number: int, step: Step, what: str) -> str:
    return f"step {number + 1} ({type(step).__name__.lower()}): {what}"


@dataclass(frozen=True, slots=True)
class _Stage:
    evening: Evening
    counters: Counters
    doors: Doors

    def play(self, step: Step, coming: tuple[Step, ...]) -> None:
        """One step, after everybody has exchanged everything at its time."""
        at = getattr(step, "at", None)
        if at is not None:
            self.evening.move_to(at)
        self.evening.settle()
        self.counters.get_ready(coming)
        match step:
            case Scan():
                self.doors.scan(step)
            case Annul():
                self.doors.annul(step)
            case Cut():
                self.evening.cut(self._named(step.device), step.link)
            case Heal():
                self.evening.heal(self._named(step.device), step.link)
            case Restart():
                self.evening.restart(step.device)
            case Tick():
                self.evening.tend()
            case Check():
                check(step.expect, self.evening, self.counters)
            case _:
                self.counters.act(step)

    def _named(self, device: str) -> tuple[str, ...]:
        return tuple(self.evening.devices) if device == "*" else (device,)

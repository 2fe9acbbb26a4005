"""What a run of the simulator came to, and how to repeat its first failure."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import field
from typing import Any

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.power_cuts import run_cuts
from podium_desk.proving.simulation.running import run_seed
from podium_desk.proving.simulation.scenarios import LARGE, SCENARIOS

PROGRESS_S = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What to run: the seeds from `first` to `last` of these scenarios, or so many power cuts."""

    first: int
    last: int
    scenarios: tuple[str, ...] = ()
    """By name, every one in turn when there is none."""
    power_cuts: int = 0
    disabled: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ran:
    seeds: int
    events: int = 0
    faults: int = 0
    violations: list[dict[str, Any]] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    repeat: str | None = None


def run(wish: Wish, say: Callable[[str], None]) -> dict[str, Any]:
    """What the wish says; the guards that it names are off already."""
    return _run_power_cuts(wish, _Progress(say)) if wish.power_cuts else _run_seeds(wish, say)


class _Progress:
    """Says now and then how far it is."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told_at = time.monotonic()

    def __call__(self, sentence: str) -> None:
        if time.monotonic() - self._told_at > PROGRESS_S:
            self._told_at = time.monotonic()
            self._say(sentence)


def _run_seeds(wish: Wish, say: Callable[[str], None]) -> dict[str, Any]:
    """Each seed in its scenario: with several, a seed's scenario follows from its number."""
    names = wish.scenarios or tuple(SCENARIOS)
    progress = _Progress(say)
    started_s = time.process_time()
    ran = _Ran(wish.last - wish.first + 1)
    for seed in range(wish.first, wish.last + 1):
        name = names[seed % len(names)]
        outcome = run_seed((SCENARIOS | LARGE)[name], seed)
        ran.events += outcome.events
        ran.faults += outcome.faults
        ran.acts.update(outcome.acts)
        ran.violations += [
            {"seed": seed, "scenario": name, "invariant": one.invariant,
             "at": f"{one.at_ms} ms", "what": one.what}
            for one in outcome.violations
        ]  # fmt: skip
        if outcome.violations and ran.repeat is None:
            ran.repeat = _command(wish, seed, f" --scenario {name}")
        progress(f"{seed - wish.first + 1}/{ran.seeds}")
    return _report(wish, ran, max(time.process_time() - started_s, 1e-9))


def _run_power_cuts(wish: Wish, progress: _Progress) -> dict[str, Any]:
    """Cut the power of a till; each cut is a fault, each confirmed fact an event."""
    started_s = time.process_time()
    report = run_cuts(
        wish.power_cuts, wish.first, progress=lambda cuts: progress(f"{cuts}/{wish.power_cuts}")
    )
    spent_s = max(time.process_time() - started_s, 1e-9)
    violations = [
        {"seed": wish.first, "scenario": "power_cuts", "invariant": loss.invariant,
         "at": f"cut {cut}", "what": loss.what}
        for cut, loss in report.losses
    ]  # fmt: skip
    ran = _Ran(1, report.actions, report.cuts, violations)
    if report.losses:
        ran.repeat = _command(wish, wish.first, f" --power-cuts {report.losses[0][0]}")
    return _report(wish, ran, spent_s)


def _report(wish: Wish, ran: _Ran, spent_s: float) -> dict[str, Any]:
    return {
        "seeds": ran.seeds,
        "faults": ran.faults,
        "events": ran.events,
        "acts": dict(ran.acts),
        "violations": ran.violations,
        "disabled": list(wish.disabled),
        "faults_per_cpu_s": round(ran.faults / spent_s),
        "events_per_cpu_s": round(ran.events / spent_s),
        "repeat": ran.repeat,
    }


def _command(wish: Wish, seed: int, what: str) -> str:
    """The command line that shows it again."""
    off = "".join(f" --disable {name}" for name in wish.disabled)
    return f"podium-desk simulate --seeds {seed}..{seed}{what}{off}"

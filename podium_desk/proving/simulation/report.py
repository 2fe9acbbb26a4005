"""What a run of the simulator came to, and how to repeat its first failure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from podium_desk.proving.simulation.power_cuts import run_cuts

PROGRESS_S = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What to run: the seeds from `first` to `last`, or so many power cuts with the first."""

    first: int
    last: int
    power_cuts: int
    disabled: tuple[str, ...]


def run_power_cuts(wish: Wish, say: Callable[[str], None]) -> dict[str, Any]:
    """Cut the power of a till; each cut is a fault, each confirmed fact an event."""
    told_at = time.monotonic()

    def progress(cuts: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > PROGRESS_S:
            told_at = time.monotonic()
            say(f"{cuts}/{wish.power_cuts}")

    started_s = time.process_time()
    report = run_cuts(wish.power_cuts, wish.first, progress=progress)
    spent_s = time.process_time() - started_s
    violations = [
        {"seed": wish.first, "invariant": loss.invariant, "at": f"cut {cut}", "what": loss.what}
        for cut, loss in report.losses
    ]
    return {
        "seeds": 1,
        "faults": report.cuts,
        "events": report.actions,
        "violations": violations,
        "disabled": list(wish.disabled),
        "faults_per_cpu_s": round(report.cuts / max(spent_s, 1e-9)),
        "repeat": _repeat(wish, wish.first, report.losses[0][0] if report.losses else None),
    }


def _repeat(wish: Wish, seed: int, cuts: int | None) -> str | None:
    if cuts is None:
        return None
    off = "".join(f" --disable {name}" for name in wish.disabled)
    return f"podium-desk simulate --seeds {seed}..{seed} --power-cuts {cuts}{off}"

"""Seconds of CPU of two pieces of work, taken in turn in one run: for what takes long.

On a machine with others on it the processor's time is steadier than the wall's.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure


@dataclass(frozen=True, slots=True)
class Work:
    """`ready` makes what is needed and is not counted; `run` is; `done` puts it away."""

    name: str
    ready: Callable[[], None]
    run: Callable[[], None]
    done: Callable[[], None]


def cpu_figures(measured: Work, baseline: Work, rounds: int) -> list[Figure]:
    """The medians of both, and their ratio; the first round warms up and is not counted."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds + 1):
        ours.append(cpu_s(measured))
        theirs.append(cpu_s(baseline))
    value, base = median(ours[1:]), median(theirs[1:])
    return [
        Figure(measured.name, value, "s CPU", rounds, baseline.name, value / base),
        Figure(baseline.name, base, "s CPU", rounds, is_baseline=True),
    ]


def cpu_s(work: Work) -> float:
    """The CPU that one run of it takes."""
    work.ready()
    gc.collect()
    started = time.process_time()
    work.run()
    spent = time.process_time() - started
    work.done()
    return spent

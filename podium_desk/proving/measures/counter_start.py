"""From starting the counter's program until somebody can work with it, against a bare window.

A house with clerks waits for its log-in, one without for the list and tonight's hall. Each start
is a process of its own; its CPU counts beside its time, since it is steadier on a shared machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from podium_desk.application.log_in import ClerkTile, TilesKept
from podium_desk.config import DataFolder
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.window import NAME as BARE_WINDOW
from podium_desk.proving.measures.window import bare_window, run_program
from podium_desk.proving.pairs import spent_ms

STARTS = 9
_CLERKS = (
    ClerkTile(1, "An Peeters", "seller", is_manager=False),
    ClerkTile(2, "Fatima El Amrani", "manager", is_manager=True),
    ClerkTile(3, "Wout De Smet", "volunteer", is_manager=False),
)
"""Who logged in the last time, as far as this start knows."""


@dataclass(frozen=True, slots=True)
class _Spent:
    """Milliseconds of one start: on the wall's clock, and of all its threads' CPU."""

    wall_ms: float
    cpu_ms: float


def start_figures(kassa: Path) -> list[Figure]:
    """The starts of a counter and, in turn with each, of a bare window."""
    program = ("-m", "podium_desk", "desk", str(kassa))
    kept = DataFolder(kassa).log_in
    TilesKept(kept).keep(_CLERKS)
    # To the log-in painted and the key of a tile answered; the data begins to open behind it.
    log_in = _against_bare("counter_log_in_ready", (*program, "--first-digit"))
    kept.unlink()
    # To the list and tonight's hall painted.
    return log_in + _against_bare("counter_ready", (*program, "--first-hall"))


def _against_bare(name: str, program: tuple[str, ...]) -> list[Figure]:
    start = partial(run_program, *program)
    start()
    ours: list[_Spent] = []
    bare: list[_Spent] = []
    for _ in range(STARTS):
        ours.append(_spent(start))
        bare.append(_spent(bare_window))
    wall, base = (median(one.wall_ms for one in starts) for starts in (ours, bare))
    cpu, base_cpu = (median(one.cpu_ms for one in starts) for starts in (ours, bare))
    return [
        Figure(f"{name}_p50", wall, "ms", STARTS, BARE_WINDOW, wall / base),
        Figure(f"{BARE_WINDOW}_p50", base, "ms", STARTS, is_baseline=True),
        Figure(f"{name}_cpu", cpu, "ms CPU", STARTS, BARE_WINDOW, cpu / base_cpu),
        Figure(f"{BARE_WINDOW}_cpu", base_cpu, "ms CPU", STARTS, is_baseline=True),
    ]


def _spent(start: Callable[[], object]) -> _Spent:
    before = _children_ms()
    wall_ms = spent_ms(start)
    return _Spent(wall_ms, _children_ms() - before)


def _children_ms() -> float:
    """The CPU of all processes that this one waited for."""
    times = os.times()
    return (times.children_user + times.children_system) * 1000

"""Keeps a start on one core, since Python does one thing at a time anyway.

Until the first hall stands the window's thread and the lane hand Python's lock to each other some
hundred times, at each call of Qt and of the database. From one core to another each time wakes a
core, and what the thread works with has to come over: a fifth of the start's CPU and of its time,
on a machine that has nothing else to do. On one core it is next to nothing. Systems other than
Linux keep their cores.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_TASKS = Path("/proc/self/task")
_STAT = Path("/proc/self/stat")
_CORE = 36
"""Where that file tells the core, counted behind the program's name (proc_pid_stat(5))."""


class OneCore:
    """From `begin` to `end`; whatever threads are begun in between stay on that core as well."""

    def __init__(self) -> None:
        self._cores: set[int] = set()
        """Where this program may run by right, while it stays on one."""

    def begin(self) -> None:
        """Stay where this thread runs now: whoever gave it that core saw it free."""
        if sys.platform == "linux":
            cores = os.sched_getaffinity(0)
            if len(cores) > 1:
                # Nobody may be allowed to look, or to stay.
                with suppress(OSError):
                    os.sched_setaffinity(0, {_core_now()})
                    self._cores = cores

    def end(self) -> None:
        """Run on all cores again, with every thread; from any thread, and more than once."""
        cores, self._cores = self._cores, set()
        if sys.platform == "linux" and cores:
            for task in os.listdir(_TASKS):
                # A thread may have ended meanwhile.
                with suppress(OSError):
                    os.sched_setaffinity(int(task), cores)


def _core_now() -> int:
    return int(
        _STAT.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[_CORE]
    )

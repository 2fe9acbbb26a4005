"""Whether a window stands still: its event loop is asked for a turn each millisecond.

A gap between two turns says nothing alone on a machine that others use too. So each turn also has
what the window's thread computed in it, and what this program did on all its threads: it cannot
have kept its window waiting for longer than the shorter of that and the gap.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from podium_desk.late_dataclass import dataclass
from podium_desk.ui.shell.counter_bench import wait

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Turn:
    """The time between two turns of the loop, in ms: by the wall's clock, of the processor by the
    window's thread, and by all threads of this program."""

    gap_ms: float
    work_ms: float
    program_ms: float

    @property
    def own_ms(self) -> float:
        """How much of the gap can have been this program's doing, at most."""
        return min(self.gap_ms, self.program_ms)


@dataclass(frozen=True, slots=True)
class _Clocks:
    wall_s: float
    thread_s: float
    program_s: float

    @classmethod
    def now(cls) -> _Clocks:
        return cls(time.perf_counter(), time.thread_time(), time.process_time())

    def since(self, before: _Clocks) -> Turn:
        return Turn(
            1000 * (self.wall_s - before.wall_s),
            1000 * (self.thread_s - before.thread_s),
            1000 * (self.program_s - before.program_s),
        )


class Heartbeat(QObject):
    """Keeps each turn of the windows' event loop while it beats."""

    def __init__(self) -> None:
        super().__init__()
        self._turns: list[Turn] = []
        self._last = _Clocks.now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def beat_until(
        self, is_true: Callable[[], bool], at_first: Callable[[], object] = lambda: None
    ) -> None:
        """Let the windows live until it is so; `at_first` is done in the first turn, and counts."""
        QTimer.singleShot(0, self, at_first)
        self._last = _Clocks.now()
        self._timer.start()
        wait(is_true)
        self._timer.stop()
        self._beat()

    def beat_for(self, seconds: float) -> None:
        """Let the windows live for so long."""
        ends = time.monotonic() + seconds
        self.beat_until(lambda: time.monotonic() > ends)

    def take(self) -> list[Turn]:
        """The turns since the last time."""
        taken, self._turns = self._turns, []
        return taken

    def _beat(self) -> None:
        now = _Clocks.now()
        self._turns.append(now.since(self._last))
        self._last = now

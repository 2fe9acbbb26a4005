"""An outage drill as a person runs it: begin, see how far it is, stop, read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podium_desk.application.drilling import DrillReport
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.drill import report_lines

if TYPE_CHECKING:
    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.drill import DrillLine


RunsDrill = Callable[[Callable[[int, int], None], Callable[[], bool]], DrillReport]
"""Runs one: told of its progress and asked whether to stop, both on the drill's own thread."""


@dataclass(frozen=True, slots=True)
class DrillView:
    """The card: what the button does now, how far the drill is, and what it came to."""

    title: str
    meaning: str
    button: str
    is_running: bool
    done: int
    all: int
    lines: tuple[DrillLine, ...]


class DrillRun:
    """One drill after another. Every method but `_progress` is called on the screen's thread."""

    def __init__(
        self,
        drill: RunsDrill,
        jobs: Jobs,
        words_now: Callable[[], Words],
        failed: Callable[[Exception], None],
    ) -> None:
        """`jobs` run beside the door's own: a guest does not wait for a drill."""
        self._drill = drill
        self._jobs = jobs
        self._words_now = words_now
        self._failed = failed
        self._far = (0, 0)
        self._is_running = self._is_stopped = False
        self._report: DrillReport | None = None

    @property
    def view(self) -> DrillView:
        """The card now, in the language of the page."""
        words = self._words_now()
        button = "drill.stop" if self._is_running else "drill.begin"
        lines = () if self._report is None else report_lines(self._report, words)
        done, all_ = self._far
        return DrillView(words("drill.title"), words("drill.meaning"), words(button),
                         self._is_running, done, all_, lines)  # fmt: skip

    def press(self) -> None:
        """Begin, or stop what is running."""
        if self._is_running:
            self._is_stopped = True
            return
        self._is_running, self._is_stopped, self._report, self._far = True, False, None, (0, 0)
        self._jobs.submit(self._run, self._came, self._did_fail)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._is_stopped = True

    def _run(self) -> DrillReport:
        return self._drill(self._progress, lambda: self._is_stopped)

    def _progress(self, done: int, all_: int) -> None:
        self._far = (done, all_)

    def _came(self, report: DrillReport) -> None:
        self._is_running, self._report = False, report

    def _did_fail(self, error: Exception) -> None:
        self._is_running = False
        self._failed(error)

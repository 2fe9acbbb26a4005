"""The card terminal's day at a closing: asked once, on its lane, and kept before it is shown."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from hardware.terminals.port import DayTotal, NoDayTotal, TerminalFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.till import Till

T = TypeVar("T")
DAY_S = 60.0
"""A terminal may first bring its payments to its bank."""


class TerminalAsk(StrEnum):
    """How far the terminal's day is, by the name of its sentence."""

    NOT = ""
    ASKING = "terminal_asking"
    TOLD = "terminal_told"
    UNTOLD = "terminal_untold"
    """It may have closed its day, and nobody heard with which total."""
    AWAY = "terminal_away"
    """It closed nothing."""


class TerminalDay:
    """Asks a connected terminal; one that is not is read by the clerk. On the screen's thread."""

    def __init__(
        self,
        terminal: Callable[[], Terminal],
        terminal_jobs: Jobs,
        till: tuple[Callable[[], Till], Jobs],
        ears: tuple[Callable[[], None], Callable[[Exception], None]],
    ) -> None:
        """`till` runs on the lane; `ears` hear that something is new, and of what went wrong."""
        self._terminal = terminal
        self._terminal_jobs = terminal_jobs
        self._till, self._lane_jobs = till
        self._changed, self._failed = ears
        self.state = TerminalAsk.NOT

    @property
    def is_asking(self) -> bool:
        """Whether its answer is waited for."""
        return self.state is TerminalAsk.ASKING

    def forget(self) -> None:
        """Another closing begins."""
        if not self.is_asking:
            self.state = TerminalAsk.NOT

    def ask(self) -> None:
        """Ask it, where it was not asked at this closing."""
        if self.state is not TerminalAsk.NOT or self._terminal().clerk_confirms:
            return
        self.state = TerminalAsk.ASKING
        self._on_lane(lambda: self._till().begin_terminal_day(), self._begun)

    def _begun(self, asked: int) -> None:
        self._terminal_jobs.submit(
            partial(self._terminal().end_of_day, DAY_S),
            partial(self._told, asked),
            partial(self._not_told, asked),
        )

    def _told(self, asked: int, total: DayTotal) -> None:
        cents = total.total_cents
        self._on_lane(
            lambda: self._till().terminal_day_told(asked, cents),
            lambda _: self._come(TerminalAsk.TOLD),
        )

    def _not_told(self, asked: int, error: Exception) -> None:
        if isinstance(error, TerminalFault) and not isinstance(error, NoDayTotal):
            self._on_lane(
                lambda: self._till().terminal_day_not_closed(asked),
                lambda _: self._come(TerminalAsk.AWAY),
            )
            return
        if not isinstance(error, TerminalFault):
            self._failed(error)
        self._come(TerminalAsk.UNTOLD)

    def _come(self, state: TerminalAsk) -> None:
        self.state = state
        self._changed()

    def _on_lane(self, work: Callable[[], T], came: Callable[[T], None]) -> None:
        self._lane_jobs.submit(work, came, self._lost)

    def _lost(self, error: Exception) -> None:
        self._failed(error)
        self._come(TerminalAsk.UNTOLD)

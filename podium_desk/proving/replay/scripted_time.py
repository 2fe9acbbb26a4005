"""The time of a scenario: it stands still but where a step moves it, and nothing happens by
itself. What is due every few seconds is done between two steps."""

from __future__ import annotations

from collections.abc import Callable

from sync.simulation.agenda import Agenda


class ScriptedTime(Agenda):
    """True time in UTC milliseconds, as the steps say it. A network call takes none of it."""

    def after(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Nobody waits here."""

    def pass_(self, span_ms: int) -> None:
        """Not by itself."""

    def run_until(self, until_ms: int) -> None:
        """Nothing is due."""

    def move_to(self, at_ms: int) -> None:
        """A step says that it is this time."""
        self.now_ms = at_ms

"""What a person asks of the device on a page, one deed at a time: a second press does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Jobs

T = TypeVar("T")


class OneDeed:
    """Runs work on the lane; called on the screen's thread."""

    def __init__(
        self, jobs: Jobs, dropped: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """After a fault nobody looks any more (`dropped`), and it is told (`failed`)."""
        self._jobs = jobs
        self._dropped = dropped
        self._failed = failed
        self.is_busy = False

    def submit(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do this unless something is under way; `done` hears the outcome."""
        if self.is_busy:
            return
        self.is_busy = True

        def came(outcome: T) -> None:
            self.is_busy = False
            done(outcome)

        self._jobs.submit(work, came, self._broken)

    def _broken(self, error: Exception) -> None:
        self.is_busy = False
        self._dropped()
        self._failed(error)

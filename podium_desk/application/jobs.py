"""How work leaves a screen's thread and how its outcome comes back.

A screen submits a job; one lane runs it (the replica has exactly one writer); the outcome is
delivered on the screen's own thread. The Qt runner lives in `ui.kit.jobs`; tests and the
command line use `ImmediateJobs`.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol, TypeVar

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.domain.ids import PerformanceId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit touched, told to every presenter; each decides whether it is concerned."""

    performances: frozenset[PerformanceId] = field(default_factory=frozenset)
    catalogue: bool = False
    connection: bool = False
    printing: bool = False

    def __or__(self, other: Changes) -> Changes:
        """Both sets of changes as one."""
        return Changes(
            self.performances | other.performances,
            self.catalogue or other.catalogue,
            self.connection or other.connection,
            self.printing or other.printing,
        )


class Jobs(Protocol):
    """Runs work off the screen's thread, in order, one at a time."""

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work` on the lane, then one of `done` and `failed` on the screen's thread."""
        ...


class ImmediateJobs:
    """Runs each job at once on the caller's thread: for tests and the command line."""

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work` now and deliver its outcome before returning."""
        try:
            outcome = work()
        except Exception as error:  # noqa: BLE001 - the top of a lane
            failed(error)
            return
        done(outcome)

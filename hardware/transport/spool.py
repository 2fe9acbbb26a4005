"""What a driver needs of a system's print queue: take a job, tell how far it is, take it back.

A queue never proves that paper came out; "done" means that it handed all bytes over.

Faults::

    SpoolFault
    ├── SpoolRefused   there is no such queue or it takes nothing: nothing will be printed
    └── SpoolMute      the queue did not answer in time: what became of a job is not known
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class SpoolFault(Exception):
    """A print queue failed; `queue` says which, the message why."""

    def __init__(self, queue: str, why: str) -> None:
        super().__init__(f"{queue}: {why}")
        self.queue = queue
        self.why = why


class SpoolRefused(SpoolFault):
    """The queue is not there or takes no job."""


class SpoolMute(SpoolFault):
    """The queue did not answer in time."""


class Progress(Enum):
    """How far the queue says a job is."""

    WAITING = "waiting"
    DONE = "done"
    """Handed over to the printer."""
    FAILED = "failed"
    """Cancelled or given up; part of it may be on paper."""


class Spool(Protocol):
    """One print queue. Raises `SpoolFault`; no call takes longer than its `timeout_s`."""

    def reasons(self, timeout_s: float) -> frozenset[str]:
        """What the queue says of its printer, in IPP's keywords of printer-state-reasons.

        ``paused`` is a queue that was stopped. Empty is "nothing to report", also of a printer
        that the queue has not spoken with for days.
        """
        ...

    def submit(self, data: bytes, title: str, timeout_s: float) -> str:
        """Give the queue a job; return how the queue calls it."""
        ...

    def progress(self, job: str, timeout_s: float) -> Progress:
        """How far a job is."""
        ...

    def cancel(self, job: str, timeout_s: float) -> None:
        """Take a job back, as far as it is not printed."""
        ...

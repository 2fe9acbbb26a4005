"""The replica's lane for screens: one worker, its outcomes delivered on the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
JOIN_S = 2.0
"""How long closing waits for the job that is running."""


@dataclass(frozen=True, slots=True)
class _Job:
    run: Callable[[], Callable[[], None]]
    """Does the work on the lane and gives back what the screen's thread must call."""


class QtJobs(QObject):
    """Runs jobs in order on one thread of its own (`application.jobs.Jobs`).

    An outcome crosses to the thread this object lives on through one queued signal. After
    `close` nothing starts and nothing is delivered.
    """

    _delivered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._is_closed = Event()
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = Thread(target=self._work, name="replica lane", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work` on the lane; call exactly one of `done` and `failed` on the screen's thread."""

        def run() -> Callable[[], None]:
            try:
                outcome = work()
            except Exception as error:  # noqa: BLE001 - the top of a lane
                fault = error
                return lambda: failed(fault)
            return lambda: done(outcome)

        if not self._is_closed.is_set():
            self._queue.put(_Job(run))

    def close(self) -> bool:
        """Start nothing more and wait for the running job; False when it did not end in time."""
        self._is_closed.set()
        self._queue.put(None)
        self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._is_closed.is_set():
                continue
            self._delivered.emit(job.run())

    @Slot(object)
    def _deliver(self, outcome: Callable[[], None]) -> None:
        if not self._is_closed.is_set():
            outcome()

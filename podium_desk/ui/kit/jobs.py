"""A screen's jobs: run on the replica's lane, their outcomes delivered on the screen's thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from podium_desk.application.lane import ReplicaLane

T = TypeVar("T")
Delivery = Callable[[], None]
CLOSE_S = 2.0
"""How long closing waits for the job that is running."""


class QtJobs(QObject):
    """Runs jobs in order on a lane (`application.jobs.Jobs`); the lane belongs to its maker.

    An outcome crosses to the thread this object lives on through one queued signal, and is
    delivered in a turn of its own: what several that come together change would be painted in one
    long one, in which no key is answered. After `close` nothing of this screen starts and nothing
    is delivered.
    """

    _delivered = Signal(object)

    def __init__(self, lane: ReplicaLane, *, waits: bool = False) -> None:
        """One that `waits` runs nothing before what it is to `begin` with."""
        super().__init__()
        self._lane = lane
        self._held: list[Callable[[], None]] | None = [] if waits else None
        self._newest: Future[None] | None = None
        self._is_closed = Event()
        self._came: deque[Delivery] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._deliver_next)
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work` on the lane; one of `done` and `failed` follows on the screen's thread."""

        def run() -> None:
            if not self._is_closed.is_set():
                self._delivered.emit(_outcome(work, done, failed))

        if self._held is not None:
            self._held.append(run)
        elif not self._is_closed.is_set():
            self._newest = self._lane.submit(run)

    def begin(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run this as the first job, and behind it what was asked before."""
        held, self._held = self._held or [], None
        self.submit(work, done, failed)
        if not self._is_closed.is_set():
            for run in held:
                self._newest = self._lane.submit(run)

    def close(self) -> bool:
        """Start nothing more and wait for the running job; False when it did not end in time."""
        self._is_closed.set()
        return self._newest is None or not wait([self._newest], CLOSE_S).not_done

    @Slot(object)
    def _deliver(self, delivery: Delivery) -> None:
        self._came.append(delivery)
        self._turn.start(0)

    @Slot()
    def _deliver_next(self) -> None:
        delivery = self._came.popleft()
        if self._came:
            self._turn.start(0)
        if not self._is_closed.is_set():
            delivery()


def _outcome(
    work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
) -> Delivery:
    """Do the work here; what is to be called on the screen's thread."""
    try:
        outcome = work()
    except Exception as error:  # noqa: BLE001 - the top of a lane
        fault = error
        return lambda: failed(fault)
    return lambda: done(outcome)

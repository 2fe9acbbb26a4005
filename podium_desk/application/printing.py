"""The print lane: takes queued jobs one by one to the printer and believes only proof.

It runs on a thread of its own, since a printer may take half a minute; the replica is touched
through `lane` only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from hardware.printing.port import (
    Outcome,
    Printer,
    PrinterFault,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    Raster,
)
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintOrder, PrintQueue, PrintState
from podium_desk.application.ticket_codes import NotOurTicket
from podium_desk.documents.layouts.shelf import HeadSize
from podium_desk.documents.page import PaperFault
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

T = TypeVar("T")
PRINT_DEADLINE_S = 30.0
RETRY_S = 3.0

_AFTER = {
    Outcome.PRINTED: PrintState.PRINTED,
    Outcome.UNPROVEN: PrintState.UNPROVEN,
    Outcome.UNKNOWN: PrintState.UNKNOWN,
}


class Lane(Protocol):
    """Runs work where the replica lives and waits for it."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """The outcome of `work`."""
        ...


@dataclass(frozen=True, slots=True)
class PrintEars:
    """Who hears of a printer's lane, on its own thread."""

    changed: Callable[[], None]
    """After each step, for the screens."""
    failed: Callable[[Exception], None]
    """An error that no printer is to blame for."""


class PrintLane:
    """One printer's thread. A printer that is away or out of paper is tried again, unasked."""

    def __init__(
        self,
        queue: PrintQueue,
        papers: Papers,
        printer: Printer,
        lane: Lane,
        ears: PrintEars,
    ) -> None:
        self._ears = ears
        self._queue = queue
        self._papers = papers
        self._printer = printer
        self._lane = lane
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._drawer_wanted = threading.Event()
        self.state = PrinterState.UNKNOWN
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier run left in the queue."""
        self._thread.start()

    def wake(self) -> None:
        """There is something in the queue."""
        self._wake.set()

    def open_drawer(self) -> None:
        """Open the cash drawer on the printer, before the next paper."""
        self._drawer_wanted.set()
        self._wake.set()

    def stop(self) -> None:
        """Finish the job under way, then end; waits two seconds at most."""
        self._stop.set()
        self._wake.set()
        self._thread.join(2.0)
        self._printer.close()

    def print_one(self) -> bool:
        """Take the oldest job to the printer; False when there is none or it must wait.

        A drawer that is wanted opens first, so that change is given while paper comes.
        """
        self._kick_drawer()
        job = self._lane(self._queue.next)
        if job is None:
            return False
        try:
            raster_job = PrintJob(job.id, self._raster(job))
        except (KeyError, NotOurTicket):
            # What it was to show was refunded meanwhile, or got a newer code elsewhere.
            self._lane(lambda: self._queue.note(job.id, PrintState.DROPPED))
            return True
        self._lane(lambda: self._queue.note(job.id, PrintState.SENT))
        try:
            report = self._printer.print(raster_job, PRINT_DEADLINE_S, self._hear)
        except PrinterFault as fault:
            # Nothing reached paper, so the job goes back to where it was.
            self._hear(fault.state if isinstance(fault, PrinterNotReady) else PrinterState.ABSENT)
            self._lane(lambda: self._queue.note(job.id, PrintState.QUEUED))
            return False
        self._lane(lambda: self._queue.note(job.id, _AFTER[report.outcome]))
        self._hear(report.state)
        return True

    def _raster(self, job: PrintOrder) -> Raster:
        # Pillow is heavy: it is loaded with the first job, after the first window.
        from podium_desk.documents.raster import paper_raster

        size = HeadSize(self._printer.width_dots, self._printer.dpi)
        words = Words(self._lane(lambda: self._papers.language_of(job.order)))
        paper = self._lane(lambda: self._papers.paper(job, words, size))
        try:
            return paper_raster(paper, size.width_dots, size.dpi)
        except PaperFault:
            # A house's layout that cannot hold this one: the bundled layout always can.
            paper = self._lane(lambda: self._papers.bundled_paper(job, words, size))
            return paper_raster(paper, size.width_dots, size.dpi)

    def _hear(self, state: PrinterState) -> None:
        self.state = state
        self._ears.changed()

    def _run(self) -> None:
        while not self._stop.is_set():
            while not self._stop.is_set() and self._guarded_job():
                self._ears.changed()
            self._wake.wait(RETRY_S)
            self._wake.clear()

    def _kick_drawer(self) -> None:
        """A printer that is away opens no drawer, and none later when nobody asks any more."""
        if not self._drawer_wanted.is_set():
            return
        self._drawer_wanted.clear()
        try:
            self._printer.kick_drawer()
        except PrinterFault:
            self._hear(PrinterState.ABSENT)

    def _guarded_job(self) -> bool:
        """A job whose every failure is told and tried again: the lane must not die unseen."""
        try:
            return self.print_one()
        except Exception as error:  # noqa: BLE001 - the top of the printer's thread
            if not self._stop.is_set():
                self._ears.failed(error)
                self._hear(PrinterState.ERROR)
            return False


class LanePrinter:
    """A printer's lane as the desk sees it."""

    def __init__(self, lane: PrintLane) -> None:
        self._lane = lane

    def name_of_state(self) -> str:
        """The printer's state as `DeskStatus.printer` tells it."""
        return self._lane.state.value

    def wake(self) -> None:
        """There is something in the queue."""
        self._lane.wake()

    def open_drawer(self) -> None:
        """Open the cash drawer on the printer."""
        self._lane.open_drawer()

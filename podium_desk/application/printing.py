"""The print lane: takes queued jobs one by one to the printer and believes only proof.

It runs on a thread of its own, since a printer may take half a minute; the replica is touched
through `lane` only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from hardware.printing.port import (
    Outcome,
    Printer,
    PrinterFault,
    PrinterState,
    PrintJob,
    Raster,
)
from podium_desk.application.lane import Lane
from podium_desk.application.paper_now import PaperNow
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintOrder, PrintQueue, PrintState
from podium_desk.application.printer_book import Replaced
from podium_desk.application.ticket_codes import NotOurTicket
from podium_desk.documents.layouts.shelf import HeadSize, paper_of_printer
from podium_desk.documents.page import PaperFault
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

T = TypeVar("T")
PRINT_DEADLINE_S = 30.0
RETRY_S = 3.0
TAKEN_RETRY_S = 0.5
AWAY_S = 10.0
"""So long a second printer stands in before the first is tried again."""
LOOK_S = 15.0
"""So often a printer without work is asked how it is."""
A_BREATH_S = 0.04
"""Between two pieces of what is made ahead."""
MM_PER_INCH = 25.4
CUT_MM = 15
"""From the last dot to the knife: paper that every ticket takes beside its picture."""

_AFTER = {
    Outcome.PRINTED: PrintState.PRINTED,
    Outcome.UNPROVEN: PrintState.UNPROVEN,
    Outcome.UNKNOWN: PrintState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class PrinterNow:
    """What a lane knows of its printers at one moment; `state` is that of the device's own."""

    state: PrinterState = PrinterState.UNKNOWN
    second: PrinterState | None = None
    """The state of the second printer while it stands in; None while it does not."""
    replaced: Replaced | None = None
    """Another model than before stands there, since this start."""


@dataclass(frozen=True, slots=True)
class PrintEars:
    """Who hears of a printer's lane, on its own thread."""

    changed: Callable[[], None]
    """After each step, for the screens."""
    failed: Callable[[Exception], None]
    """An error that no printer is to blame for."""


@dataclass(frozen=True, slots=True)
class PrinterAt:
    """A printer, the address by which the settings name it, and how long one job may take."""

    address: str
    printer: Printer
    deadline_s: float = PRINT_DEADLINE_S
    holder: Callable[[], str] = str
    """The counter of the house that it was last taken by; empty where nobody knows."""


class PrintLane:
    """One printer's thread. A printer that is away or out of paper is tried again, unasked.

    The first of `printers` is the device's own. A second one stands in for it while the first can
    put nothing on paper, and never takes over a job of which anything may be on paper already.
    """

    def __init__(
        self,
        queue: PrintQueue,
        papers: Papers,
        printers: tuple[PrinterAt, ...],
        lane: Lane,
        ears: PrintEars,
    ) -> None:
        self._ears = ears
        self._queue = queue
        self._papers = papers
        self._printers = printers
        self._lane = lane
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._drawer_wanted = threading.Event()
        self._heard_at = 0.0
        self._away_until = 0.0
        self.now = PrinterNow()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    @property
    def state(self) -> PrinterState:
        """What the device's own printer last said of itself."""
        return self.now.state

    def paper_now(self) -> PaperNow:
        """How paper stands; runs on the replica's lane."""
        book, (first, *_others) = self._queue.book, self._printers
        unproven = self._queue.count(PrintState.UNPROVEN)
        return PaperNow(
            unproven,
            self.now.second is not None,
            self.now.replaced,
            book.stock(first.address),
            first.printer.why,
            first.holder(),
        )

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
        for one in self._printers:
            one.printer.close()

    def print_one(self) -> bool:
        """Take the oldest job to a printer; False when there is none or it must wait.

        A drawer that is wanted opens first, so that change is given while paper comes.
        """
        self._kick_drawer()
        job = self._lane(self._queue.next)
        if job is None:
            return False
        for at in self._in_turn():
            try:
                paper = PrintJob(job.id, self._raster(job, at))
            except (KeyError, NotOurTicket):
                # What it was to show was refunded meanwhile, or got a newer code elsewhere.
                self._lane(lambda: self._queue.note(job.id, PrintState.DROPPED))
                self._ears.changed()
                return True
            if self._printed(job, paper, at) or self._lane(lambda: self._queue.put_back(job)):
                return True
            if self.state is PrinterState.TAKEN:
                return False  # it prints, for somebody else, and is free in a moment
        return False

    def _in_turn(self) -> tuple[PrinterAt, ...]:
        """The own printer first; not while it is known to be away, for that costs two seconds."""
        is_known = time.monotonic() < self._away_until
        return self._printers[1:] if is_known and self._printers[1:] else self._printers

    def _printed(self, job: PrintOrder, paper: PrintJob, at: PrinterAt) -> bool:
        """Take it to this printer; False when nothing of it reached paper there."""
        is_own = at is self._printers[0]
        self._lane(lambda: self._queue.note(job.id, PrintState.SENT))
        try:
            watch = partial(self._under_way, job.id, is_own)
            report = at.printer.print(paper, at.deadline_s, watch)
        except PrinterFault as fault:
            self._was_refused(fault, is_own=is_own)
            return False
        height_mm = round(paper.raster.height_dots * MM_PER_INCH / at.printer.dpi) + CUT_MM
        after = _AFTER[report.outcome]
        replaced = self._lane(
            lambda: self._queue.came_out(job.id, after, at.address, height_mm, report.model)
        )
        self._tell(replace(
            self._with_state(report.state, is_own=is_own), replaced=replaced or self.now.replaced
        ))  # fmt: skip
        return True

    def _was_refused(self, fault: PrinterFault, *, is_own: bool) -> None:
        state = fault.state
        if is_own and state is not PrinterState.TAKEN:
            self._away_until = time.monotonic() + AWAY_S
        self._tell(self._with_state(state, is_own=is_own))

    def _under_way(self, job: str, is_own: bool, state: PrinterState) -> None:
        """The job that is on its way waits for somebody at the printer, or goes on."""
        after = PrintState.SENT if state.can_print else PrintState.WAITING
        self._lane(lambda: self._queue.note(job, after))
        self._tell(self._with_state(state, is_own=is_own))

    def _with_state(self, state: PrinterState, *, is_own: bool) -> PrinterNow:
        """What is known once one of the printers said how it is."""
        if not is_own:
            return replace(self.now, second=state)
        return replace(self.now, state=state, second=None if state.can_print else self.now.second)

    def _raster(self, job: PrintOrder, at: PrinterAt) -> Raster:
        # Pillow is heavy: it is loaded behind the first window.
        from podium_desk.documents.raster import head_raster

        size = HeadSize(at.printer.width_dots, at.printer.dpi, paper_of_printer(at.address))
        words = Words(self._lane(lambda: self._papers.language_of(job.order)))
        paper = self._lane(lambda: self._papers.paper(job, words, size))
        try:
            return head_raster(paper, size)
        except PaperFault:
            # A house's layout that cannot hold this one: the bundled layout always can.
            paper = self._lane(lambda: self._papers.bundled_paper(job, words, size))
            return head_raster(paper, size)

    def _hear(self, state: PrinterState) -> None:
        self._tell(self._with_state(state, is_own=True))

    def _tell(self, now: PrinterNow) -> None:
        self.now = now
        self._heard_at = time.monotonic()
        self._ears.changed()

    def look(self) -> None:
        """Ask a printer that has nothing to do how it is, so that paper that is nearly out, or a
        cable, is seen before the next sale."""
        before = self.state
        state = self._printers[0].printer.state()
        self._heard_at = time.monotonic()
        if state is not before:
            self._hear(state)

    def _run(self) -> None:
        self._print_all()
        self._guarded(self._warm_up)
        while not self._stop.is_set():
            pause_s = TAKEN_RETRY_S if self.state is PrinterState.TAKEN else RETRY_S
            if not self._wake.wait(pause_s):
                self._guarded(self._idle)
            self._wake.clear()
            self._print_all()

    def _print_all(self) -> None:
        while not self._stop.is_set() and self._guarded(self.print_one):
            pass

    def _idle(self) -> bool:
        if time.monotonic() - self._heard_at >= LOOK_S:
            self.look()
        return False

    def _warm_up(self) -> bool:
        """So that the first ticket of an evening takes no longer; what is sold meanwhile goes
        first."""
        from podium_desk.documents.raster import warm_up

        first = self._printers[0].printer
        for _ in warm_up(first.width_dots, first.dpi):
            if self._wake.wait(A_BREATH_S):
                self._wake.clear()
                self._print_all()
        if self._lane(self._papers.layout_faults):
            self._ears.changed()
        return False

    def _kick_drawer(self) -> None:
        """A printer that is away opens no drawer, and none later when nobody asks any more."""
        if not self._drawer_wanted.is_set():
            return
        self._drawer_wanted.clear()
        try:
            self._printers[0].printer.kick_drawer()
        except PrinterFault as fault:
            self._hear(fault.state)

    def _guarded(self, work: Callable[[], bool]) -> bool:
        """Work whose every failure is told and tried again: the lane must not die unseen."""
        try:
            return work()
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

    def paper_now(self) -> PaperNow:
        """What else a screen tells of paper; asked on the replica's lane."""
        return self._lane.paper_now()

    def wake(self) -> None:
        """There is something in the queue."""
        self._lane.wake()

    def open_drawer(self) -> None:
        """Open the cash drawer on the printer."""
        self._lane.open_drawer()

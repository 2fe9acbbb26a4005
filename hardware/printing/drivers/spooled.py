"""A printer behind the system's own print queue: raw bytes in its language, or a page as PDF.

A queue says when it has handed a job over, never that paper came out, so nothing is ever printed
here, at best unproven, and the clerk is asked. A job that is not through at its deadline is taken
back: what comes out of a queue half an hour later is a ticket that was already printed again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.printing.port import (
    NoDrawer,
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    PrintReport,
    RasterTooWide,
    nobody_watches,
)
from hardware.transport.spool import Progress, Spool, SpoolFault, SpoolMute, SpoolRefused

ASK_S = 0.2
CALL_S = 3.0
_STATES = (
    (("paused",), PrinterState.ERROR),
    (("cover-open", "door-open", "interlock-open"), PrinterState.COVER_OPEN),
    (("media-empty", "media-needed", "input-tray-missing"), PrinterState.PAPER_OUT),
    (("offline", "connecting-to-device", "timed-out", "shutdown"), PrinterState.ABSENT),
    (("media-jam", "other-error", "marker-supply-empty"), PrinterState.ERROR),
    (("media-low",), PrinterState.PAPER_LOW),
)
"""Words of IPP (RFC 8011, printer-state-reasons), the gravest first; CUPS adds -error and such."""


@dataclass(frozen=True, slots=True)
class SpooledPaper:
    """What is put into the queue: `encode` gives a job's bytes, `drawer` those that open a drawer,
    empty where the queue has no way to one."""

    width_dots: int
    dpi: int
    encode: Callable[[PrintJob], bytes]
    drawer: bytes = b""


class SpooledPrinter:
    """The printer of a queue; one thread at a time."""

    def __init__(self, address: str, spool: Spool, paper: SpooledPaper) -> None:
        self._address = address
        self._spool = spool
        self._paper = paper
        self.why = ""

    @property
    def width_dots(self) -> int:
        """Printable dots in a row."""
        return self._paper.width_dots

    @property
    def dpi(self) -> int:
        """Dots per inch."""
        return self._paper.dpi

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """What the queue says; UNKNOWN where it says nothing, which is no promise."""
        try:
            state = state_of(self._spool.reasons(deadline_s))
        except SpoolFault as fault:
            self.why = str(fault)
            return PrinterState.ABSENT
        self.why = ""
        return state

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job; see `hardware.printing.port.Printer.print`."""
        if job.raster.width_dots > self.width_dots:
            raise RasterTooWide(job.raster.width_dots, self.width_dots)
        until = time.monotonic() + deadline_s
        self._check_queue(min(CALL_S, deadline_s))
        try:
            name = self._submit(self._paper.encode(job), job.id, deadline_s)
        except SpoolMute:
            return PrintReport(job.id, Outcome.UNKNOWN, PrinterState.UNKNOWN)
        return self._follow(job.id, name, until, watch)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the drawer by a job of its own, where the printer's language is known."""
        if not self._paper.drawer:
            raise NoDrawer(self._address)
        try:
            self._submit(self._paper.drawer, "drawer", deadline_s)
        except SpoolMute as fault:
            raise PrinterUnreachable(self._address, fault.why) from fault

    def close(self) -> None:
        """Nothing is held between jobs."""

    def _check_queue(self, timeout_s: float) -> None:
        """A queue that is stopped would keep the job for later. What else it says may be of the
        last job, days ago: it hinders nothing."""
        try:
            if "paused" in self._spool.reasons(timeout_s):
                raise PrinterNotReady(PrinterState.ERROR)
        except SpoolFault as fault:
            self.why = str(fault)
            raise PrinterUnreachable(self._address, fault.why) from fault
        self.why = ""

    def _submit(self, data: bytes, title: str, timeout_s: float) -> str:
        try:
            return self._spool.submit(data, f"Podium Desk {title}", timeout_s)
        except SpoolRefused as fault:
            raise PrinterUnreachable(self._address, fault.why) from fault

    def _follow(
        self, job: str, name: str, until: float, watch: Callable[[PrinterState], None]
    ) -> PrintReport:
        state = PrinterState.UNKNOWN
        progress = Progress.WAITING
        while progress is Progress.WAITING and time.monotonic() < until:
            progress, state = self._look(name, state, watch, until)
            if progress is Progress.WAITING:
                time.sleep(min(ASK_S, max(until - time.monotonic(), 0)))
        if progress is Progress.WAITING:
            self._take_back(name)
        outcome = Outcome.UNPROVEN if progress is Progress.DONE else Outcome.UNKNOWN
        return PrintReport(job, outcome, state)

    def _look(
        self,
        name: str,
        before: PrinterState,
        watch: Callable[[PrinterState], None],
        until: float,
    ) -> tuple[Progress, PrinterState]:
        """Ask once; a queue that does not answer this time is asked again."""
        patience_s = max(min(CALL_S, until - time.monotonic()), ASK_S)
        try:
            progress = self._spool.progress(name, patience_s)
            state = state_of(self._spool.reasons(patience_s))
        except SpoolFault:
            return Progress.WAITING, before
        if state is not before:
            watch(state)
        return progress, state

    def _take_back(self, name: str) -> None:
        try:
            self._spool.cancel(name, CALL_S)
        except SpoolFault:
            return  # it was through at the last moment, or the queue is mute: the clerk is asked


def state_of(reasons: frozenset[str]) -> PrinterState:
    """Return the gravest of what a queue reports, UNKNOWN when it reports nothing."""
    plain = {reason.removesuffix(end) for reason in reasons
             for end in ("-error", "-warning", "-report", "")}  # fmt: skip
    for words, state in _STATES:
        if plain & set(words):
            return state
    return PrinterState.UNKNOWN

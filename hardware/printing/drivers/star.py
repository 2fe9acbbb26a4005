"""Star's printers: Star Line Mode (TSP650, 700, 800, mC-Print) and raster (TSP100, TSP143).

The proof of a ticket is the counter of ETBs in the automatic status: an ETB after the cut is
counted when all before it is printed. Before each job the counter is set to a number of our own
choice and awaited, which also shows that nothing of an earlier job waits in it (`star_marks`). A
printer that does not count, or a one-way line, leaves the ticket unproven.

Never yet seen on a real device. Status, counter and commands are those of Star's command
specifications; that a TSP100 counts as the others do is from the table of contents of its
specification only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.printing import star_bytes as star
from hardware.printing.drivers.stranger import Family, refuse_strangers
from hardware.printing.drivers.talk import Talk
from hardware.printing.port import Outcome, PrinterNotReady, PrinterState, PrintJob, Raster
from hardware.printing.star_marks import StarMarks
from hardware.printing.star_status import StarReader, StarStatus

STATUS_S = 0.3
"""A Star answers ESC ACK SOH in milliseconds, also out of paper and with its cover open."""
SETTLE_S = 2.0
"""What an earlier job left is worked off by then, or the printer does not count."""


class StarProof(Enum):
    """How the printer confirms a ticket; AUTO: by its counter, when it has one."""

    AUTO = "auto"
    NONE = "none"


class _Encoding(Protocol):
    def __call__(self, raster: Raster, *, cut: bool) -> bytes: ...


class _Ending(Protocol):
    def __call__(self, width_dots: int, *, is_interrupted: bool) -> bytes: ...


@dataclass(frozen=True, slots=True)
class StarMode:
    """How a picture is sent: a fresh start, what draws a job, and what ends one that broke off."""

    start: bytes
    job: _Encoding
    ending: _Ending


LINE_MODE = StarMode(star.CANCEL, star.line_job, star.end_of_line_job)
RASTER_MODE = StarMode(b"", star.raster_job, star.end_of_raster_job)


class StarTongue:
    """What is said to a Star printer, and what its status proves."""

    prints_anew = False
    model = ""
    drawer_bytes = star.DRAWER_PULSE
    names_its_proof = True
    """By a count of our own choice."""

    def __init__(self, mode: StarMode, width_dots: int, proof: StarProof) -> None:
        self._mode = mode
        self._width_dots = width_dots
        self._proof = proof
        self._is_first = True
        self._has_reports = False
        self._stopped = PrinterState.UNKNOWN
        self._status: StarStatus | None = None
        self._marks = StarMarks()
        self._counts = False

    def drawing(self, job: PrintJob) -> bytes:
        """Return the picture and the cut."""
        return self._mode.start + self._mode.job(job.raster, cut=job.cut)

    def reader(self) -> StarReader:
        """Return a reader of Star's statuses."""
        return StarReader()

    def ask_state(self, talk: Talk[StarStatus]) -> PrinterState:
        """Ask ESC ACK SOH, which need not be answered while a dead program's reports are on."""
        if not talk.can_answer:
            return PrinterState.UNKNOWN
        self._status = _asked(talk, star.END_OF_HEADER + star.STATUS_REQUEST)
        if self._status is None and not self._has_reports:
            refuse_strangers(talk, Family.STAR)
        if self._status is None:
            self._status = _asked(talk, self._question_to_reports())
        if self._status is None:
            self._marks.lost_one()
        if self._status is None and self._has_reports:
            refuse_strangers(talk, Family.STAR)
            # One that stopped within a job says nothing until somebody has seen to it.
            talk.state = self._stopped
        return talk.state

    def _question_to_reports(self) -> bytes:
        """Return what makes a printer report whose reports are on, also amid a broken picture."""
        ending = self._mode.ending(self._width_dots, is_interrupted=False)
        return ending + star.REPORTS_ON + star.MARK

    def make_ready(self, talk: Talk[StarStatus], *, is_interrupted: bool) -> None:
        """End what broke off, and set the counter to a value that nothing on its way can have."""
        if is_interrupted or (self._is_first and talk.answers):
            talk.send(self._mode.ending(self._width_dots, is_interrupted=is_interrupted))
        self._is_first = talk.is_over
        self._counts = False
        if self._status is not None and self._status.marks is not None:
            self._start_counting(talk, self._status.marks)

    def _start_counting(self, talk: Talk[StarStatus], now: int) -> None:
        marks = None if self._proof is StarProof.NONE else self._marks.start(now)
        if marks is None:
            return
        self._has_reports = True
        reset = self._mode.start + star.REPORTS_ON + star.COUNTER_RESET
        talk.send(reset + star.MARK * marks)
        self._counts = talk.next_that(self._is_awaited, SETTLE_S) is not None
        if self._counts:
            self._marks.started()
        else:
            self._marks.lost_start()
        if not talk.state.can_print:
            raise PrinterNotReady(talk.state)

    def job_bytes(self, job: PrintJob, talk: Talk[StarStatus]) -> bytes:  # noqa: ARG002 - as others
        """Return the picture, the cut and one more mark."""
        if not self._counts:
            return self.drawing(job)
        self._marks.one_more()
        # No fresh start here, which would set the counter back: it was made before the marks.
        drawing = self._mode.job(job.raster, cut=job.cut)
        return drawing + star.MARK + star.REPORTS_OFF

    def await_proof(self, talk: Talk[StarStatus]) -> Outcome:
        """Wait until the mark after the job is counted."""
        if not self._counts:
            return Outcome.UNPROVEN
        if talk.next_that(self._is_awaited, math.inf) is None:
            self._stopped = PrinterState.UNKNOWN if talk.state.can_print else talk.state
            return Outcome.UNKNOWN
        self._has_reports = False
        return Outcome.PRINTED

    def _is_awaited(self, status: StarStatus) -> bool:
        return status.marks == self._marks.awaited


def _asked(talk: Talk[StarStatus], question: bytes) -> StarStatus | None:
    talk.send(question)
    return talk.next_that(lambda _any: True, STATUS_S)

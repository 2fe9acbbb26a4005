"""Zebra's label printers, for wristbands and badges: ZPL II.

The proof of a label is the host status (~HS): asked after the label was sent, it says twice that
no format waits, none is partial and no label remains, and that nothing is wrong. It proves that
the printer worked off what it was sent, less than an acknowledgement by name; a job begins only
when the printer has nothing else to do. A printer that loses power and is back within one job on a
serial line looks idle too. A printer that does not answer, or a one-way line, leaves it unproven.

Never yet seen on a real device; see `hardware.printing.zpl_status`.
"""

from __future__ import annotations

import math
import time
from enum import Enum

from hardware.printing import zpl_bytes as zpl
from hardware.printing.drivers.stranger import Family, refuse_strangers
from hardware.printing.drivers.talk import Talk
from hardware.printing.drivers.talking import Paper
from hardware.printing.pieces import pieces_of
from hardware.printing.port import Outcome, PrinterNotReady, PrinterState, PrintJob
from hardware.printing.zpl_status import Answer, ErrorStatus, HostStatus, ZplReader

STATUS_S = 0.4
POLL_S = 0.05
BUSY_S = 5.0
"""So long another one's label may take before ours is put off."""


class ZplProof(Enum):
    """How the printer confirms a label; AUTO: by its host status, when it answers."""

    AUTO = "auto"
    NONE = "none"


class ZplTongue:
    """What is said to a Zebra, and what its status proves."""

    prints_anew = True
    model = ""
    drawer_bytes = b""
    names_its_proof = True
    """An idle printer has nothing of an earlier job."""

    def __init__(self, paper: Paper, proof: ZplProof, *, has_cutter: bool) -> None:
        self._paper = paper
        self._proof = proof
        self._has_cutter = has_cutter
        self._tells_errors = True
        self._host: HostStatus | None = None

    def drawing(self, job: PrintJob) -> bytes:
        """Return the label; a paper that is longer goes on the next ones."""
        mode = (zpl.CUT_EACH if job.cut else zpl.CUT_NONE) if self._has_cutter else b""
        pieces = pieces_of(job.raster, self._paper.height_dots)
        return b"".join(zpl.label_job(piece, mode) for piece in pieces)

    def reader(self) -> ZplReader:
        """Return a reader of Zebra's answers."""
        return ZplReader()

    def ask_state(self, talk: Talk[Answer]) -> PrinterState:
        """Ask ~HS, then ~HQES: for the reason of a silence, or for paper that nears its end."""
        if not talk.can_answer:
            return PrinterState.UNKNOWN
        self._host = _host_status(talk)
        if self._host is None or (self._host.state.can_print and self._tells_errors):
            self._tells_errors = _error_status(talk) is not None
        if talk.state is PrinterState.UNKNOWN:
            refuse_strangers(talk, Family.ZPL)
        return talk.state

    def make_ready(self, talk: Talk[Answer], *, is_interrupted: bool) -> None:
        """Cancel a label that broke off; wait until the printer has nothing else to do."""
        is_cut_off = is_interrupted or (self._host is not None and self._host.is_partial)
        if is_cut_off:
            talk.send(zpl.CANCEL_ALL)
        if self._host is None or (self._host.is_idle and not is_cut_off):
            return
        if not _becomes_idle(talk, time.monotonic() + BUSY_S):
            raise PrinterNotReady(PrinterState.ERROR if talk.state.can_print else talk.state)

    def job_bytes(self, job: PrintJob, talk: Talk[Answer]) -> bytes:  # noqa: ARG002 - as others
        """Return the label; its proof is asked afterwards."""
        return self.drawing(job)

    def await_proof(self, talk: Talk[Answer]) -> Outcome:
        """Ask until the printer says twice that it is idle."""
        if not talk.answers or self._proof is ZplProof.NONE:
            return Outcome.UNPROVEN
        return Outcome.PRINTED if _becomes_idle(talk, math.inf) else Outcome.UNKNOWN


def _becomes_idle(talk: Talk[Answer], until: float) -> bool:
    """Ask again and again until it is idle twice running; at the deadline it is not."""
    times = 0
    while not talk.is_over and time.monotonic() < until:
        host = _host_status(talk)
        if host is None:
            _error_status(talk)  # which tells the watcher why
        times = times + 1 if host is not None and host.is_idle and host.state.can_print else 0
        if times == 2:
            return True
        talk.pause(POLL_S)
    return False


def _host_status(talk: Talk[Answer]) -> HostStatus | None:
    talk.forget()
    talk.send(zpl.HOST_STATUS)
    answer = talk.next_that(lambda answer: isinstance(answer, HostStatus), STATUS_S)
    return answer if isinstance(answer, HostStatus) else None


def _error_status(talk: Talk[Answer]) -> ErrorStatus | None:
    talk.send(zpl.ERROR_STATUS)
    answer = talk.next_that(lambda answer: isinstance(answer, ErrorStatus), STATUS_S)
    return answer if isinstance(answer, ErrorStatus) else None

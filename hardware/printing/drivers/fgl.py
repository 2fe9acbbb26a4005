"""Boca's ticket printers (Lemur, Ghostwriter: FGL46, 44, 26) and those that speak like them.

The proof of a ticket is the acknowledgement that the printer sends when it is printed. It has no
name, so after an attempt that broke off the next acknowledgement proves nothing. A printer whose
status is switched off, or a one-way line, leaves the ticket unproven.

Never yet seen on a real device; see `hardware.printing.fgl_bytes` and `fgl_status` for what was
read and what is from general knowledge.
"""

from __future__ import annotations

import math
import time
from enum import Enum

from hardware.printing import fgl_bytes as fgl
from hardware.printing.drivers.stranger import Family, refuse_strangers
from hardware.printing.drivers.talk import Talk
from hardware.printing.drivers.talking import Paper
from hardware.printing.fgl_status import (
    BUSY,
    ILLEGAL_COMMAND,
    ILLEGAL_DATA,
    POWER_ON,
    TICKET_ACK,
    FglReader,
    FglStatus,
)
from hardware.printing.pieces import pieces_of
from hardware.printing.port import Outcome, PrinterState, PrintJob

STATUS_S = 0.5
POLL_S = 0.1
BUSY_S = 1.5
"""A ticket is cut and out of the way by then."""
SILENT_S = 8.0
"""A Boca prints a ticket in one or two seconds; one that never said a word by now never will."""
LOST = (POWER_ON, ILLEGAL_COMMAND, ILLEGAL_DATA)
"""After these the ticket that was sent will not come out."""


class FglProof(Enum):
    """How the printer confirms a ticket; AUTO: by its acknowledgement, when it sends any."""

    AUTO = "auto"
    NONE = "none"


class FglTongue:
    """What is said to a Boca, and what its bytes prove."""

    prints_anew = True
    model = ""
    drawer_bytes = b""
    names_its_proof = False

    def __init__(self, paper: Paper, proof: FglProof) -> None:
        self._paper = paper
        self._proof = proof
        self._is_silent = False
        self._tickets = 0

    def drawing(self, job: PrintJob) -> bytes:
        """Return the ticket; a paper that is longer goes on the next ones."""
        pieces = pieces_of(job.raster, self._paper.height_dots)
        return b"".join(fgl.ticket_job(piece, cut=job.cut) for piece in pieces)

    def reader(self) -> FglReader:
        """Return a reader of a Boca's bytes."""
        return FglReader()

    def ask_state(self, talk: Talk[FglStatus]) -> PrinterState:
        """Ask for the status; one that is silent may await the rest of a picture that broke off.

        A printer that says nothing at all may still acknowledge tickets.
        """
        if not talk.can_answer:
            return PrinterState.UNKNOWN
        talk.forget()
        if self._is_asked(talk, fgl.STATUS_REQUEST):
            return talk.state
        if not self._is_asked(talk, self._ending() + fgl.STATUS_REQUEST):
            refuse_strangers(talk, Family.FGL)
        return talk.state

    def make_ready(self, talk: Talk[FglStatus], *, is_interrupted: bool) -> None:
        """Pass over what is still said of an earlier ticket."""
        if talk.can_answer:
            talk.forget()
        elif is_interrupted:
            talk.send(self._ending())

    def job_bytes(self, job: PrintJob, talk: Talk[FglStatus]) -> bytes:  # noqa: ARG002 - as others
        """Return the ticket; its proof comes unasked."""
        self._tickets = len(pieces_of(job.raster, self._paper.height_dots))
        return self.drawing(job)

    def await_proof(self, talk: Talk[FglStatus]) -> Outcome:
        """Wait for the acknowledgement, not long of a printer that never said anything."""
        if not talk.can_answer or self._proof is FglProof.NONE or self._is_silent:
            return Outcome.UNPROVEN
        left = self._tickets
        until = math.inf if talk.answers else time.monotonic() + SILENT_S
        while left and (status := talk.next_answer(until)) is not None:
            left -= _is_ack(status)
            if status.code in LOST:
                return Outcome.UNKNOWN
        if not left:
            return Outcome.UNPROVEN if talk.is_noisy else Outcome.PRINTED
        self._is_silent = not talk.answers and not talk.is_over
        return Outcome.UNKNOWN if talk.answers else Outcome.UNPROVEN

    def _is_asked(self, talk: Talk[FglStatus], question: bytes) -> bool:
        """Whether it answers. One that is busy still moves the ticket before, but not for long."""
        until = time.monotonic() + BUSY_S
        talk.send(question)
        while (status := talk.next_that(_tells_state, STATUS_S)) is not None:
            if status.code != BUSY:
                return True
            if time.monotonic() >= until:
                # With nothing to print that is an open cover, or a hand at the paper.
                talk.now(PrinterState.ERROR)
                return True
            talk.pause(POLL_S)
            talk.send(fgl.STATUS_REQUEST)
        return False

    def _ending(self) -> bytes:
        return fgl.end_of_interrupted(self._paper.width_dots, self._paper.height_dots or 0)


def _tells_state(status: FglStatus) -> bool:
    return status.code == BUSY or FglReader().state_in(status) is not None


def _is_ack(status: FglStatus) -> bool:
    return status.code == TICKET_ACK

"""An ESC/POS ticket printer over any line: Epson TM and what speaks like it.

One connection a job. The proof of a ticket is the printer's echo of a process id (GS ( H), else
its answer to a barrier after the cut (GS r 1); a printer that knows neither, or a one-way line,
leaves the ticket unproven. A network connection dies with the printer's power; a serial line
does not, so a printer that loses power and is back within one job may confirm the rest of it.

Never yet seen on a real device: written from Epson's command reference and the findings of
hardware.md 1.1 and 1.2.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hardware.printing import escpos_bytes as escpos
from hardware.printing.drivers.escpos_talk import Talk
from hardware.printing.escpos_status import BarrierPassed, ProcessDone
from hardware.printing.port import (
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    PrintReport,
    RasterTooWide,
    nobody_watches,
)
from hardware.transport.port import Connect, LinkAbsent, LinkFault, LinkLost

CONNECT_S = 2.0
PROBE_S = 1.0


class Proof(Enum):
    """How the printer confirms a ticket; AUTO asks it once."""

    AUTO = "auto"
    PROCESS_ID = "process-id"
    BARRIER = "barrier"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EscPosProfile:
    """What is known of the printer on the other end: 576 dots at 203 dpi is an 80 mm roll."""

    width_dots: int = 576
    dpi: int = 203
    proof: Proof = Proof.AUTO


class EscPosPrinter:
    """A printer at `address`, reached by `connect`; one thread at a time."""

    verified_on_device = False

    def __init__(self, address: str, connect: Connect, profile: EscPosProfile) -> None:
        self._address = address
        self._connect = connect
        self._profile = profile
        self._proof = profile.proof
        # A run before this one may have tried the same job: its late echo must not fit ours.
        self._attempts = secrets.randbelow(1_000_000)
        self._is_first = True
        self._is_interrupted = False

    @property
    def width_dots(self) -> int:
        """Printable dots in a row."""
        return self._profile.width_dots

    @property
    def dpi(self) -> int:
        """Dots per inch."""
        return self._profile.dpi

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """Ask the printer how it is (DLE EOT 2, 3 and 4)."""
        try:
            with self._open(time.monotonic() + deadline_s) as talk:
                return talk.ask_state()
        except (PrinterUnreachable, LinkLost):
            return PrinterState.ABSENT

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job; see `hardware.printing.port.Printer.print`."""
        if job.raster.width_dots > self.width_dots:
            raise RasterTooWide(job.raster.width_dots, self.width_dots)
        with self._open(time.monotonic() + deadline_s) as talk:
            self._make_ready(talk)
            talk.watch = watch
            outcome = self._attempt(job, talk)
            if self._is_interrupted and self._proof is Proof.BARRIER and outcome is Outcome.PRINTED:
                # The answer may be the late one of the interrupted job: barriers have no names.
                outcome = Outcome.UNPROVEN
            self._is_interrupted = outcome is Outcome.UNKNOWN
            return PrintReport(job.id, outcome, talk.state)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the drawer. A line that breaks in between counts as unreachable."""
        with self._open(time.monotonic() + deadline_s) as talk:
            try:
                is_sent = talk.send(escpos.INITIALISE + escpos.DRAWER_PULSE)
            except LinkLost as lost:
                raise PrinterUnreachable(self._address, lost.why) from lost
            if not is_sent:
                raise PrinterUnreachable(self._address, "takes no data")

    def close(self) -> None:
        """Nothing is held between jobs."""

    def _open(self, until: float) -> Talk:
        try:
            link = self._connect(min(CONNECT_S, max(until - time.monotonic(), 0.001)))
        except LinkAbsent as absent:
            raise PrinterUnreachable(self._address, absent.why) from absent
        return Talk(link, until)

    def _make_ready(self, talk: Talk) -> None:
        """Check the printer and learn how it confirms, before the first dot of the job."""
        try:
            state = talk.ask_state()
            if not state.can_print:
                raise PrinterNotReady(state)
            if not talk.send(self._end_of_interrupted(talk)):
                raise PrinterUnreachable(self._address, "takes no data")
            self._is_first = False
            if self._proof is Proof.AUTO and state is not PrinterState.UNKNOWN:
                self._proof = _probe(talk)
        except LinkFault as fault:
            raise PrinterUnreachable(self._address, fault.why) from fault
        if talk.is_over:
            raise PrinterUnreachable(self._address, "did not answer in time")

    def _end_of_interrupted(self, talk: Talk) -> bytes:
        """Return what completes a picture that broke off, in this run or in one before it.

        A printer that still waits for dots would eat the head of the next ticket. NULs for a
        whole fragment end that; a printer that waits for nothing passes over them.
        """
        fill = bytes(escpos.FRAGMENT_ROWS * ((self.width_dots + 7) // 8))
        if self._is_interrupted:
            return fill + escpos.INITIALISE + escpos.FEED_TO_CUTTER
        return fill if self._is_first and talk.answers else b""

    def _attempt(self, job: PrintJob, talk: Talk) -> Outcome:
        """Send the job and wait for its proof: from here on nothing is raised, only reported."""
        self._attempts += 1
        process_id = escpos.process_id_of(job.id, self._attempts)
        drawing = escpos.job_bytes(job.raster, cut=job.cut, reports=talk.answers)
        try:
            if not talk.send(drawing + self._proof_request(process_id)):
                return Outcome.UNKNOWN
            return self._await_proof(talk, process_id)
        except LinkLost:
            talk.state = PrinterState.ABSENT
            return Outcome.UNKNOWN

    def _proof_request(self, process_id: bytes) -> bytes:
        if self._proof is Proof.PROCESS_ID:
            return escpos.process_id_request(process_id)
        return escpos.BARRIER if self._proof is Proof.BARRIER else b""

    def _await_proof(self, talk: Talk, process_id: bytes) -> Outcome:
        if not talk.answers or self._proof in (Proof.NONE, Proof.AUTO):
            return Outcome.UNPROVEN
        while (answer := talk.next_answer()) is not None:
            if answer == ProcessDone(process_id):
                return Outcome.PRINTED
            if isinstance(answer, BarrierPassed) and self._proof is Proof.BARRIER:
                # Paper that ended by the time of the answer may have ended inside the ticket.
                is_sure = not answer.paper_out and not talk.is_noisy
                return Outcome.PRINTED if is_sure else Outcome.UNKNOWN
        return Outcome.UNKNOWN


def _probe(talk: Talk) -> Proof:
    """Learn on an empty print buffer what the printer knows: both requests are answered at once.

    AUTO when it answered neither; it is asked again with the next job, as it may have been busy.
    """
    probe_id = escpos.process_id_of("probe", 0)
    talk.send(escpos.INITIALISE + escpos.process_id_request(probe_id) + escpos.BARRIER)
    proof = Proof.AUTO
    until = time.monotonic() + PROBE_S
    while (answer := talk.next_answer(until)) is not None:
        if answer == ProcessDone(probe_id):
            return Proof.PROCESS_ID
        if isinstance(answer, BarrierPassed) and not talk.is_noisy:
            proof = Proof.BARRIER
    return proof

"""An ESC/POS ticket printer over any line: Epson TM and what speaks like it.

The proof of a ticket is the printer's echo of a process id (GS ( H), else its answer to a barrier
after the cut (GS r 1); a printer that knows neither, or a one-way line, leaves the ticket
unproven. A network connection dies with the printer's power; a serial line does not, so a printer
that loses power and is back within one job may confirm the rest of it.

Never yet seen on a real device: written from Epson's command reference and the findings of
hardware.md 1.1 and 1.2.
"""

from __future__ import annotations

import secrets
import time

from hardware.printing import escpos_bytes as escpos
from hardware.printing.drivers.stranger import Family, refuse_strangers
from hardware.printing.drivers.talk import Talk
from hardware.printing.drivers.talking import Paper, TalkingPrinter
from hardware.printing.escpos_profile import FRAGMENT_ROWS_MAX, EscPosProfile, Proof
from hardware.printing.escpos_status import (
    Answer,
    AnswerReader,
    BarrierPassed,
    ModelName,
    ProcessDone,
    RealtimeStatus,
    realtime_state,
)
from hardware.printing.port import Outcome, PrinterState, PrintJob
from hardware.transport.port import Connect

STATUS_S = 1.0
"""A printer answers DLE EOT in milliseconds; one that does not by now never will."""
PROBE_S = 1.0


def escpos_printer(
    address: str, connect: Connect, profile: EscPosProfile
) -> TalkingPrinter[Answer]:
    """Return the ESC/POS printer at `address`."""
    paper = Paper(profile.width_dots, profile.dpi)
    return TalkingPrinter(address, connect, paper, EscPosTongue(profile))


class EscPosTongue:
    """What is said to an ESC/POS printer, and what its answers prove."""

    prints_anew = False
    drawer_bytes = escpos.INITIALISE + escpos.DRAWER_PULSE

    def __init__(self, profile: EscPosProfile) -> None:
        self._profile = profile
        self._proof = profile.proof
        # A run before this one may have tried the same job: its late echo must not fit ours.
        self._attempts = secrets.randbelow(1_000_000)
        self._is_first = True
        self._is_met = False
        self.model = ""
        self._process_id = b""

    @property
    def names_its_proof(self) -> bool:
        """Process ids have names, barriers have none."""
        return self._proof is Proof.PROCESS_ID

    def drawing(self, job: PrintJob) -> bytes:
        """Return the picture and the cut."""
        return escpos.job_bytes(job.raster, cut=job.cut, profile=self._profile)

    def reader(self) -> AnswerReader:
        """Return a reader of Epson's answers."""
        return AnswerReader()

    def ask_state(self, talk: Talk[Answer]) -> PrinterState:
        """Ask DLE EOT 2, 3 and 4 one by one, since the answers do not name their question."""
        if not talk.can_answer:
            return PrinterState.UNKNOWN
        bits: list[int] = []
        talk.send(escpos.END_OF_HEADER)
        for kind in (2, 3, 4):
            talk.send(escpos.status_request(kind))
            status = talk.next_that(lambda answer: isinstance(answer, RealtimeStatus), STATUS_S)
            if not isinstance(status, RealtimeStatus):
                refuse_strangers(talk, Family.ESCPOS)
                # One that is known to answer serves somebody else now.
                is_sure = self._profile.proof in (Proof.PROCESS_ID, Proof.BARRIER)
                return PrinterState.TAKEN if is_sure else PrinterState.UNKNOWN
            bits.append(status.bits)
        talk.state = realtime_state(*bits)
        return talk.state

    def make_ready(self, talk: Talk[Answer], *, is_interrupted: bool) -> None:
        """End a picture that broke off, and learn how this printer confirms."""
        talk.send(self._end_of_interrupted(talk, is_interrupted=is_interrupted))
        self._is_first = talk.is_over
        if talk.answers:
            self._know_printer(talk)

    def job_bytes(self, job: PrintJob, talk: Talk[Answer]) -> bytes:
        """Return the picture, the cut and the request for proof."""
        self._attempts += 1
        self._process_id = escpos.process_id_of(job.id, self._attempts)
        drawing = escpos.job_bytes(
            job.raster, cut=job.cut, reports=talk.answers, profile=self._profile
        )
        if self._proof is Proof.PROCESS_ID:
            return drawing + escpos.process_id_request(self._process_id)
        return drawing + (escpos.BARRIER if self._proof is Proof.BARRIER else b"")

    def await_proof(self, talk: Talk[Answer]) -> Outcome:
        """Wait for the echo of the process id, or for the barrier."""
        if not talk.answers or self._proof in (Proof.NONE, Proof.AUTO):
            return Outcome.UNPROVEN
        while (answer := talk.next_answer()) is not None:
            if answer == ProcessDone(self._process_id):
                return Outcome.PRINTED
            if isinstance(answer, BarrierPassed) and self._proof is Proof.BARRIER:
                # Paper that ended by the time of the answer may have ended inside the ticket.
                is_sure = not answer.paper_out and not talk.is_noisy
                return Outcome.PRINTED if is_sure else Outcome.UNKNOWN
        return Outcome.UNKNOWN

    def _know_printer(self, talk: Talk[Answer]) -> None:
        """Ask a printer that has a name for it, before each job: another one may stand there by
        now. Who it is and how it confirms is learnt from a new one."""
        if self.model and _model_now(talk) != self.model:
            self._is_met, self._proof = False, self._profile.proof
        if not self._is_met or self._proof is Proof.AUTO:
            self.model, proof = _probe(talk)
            self._is_met = True
            if self._proof is Proof.AUTO:
                self._proof = proof

    def _end_of_interrupted(self, talk: Talk[Answer], *, is_interrupted: bool) -> bytes:
        """Return what completes a picture that broke off, in this run or in one before it.

        A printer that still waits for dots would eat the head of the next ticket. NULs for a
        whole fragment end that; a printer that waits for nothing passes over them.
        """
        row_bytes = (self._profile.width_dots + 7) // 8
        fill = bytes(FRAGMENT_ROWS_MAX * row_bytes)
        if is_interrupted:
            return fill + escpos.INITIALISE + escpos.FEED_TO_CUTTER
        return fill if self._is_first and talk.answers else b""


def _probe(talk: Talk[Answer]) -> tuple[str, Proof]:
    """Learn on an empty print buffer what the printer is called and how it confirms.

    The proof is AUTO when it answered no request for one; it is asked again with the next job, as
    it may have been busy.
    """
    probe_id = escpos.process_id_of("probe", 0)
    request = escpos.MODEL_REQUEST + escpos.process_id_request(probe_id) + escpos.BARRIER
    talk.send(escpos.INITIALISE + request)
    model, proof = "", Proof.AUTO
    until = time.monotonic() + PROBE_S
    while (answer := talk.next_answer(until)) is not None:
        if isinstance(answer, ModelName):
            model = answer.name
        if answer == ProcessDone(probe_id):
            proof = Proof.PROCESS_ID
        if isinstance(answer, BarrierPassed) and not talk.is_noisy:
            # The last question: whoever has answered it answers none of the others any more.
            return model, Proof.BARRIER if proof is Proof.AUTO else proof
    return model, proof


def _model_now(talk: Talk[Answer]) -> str:
    """Ask a printer that told its model before; empty when it does not tell it now."""
    talk.send(escpos.INITIALISE + escpos.MODEL_REQUEST)
    named = talk.next_that(lambda answer: isinstance(answer, ModelName), PROBE_S)
    return named.name if isinstance(named, ModelName) else ""

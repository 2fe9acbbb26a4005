"""A printer that is spoken with over a line: what all families do alike, whatever they speak.

One connection a job. Before the first dot the printer is asked how it is; after the last one its
proof is awaited. What is said and what counts as proof is the family's `Tongue`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol

from hardware.printing.drivers.talk import Answer, Reader, Talk
from hardware.printing.port import (
    NoDrawer,
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    PrintReport,
    RasterTooWide,
    WrongPrinter,
    nobody_watches,
)
from hardware.transport.port import Connect, LinkAbsent, LinkFault, LinkLost

CONNECT_S = 2.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printer's paper takes: dots in a row, and dots per inch both ways."""

    width_dots: int = 576
    dpi: int = 203
    height_dots: int | None = None
    """Rows of one ticket or label; None is a roll, cut where the picture ends."""


class Tongue(Protocol[Answer]):
    """How one family of printers is spoken with; it may remember what it learnt of this one."""

    drawer_bytes: bytes
    """What opens a cash drawer; empty when the family has no connector for one."""
    prints_anew: bool
    """Whether a ticket on which the paper ended is printed anew, whole, after the refill."""
    model: str
    """What this printer calls itself, once it was asked; empty where it does not say."""

    @property
    def names_its_proof(self) -> bool:
        """Whether a late proof of an interrupted job cannot be taken for the next one's."""
        ...

    def drawing(self, job: PrintJob) -> bytes:
        """Return what prints a job for whoever cannot ask for its proof."""
        ...

    def reader(self) -> Reader[Answer]:
        """Return a reader of a new connection's answers."""
        ...

    def ask_state(self, talk: Talk[Answer]) -> PrinterState:
        """Ask how it is; UNKNOWN when it says nothing.

        Raises `WrongPrinter` when it answers in another language.
        """
        ...

    def make_ready(self, talk: Talk[Answer], *, is_interrupted: bool) -> None:
        """Prepare a printer that can print, before the first dot; end what broke off before.

        Raises `PrinterNotReady` when it turns out that it cannot.
        """
        ...

    def job_bytes(self, job: PrintJob, talk: Talk[Answer]) -> bytes:
        """Return all that is sent for a job, with the request for its proof."""
        ...

    def await_proof(self, talk: Talk[Answer]) -> Outcome:
        """Wait for the proof of the job that was sent, until the deadline."""
        ...


class TalkingPrinter(Generic[Answer]):
    """A printer at `address`, reached by `connect`; one thread at a time."""

    def __init__(
        self, address: str, connect: Connect, paper: Paper, tongue: Tongue[Answer]
    ) -> None:
        self._address = address
        self._connect = connect
        self._paper = paper
        self._tongue = tongue
        self._is_interrupted = False
        self._has_answered = False
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
        """Ask the printer how it is."""
        try:
            with self._open(time.monotonic() + deadline_s) as talk:
                return self._ask_state(talk)
        except (PrinterUnreachable, LinkLost) as fault:
            self.why = str(fault)
            return PrinterState.ABSENT
        except WrongPrinter as wrong:
            return wrong.state

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
            heard: set[PrinterState] = set()

            def hear(state: PrinterState) -> None:
                heard.add(state)
                watch(state)

            talk.watch = hear
            outcome = self._attempt(job, talk)
            if self._is_interrupted and outcome is Outcome.PRINTED:
                # A proof without a name may be the late one of the interrupted job.
                is_sure = self._tongue.names_its_proof
                outcome = Outcome.PRINTED if is_sure else Outcome.UNPROVEN
            self._is_interrupted = outcome is Outcome.UNKNOWN
            if PrinterState.PAPER_OUT in heard and not self._tongue.prints_anew:
                # The rest came out of the next roll: a ticket in two pieces, if nothing was lost.
                outcome = Outcome.UNKNOWN
            return PrintReport(job.id, outcome, talk.state, self._tongue.model)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the drawer. A line that breaks in between counts as unreachable."""
        if not self._tongue.drawer_bytes:
            raise NoDrawer(self._address)
        with self._open(time.monotonic() + deadline_s) as talk:
            try:
                is_sent = talk.send(self._tongue.drawer_bytes)
            except LinkLost as lost:
                raise PrinterUnreachable(self._address, lost.why) from lost
            if not is_sent:
                raise PrinterUnreachable(self._address, "takes no data")

    def close(self) -> None:
        """Nothing is held between jobs."""

    def _open(self, until: float) -> Talk[Answer]:
        try:
            link = self._connect(min(CONNECT_S, max(until - time.monotonic(), 0.001)))
        except LinkAbsent as absent:
            self.why = str(absent)
            raise PrinterUnreachable(self._address, absent.why) from absent
        self.why = ""
        return Talk(link, until, self._tongue.reader())

    def _ask_state(self, talk: Talk[Answer]) -> PrinterState:
        """A printer that answers at other times and is silent now serves somebody else: many
        boards take a second connection and look at it when the first one is closed."""
        state = self._tongue.ask_state(talk)
        if state is not PrinterState.UNKNOWN:
            self._has_answered = True
        elif self._has_answered and talk.can_answer:
            return PrinterState.TAKEN
        return state

    def _make_ready(self, talk: Talk[Answer]) -> None:
        """Check the printer before the first dot of the job."""
        try:
            state = self._ask_state(talk)
            if not state.can_print:
                raise PrinterNotReady(state)
            self._tongue.make_ready(talk, is_interrupted=self._is_interrupted)
        except LinkFault as fault:
            raise PrinterUnreachable(self._address, fault.why) from fault
        if talk.is_over:
            raise PrinterUnreachable(self._address, "did not answer in time")

    def _attempt(self, job: PrintJob, talk: Talk[Answer]) -> Outcome:
        """Send the job and wait for its proof: from here on nothing is raised, only reported."""
        try:
            if not talk.send(self._tongue.job_bytes(job, talk)):
                return Outcome.UNKNOWN
            return self._tongue.await_proof(talk)
        except LinkLost:
            talk.state = PrinterState.ABSENT
            return Outcome.UNKNOWN

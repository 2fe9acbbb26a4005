"""The printer port of the simulation: it counts what came out, the only witness that is believed.

Papers are not drawn here; the shipped lane, queue and codes decide what is printed and when.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hardware.printing.port import (
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    PrintReport,
    Raster,
    nobody_watches,
)
from podium_desk.application.lane import direct_lane
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintOrder, PrintQueue
from podium_desk.application.printing import PrintEars, PrinterAt, PrintLane
from podium_desk.application.workplace import Workplace
from podium_desk.documents.layouts.shelf import ROLL
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId, Unit
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import find_ticket

_BLANK = Raster(8, 1, b"\0")


@dataclass(frozen=True, slots=True)
class Paper:
    """A ticket that came out of a printer. `duplicate` is 0 for the first print."""

    device: str
    job: str
    order: OrderId
    ticket: TicketId
    performance: PerformanceId
    unit: Unit
    generation: int
    duplicate: int
    code: str


class PaperTray:
    """The printer: `came_out` hears of each ticket. It may be out of paper, or mute."""

    width_dots = 8
    dpi = 203

    def __init__(self, rng: Random, came_out: Callable[[Paper], None]) -> None:
        self._rng = rng
        self._came_out = came_out
        self.trouble_chance = 0.0
        self.loaded: Paper | None = None

    why = ""

    def print(
        self,
        job: PrintJob,
        deadline_s: float,  # noqa: ARG002 - the port's own names
        watch: Callable[[PrinterState], None] = nobody_watches,  # noqa: ARG002
    ) -> PrintReport:
        """Let the loaded paper out, unless there is trouble."""
        if self._rng.random() < self.trouble_chance:
            raise PrinterNotReady(PrinterState.PAPER_OUT)
        if self.loaded is not None:
            self._came_out(self.loaded)
        is_silent = self._rng.random() < self.trouble_chance
        outcome = Outcome.UNKNOWN if is_silent else Outcome.PRINTED
        return PrintReport(job.id, outcome, PrinterState.READY)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """There is no drawer."""

    def close(self) -> None:
        """Nothing is held."""

    def state(self, deadline_s: float = 2.0) -> PrinterState:  # noqa: ARG002
        """Ready, as far as it says."""
        return PrinterState.READY


class SimulatedPrintLane(PrintLane):
    """The shipped lane, with its papers written down instead of drawn."""

    def __init__(self, device: str, work: Workplace, queue: PrintQueue, tray: PaperTray) -> None:
        ears = PrintEars(lambda: None, lambda _fault: None)
        printers = (PrinterAt("tray", tray),)
        super().__init__(queue, Papers(work), printers, direct_lane, ears)
        self._device = device
        self._work = work
        self._tray = tray

    def _raster(self, job: PrintOrder, at: PrinterAt) -> Raster:  # noqa: ARG002
        self._tray.loaded = None if job.ticket is None else self._paper(job, job.ticket)
        if job.report or job.is_slip or job.voucher:
            self._papers.said(job, Words("nl"), ROLL)
        elif job.ticket is None:
            # The receipt's text is made as it is in earnest; it may turn out to be void.
            self._papers.receipt(job.order, "nl", job.duplicate)
        return _BLANK

    def _paper(self, job: PrintOrder, ticket: TicketId) -> Paper:
        shown = self._papers.ticket(ticket, "nl", job.duplicate)
        houses: list[int] = sorted(self._work.catalogue.houses())
        row = find_ticket(self._work.replica.sql, ticket, houses)
        assert row is not None, "its paper was made a moment ago"
        return Paper(
            self._device, job.id, job.order, ticket, row.performance, row.unit, row.generation,
            job.duplicate, shown.code,
        )  # fmt: skip

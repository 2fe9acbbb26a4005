"""The counter of the soak: the shipped desk, queue and print lane on a disk that can lose power.

The program can be killed between any two steps of the lane, and the machine can lose its power at
any write; after both it is opened anew on what is left, as a start does it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import TypeVar

from hardware.printing.port import Raster
from podium_desk.application.counter import BasketLine, Payment
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.lane import Lane
from podium_desk.application.print_queue import PrintOrder, PrintQueue
from podium_desk.application.printing import PrintEars, PrinterAt, PrintLane
from podium_desk.bootstrap import database
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import Unit
from podium_desk.proving.print_soak.tray import Drawn, Tray
from podium_desk.proving.simulation.power_cuts import FILE, Prepared, Ticks
from podium_desk.proving.simulation.season import BASE, BASE_CENTS
from podium_desk.replica.queries import find_ticket
from sync.simulation.disk import Disk, PowerCut
from sync.store.port import Sql, StoreFault

T = TypeVar("T")


class Killed(BaseException):
    """The program is no more; nothing catches it."""


class SoakLane(PrintLane):
    """The shipped lane, whose pictures are small and tell what they are of."""

    def __init__(
        self,
        desk: Desk,
        tray: Tray,
        printers: tuple[PrinterAt, ...],
        lane: Lane,
        ears: PrintEars,
    ) -> None:
        super().__init__(desk.queue, desk.papers, printers, lane, ears)
        self._tray = tray
        self._sql = desk.work.replica.sql
        self._houses: list[int] = sorted(desk.work.catalogue.houses())

    def _raster(self, job: PrintOrder, at: PrinterAt) -> Raster:  # noqa: ARG002
        if job.ticket is None:
            self._papers.receipt(job.order, "nl", job.duplicate)
            return self._tray.draw(Drawn(job, "", 0))
        shown = self._papers.ticket(job.ticket, "nl", job.duplicate)
        row = find_ticket(self._sql, job.ticket, self._houses)
        assert row is not None, "its paper was made a moment ago"
        return self._tray.draw(Drawn(job, shown.code, row.generation))


class SoakCounter:
    """One counter that is opened, killed and opened again; `errors` are bugs of what is shipped."""

    def __init__(self, prepared: Prepared, tray: Tray, rng: Random) -> None:
        self._prepared = prepared
        self._tray = tray
        self._rng = rng
        self._clock = Ticks()
        self._tokens = 0
        self._steps_left: int | None = None
        self._sql: Sql | None = None
        self.errors: list[Exception] = []
        self.disk = Disk(rng)
        self.disk.put_image(prepared.image)
        self.open()

    def open(self) -> None:
        """Start the program on the data that is there."""
        self.disk.restart()
        if self._sql is not None:
            with suppress(StoreFault):
                self._sql.close()
        self._sql = database(FILE, vfs=self.disk.vfs)
        work = self._prepared.work_on(self._sql, self._clock, self._token)
        PrintQueue(self._sql, work.clock).after_start()
        self.desk = Desk(work, NoPrinter())

    def lane(self, printers: tuple[PrinterAt, ...], changed: Callable[[], None]) -> SoakLane:
        """The print lane of this start."""
        ears = PrintEars(changed, self.errors.append)
        return SoakLane(self.desk, self._tray, printers, self._step, ears)

    def sell(self, count: int) -> int:
        """Sell so many tickets at most in one order; how many were sold."""
        for performance in self._prepared.performances:
            held = sorted(self.desk.work.replica.rights.held_free(
                self.desk.work.house, performance, self.desk.work.origin
            ))[:count]  # fmt: skip
            if held:
                lines = tuple(BasketLine(performance, Unit(unit), BASE) for unit in held)
                paid = Payment(PaymentMeans.CARD, BASE_CENTS * len(lines), 0)
                self.desk.sell(lines, (paid,), self._token(), "nl")
                return len(lines)
        return 0

    def kill_in(self, steps: int | None) -> None:
        """Kill the program after so many steps of its lane; None lets it live."""
        self._steps_left = steps

    def cut_power_in(self, writes: int | None) -> None:
        """Cut the machine's power at one of its next writes; None does not."""
        self.disk.cut_at_io = None if writes is None else self.disk.io_count + writes

    def close(self) -> None:
        """End the program and throw the disk away."""
        if self._sql is not None:
            self._sql.close()
        self.disk.close()

    def _step(self, work: Callable[[], T]) -> T:
        """A step of the lane: the program may die before it or right after it."""
        if self._steps_left is None:
            return work()
        if self._steps_left <= 0:
            raise Killed
        self._steps_left -= 1
        outcome = work()
        if self._steps_left <= 0 and self._rng.random() < 0.5:
            raise Killed
        return outcome

    def _token(self) -> str:
        self._tokens += 1
        return f"token {self._tokens}"


DEATHS = (Killed, PowerCut)
"""What ends a program without a word."""

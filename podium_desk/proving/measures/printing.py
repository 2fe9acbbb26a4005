"""Six tickets printed while somebody works at the counter: how soon they are out, and whether the
window ever stands still. The printer is an emulated one in a process of its own, over TCP.

The paper is counted from the moment that the sale is asked for, so with its durable commit, until
the printer has cut it. What the window's turns are held against is `stalls`.
"""

from __future__ import annotations

import gc
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.desk import Desk
from podium_desk.bootstrap import Device
from podium_desk.config import Settings
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures import printer_worker
from podium_desk.proving.measures.cluster_season import shown_counter
from podium_desk.proving.measures.stalls import stall_figures
from podium_desk.proving.stage import build_stage

if TYPE_CHECKING:
    from podium_desk.ui.shell.heartbeat import Heartbeat, Turn

HERE = "kassa1"
ROUNDS = 12
TICKETS = 6
IDLE_S = 1.0


def printing(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """The gaps of the window while tickets print, and until they are cut."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    stage = build_stage(folder, "nl", say)
    try:
        with emulated_printer() as (url, cuts):
            data = stage.folder / HERE / "settings.toml"
            Settings.read(data).keep(data, printer=url)
            return _measured(stage.open(HERE), cuts, say)
    finally:
        stage.close()


@contextmanager
def emulated_printer() -> Iterator[tuple[str, list[float]]]:
    """The printer's address, and when each paper was cut."""
    worker = subprocess.Popen(
        [sys.executable, "-m", printer_worker.__name__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None, "the pipe was asked for"
    url, cuts = worker.stdout.readline().strip(), list[float]()
    lines = worker.stdout
    reading = threading.Thread(target=lambda: cuts.extend(map(float, lines)), daemon=True)
    reading.start()
    try:
        yield url, cuts
    finally:
        worker.communicate("")
        reading.join()


def _measured(device: Device, cuts: list[float], say: Callable[[str], None]) -> list[Figure]:
    # Qt is loaded by this measurement only.
    from podium_desk.ui.shell.heartbeat import Heartbeat

    desk = device.desk()
    hall = next(
        row.id for row in device.lane(desk.performances) if row.is_own_house and row.free > 200
    )
    at_work, heart = shown_counter(device, hall), Heartbeat()
    device.listen(at_work.notify)
    try:
        evening = _Evening(device, desk, hall, cuts)
        evening.print_tickets(1, heart)  # what a day's first paper loads
        at_work.settle()
        # As the program does once all stands.
        gc.freeze()
        say("six tickets, over and over…")
        return evening.figures(heart)
    finally:
        at_work.close()


class _Evening:
    """Somebody who sells tickets while the window beats."""

    def __init__(self, device: Device, desk: Desk, hall: PerformanceId, cuts: list[float]) -> None:
        self._device, self._desk, self._hall, self._cuts = device, desk, hall, cuts

    def figures(self, heart: Heartbeat) -> list[Figure]:
        """One ticket, six tickets, and the turns beside those of an idle window."""
        ones, sixes = [], []
        heart.take()
        busy: list[Turn] = []
        idle: list[Turn] = []
        for _ in range(ROUNDS):
            ones.append(self.print_tickets(1, heart)[0])
            sixes.append(self.print_tickets(TICKETS, heart)[-1])
            busy += heart.take()
            heart.beat_for(IDLE_S)
            idle += heart.take()
        return [
            Figure("print_ticket_p50", quantile(ones, 0.5), "ms", ROUNDS),
            Figure("print_six_tickets_p50", quantile(sixes, 0.5), "ms", ROUNDS),
            *stall_figures("printing_window", busy, idle),
        ]

    def print_tickets(self, count: int, heart: Heartbeat) -> list[float]:
        """Sell so many: when each was cut, in ms after the sale was asked for."""
        lines, payment = self._basket(count)
        papers = len(self._cuts) + count + 1  # the receipt is the last
        asked = time.monotonic()
        selling = threading.Thread(target=self._sell, args=(lines, payment))
        selling.start()
        before = len(self._cuts)
        heart.beat_until(lambda: len(self._cuts) >= papers)
        selling.join()
        return [1000 * (cut - asked) for cut in self._cuts[before : before + count]]

    def _basket(self, count: int) -> tuple[tuple[BasketLine, ...], Payment]:
        lane, desk, hall = self._device.lane, self._desk, self._hall
        held = lane(lambda: desk.hold_best(hall, count, None, 0))
        assert isinstance(held, Held), held
        tariff = lane(lambda: desk.hall(hall)).tariffs[0].id
        lines = tuple(BasketLine(hall, unit, tariff) for unit in held.units)
        prices = lane(lambda: desk.quote(lines))
        assert isinstance(prices, tuple), prices
        return lines, Payment(PaymentMeans.CARD, sum(prices), 0)

    def _sell(self, lines: tuple[BasketLine, ...], payment: Payment) -> None:
        token = secrets.token_hex(8)
        done = self._device.lane(lambda: self._desk.sell(lines, (payment,), token, "nl"))
        assert isinstance(done, SaleDone), done

"""From "print" to the last byte of a ticket, on every family of printers, over loopback.

The way is the shipped one: the queue in the replica, the layout, its raster, the driver with all
that it asks before the first dot. The printer is an emulator behind TCP in this process, so its
drawing takes of the same time. What comes after the last byte, until the proof, is the printer's
own time and not counted. Beside it the same bytes through a bare socket to the same printer.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.printer import EmulatedPrinter, Language
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.emulators.zpl_paper import Zpl
from hardware.registry import open_printer
from podium_desk.application.counter import BasketLine, Payment, SaleDone
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.lane import direct_lane
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintQueue, PrintState
from podium_desk.application.printing import PrintEars, PrinterAt, PrintLane
from podium_desk.application.workplace import Workplace
from podium_desk.documents.layouts.shelf import paper_of_printer
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, PerformanceId, TariffId, TicketId, Unit
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.workbench import bench_of
from podium_desk.replica.queries import tickets_of_order

TONIGHT = PerformanceId(1)
PERSONS = 6
ROUNDS = 20
"""So many times six tickets."""
QUESTION_BYTES_MAX = 8
"""What a driver asks after a ticket is shorter; a piece of a ticket is longer."""
BARE_SEND = "bare_send"
_FAMILIES: dict[str, tuple[Callable[[EmulatedPrinter], Language], int, str]] = {
    "escpos": (EscPos, 576, ""),
    "starline": (star_line, 576, ""),
    "star": (star_raster, 576, ""),
    "fgl": (Fgl, 1100, ""),
    "zpl": (Zpl, 200, "?width=200"),
}
"""What understands each family, its dots in a row, and what its address says of them."""


class _HeardPrinter(EmulatedPrinter):
    """A printer that notes what it was sent and when the last of it came."""

    heard = b""
    last_at_s = 0.0

    def receive(self, data: bytes) -> None:
        """Take bytes as they come off the line."""
        if len(data) > QUESTION_BYTES_MAX:
            self.heard += data
            self.last_at_s = time.perf_counter()
        super().receive(data)


@dataclass(frozen=True, slots=True)
class _Sold:
    """The tickets that are printed again and again."""

    work: Workplace
    order: OrderId
    tickets: tuple[TicketId, ...]


def print_tickets(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """One ticket and six for each family, and what the printer's own line takes for one."""
    sold = _sold(folder)
    figures: list[Figure] = []
    for family in _FAMILIES:
        say(f"{family}…")
        figures += _of_family(family, sold)
    return figures


def _sold(folder: Path) -> _Sold:
    bench = bench_of(folder, performances=1)
    work = bench.place("counter")
    bench.give_all(work, TONIGHT)
    lines = tuple(BasketLine(TONIGHT, Unit(seat), TariffId(1)) for seat in range(PERSONS))
    payment = Payment(PaymentMeans.CARD, 2200 * PERSONS, 0)
    done = Desk(work, NoPrinter()).sell(lines, (payment,), work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    rows = tickets_of_order(work.replica.sql, done.order)
    return _Sold(work, done.order, tuple(row.ticket for row in rows))


def _of_family(family: str, sold: _Sold) -> list[Figure]:
    language, width_dots, options = _FAMILIES[family]
    paper = _HeardPrinter(language, width_dots)
    ours: list[float] = []
    theirs: list[float] = []
    with TcpPrinterServer(paper) as server:
        lane = _lane(server.url + options, sold)
        _print_ms(lane, paper, sold, sold.tickets[0])  # what a printer is asked but once
        for _ in range(ROUNDS):
            ours += [_print_ms(lane, paper, sold, ticket) for ticket in sold.tickets]
            theirs.append(_bare_ms(server, paper))
    sixes = [sum(ours[first : first + PERSONS]) for first in range(0, len(ours), PERSONS)]
    base = quantile(theirs, 0.5)
    one = [
        Figure(f"print_{family}_{label}", value, "ms", len(ours), BARE_SEND, value / base)
        for label, value in (("p50", quantile(ours, 0.5)), ("p99", quantile(ours, 0.99)))
    ]
    six = Figure(f"print_{family}_six_p50", quantile(sixes, 0.5), "ms", len(sixes))
    bare = Figure(f"{BARE_SEND}_{family}_p50", base, "ms", len(theirs), is_baseline=True)
    return [*one, six, bare]


def _lane(url: str, sold: _Sold) -> PrintLane:
    work = replace(sold.work, ticket_paper=paper_of_printer(url))
    queue = _queue(sold)
    while (job := queue.next()) is not None:
        queue.note(job.id, PrintState.DROPPED)
    printers = (PrinterAt(url, open_printer(url)),)
    return PrintLane(queue, Papers(work), printers, direct_lane, PrintEars(lambda: None, _raise))


def _queue(sold: _Sold) -> PrintQueue:
    return PrintQueue(sold.work.replica.sql, sold.work.clock)


def _raise(error: Exception) -> None:
    raise error


def _print_ms(lane: PrintLane, paper: _HeardPrinter, sold: _Sold, ticket: TicketId) -> float:
    """From the job in the queue to its last byte at the printer."""
    _queue(sold).queue_ticket(sold.order, ticket, 0)
    paper.heard = b""
    started_s = time.perf_counter()
    assert lane.print_one(), lane.state
    return (paper.last_at_s - started_s) * 1000


def _bare_ms(server: TcpPrinterServer, paper: _HeardPrinter) -> float:
    """The bytes of the last ticket once more, by nothing but a socket."""
    host, _, port = server.url.partition("//")[2].partition(":")
    data, paper.heard = paper.heard, b""
    started_s = time.perf_counter()
    with socket.create_connection((host, int(port))) as bare:
        bare.sendall(data)
        bare.shutdown(socket.SHUT_WR)
        while bare.recv(4096):
            pass
    return (paper.last_at_s - started_s) * 1000

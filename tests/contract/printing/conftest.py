"""Every printer there is, each with a way to see what came on its paper."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.emulators.escpos_paper import EscPosPaper
from hardware.emulators.escpos_tcp import EscPosTcpServer
from hardware.emulators.paper_picture import PaperPicture
from hardware.printing.drivers.simulator import SimulatedPrinter
from hardware.printing.port import Outcome, Printer
from hardware.registry import open_printer


@dataclass(frozen=True)
class Bench:
    """A printer, what it is expected to say of a good job, and its paper."""

    printer: Printer
    good_outcome: Outcome
    tickets: Callable[[], list[PaperPicture]]
    drawer_kicks: Callable[[], int]


@contextmanager
def over_tcp(_folder: Path) -> Iterator[Bench]:
    with EscPosTcpServer(EscPosPaper()) as server:
        paper = server.paper
        printer = open_printer(server.url)
        yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)


@contextmanager
def over_serial(_folder: Path) -> Iterator[Bench]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    paper, stop = EscPosPaper(), threading.Event()

    def serve() -> None:
        while not stop.is_set():
            if select.select([master], [], [], 0.005)[0]:
                paper.receive(os.read(master, 4096))
            os.write(master, paper.take_answers())

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        printer = open_printer(f"escpos+serial://{os.ttyname(slave)}?baud=115200")
        yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)
    finally:
        stop.set()
        thread.join()
        os.close(master)
        os.close(slave)


@contextmanager
def into_a_file(folder: Path) -> Iterator[Bench]:
    path = folder / "printer.bin"

    def paper() -> EscPosPaper:
        drawn = EscPosPaper()
        drawn.receive(path.read_bytes())
        return drawn

    printer = open_printer(f"escpos+file://{path}")
    yield Bench(printer, Outcome.UNPROVEN, lambda: paper().tickets, lambda: paper().drawer_kicks)


@contextmanager
def simulated(folder: Path) -> Iterator[Bench]:
    printer = open_printer(f"sim://printer?dir={folder}")
    assert isinstance(printer, SimulatedPrinter)
    paper = printer.paper
    yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)


@pytest.fixture(params=[over_tcp, over_serial, into_a_file, simulated], ids=lambda f: f.__name__)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield stack.enter_context(request.param(tmp_path))


@pytest.fixture(
    params=["escpos+tcp://127.0.0.1:{port}", "escpos+serial://{gone}", "escpos+file://{gone}/x"]
)
def absent_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Printer:
    """A printer that is not there: a port where nobody listens, a missing device, no folder."""
    with EscPosTcpServer(EscPosPaper()) as closed_again:
        port = closed_again.url.rsplit(":", 1)[1]
    return open_printer(request.param.format(port=port, gone=tmp_path / "gone"))

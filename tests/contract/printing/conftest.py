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

import pypdfium2
import pytest
from harness.fake_cups import fake_cups
from usb.backend import libusb1

from hardware.emulators.escpos_paper import EscPosPaper
from hardware.emulators.escpos_tcp import EscPosTcpServer
from hardware.emulators.paper_picture import PaperPicture
from hardware.emulators.usb_bus import UsbBus
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
    is_roll: bool = True
    """False where each job is a page of its own, and no drawer hangs on it."""


@contextmanager
def over_tcp(_folder: Path) -> Iterator[Bench]:
    with EscPosTcpServer(EscPosPaper()) as server:
        paper = server.paper
        printer = open_printer(server.url)
        yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)


@contextmanager
def on_a_pty(url: str) -> Iterator[Bench]:
    """A printer behind a pseudo-terminal, whose name goes into `url`."""
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
        printer = open_printer(url.format(os.ttyname(slave)))
        yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)
    finally:
        stop.set()
        thread.join()
        os.close(master)
        os.close(slave)


@contextmanager
def over_serial(_folder: Path) -> Iterator[Bench]:
    with on_a_pty("escpos+serial://{}?baud=115200") as bench:
        yield bench


@contextmanager
def through_usblp(_folder: Path) -> Iterator[Bench]:
    with on_a_pty("escpos+usblp://{}") as bench:
        yield bench


@contextmanager
def over_usb(_folder: Path) -> Iterator[Bench]:
    paper = EscPosPaper()
    with pytest.MonkeyPatch.context() as patch:
        bus = UsbBus(paper)
        patch.setattr(libusb1, "get_backend", lambda: bus)
        printer = open_printer("escpos+usb://04b8:0e15?serial=X1")
        yield Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)
        assert bus.has_kernel_driver
        assert not bus.is_claimed


@contextmanager
def in_a_raw_queue(folder: Path) -> Iterator[Bench]:
    with fake_cups(folder) as cups:

        def paper() -> EscPosPaper:
            drawn = EscPosPaper()
            drawn.receive(b"".join(cups.jobs()))
            return drawn

        printer = open_printer("escpos+cups://Kassa")
        yield Bench(
            printer, Outcome.UNPROVEN, lambda: paper().tickets, lambda: paper().drawer_kicks
        )


@contextmanager
def as_pdf(folder: Path) -> Iterator[Bench]:
    with fake_cups(folder) as cups:
        printer = open_printer("system://Kassa")
        yield Bench(
            printer,
            Outcome.UNPROVEN,
            lambda: [drawn_pdf(job) for job in cups.jobs()],
            lambda: 0,
            is_roll=False,
        )


def drawn_pdf(content: bytes) -> PaperPicture:
    """The picture that fills the page, which is as large as its dots at 203 dpi."""
    (page,) = pypdfium2.PdfDocument(content)
    (picture,) = page.get_objects()
    dots = picture.get_bitmap(render=False).to_pil()
    assert page.get_size() == pytest.approx([dots.width * 72 / 203, dots.height * 72 / 203], 1e-4)
    black = dots.convert("L").point([255] * 128 + [0] * 128, "1")
    return PaperPicture(dots.width, black.tobytes())


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


EVERY = [
    over_tcp, over_serial, through_usblp, over_usb, into_a_file, in_a_raw_queue, as_pdf, simulated
]  # fmt: skip


@pytest.fixture(params=EVERY, ids=lambda f: f.__name__)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield stack.enter_context(request.param(tmp_path))


ABSENT = [
    "escpos+tcp://127.0.0.1:{port}", "escpos+serial://{gone}", "escpos+usblp://{gone}",
    "escpos+usb://ffff:0001", "escpos+file://{gone}/x", "escpos+cups://gone", "system://gone",
]  # fmt: skip


@pytest.fixture(params=ABSENT)
def absent_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Printer]:
    """A printer that is not there: a port where nobody listens, a missing device, folder, queue."""
    with EscPosTcpServer(EscPosPaper()) as closed_again:
        port = closed_again.url.rsplit(":", 1)[1]
    with fake_cups(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setattr(libusb1, "get_backend", lambda: UsbBus(EscPosPaper()))
        yield open_printer(request.param.format(port=port, gone=tmp_path / "gone"))

"""Every printer there is, each with a way to see what came on its paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from harness.fake_cups import fake_cups
from usb.backend import libusb1

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.paper_picture import PaperPicture
from hardware.emulators.printer import EmulatedPrinter
from hardware.emulators.pty_server import PtyPrinterServer
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.emulators.usb_bus import UsbBus
from hardware.emulators.zpl_paper import Zpl
from hardware.printing.drivers.simulator import SimulatedPrinter
from hardware.printing.port import Outcome, Printer
from hardware.registry import FAMILY_NAMES, open_printer


@dataclass(frozen=True)
class Bench:
    """A printer, what it is expected to say of a good job, and its paper."""

    printer: Printer
    good_outcome: Outcome
    tickets: Callable[[], list[PaperPicture]]
    drawer_kicks: Callable[[], int]
    is_roll: bool = True
    """False where each job is a page of its own."""
    has_drawer: bool = True


def bench_of(url: str, paper: EmulatedPrinter) -> Bench:
    """The printer at `url`, which is this emulated one."""
    printer = open_printer(url)
    return Bench(printer, Outcome.PRINTED, lambda: paper.tickets, lambda: paper.drawer_kicks)


@contextmanager
def over_tcp(_folder: Path) -> Iterator[Bench]:
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as server:
        yield bench_of(server.url, server.paper)


@contextmanager
def over_serial(_folder: Path) -> Iterator[Bench]:
    with PtyPrinterServer(EmulatedPrinter(EscPos)) as server:
        yield bench_of(server.url, server.paper)


@contextmanager
def through_usblp(_folder: Path) -> Iterator[Bench]:
    with PtyPrinterServer(EmulatedPrinter(EscPos)) as server:
        yield bench_of(f"escpos+usblp://{server.device}", server.paper)


@contextmanager
def star_over_tcp(_folder: Path) -> Iterator[Bench]:
    with TcpPrinterServer(EmulatedPrinter(star_raster)) as server:
        yield bench_of(server.url, server.paper)


@contextmanager
def star_line_over_serial(_folder: Path) -> Iterator[Bench]:
    with PtyPrinterServer(EmulatedPrinter(star_line)) as server:
        yield bench_of(server.url, server.paper)


@contextmanager
def boca_over_tcp(_folder: Path) -> Iterator[Bench]:
    with TcpPrinterServer(EmulatedPrinter(Fgl)) as server:
        url = f"{server.url}?width=576&dpi=203"
        yield replace(bench_of(url, server.paper), has_drawer=False)


@contextmanager
def zebra_over_tcp(_folder: Path) -> Iterator[Bench]:
    with TcpPrinterServer(EmulatedPrinter(Zpl)) as server:
        url = f"{server.url}?width=576&cutter=yes"
        yield replace(bench_of(url, server.paper), has_drawer=False)


@contextmanager
def over_usb(_folder: Path) -> Iterator[Bench]:
    paper = EmulatedPrinter(EscPos)
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

        def paper() -> EmulatedPrinter:
            drawn = EmulatedPrinter(EscPos)
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
            has_drawer=False,
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

    def paper() -> EmulatedPrinter:
        drawn = EmulatedPrinter(EscPos)
        drawn.receive(path.read_bytes())
        return drawn

    printer = open_printer(f"escpos+file://{path}")
    yield Bench(printer, Outcome.UNPROVEN, lambda: paper().tickets, lambda: paper().drawer_kicks)


def simulated(speaks: str) -> Callable[[Path], AbstractContextManager[Bench]]:
    """The simulator of a family; all of them draw on paper of 576 dots."""

    @contextmanager
    def simulated_(folder: Path) -> Iterator[Bench]:
        url = f"sim://printer?speaks={speaks}&dir={folder}&width=576&dpi=203"
        printer = open_printer(url + "&cutter=yes" * (speaks == "zpl"))
        assert isinstance(printer, SimulatedPrinter)
        paper = printer.paper
        yield Bench(
            printer,
            Outcome.PRINTED,
            lambda: paper.tickets,
            lambda: paper.drawer_kicks,
            has_drawer=speaks not in ("fgl", "zpl"),
        )

    simulated_.__name__ = f"simulated_{speaks}"
    return simulated_


EVERY = [
    over_tcp, over_serial, through_usblp, over_usb, into_a_file, in_a_raw_queue, as_pdf,
    star_over_tcp, star_line_over_serial, boca_over_tcp, zebra_over_tcp,
    *(simulated(family) for family in FAMILY_NAMES),
]  # fmt: skip


@pytest.fixture(params=EVERY, ids=lambda f: f.__name__)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield stack.enter_context(request.param(tmp_path))


ABSENT = [
    "escpos+tcp://127.0.0.1:{port}", "fgl+tcp://127.0.0.1:{port}", "escpos+serial://{gone}", "escpos+usblp://{gone}",
    "escpos+usb://ffff:0001", "escpos+file://{gone}/x", "escpos+cups://gone", "system://gone",
]  # fmt: skip


@pytest.fixture(params=ABSENT)
def absent_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Printer]:
    """A printer that is not there: a port where nobody listens, a missing device, folder, queue."""
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as closed_again:
        port = closed_again.url.rsplit(":", 1)[1]
    with fake_cups(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setattr(libusb1, "get_backend", lambda: UsbBus(EmulatedPrinter(EscPos)))
        yield open_printer(request.param.format(port=port, gone=tmp_path / "gone"))

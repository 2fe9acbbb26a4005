"""Star, Boca and Zebra over loopback against their emulators, with everything going wrong.

The rule under test: printed is only claimed of what stands on paper (hardware.md 1.2).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from hardware.device_url import DeviceUrl
from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.printer import EmulatedPrinter, Language, PrinterFaults
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.emulators.zpl_paper import Zpl
from hardware.printing.drivers import escpos, fgl, star, stranger, talk, zpl
from hardware.printing.drivers.families import FAMILIES
from hardware.printing.drivers.simulator import PaperLink
from hardware.printing.drivers.talking import TalkingPrinter
from hardware.printing.port import (
    Outcome,
    Printer,
    PrinterFault,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    Raster,
    RasterTooTall,
    WrongPrinter,
)
from hardware.registry import open_printer
from hardware.transport.port import LinkAbsent, LinkLost

PICTURE = Raster(576, 300, bytes(range(1, 73)) * 300)
JOBS, SEED = 60, 2026
newer_zpl = partial(Zpl, is_silent_when_stopped=True)
LANGUAGES: list[Callable[[EmulatedPrinter], Language]] = [
    star_line, star_raster, Fgl, Zpl, newer_zpl
]  # fmt: skip
NAMES = ["starline", "star", "fgl", "zpl", "newer_zpl"]


@pytest.fixture(params=LANGUAGES, ids=NAMES)
def server(request) -> Iterator[TcpPrinterServer]:
    with TcpPrinterServer(EmulatedPrinter(request.param)) as running:
        yield running


@pytest.fixture
def impatient(monkeypatch) -> None:
    """In memory what a printer says is there at once: nothing is waited for."""
    for module in (escpos, star, fgl, zpl):
        monkeypatch.setattr(module, "STATUS_S", 0.01)
    for module, name in ((stranger, "ASK_S"), (talk, "QUIET_S"), (fgl, "SILENT_S")):
        monkeypatch.setattr(module, name, 0.01)


@pytest.fixture(params=LANGUAGES[:4], ids=NAMES[:4])
def paper(request, impatient) -> EmulatedPrinter:
    """An emulated printer in memory."""
    return EmulatedPrinter(request.param)


def in_memory(paper: EmulatedPrinter, speaking: str = "") -> TalkingPrinter[object]:
    family = speaking or paper.scheme
    spoken = FAMILIES[family].spoken(DeviceUrl.parse(f"{family}+tcp://x?width={paper.width_dots}"))
    return TalkingPrinter("memory", lambda _timeout_s: PaperLink(paper), *spoken)


def printer_of(server: TcpPrinterServer) -> Printer:
    return open_printer(server.url + "?width=576")


def whole_tickets(paper: EmulatedPrinter) -> int:
    return sum(ticket.rows.startswith(PICTURE.rows) for ticket in paper.tickets)


def test_paper_that_ends_halfway_and_is_refilled_gives_one_whole_ticket(server):
    server.paper.faults.rows_left = 150
    seen: list[PrinterState] = []

    def refill_when_out(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.PAPER_OUT:
            server.paper.refill()

    report = printer_of(server).print(PrintJob("a", PICTURE), 5.0, refill_when_out)

    assert report.outcome is Outcome.PRINTED
    assert PrinterState.PAPER_OUT in seen
    assert whole_tickets(server.paper) == len(server.paper.tickets) == 1


def test_paper_that_is_not_refilled_leaves_the_ticket_unknown(paper):
    paper.faults.rows_left = 150

    report = in_memory(paper).print(PrintJob("a", PICTURE), 0.2)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)
    assert paper.tickets == []


def test_nothing_is_sent_to_a_printer_without_paper(server):
    server.paper.faults.rows_left = 0

    with pytest.raises(PrinterNotReady) as raised:
        printer_of(server).print(PrintJob("a", PICTURE), 3.0)

    assert raised.value.state is PrinterState.PAPER_OUT
    server.paper.refill()
    assert server.paper.tickets == []
    assert server.paper.paper_so_far().rows == b""


def test_nothing_is_sent_to_a_printer_that_is_open(server):
    server.paper.faults.is_cover_open = True
    is_told = server.paper.scheme != "fgl"  # a Boca is only busy, and does not say why

    with pytest.raises(PrinterNotReady) as raised:
        printer_of(server).print(PrintJob("a", PICTURE), 3.0)

    assert raised.value.state is (PrinterState.COVER_OPEN if is_told else PrinterState.ERROR)
    server.paper.set_cover(is_open=False)
    assert server.paper.paper_so_far().rows == b""


def test_paper_that_nears_its_end_is_told_and_prints(server):
    server.paper.faults.is_paper_low = True
    printer = printer_of(server)

    assert printer.state() is PrinterState.PAPER_LOW
    report = printer.print(PrintJob("a", PICTURE), 3.0)
    assert (report.outcome, report.state) == (Outcome.PRINTED, PrinterState.PAPER_LOW)


def test_a_pulled_cable_is_unknown_and_the_next_ticket_is_whole(server):
    printer = printer_of(server)
    printer.print(PrintJob("first", PICTURE), 3.0)
    server.drop_after_bytes = 300
    pulled = printer.print(PrintJob("a", PICTURE), 3.0)
    server.drop_after_bytes = None
    again = printer.print(PrintJob("b", PICTURE), 3.0)

    assert pulled.outcome is Outcome.UNKNOWN
    assert again.outcome in (Outcome.PRINTED, Outcome.UNPROVEN)
    assert server.paper.tickets[-1].rows.startswith(PICTURE.rows)
    assert whole_tickets(server.paper) == 2


def test_a_printer_switched_off_halfway_never_counts_as_printed(server):
    server.paper.faults.rows_left = 100

    def power_fails(state: PrinterState) -> None:
        if state is PrinterState.PAPER_OUT:
            server.cut_power()
            server.paper.refill()

    report = printer_of(server).print(PrintJob("a", PICTURE), 1.5, power_fails)

    assert report.outcome is Outcome.UNKNOWN


def test_a_printer_that_falls_silent_after_printing_leaves_it_unknown(paper):
    paper.faults.mute_after_tickets = 1

    report = in_memory(paper).print(PrintJob("a", PICTURE), 0.2)

    assert report.outcome is Outcome.UNKNOWN
    assert whole_tickets(paper) == 1


def test_a_mute_printer_prints_and_leaves_it_unproven(paper):
    paper.faults.is_mute = True

    report = in_memory(paper).print(PrintJob("a", PICTURE), 3.0)

    assert (report.outcome, report.state) == (Outcome.UNPROVEN, PrinterState.UNKNOWN)
    assert whole_tickets(paper) == 1


def test_garbage_is_never_taken_for_a_confirmation(paper):
    paper.faults.answers_garbage = True

    report = in_memory(paper).print(PrintJob("a", PICTURE), 1.0)

    assert report.outcome in (Outcome.UNPROVEN, Outcome.UNKNOWN)


def test_a_printer_of_another_family_is_told_before_anything_is_printed(paper):
    epson = EmulatedPrinter(EscPos)
    printer = in_memory(epson, speaking=paper.scheme)

    assert printer.state() is PrinterState.WRONG_KIND
    with pytest.raises(WrongPrinter) as raised:
        printer.print(PrintJob("a", PICTURE), 3.0)
    # Whatever it was asked in another language is not on the next receipt either.
    in_memory(epson).print(PrintJob("b", PICTURE), 3.0)

    assert raised.value.found == "ESC/POS"
    (receipt,) = epson.tickets
    assert receipt.rows.startswith(PICTURE.rows)


def test_an_epson_that_was_replaced_by_another_printer_is_told(paper):
    with pytest.raises(WrongPrinter) as raised:
        in_memory(paper, speaking="escpos").print(PrintJob("a", PICTURE), 3.0)
    assert paper.paper_so_far().rows == b""

    in_memory(paper).print(PrintJob("b", PICTURE), 3.0)

    assert raised.value.expected == "ESC/POS"
    assert whole_tickets(paper) == len(paper.tickets) == 1


@pytest.mark.parametrize("language", [star_line, star_raster], ids=["starline", "star"])
def test_an_older_star_without_a_counter_leaves_the_ticket_unproven(language):
    paper = EmulatedPrinter(language, faults=PrinterFaults(gives_proof=False))
    with TcpPrinterServer(paper) as server:
        report = printer_of(server).print(PrintJob("a", PICTURE), 3.0)

    assert (report.outcome, report.state) == (Outcome.UNPROVEN, PrinterState.READY)


def test_a_cover_that_is_opened_is_waited_for_where_the_printer_tells():
    with TcpPrinterServer(EmulatedPrinter(star_raster)) as server:
        server.paper.faults.rows_left = 100

        def open_then_close(state: PrinterState) -> None:
            if state is PrinterState.PAPER_OUT:
                server.paper.set_cover(is_open=True)
                server.paper.refill()
            elif state is PrinterState.COVER_OPEN:
                server.paper.set_cover(is_open=False)

        report = printer_of(server).print(PrintJob("a", PICTURE), 5.0, open_then_close)

    assert report.outcome is Outcome.PRINTED


@pytest.mark.parametrize("language", [star_line, star_raster], ids=["starline", "star"])
def test_a_star_that_stopped_within_a_job_is_told_as_stopped_until_it_goes_on(language, impatient):
    paper = EmulatedPrinter(language, faults=PrinterFaults(rows_left=150))
    printer = in_memory(paper)
    printer.print(PrintJob("a", PICTURE), 0.2)

    stopped = printer.state()
    paper.refill()

    assert stopped is PrinterState.PAPER_OUT
    assert printer.state() is PrinterState.READY
    assert printer.print(PrintJob("b", PICTURE), 3.0).outcome is Outcome.PRINTED
    assert whole_tickets(paper) == len(paper.tickets) == 2


def test_a_star_that_is_slow_is_waited_for():
    with TcpPrinterServer(EmulatedPrinter(star_line)) as server:
        server.turn_bytes = 2048
        assert printer_of(server).print(PrintJob("a", PICTURE), 5.0).outcome is Outcome.PRINTED


def test_a_boca_refuses_a_picture_that_is_longer_than_its_tickets():
    too_tall = Raster(576, 401, bytes(72 * 401))

    with pytest.raises(RasterTooTall):
        open_printer("fgl+tcp://127.0.0.1:1").print(PrintJob("a", too_tall), 1.0)


@pytest.mark.parametrize("name", ["starline", "star", "fgl", "zpl"])
def test_no_fault_makes_a_claim_of_printed_for_what_is_not_on_paper(name, monkeypatch):
    monkeypatch.setattr(zpl, "POLL_S", 0.001)
    luck = random.Random(SEED)
    language = partial(Fgl, height_dots=60) if name == "fgl" else LANGUAGES[NAMES.index(name)]
    paper = EmulatedPrinter(language, 64)
    on_paper: list[bytes] = []
    paper.on_ticket = lambda ticket: on_paper.append(ticket.rows)
    url = DeviceUrl.parse(f"{name}+tcp://x?width=64" + "&height=60" * (name == "fgl"))
    printer = TalkingPrinter("luck", partial(unlucky, paper, luck), *FAMILIES[name].spoken(url))
    claimed = []
    for number in range(JOBS):
        upset(paper, luck)
        try:
            report = printer.print(PrintJob(str(number), numbered(number)), 0.01)
        except PrinterFault:
            continue
        if report.outcome is Outcome.PRINTED:
            claimed.append(number)
            assert on_paper[-1].startswith(numbered(number).rows)

    copies = [sum(numbered(n).rows in rows for rows in on_paper) for n in range(JOBS)]
    assert claimed
    assert max(copies) == 1
    assert all(copies[number] == 1 for number in claimed)


def numbered(number: int) -> Raster:
    return Raster(64, 60, (b"\xaa" + number.to_bytes(2, "big") + b"\x55" * 5) * 60)


def upset(paper: EmulatedPrinter, luck: random.Random) -> None:
    """Leave the printer as an evening may: ready mostly, else short of paper, open or restarted."""
    paper.set_cover(is_open=luck.random() < 0.1)
    paper.refill(luck.choice((None, None, None, 0, 20, 55, 75)))
    if luck.random() < 0.1:
        paper.power_cycle()


def unlucky(paper: EmulatedPrinter, luck: random.Random, _timeout_s: float) -> PaperLink:
    """A line that is sometimes absent and sometimes breaks after a number of bytes."""
    if luck.random() < 0.05:
        raise LinkAbsent("luck", "switched off")
    return UnluckyLink(paper, luck.randrange(700) if luck.random() < 0.2 else 1_000_000)


class UnluckyLink(PaperLink):
    def __init__(self, paper: EmulatedPrinter, bytes_left: int) -> None:
        super().__init__(paper)
        paper.take_answers()
        self._bytes_left = bytes_left

    def write(self, data: bytes, timeout_s: float) -> int:
        if self._bytes_left == 0:
            raise LinkLost("luck", "cable pulled")
        taken = super().write(data[: min(self._bytes_left, 100)], timeout_s)
        self._bytes_left -= taken
        return taken

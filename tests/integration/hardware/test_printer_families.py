"""Every family of printers against its emulator, with everything going wrong.

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
from hardware.printing.drivers import escpos, fgl, talk, talking, zpl
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
    WrongPrinter,
)
from hardware.registry import open_printer
from hardware.transport.port import Connect, LinkAbsent, LinkLost

PICTURE = Raster(576, 300, bytes(range(1, 73)) * 300)
JOBS, SEED = 200, 2026
NOISE = Raster(576, 100, bytes(random.Random(SEED).choices(range(0x40, 0x80), k=7200)))
"""A picture that no printer's language makes shorter, without anything like a command."""
LANGUAGES: dict[str, Callable[[EmulatedPrinter], Language]] = {
    "escpos": EscPos, "starline": star_line, "star": star_raster, "fgl": Fgl, "zpl": Zpl,
    "newer_zpl": partial(Zpl, is_silent_when_stopped=True),
}  # fmt: skip


@pytest.fixture(params=["starline", "star", "fgl", "zpl"])
def server(request) -> Iterator[TcpPrinterServer]:
    with TcpPrinterServer(EmulatedPrinter(LANGUAGES[request.param])) as running:
        yield running


class Clock:
    """Time that passes only while somebody waits: no test depends on how fast a machine is."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s


class MemoryLink(PaperLink):
    """A line on which a printer's words are there at once; breaks after so many bytes."""

    def __init__(self, paper: EmulatedPrinter, clock: Clock, bytes_left: int = 1_000_000) -> None:
        super().__init__(paper)
        self._clock = clock
        self._bytes_left = self._bytes_max = bytes_left

    @property
    def sent_bytes(self) -> int:
        return self._bytes_max - self._bytes_left

    def write(self, data: bytes, timeout_s: float) -> int:
        if self._bytes_left == 0:
            raise LinkLost("memory", "cable pulled")
        taken = super().write(data[: min(self._bytes_left, 100)], 0)
        self._bytes_left -= taken
        self._clock.now_s += 0 if taken else timeout_s
        return taken

    def read(self, timeout_s: float) -> bytes:
        said = super().read(0)
        self._clock.now_s += 0 if said else max(timeout_s, 0)
        return said


class BusyLink(MemoryLink):
    """A line to a printer that is busy for so many questions."""

    def __init__(self, paper: EmulatedPrinter, clock: Clock, busy: list[bool]) -> None:
        super().__init__(paper, clock)
        self._busy = busy

    def write(self, data: bytes, timeout_s: float) -> int:
        self._paper.set_cover(is_open=bool(self._busy) and self._busy.pop())
        self._paper.take_answers()
        return super().write(data, timeout_s)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    for module in (talk, talking, escpos, fgl, zpl):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture(params=LANGUAGES)
def paper(request) -> EmulatedPrinter:
    """An emulated printer in memory."""
    return EmulatedPrinter(LANGUAGES[request.param])


@pytest.fixture(params=[name for name in LANGUAGES if name != "escpos"])
def no_epson(request) -> EmulatedPrinter:
    return EmulatedPrinter(LANGUAGES[request.param])


def in_memory(
    paper: EmulatedPrinter, clock: Clock, speaking: str = "", options: str = ""
) -> TalkingPrinter[object]:
    return talking_over(lambda _timeout_s: MemoryLink(paper, clock), paper, speaking, options)


def talking_over(
    connect: Connect, paper: EmulatedPrinter, speaking: str = "", options: str = ""
) -> TalkingPrinter[object]:
    family = speaking or paper.scheme
    url = DeviceUrl.parse(f"{family}+tcp://x?width={paper.width_dots}{options}")
    return TalkingPrinter("memory", connect, *FAMILIES[family].spoken(url))


def printer_of(server: TcpPrinterServer) -> Printer:
    return open_printer(server.url + "?width=576")


def whole_tickets(paper: EmulatedPrinter) -> int:
    return sum(ticket.rows.startswith(PICTURE.rows) for ticket in paper.tickets)


def test_paper_that_ends_inside_a_ticket_and_is_refilled_gives_one_whole_ticket_or_a_question(
    server,
):
    server.paper.faults.rows_left = 150
    seen: list[PrinterState] = []

    def refill_when_out(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.PAPER_OUT:
            server.paper.refill()

    report = printer_of(server).print(PrintJob("a", PICTURE), 5.0, refill_when_out)

    # A roll goes on where it stood, on another piece of paper; a label is printed anew.
    is_anew = server.paper.scheme in ("fgl", "zpl")
    assert report.outcome is (Outcome.PRINTED if is_anew else Outcome.UNKNOWN)
    assert PrinterState.PAPER_OUT in seen
    assert whole_tickets(server.paper) == len(server.paper.tickets) == 1


def test_a_zebra_that_is_silent_out_of_media_says_why_and_goes_on(clock):
    paper = EmulatedPrinter(LANGUAGES["newer_zpl"], faults=PrinterFaults(rows_left=150))
    seen: list[PrinterState] = []

    def refill_when_out(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.PAPER_OUT:
            paper.refill()

    report = in_memory(paper, clock).print(PrintJob("a", PICTURE), 3.0, refill_when_out)

    assert (report.outcome, seen) == (Outcome.PRINTED, [PrinterState.PAPER_OUT, PrinterState.READY])
    assert whole_tickets(paper) == len(paper.tickets) == 1


def test_paper_that_is_not_refilled_leaves_the_ticket_unknown(paper, clock):
    paper.faults.rows_left = 150

    report = in_memory(paper, clock).print(PrintJob("a", PICTURE), 2.0)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)
    assert paper.tickets == []


def test_nothing_is_sent_to_a_printer_without_paper(paper, clock):
    paper.faults.rows_left = 0

    with pytest.raises(PrinterNotReady) as raised:
        in_memory(paper, clock).print(PrintJob("a", PICTURE), 3.0)

    assert raised.value.state is PrinterState.PAPER_OUT
    paper.refill()
    assert paper.tickets == []
    assert paper.paper_so_far().rows == b""


def test_nothing_is_sent_to_a_printer_that_is_open(paper, clock):
    paper.faults.is_cover_open = True
    is_told = paper.scheme != "fgl"  # a Boca is only busy, and does not say why

    with pytest.raises(PrinterNotReady) as raised:
        in_memory(paper, clock).print(PrintJob("a", PICTURE), 3.0)

    assert raised.value.state is (PrinterState.COVER_OPEN if is_told else PrinterState.ERROR)
    paper.set_cover(is_open=False)
    assert paper.paper_so_far().rows == b""


def test_paper_that_nears_its_end_is_told_and_prints(paper, clock):
    paper.faults.is_paper_low = True
    printer = in_memory(paper, clock)

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


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_next_ticket_is_whole_wherever_in_a_row_the_line_broke(name, clock):
    paper = EmulatedPrinter(LANGUAGES[name])
    whole = MemoryLink(paper, clock)
    talking_over(lambda _timeout_s: whole, paper).print(PrintJob("", NOISE), 30.0)
    amid = whole.sent_bytes - len(NOISE.rows) // 2
    for breaks_at in range(amid, amid + 2 * NOISE.row_bytes):
        paper = EmulatedPrinter(LANGUAGES[name], faults=PrinterFaults(buffer_bytes=4096))
        links = [MemoryLink(paper, clock), MemoryLink(paper, clock, breaks_at)]
        printer = talking_over(lambda _timeout_s, links=links: links.pop(), paper)
        broken = printer.print(PrintJob("a", NOISE), 30.0)
        again = printer.print(PrintJob("b", NOISE), 30.0)

        assert broken.outcome is Outcome.UNKNOWN
        assert again.outcome in (Outcome.PRINTED, Outcome.UNPROVEN), breaks_at
        assert paper.tickets[-1].rows.startswith(NOISE.rows), breaks_at


def test_a_printer_switched_off_halfway_never_counts_as_printed(server):
    server.paper.faults.rows_left = 100

    def power_fails(state: PrinterState) -> None:
        if state is PrinterState.PAPER_OUT:
            server.cut_power()
            server.paper.refill()

    report = printer_of(server).print(PrintJob("a", PICTURE), 1.5, power_fails)

    assert report.outcome is Outcome.UNKNOWN


def test_a_printer_that_falls_silent_after_printing_leaves_it_unknown(paper, clock):
    paper.faults.mute_after_tickets = 1

    report = in_memory(paper, clock).print(PrintJob("a", PICTURE), 2.0)

    assert report.outcome is Outcome.UNKNOWN
    assert whole_tickets(paper) == 1


def test_a_mute_printer_prints_and_leaves_it_unproven(paper, clock):
    paper.faults.is_mute = True

    report = in_memory(paper, clock).print(PrintJob("a", PICTURE), 3.0)

    assert (report.outcome, report.state) == (Outcome.UNPROVEN, PrinterState.UNKNOWN)
    assert whole_tickets(paper) == 1


def test_a_mute_printer_may_be_asked_all_evening_and_prints_none_of_it(paper, clock):
    paper.faults.is_mute = True
    printer = in_memory(paper, clock)
    for _ in range(30):
        printer.state(5.0)

    assert paper.tickets == []
    assert paper.paper_so_far().rows == b""


def test_garbage_is_never_taken_for_a_confirmation(paper, clock):
    paper.faults.answers_garbage = True

    report = in_memory(paper, clock).print(PrintJob("a", PICTURE), 30.0)

    assert report.outcome in (Outcome.UNPROVEN, Outcome.UNKNOWN)


def test_a_printer_of_another_family_is_told_before_anything_is_printed(no_epson, clock):
    epson = EmulatedPrinter(EscPos)
    printer = in_memory(epson, clock, speaking=no_epson.scheme)

    assert printer.state() is PrinterState.WRONG_KIND
    with pytest.raises(WrongPrinter) as raised:
        printer.print(PrintJob("a", PICTURE), 3.0)
    # Whatever it was asked in another language is not on the next receipt either.
    in_memory(epson, clock).print(PrintJob("b", PICTURE), 3.0)

    assert raised.value.found == "ESC/POS"
    (receipt,) = epson.tickets
    assert receipt.rows.startswith(PICTURE.rows)


def test_an_epson_that_was_replaced_by_another_printer_is_told(no_epson, clock):
    with pytest.raises(WrongPrinter) as raised:
        in_memory(no_epson, clock, speaking="escpos").print(PrintJob("a", PICTURE), 3.0)
    assert no_epson.paper_so_far().rows == b""

    in_memory(no_epson, clock).print(PrintJob("b", PICTURE), 3.0)

    assert raised.value.expected == "ESC/POS"
    assert whole_tickets(no_epson) == len(no_epson.tickets) == 1


@pytest.mark.parametrize("language", [star_line, star_raster], ids=["starline", "star"])
def test_an_older_star_without_a_counter_leaves_the_ticket_unproven(language):
    paper = EmulatedPrinter(language, faults=PrinterFaults(gives_proof=False))
    with TcpPrinterServer(paper) as server:
        report = printer_of(server).print(PrintJob("a", PICTURE), 3.0)

    assert (report.outcome, report.state) == (Outcome.UNPROVEN, PrinterState.READY)


def test_a_cover_that_is_opened_for_a_new_roll_is_waited_for_where_the_printer_tells():
    with TcpPrinterServer(EmulatedPrinter(star_raster)) as server:
        server.paper.faults.rows_left = 100

        def open_then_close(state: PrinterState) -> None:
            if state is PrinterState.PAPER_OUT:
                server.paper.set_cover(is_open=True)
                server.paper.refill()
            elif state is PrinterState.COVER_OPEN:
                server.paper.set_cover(is_open=False)

        report = printer_of(server).print(PrintJob("a", PICTURE), 5.0, open_then_close)

        assert whole_tickets(server.paper) == 1

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.READY)


@pytest.mark.parametrize("language", [star_line, star_raster], ids=["starline", "star"])
def test_a_star_that_stopped_within_a_job_is_told_as_stopped_until_it_goes_on(language, clock):
    paper = EmulatedPrinter(language, faults=PrinterFaults(rows_left=150))
    printer = in_memory(paper, clock)
    printer.print(PrintJob("a", PICTURE), 2.0)

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


def test_a_boca_that_still_moves_the_ticket_before_is_waited_for(clock):
    paper = EmulatedPrinter(Fgl, faults=PrinterFaults(is_cover_open=True))
    busy = [True] * 3

    def connect(_timeout_s: float) -> MemoryLink:
        return BusyLink(paper, clock, busy)

    assert talking_over(connect, paper).state() is PrinterState.READY
    assert busy == []


@pytest.mark.parametrize("name", ["fgl", "zpl"])
def test_a_receipt_that_is_longer_than_a_ticket_goes_on_the_next_ones(name, clock):
    paper = EmulatedPrinter(LANGUAGES[name])
    rows = PICTURE.rows + bytes(72) + PICTURE.rows
    printer = in_memory(paper, clock, options="&height=400")

    report = printer.print(PrintJob("a", Raster(576, 601, rows)), 5.0)

    assert report.outcome is Outcome.PRINTED
    assert [ticket.rows[: len(PICTURE.rows)] for ticket in paper.tickets] == [PICTURE.rows] * 2


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_fault_makes_a_claim_of_printed_for_what_is_not_on_paper(name, clock):
    luck = random.Random(SEED)
    is_boca = name == "fgl"
    language = partial(Fgl, height_dots=60) if is_boca else LANGUAGES[name]
    paper = EmulatedPrinter(language, 64)
    on_paper: list[bytes] = []
    paper.on_ticket = lambda ticket: on_paper.append(ticket.rows)

    def unlucky(_timeout_s: float) -> MemoryLink:
        if luck.random() < 0.05:
            raise LinkAbsent("luck", "switched off")
        paper.take_answers()
        return MemoryLink(paper, clock, luck.randrange(700) if luck.random() < 0.2 else 1_000_000)

    claimed = []
    for number in range(JOBS):
        if number % 10 == 0:  # the program starts again
            printer = talking_over(unlucky, paper, options="&height=60" * is_boca)
        upset(paper, luck)
        try:
            report = printer.print(PrintJob(str(number), numbered(number)), 1.0)
        except PrinterFault:
            continue
        if report.outcome is Outcome.PRINTED:
            claimed.append(number)
            assert numbered(number).rows in on_paper[-1]

    copies = [sum(numbered(n).rows in rows for rows in on_paper) for n in range(JOBS)]
    assert len(claimed) > JOBS // 10
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

"""The real ESC/POS driver over loopback against the emulated printer, with everything going wrong.

The rule under test: printed is only claimed of what stands on paper (hardware.md 1.2).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.printing.drivers.escpos import escpos_printer
from hardware.printing.drivers.simulator import PaperLink
from hardware.printing.escpos_profile import EscPosProfile, Proof
from hardware.printing.port import (
    Outcome,
    PrinterFault,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    Raster,
)
from hardware.registry import open_printer
from hardware.transport.port import LinkAbsent, LinkLost

PICTURE = Raster(576, 400, bytes(range(1, 73)) * 400)
PICTURE_ROWS = PICTURE.rows
JOBS = 1000


@pytest.fixture
def server() -> Iterator[TcpPrinterServer]:
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as running:
        yield running


def whole_tickets(paper: EmulatedPrinter) -> int:
    return sum(ticket.rows.startswith(PICTURE_ROWS) for ticket in paper.tickets)


def test_paper_that_ends_halfway_and_is_refilled_gives_one_whole_ticket(server):
    server.paper.faults.rows_left = 150
    seen: list[PrinterState] = []

    def refill_when_out(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.PAPER_OUT:
            server.paper.refill()

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 5.0, refill_when_out)

    assert (report.outcome, report.state) == (Outcome.PRINTED, PrinterState.READY)
    assert seen == [PrinterState.PAPER_OUT, PrinterState.READY]
    assert whole_tickets(server.paper) == len(server.paper.tickets) == 1


def test_paper_that_ends_halfway_and_is_not_refilled_leaves_it_unknown(server):
    server.paper.faults.rows_left = 150

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 1.5)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)
    assert server.paper.tickets == []


def test_a_printer_that_stops_reading_does_not_hold_the_caller(server):
    server.paper.faults.rows_left = 10
    server.paper.faults.buffer_bytes = 2048
    tall = Raster(576, 60_000, bytes(72 * 60_000))

    report = open_printer(server.url).print(PrintJob("a", tall), 1.5)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)


def test_a_cover_opened_halfway_is_waited_for(server):
    server.turn_bytes = 512
    printer = open_printer(server.url)
    server.paper.faults.rows_left = 100

    def open_then_close(state: PrinterState) -> None:
        if state is PrinterState.PAPER_OUT:
            server.paper.set_cover(is_open=True)
            server.paper.refill()
        elif state is PrinterState.COVER_OPEN:
            server.paper.set_cover(is_open=False)

    report = printer.print(PrintJob("a", PICTURE), 5.0, open_then_close)

    assert report.outcome is Outcome.PRINTED
    assert whole_tickets(server.paper) == 1


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        (PrinterFaults(rows_left=0), PrinterState.PAPER_OUT),
        (PrinterFaults(is_cover_open=True), PrinterState.COVER_OPEN),
    ],
)
def test_nothing_is_sent_to_a_printer_that_is_not_ready(server, faults, state):
    server.paper.faults = faults

    with pytest.raises(PrinterNotReady) as raised:
        open_printer(server.url).print(PrintJob("a", PICTURE), 5.0)
    server.paper.refill()
    server.paper.set_cover(is_open=False)

    assert raised.value.state is state
    assert server.paper.paper_so_far().rows == b""


@pytest.mark.parametrize("after_bytes", [9300, 12_000, 25_000, 38_000])
def test_a_pulled_cable_is_unknown_and_the_next_ticket_is_whole(server, after_bytes):
    printer = open_printer(server.url)
    server.drop_after_bytes = after_bytes
    pulled = printer.print(PrintJob("a", PICTURE), 5.0)
    server.drop_after_bytes = None
    again = printer.print(PrintJob("b", PICTURE), 5.0)

    assert pulled.outcome is Outcome.UNKNOWN
    assert again.outcome is Outcome.PRINTED
    assert server.paper.tickets[-1].rows.startswith(PICTURE_ROWS)
    assert whole_tickets(server.paper) == 1


def test_a_ticket_is_whole_after_another_program_died_in_the_middle_of_a_picture(server):
    server.paper.receive(b"\x1b@\x1dv0\x00\x48\x00\x80\x00" + bytes(100))

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 5.0)

    assert report.outcome is Outcome.PRINTED
    (ticket,) = server.paper.tickets
    assert PICTURE_ROWS in ticket.rows


def test_a_printer_switched_off_halfway_never_counts_as_printed(server):
    server.paper.faults.rows_left = 100

    def power_fails(state: PrinterState) -> None:
        if state is PrinterState.PAPER_OUT:
            server.cut_power()
            server.paper.refill()

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 1.5, power_fails)

    assert report.outcome is Outcome.UNKNOWN


def test_a_mute_printer_leaves_the_ticket_unproven(server):
    server.paper.faults.is_mute = True

    printer = open_printer(server.url)
    report = printer.print(PrintJob("a", PICTURE), 5.0)

    assert (report.outcome, report.state) == (Outcome.UNPROVEN, PrinterState.UNKNOWN)
    server.paper.faults.is_mute = False
    assert printer.state() is PrinterState.READY  # so it has worked off the connection before
    assert whole_tickets(server.paper) == 1


def test_garbage_is_never_taken_for_a_confirmation(server):
    server.paper.faults.answers_garbage = True

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 4.0)

    assert report.outcome is not Outcome.PRINTED


@pytest.mark.parametrize("query", ["", "?proof=barrier"])
def test_a_clone_without_process_ids_confirms_by_a_barrier(server, query):
    server.paper.faults.gives_proof = False

    report = open_printer(server.url + query).print(PrintJob("a", PICTURE), 5.0)

    assert report.outcome is Outcome.PRINTED
    assert whole_tickets(server.paper) == 1


def test_a_barrier_passed_without_paper_proves_nothing():
    paper = EmulatedPrinter(EscPos)
    link = ScriptedLink(paper, replies={b"\x1dr\x01": b"\x0c"})
    profile = EscPosProfile(proof=Proof.BARRIER)
    printer = escpos_printer("scripted", lambda _timeout_s: link, profile)

    assert printer.print(PrintJob("a", PICTURE), 1.0).outcome is Outcome.UNKNOWN


def test_a_late_barrier_of_an_interrupted_job_does_not_prove_the_next_one(server):
    printer = open_printer(server.url + "?proof=barrier")
    server.drop_after_bytes = 20_000
    printer.print(PrintJob("a", PICTURE), 5.0)
    server.drop_after_bytes = None

    assert printer.print(PrintJob("b", PICTURE), 5.0).outcome is Outcome.UNPROVEN
    assert printer.print(PrintJob("c", PICTURE), 5.0).outcome is Outcome.PRINTED


def test_a_slow_printer_is_waited_for(server):
    server.turn_bytes = 1024

    assert open_printer(server.url).print(PrintJob("a", PICTURE), 10.0).outcome is Outcome.PRINTED


def test_a_printer_that_was_replaced_says_its_model_and_confirms_in_its_own_way(server):
    printer = open_printer(server.url)
    before = printer.print(PrintJob("a", PICTURE), 5.0)
    server.paper.faults.model = "TM-T20II"
    server.paper.faults.gives_proof = False
    after = printer.print(PrintJob("b", PICTURE), 5.0)
    server.paper.faults.model = ""
    nameless = [printer.print(PrintJob(name, PICTURE), 5.0) for name in "cd"]

    assert (before.outcome, before.model) == (Outcome.PRINTED, "TM-T88V")
    assert (after.outcome, after.model) == (Outcome.PRINTED, "TM-T20II")
    assert [(one.outcome, one.model) for one in nameless] == [(Outcome.PRINTED, "")] * 2
    assert whole_tickets(server.paper) == 4


def test_no_fault_makes_a_claim_of_printed_for_what_is_not_on_paper():
    luck = random.Random(2026)
    paper = EmulatedPrinter(EscPos, 64)
    printer = escpos_printer("luck", lambda _s: UnluckyLink(paper, luck), EscPosProfile(64))
    claimed, on_paper = [], []
    paper.on_ticket = lambda ticket: on_paper.append(ticket.rows)
    for number in range(JOBS):
        _upset(paper, luck)
        try:
            report = printer.print(PrintJob(str(number), _numbered(number)), 0.01)
        except PrinterFault:
            continue
        if report.outcome is Outcome.PRINTED:
            claimed.append(number)
            assert on_paper[-1].startswith(_numbered(number).rows)

    copies = [sum(_numbered(n).rows in rows for rows in on_paper) for n in range(JOBS)]
    assert len(claimed) > 100
    assert max(copies) == 1
    assert all(copies[number] == 1 for number in claimed)


def _numbered(number: int) -> Raster:
    return Raster(64, 60, (b"\xaa" + number.to_bytes(2, "big") + b"\x55" * 5) * 60)


def _upset(paper: EmulatedPrinter, luck: random.Random) -> None:
    """Leave the printer as an evening may: ready mostly, else short of paper or open."""
    paper.set_cover(is_open=False)
    paper.refill(luck.choice((None, None, None, 0, 20, 55, 75)))
    if luck.random() < 0.1:
        paper.set_cover(is_open=True)
    if luck.random() < 0.1:
        paper.power_cycle()


class ScriptedLink(PaperLink):
    """A line on which chosen commands get a fixed reply instead of the printer's own."""

    def __init__(self, paper: EmulatedPrinter, replies: dict[bytes, bytes]) -> None:
        super().__init__(paper)
        self._replies = replies
        self._said = bytearray()

    def write(self, data: bytes, timeout_s: float) -> int:
        for command, reply in self._replies.items():
            if command in data:
                self._said += reply
                super().write(data.replace(command, b""), timeout_s)
                return len(data)
        return super().write(data, timeout_s)

    def read(self, timeout_s: float) -> bytes:
        said = bytes(self._said)
        self._said.clear()
        return said or super().read(timeout_s)


class UnluckyLink(PaperLink):
    """A line that is sometimes absent and sometimes breaks after a number of bytes."""

    def __init__(self, paper: EmulatedPrinter, luck: random.Random) -> None:
        if luck.random() < 0.05:
            raise LinkAbsent("luck", "switched off")
        super().__init__(paper)
        paper.take_answers()
        self._bytes_left = luck.randrange(700) if luck.random() < 0.2 else 1_000_000

    def write(self, data: bytes, timeout_s: float) -> int:
        if self._bytes_left == 0:
            raise LinkLost("luck", "cable pulled")
        taken = super().write(data[: min(self._bytes_left, 100)], timeout_s)
        self._bytes_left -= taken
        return taken

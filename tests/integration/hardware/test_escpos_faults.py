"""The real ESC/POS driver over loopback against the emulated printer, with everything going wrong.

The rule under test: printed is only claimed of what stands on paper (hardware.md 1.2).
"""

from __future__ import annotations

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
    PrinterNotReady,
    PrinterState,
    PrintJob,
    Raster,
)
from hardware.registry import open_printer

PICTURE = Raster(576, 400, bytes(range(1, 73)) * 400)
PICTURE_ROWS = PICTURE.rows


@pytest.fixture
def server() -> Iterator[TcpPrinterServer]:
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as running:
        yield running


def whole_tickets(paper: EmulatedPrinter) -> int:
    return sum(ticket.rows.startswith(PICTURE_ROWS) for ticket in paper.tickets)


def test_paper_that_ends_inside_a_ticket_is_waited_for_and_leaves_it_in_two_pieces(server):
    server.paper.faults.rows_left = 150
    seen: list[PrinterState] = []

    def refill_when_out(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.PAPER_OUT:
            server.paper.refill()

    report = open_printer(server.url).print(PrintJob("a", PICTURE), 5.0, refill_when_out)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.READY)
    assert seen == [PrinterState.PAPER_OUT, PrinterState.READY]
    assert whole_tickets(server.paper) == len(server.paper.tickets) == 1


def test_a_printer_that_stops_reading_does_not_hold_the_caller(server):
    server.paper.faults.rows_left = 10
    server.paper.faults.buffer_bytes = 2048
    tall = Raster(576, 60_000, bytes(72 * 60_000))

    report = open_printer(server.url).print(PrintJob("a", tall), 1.5)

    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)


def test_a_cover_opened_halfway_is_waited_for(server):
    server.turn_bytes = 512
    printer = open_printer(server.url)
    stop_after = server.paper.print_row
    seen: list[PrinterState] = []

    def open_at_once(row: bytes) -> None:
        server.paper.print_row = stop_after
        stop_after(row)
        server.paper.set_cover(is_open=True)

    def close_again(state: PrinterState) -> None:
        seen.append(state)
        if state is PrinterState.COVER_OPEN:
            server.paper.set_cover(is_open=False)

    server.paper.print_row = open_at_once
    report = printer.print(PrintJob("a", PICTURE), 5.0, close_again)
    assert seen == [PrinterState.COVER_OPEN, PrinterState.READY]

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


def test_a_cable_pulled_inside_the_head_of_a_picture_spoils_no_later_ticket(server):
    # What comes next would be read as the size of the picture that broke off.
    small = Raster(576, 2, bytes(range(1, 73)) * 2)
    printer = open_printer(server.url)
    assert printer.print(PrintJob("a", small), 5.0).outcome is Outcome.PRINTED
    for after_bytes in range(30, 60):
        server.drop_after_bytes = after_bytes
        assert printer.print(PrintJob("b", small), 5.0).outcome is not Outcome.PRINTED
        server.drop_after_bytes = None
        assert printer.state() is PrinterState.READY
        assert printer.print(PrintJob("c", small), 5.0).outcome is Outcome.PRINTED


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

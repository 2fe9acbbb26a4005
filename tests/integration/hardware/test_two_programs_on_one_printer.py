"""Two programs, or two counters of the house, on one printer: no ticket is mixed with another."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.printing.drivers.escpos import escpos_printer
from hardware.printing.escpos_profile import EscPosProfile, Proof
from hardware.printing.one_owner import OwnedPrinter
from hardware.printing.port import (
    Outcome,
    Printer,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    PrintReport,
    Raster,
)
from hardware.registry import open_printer
from hardware.transport.tcp import tcp_connect

BLACK, GREY = (Raster(576, 300, dots * (72 * 300)) for dots in (b"\xff", b"\xaa"))
ROUNDS = 4
HOLD = """
import sys
from pathlib import Path
import filelock
with filelock.FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def print_all(printers: list[tuple[Printer, Raster]]) -> list[PrintReport]:
    """Each printer prints its picture several times, all at once; a refusal is tried again."""
    reports: list[PrintReport] = []

    def work(printer: Printer, picture: Raster) -> None:
        for number in range(ROUNDS):
            while True:
                try:
                    reports.append(printer.print(PrintJob(f"{id(printer)}-{number}", picture), 8.0))
                    break
                except PrinterNotReady:
                    continue

    threads = [threading.Thread(target=work, args=one) for one in printers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return reports


def check_all_whole(paper: EmulatedPrinter, reports: list[PrintReport]) -> None:
    assert {report.outcome for report in reports} == {Outcome.PRINTED}
    for picture in (BLACK, GREY):
        whole = [one for one in paper.tickets if one.rows.startswith(picture.rows)]
        assert len(whole) == ROUNDS
    assert len(paper.tickets) == 2 * ROUNDS


@contextmanager
def shared_node() -> Iterator[tuple[str, EmulatedPrinter]]:
    """A device node that keeps nobody out, so that bytes of two programs would mix."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    paper, stop = EmulatedPrinter(EscPos), threading.Event()

    def serve() -> None:
        while not stop.is_set():
            if select.select([master], [], [], 0.005)[0]:
                paper.receive(os.read(master, 512))
            os.write(master, paper.take_answers())

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"escpos+usblp://{os.ttyname(slave)}", paper
    finally:
        stop.set()
        thread.join()
        os.close(master)
        os.close(slave)


def test_two_programs_of_one_machine_take_turns_at_a_device_node():
    with shared_node() as (url, paper):
        reports = print_all([(open_printer(url), BLACK), (open_printer(url), GREY)])
        check_all_whole(paper, reports)


def test_two_counters_of_a_house_take_turns_at_a_network_printer():
    # Two machines share no lock: only the printer, which serves one connection at a time.
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as server:
        port = int(server.url.rsplit(":", 1)[1])

        def counter() -> Printer:
            return escpos_printer(server.url, tcp_connect("127.0.0.1", port), KNOWN)

        check_all_whole(server.paper, print_all([(counter(), BLACK), (counter(), GREY)]))


KNOWN = EscPosProfile(proof=Proof.PROCESS_ID)


def test_a_printer_that_is_silent_while_it_serves_another_counter_gets_nothing():
    with TcpPrinterServer(EmulatedPrinter(EscPos)) as server:
        printer = open_printer(server.url)
        assert printer.state() is PrinterState.READY
        port = int(server.url.rsplit(":", 1)[1])
        other = tcp_connect("127.0.0.1", port)(2.0)
        other.write(b"\x10\x04\x01", 1.0)
        assert other.read(2.0), "the other counter is being served"
        with pytest.raises(PrinterNotReady) as raised:
            printer.print(PrintJob("a", BLACK), 5.0)
        assert raised.value.state is PrinterState.TAKEN
        assert printer.state() is PrinterState.TAKEN
        other.close()
        assert printer.print(PrintJob("a", BLACK), 5.0).outcome is Outcome.PRINTED
        assert len(server.paper.tickets) == 1


class Untouched:
    """A printer that nobody may speak with."""

    width_dots, dpi = 576, 203

    def __getattr__(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)


def test_a_printer_in_another_programs_hands_is_left_alone_and_free_when_that_one_dies(tmp_path):
    printer = OwnedPrinter(Untouched(), "tcp 10.0.0.7", tmp_path)
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(printer._path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert held.stdout.readline() == b"held\n"
    with pytest.raises(PrinterNotReady) as raised:
        printer.print(PrintJob("a", BLACK), 0.1)
    assert raised.value.state is PrinterState.TAKEN
    assert printer.state(0.1) is PrinterState.TAKEN
    held.kill()
    held.communicate()
    with pytest.raises(AssertionError, match="print"):
        printer.print(PrintJob("a", BLACK), 0.1)

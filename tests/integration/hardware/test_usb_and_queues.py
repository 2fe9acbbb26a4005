"""USB and the system's print queues when something is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.fake_cups import FakeCups, fake_cups
from usb.backend import libusb1

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter
from hardware.emulators.usb_bus import UsbBus
from hardware.printing.drivers.spooled import SpooledPaper, SpooledPrinter
from hardware.printing.port import (
    Outcome,
    Printer,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    Raster,
)
from hardware.registry import open_printer
from hardware.transport.winspool import WindowsQueue

PICTURE = Raster(576, 200, bytes(range(1, 73)) * 200)
JOB = PrintJob("a", PICTURE)
RULE = 'SUBSYSTEM=="usb", ATTR{idVendor}=="04b8", ATTR{idProduct}=="0e15", GROUP="lp"'


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> UsbBus:
    bus = UsbBus(EmulatedPrinter(EscPos))
    monkeypatch.setattr(libusb1, "get_backend", lambda: bus)
    return bus


@pytest.fixture
def usb(bus: UsbBus) -> Printer:
    return open_printer("escpos+usb://04b8:0e15")


@pytest.fixture
def cups(tmp_path: Path) -> Iterator[FakeCups]:
    with fake_cups(tmp_path) as cups:
        yield cups


def test_a_usb_printer_without_permission_names_the_udev_rule_to_add(bus, usb):
    bus.faults.is_forbidden = True
    with pytest.raises(PrinterUnreachable) as raised:
        usb.print(JOB, 1.0)
    assert RULE in str(raised.value)
    assert usb.state() is PrinterState.ABSENT
    assert RULE in usb.why


def test_so_does_one_whose_serial_number_may_not_be_read(bus):
    bus.faults.is_forbidden = True
    with pytest.raises(PrinterUnreachable) as raised:
        open_printer("escpos+usb://04b8:0e15?serial=X1").print(JOB, 1.0)
    assert RULE in str(raised.value)


def test_another_serial_number_is_another_printer(bus):
    assert open_printer("escpos+usb://04b8:0e15?serial=X1").state() is PrinterState.READY
    assert open_printer("escpos+usb://04b8:0e15?serial=X2").state() is PrinterState.ABSENT


def test_a_usb_printer_in_another_programs_hands_is_left_to_it(bus, usb):
    bus.faults.is_taken = True
    with pytest.raises(PrinterUnreachable) as raised:
        usb.print(JOB, 1.0)
    assert "another program" in str(raised.value)
    assert bus.has_kernel_driver
    assert bus.paper.paper_so_far().rows == b""


def test_a_usb_cable_pulled_halfway_is_unknown_and_the_next_ticket_is_whole(bus, usb):
    bus.faults.unplug_after_bytes = 20_000
    pulled = usb.print(JOB, 2.0)
    bus.faults.is_unplugged, bus.faults.unplug_after_bytes = False, None
    bus.has_kernel_driver, bus.is_claimed = True, False
    after = usb.print(PrintJob("b", PICTURE), 5.0)

    assert (pulled.outcome, pulled.state) == (Outcome.UNKNOWN, PrinterState.ABSENT)
    assert after.outcome is Outcome.PRINTED
    assert sum(one.rows.startswith(PICTURE.rows) for one in bus.paper.tickets) == 1


def test_a_usb_printer_that_stops_reading_does_not_hold_the_caller(bus, usb):
    bus.paper.faults.rows_left, bus.paper.faults.buffer_bytes = 50, 2048
    report = usb.print(JOB, 0.6)
    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)


def test_without_libusb_the_package_to_install_is_named(monkeypatch):
    for library in ("libusb0", "libusb1", "openusb"):
        monkeypatch.setattr(f"usb.backend.{library}.get_backend", lambda: None)
    with pytest.raises(PrinterUnreachable) as raised:
        open_printer("escpos+usb://04b8:0e15").kick_drawer()
    assert "libusb-1.0-0" in str(raised.value)


def test_a_queue_gets_raw_bytes_or_a_page_that_nothing_scales(cups):
    open_printer("escpos+cups://Kassa").print(JOB, 5.0)
    assert cups.told("options") == "raw"
    open_printer("system://Kassa").print(JOB, 5.0)
    assert cups.told("options") == "print-scaling=none"


def test_a_job_that_a_queue_gave_up_is_unknown(cups):
    cups.switch("ended", "aborted-by-system")
    assert open_printer("system://Kassa").print(JOB, 5.0).outcome is Outcome.UNKNOWN


def test_a_job_that_stays_in_the_queue_is_taken_back_at_its_deadline(cups):
    cups.switch("stuck")
    cups.switch("reasons", "media-empty-error")
    seen: list[PrinterState] = []
    report = open_printer("system://Kassa").print(JOB, 0.5, seen.append)
    assert (report.outcome, report.state) == (Outcome.UNKNOWN, PrinterState.PAPER_OUT)
    assert seen == [PrinterState.PAPER_OUT]
    assert cups.told("cancelled") == "Kassa-1"


def test_a_queue_that_was_stopped_gets_nothing(cups):
    cups.switch("disabled")
    with pytest.raises(PrinterNotReady):
        open_printer("system://Kassa").print(JOB, 5.0)
    assert cups.jobs() == []


def test_what_a_queue_says_of_its_last_job_does_not_hinder_the_next(cups):
    cups.switch("reasons", "media-empty-report")
    printer = open_printer("system://Kassa")
    assert printer.state() is PrinterState.PAPER_OUT
    assert printer.print(JOB, 5.0).outcome is Outcome.UNPROVEN


def test_a_queue_that_does_not_answer_when_a_job_is_given_leaves_it_unknown(cups):
    cups.switch("mute")
    assert open_printer("system://Kassa").print(JOB, 0.4).outcome is Outcome.UNKNOWN


class Windows:
    """The spooler's calls with switches."""

    def __init__(self) -> None:
        self.bits, self.job_bits, self.room_bytes = 0, None, 1_000_000
        self.jobs: list[bytes] = []
        self.deleted: list[int] = []

    def status(self, printer: str) -> int:
        if printer != "EPSON TM":
            raise OSError("unknown printer")
        return self.bits

    def print_raw(self, printer: str, title: str, data: bytes) -> tuple[int, int]:
        self.jobs.append(data[: self.room_bytes])
        return len(self.jobs), len(self.jobs[-1])

    def job_status(self, printer: str, job: int) -> int | None:
        return self.job_bits

    def delete_job(self, printer: str, job: int) -> None:
        self.deleted.append(job)


@pytest.mark.parametrize(
    ("job_bits", "outcome"),
    [
        (None, Outcome.UNPROVEN),
        (0x80, Outcome.UNPROVEN),
        (0x100, Outcome.UNKNOWN),
        (0x10, Outcome.UNKNOWN),
    ],
)
def test_a_job_of_windows_is_unproven_once_it_is_gone_or_printed(job_bits, outcome):
    calls = Windows()
    calls.job_bits = job_bits
    assert windows_printer(calls).print(JOB, 0.3).outcome is outcome
    assert calls.deleted == ([1] if job_bits == 0x10 else [])


def test_half_a_job_of_windows_is_taken_out_and_unknown():
    calls = Windows()
    calls.room_bytes = 100
    assert windows_printer(calls).print(JOB, 0.3).outcome is Outcome.UNKNOWN
    assert calls.deleted == [1]


def test_a_paused_or_missing_printer_of_windows_gets_nothing():
    calls = Windows()
    calls.bits = 0x1
    with pytest.raises(PrinterNotReady):
        windows_printer(calls).print(JOB, 0.3)
    with pytest.raises(PrinterUnreachable):
        windows_printer(calls, "gone").print(JOB, 0.3)
    assert calls.jobs == []


def windows_printer(calls: Windows, name: str = "EPSON TM") -> SpooledPrinter:
    paper = SpooledPaper(576, 203, lambda job: job.raster.rows)
    return SpooledPrinter("escpos+spooler://" + name, WindowsQueue(name, calls), paper)

"""What every scanner with a line of its own does: whole codes, once, also after the cable."""

from __future__ import annotations

import contextlib

import pytest

from hardware.emulators.scanners import (
    KeyScanner,
    LibraryScanner,
    ReportScanner,
    SerialScanner,
    hid_report,
)
from hardware.scanning.code_assembly import CodeAssembly
from hardware.scanning.code_ends import OwnCodes
from hardware.scanning.drivers.grabbed_keyboard import GrabbedKeyboard
from hardware.scanning.drivers.hid_scanner import HidScanner
from hardware.scanning.drivers.line_scanner import LineScanner
from hardware.scanning.hid_pos_reports import REPORT_BYTES
from hardware.scanning.port import CodeSource, ScannerAbsent
from hardware.transport.hid_library import HidAddress, hid_library_connect
from hardware.transport.hid_node import hid_node_connect
from hardware.transport.serial import SerialSettings, serial_connect

CODE = "PODI-BCDE:7/x_Q?"
LONG = "PD2." + "AbZ019-_" * 20
OURS = OwnCodes("OURS", lambda text: text.startswith("OURS") and len(text) == 84)
"""Stands for codes that say their own length."""
TICKET = "OURS" + "BCDEFGHI" * 10
SOON_S, NEVER_S = 5.0, 0.02


class OnALine:
    suffix = b"\r"

    def __init__(self, folder):
        self.folder = folder
        self.plug_in()

    def plug_in(self):
        self.emulator = SerialScanner(self.suffix)

    def source(self) -> CodeSource:
        def connect(timeout_s):
            return serial_connect(SerialSettings(self.emulator.path))(timeout_s)

        assembly = CodeAssembly(has_suffix=bool(self.suffix), own=OURS)
        return LineScanner("scanner", connect, assembly, sleep=lambda _: None)

    def half_a_code(self):
        self.emulator.send(b"OURSBCDE")


class OnALineWithoutASuffix(OnALine):
    suffix = b""


class InReports(OnALine):
    def plug_in(self):
        self.emulator = ReportScanner(self.folder / "hidraw0")

    def source(self):
        connect = hid_node_connect(self.emulator.path, REPORT_BYTES)
        return HidScanner("scanner", connect, OURS, sleep=lambda _: None)

    def half_a_code(self):
        self.emulator.send(hid_report(b"P" * 56, goes_on=True))


class InReportsOfALibrary(InReports):
    def __init__(self, _folder):
        self.emulator = LibraryScanner()

    def plug_in(self):
        self.emulator.plug_in(b"in another socket")

    def source(self):
        address = HidAddress(0x0C2E, 0x0B81)
        connect = hid_library_connect(address, REPORT_BYTES, lambda: self.emulator)
        return HidScanner("scanner", connect, OURS, sleep=lambda _: None)


class ByKeys(OnALine):
    def plug_in(self):
        self.emulator = KeyScanner(self.folder / "event0")

    def source(self):
        return GrabbedKeyboard(self.emulator.path, lambda _fd: None, sleep=lambda _: None)

    def half_a_code(self):
        self.emulator.type("PODIBCDE")


@pytest.fixture(params=[OnALine, OnALineWithoutASuffix, InReports, InReportsOfALibrary, ByKeys])
def scanner(request, tmp_path):
    return request.param(tmp_path)


@pytest.fixture
def source(scanner):
    with contextlib.closing(scanner.source()) as source:
        assert source.next_code(NEVER_S) is None
        yield source


@pytest.mark.parametrize("text", [CODE, LONG])
def test_a_code_comes_whole_and_once(scanner, source, text):
    scanner.emulator.scan(text)
    assert source.next_code(SOON_S).text == text
    assert source.next_code(NEVER_S) is None


def test_codes_that_follow_each_other_stay_apart_and_in_order(scanner, source):
    sent = [f"{TICKET[:-1]}{number}" for number in range(5)]
    for text in sent:
        scanner.emulator.scan(text)
    assert [source.next_code(SOON_S).text for _ in range(5)] == sent
    assert source.next_code(NEVER_S) is None


def test_one_that_is_unplugged_says_so_and_goes_on_when_it_is_back(scanner, source):
    scanner.half_a_code()
    assert source.next_code(NEVER_S) is None
    scanner.emulator.unplug()
    with pytest.raises(ScannerAbsent):
        source.next_code(SOON_S)
    scanner.plug_in()
    assert source.next_code(NEVER_S) is None
    scanner.emulator.scan(CODE)
    assert source.next_code(SOON_S).text == CODE

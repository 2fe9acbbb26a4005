"""A scanner of HID POS mode through the library hidapi, which stands for Windows' own calls."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hardware.device_url import BadDeviceUrl, DeviceUrl
from hardware.emulators.scanners import LibraryScanner
from hardware.finding import Places, find_devices
from hardware.registry import open_scanner
from hardware.scanning.code_ends import UNKNOWN
from hardware.scanning.drivers.hid_opening import hid_scanner
from hardware.scanning.port import ScannerAbsent
from hardware.transport.hid_library import (
    IN_USE,
    HidAddress,
    hid_library_connect,
    listed_scanners,
)
from hardware.transport.port import LinkAbsent, LinkLost

ADDRESS = HidAddress(0x0C2E, 0x0B81)


@pytest.fixture
def library():
    return LibraryScanner()


def opened(library, address=ADDRESS):
    return hid_library_connect(address, 64, lambda: library)()


def found(*listed):
    places = Places(
        system=Path("nowhere"), devices=Path("nowhere"), serial_ports=tuple, queues=tuple,
        readers=tuple, network=lambda _: (), listed_scanners=lambda: listed,
    )  # fmt: skip
    return [(one.name, one.url) for one in find_devices(places)]


def test_of_the_parts_of_a_device_the_one_that_scans_is_opened(library):
    assert [one.path[-1:] for one in listed_scanners(library)] == [b"c", b"b"]
    line = opened(library)
    library.send(b"report")
    assert line.read(5.0) == b"report"
    assert line.read(0.0) == b""


def test_one_that_is_not_plugged_in_is_not_connected(library):
    library.unplug()
    with pytest.raises(LinkAbsent, match="not connected"):
        opened(library)


def test_another_serial_number_is_another_scanner(library):
    library.serial = "S1"
    opened(library, HidAddress(0x0C2E, 0x0B81, "S1"))
    with pytest.raises(LinkAbsent, match="not connected"):
        opened(library, HidAddress(0x0C2E, 0x0B81, "S2"))


def test_what_another_program_has_is_told_from_what_was_unplugged(library):
    line = opened(library)
    line.read(0.0)
    library.unplug()
    with pytest.raises(LinkLost, match="unplugged"):
        line.read(5.0)
    library.plug_in(b"there")
    library.is_taken = True
    with pytest.raises(LinkLost, match=IN_USE):
        opened(library).read(5.0)


def test_one_that_does_not_open_is_in_use(library):
    listed = library.enumerate()
    library.enumerate = lambda _vendor, _product: listed
    library.unplug()
    with pytest.raises(LinkAbsent, match=IN_USE):
        opened(library)


def test_without_the_library_the_scanner_says_how_to_get_it():
    def load():
        raise ImportError("no module named hid")

    with pytest.raises(LinkAbsent, match="pip install hidapi"):
        hid_library_connect(ADDRESS, 64, load)()


def test_an_address_of_numbers_means_a_scanner_of_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "hid", None)
    scanner = open_scanner("scanner+hid://0c2e:0b81?serial=S1")
    assert scanner.name == "0c2e:0b81 S1"
    with pytest.raises(ScannerAbsent, match="hidapi"):
        scanner.next_code(0.001)


def test_another_package_of_the_name_is_not_taken_for_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "hid", object())
    with pytest.raises(ScannerAbsent, match="hidapi"):
        open_scanner("scanner+hid://0c2e:0b81").next_code(0.001)


def test_a_scanner_that_is_listed_is_offered_once_by_its_name(library):
    assert found(*listed_scanners(library)) == [("Honeywell 1950", "scanner+hid://0c2e:0b81")]


def test_two_that_are_alike_are_offered_by_their_serial_numbers():
    both = [one for serial in "AB" for one in listed_scanners(LibraryScanner(serial=serial))]
    assert sorted(url for _, url in found(*both)) == [
        "scanner+hid://0c2e:0b81?serial=A", "scanner+hid://0c2e:0b81?serial=B",
    ]  # fmt: skip


def test_a_node_is_no_address_on_windows():
    url = DeviceUrl.parse("scanner+hid:///dev/hidraw0")
    with pytest.raises(BadDeviceUrl, match="by its numbers"):
        hid_scanner(UNKNOWN, url, "nt")

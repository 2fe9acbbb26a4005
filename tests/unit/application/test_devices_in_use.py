"""What hangs on a counter or door, by its settings."""

from __future__ import annotations

from podium_desk.application.devices_in_use import DeviceKind, devices_in_use
from podium_desk.config import Settings


def kinds(**settings: str) -> list[tuple[DeviceKind, str, bool]]:
    return [(one.kind, one.driver, one.was_seen) for one in devices_in_use(Settings(**settings))]


def test_a_printer_brings_its_drawer_where_one_can_hang_on_it():
    assert kinds(printer="star+tcp://h") == [
        (DeviceKind.PRINTER, "Star", False),
        (DeviceKind.DRAWER, "Star", False),
    ]
    assert kinds(printer="fgl+tcp://h") == [(DeviceKind.PRINTER, "Boca FGL", False)]


def test_each_device_is_told_once_in_the_order_of_a_counter():
    found = kinds(
        terminal="zvt+tcp://h", scanners="scanner+hid:///a, scanner+hid:///b", pole="pole+serial://c",
        board="relay+serial:///d", camera="camera://0", scanner_keys="be", second_printer="sim://printer",
    )  # fmt: skip

    assert [kind.value for kind, _, _ in found] == [
        "second_printer", "terminal", "scanner", "scanner", "camera", "signals", "pole",
    ]  # fmt: skip
    assert found[0] == (DeviceKind.SECOND_PRINTER, "simulator", True)


def test_nothing_and_an_address_that_means_no_driver_are_no_devices():
    assert kinds() == []
    assert kinds(printer="x://y") == []

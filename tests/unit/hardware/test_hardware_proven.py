"""One table says which drivers were seen on the real device, and it knows all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.proven import DRIVERS, driver_of, was_seen
from hardware.registry import FRAMES, PRINTERS, SCANNERS, TERMINALS
from hardware.signal_registry import BOARDS, POLES

DOCS = Path(__file__).parents[3] / "docs" / "devices.md"


@pytest.mark.parametrize("table", [PRINTERS, FRAMES, SCANNERS, TERMINALS, BOARDS, POLES])
def test_every_driver_stands_in_the_table(table):
    assert [scheme for scheme in table if driver_of(f"{scheme}://x") is None] == []


def test_a_printer_is_one_driver_whichever_way_leads_to_it_and_each_scanner_one_of_its_own():
    assert driver_of("escpos+tcp://10.0.0.7") is driver_of("ESCPOS+usb://04b8:0e15")
    assert driver_of("scanner+hid:///dev/hidraw0") is not driver_of("scanner+serial:///dev/tty")


def test_what_has_no_other_device_counts_as_seen_and_what_is_no_driver_does_not():
    assert was_seen("sim://printer?paper=low")
    assert not was_seen("escpos+tcp://10.0.0.7")
    assert not was_seen("nonsense://x")


def test_the_page_of_devices_says_as_much_as_the_table():
    told = DOCS.read_text(encoding="utf-8")
    named = [f"`{key}" for key in DRIVERS if key != "wedge"]

    assert [name for name in named if name not in told] == []
    assert "Nothing here was ever seen on the real device" in told
    seen = {key for key, driver in DRIVERS.items() if driver.was_seen}
    assert seen == {"sim", "standalone", "pictures", "film"}

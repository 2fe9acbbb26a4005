"""A scanner of HID POS mode by its address: a node of Linux, or the two numbers of a device."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hardware.device_url import BadDeviceUrl
from hardware.scanning.drivers.hid_scanner import HidScanner
from hardware.scanning.hid_pos_reports import REPORT_BYTES
from hardware.transport.hid_library import HidAddress, hid_library_connect
from hardware.transport.hid_node import hid_node_connect

if TYPE_CHECKING:
    from hardware.device_url import DeviceUrl
    from hardware.scanning.code_ends import OwnCodes


def hid_scanner(own: OwnCodes, url: DeviceUrl, system: str = os.name) -> HidScanner:
    """Return the scanner that `url` means on this `system` (`os.name`). Raises `BadDeviceUrl`."""
    if url.place:
        url.allow_options("serial")
        address = HidAddress(*url.usb_numbers(), url.options.get("serial", ""))
        return HidScanner(str(address), hid_library_connect(address, REPORT_BYTES), own)
    url.allow_options()
    path = url.needed_path()
    if system == "nt":
        why = "Windows has no such nodes: name it by its numbers, scanner+hid://0c2e:0b81"
        raise BadDeviceUrl(url.text, why)
    return HidScanner(path, hid_node_connect(path, REPORT_BYTES), own)

"""Which drivers were seen to work on the real device: the one table that says so.

`doctor`, `set-up` and the status page of a counter or door read it, and `docs/devices.md` tells of
each what it was tried on instead. Who saw a device work sets its `was_seen`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Driver:
    """What an address means, as it is called on boxes and in manuals, in any language."""

    name: str
    was_seen: bool = False
    """Whether somebody saw it work on the real device; true where there is no other device."""
    kicks_drawer: bool = False
    """Whether a cash drawer can hang on it."""


WEDGE = "wedge:"
"""Stands for the address of the scanner that types, which has none."""
DRIVERS = {
    "escpos": Driver("ESC/POS", kicks_drawer=True),
    "starline": Driver("Star Line", kicks_drawer=True),
    "star": Driver("Star", kicks_drawer=True),
    "fgl": Driver("Boca FGL"),
    "zpl": Driver("Zebra ZPL"),
    "system": Driver("CUPS"),
    "sim": Driver("simulator", was_seen=True),
    "standalone": Driver("standalone", was_seen=True),
    "zvt": Driver("ZVT"),
    "nexo": Driver("nexo"),
    "scanner+serial": Driver("USB-CDC"),
    "scanner+hid": Driver("HID POS"),
    "scanner+keys": Driver("evdev"),
    "wedge": Driver("HID"),
    "chip": Driver("PC/SC"),
    "pictures": Driver("PNG", was_seen=True),
    "film": Driver("MP4", was_seen=True),
    "camera": Driver("OpenCV"),
    "qtcamera": Driver("Qt"),
    "modbus": Driver("Modbus"),
    "relay": Driver("LCUS"),
    "pole": Driver("DM-D"),
}
"""By the scheme of an address, or by what stands before its ``+`` where all ways are one driver.
`WEDGE` has a name here too.

Of two nobody saw so much as the calls run: a queue of Windows (``…+spooler``), and a scanner of HID
POS mode on Windows (``scanner+hid://0c2e:0b81``)."""


def driver_of(url: str) -> Driver | None:
    """The driver that an address means; None for one that means none."""
    scheme = url.partition(":")[0].lower()
    return DRIVERS.get(scheme) or DRIVERS.get(scheme.partition("+")[0])


def was_seen(url: str) -> bool:
    """Whether the driver of this address was seen on the real device; of none there is not."""
    driver = driver_of(url)
    return driver is not None and driver.was_seen

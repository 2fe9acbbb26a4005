"""Which board or pole display an address means: beside `hardware.registry` the only importer of
drivers, each when it is first wanted.

========================================  ==============================================
``modbus+tcp://host:502``                 a board of relays or a turnstile (Modbus);
                                          ``?unit=1&open=0&green=1&red=2&buzzer=3&passage=0
                                          &pulse=500``, see `wiring_of`
``modbus+serial:///dev/ttyUSB0``          the same on a serial line (RTU); ``?baud=9600`` too
``relay+serial:///dev/ttyUSB0``           a board of relays of four bytes (LCUS), from 1 on
``pole+serial:///dev/ttyS0``              a customer's display of two lines; ``?baud=9600``
========================================  ==============================================
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hardware.device_url import BadDeviceUrl, DeviceUrl, open_device
from hardware.signals.wiring import WIRING_OPTIONS, wired

if TYPE_CHECKING:
    from hardware.signals.port import PoleDisplay, RelayBoard, Wiring


def open_board(url: str) -> RelayBoard:
    """Return the board of relays that `url` means; opened when something is switched."""
    return open_device(url, BOARDS)


def wiring_of(url: str) -> Wiring:
    """What hangs on the board of `url`."""
    return wired(DeviceUrl.parse(url))


def open_pole(url: str) -> PoleDisplay:
    """Return the customer's display that `url` means; opened when something is shown."""
    return open_device(url, POLES)


def _modbus_tcp(url: DeviceUrl) -> RelayBoard:
    from hardware.signals.drivers.modbus_board import on_the_network

    url.allow_options("unit", *WIRING_OPTIONS)
    if not url.host:
        raise BadDeviceUrl(url.text, "which host?")
    return on_the_network(url.host, url.port or 502, url.number("unit", 1))


def _modbus_serial(url: DeviceUrl) -> RelayBoard:
    from hardware.signals.drivers.modbus_board import on_a_line

    url.allow_options("unit", "baud", *WIRING_OPTIONS)
    port = url.host.upper() or url.needed_path()
    return on_a_line(port, url.number("baud", 9600), url.number("unit", 1))


def _serial_board(url: DeviceUrl) -> RelayBoard:
    from hardware.signals.drivers.serial_board import SerialBoard
    from hardware.transport.serial import SerialSettings, serial_connect

    url.allow_options("baud", *WIRING_OPTIONS)
    port = url.host.upper() or url.needed_path()
    return SerialBoard(port, serial_connect(SerialSettings(port, url.number("baud", 9600))))


def _serial_pole(url: DeviceUrl) -> PoleDisplay:
    from hardware.signals.drivers.pole_display import SerialPole
    from hardware.transport.serial import SerialSettings, serial_connect

    url.allow_options("baud")
    port = url.host.upper() or url.needed_path()
    return SerialPole(port, serial_connect(SerialSettings(port, url.number("baud", 9600))))


BOARDS: dict[str, Callable[[DeviceUrl], RelayBoard]] = {
    "modbus+tcp": _modbus_tcp,
    "modbus+serial": _modbus_serial,
    "relay+serial": _serial_board,
}
POLES: dict[str, Callable[[DeviceUrl], PoleDisplay]] = {"pole+serial": _serial_pole}

"""What hangs on a device by its settings, and whether its drivers were ever seen to work there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from hardware.proven import WEDGE, Driver, driver_of
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.config import Settings


class DeviceKind(Enum):
    """What a driver is there for."""

    PRINTER = "printer"
    SECOND_PRINTER = "second_printer"
    DRAWER = "drawer"
    TERMINAL = "terminal"
    SCANNER = "scanner"
    CAMERA = "camera"
    SIGNALS = "signals"
    POLE = "pole"


@dataclass(frozen=True, slots=True)
class DeviceInUse:
    """One of them. `driver` is the name that stands on boxes, the same in every language."""

    kind: DeviceKind
    driver: str
    was_seen: bool


def devices_in_use(settings: Settings) -> tuple[DeviceInUse, ...]:
    """Those of the settings, each once; an address that means none is left to `doctor`."""
    return tuple(dict.fromkeys(_listed(settings)))


def _listed(settings: Settings) -> Iterator[DeviceInUse]:
    for kind, url in addresses_of(settings):
        driver = driver_of(url)
        if driver is None:
            continue
        yield _one(kind, driver)
        if kind is DeviceKind.PRINTER and driver.kicks_drawer:
            yield _one(DeviceKind.DRAWER, driver)


def _one(kind: DeviceKind, driver: Driver) -> DeviceInUse:
    return DeviceInUse(kind, driver.name, driver.was_seen)


def addresses_of(settings: Settings) -> Iterator[tuple[DeviceKind, str]]:
    """The addresses of the settings, also the empty ones."""
    yield DeviceKind.PRINTER, settings.printer
    yield DeviceKind.SECOND_PRINTER, settings.second_printer
    yield DeviceKind.TERMINAL, settings.terminal
    # A scanner that types is known to be there once its typing was learnt.
    yield DeviceKind.SCANNER, WEDGE if settings.scanner_keys else ""
    for url in settings.scanner_urls:
        yield DeviceKind.SCANNER, url
    yield DeviceKind.CAMERA, settings.camera
    yield DeviceKind.SIGNALS, settings.board
    yield DeviceKind.POLE, settings.pole

"""Which devices are plugged in or on the house's network: offered, so that nobody types an address.

What is found is a guess with a name; a test page or a code that was scanned makes it sure. Nothing
is sent to anybody here, but for the question on the network which printers there are. `Places` says
where the system keeps its lists, so that a test can give others.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from hardware.transport.hid_library import ListedScanner

BAR_CODE_PAGE = b"\x05\x8c"
"""In a report descriptor: usage page 8Ch, bar code scanners."""
_SCANNER_WORDS = re.compile(
    r"scan|barcode|bar_code|symbol|honeywell|zebra|datalogic|newland|metrologic|opticon", re.I
)
_FAMILIES = (
    ("zpl", re.compile(r"CMD:[^;]*ZPL|MFG:Zebra", re.I)),
    ("fgl", re.compile(r"FGL|Boca", re.I)),
    ("star", re.compile(r"MFG:Star[^;]*;.*(TSP1|TSP143)", re.I)),
    ("starline", re.compile(r"MFG:Star", re.I)),
)
"""By the printer's own description (IEEE 1284); what none says is ESC/POS, as most are."""
NETWORK_S = 2.0
_RAW_PRINTERS, _RAW_PORT, _LOOK_UP_MS = "_pdl-datastream._tcp.local.", 9100, 500


class DeviceKind(StrEnum):
    """What a device is for."""

    PRINTER = "printer"
    SCANNER = "scanner"
    CHIP = "chip"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """One that is there: `url` is its address for the settings."""

    kind: DeviceKind
    name: str
    url: str
    is_sure: bool = False
    """It says itself what it is; else it may be another thing on the same kind of plug."""


@dataclass(frozen=True, slots=True)
class SerialPort:
    """A serial port as the system tells it."""

    device: str
    description: str
    is_usb: bool


def _serial_ports() -> Iterable[SerialPort]:
    from serial.tools import list_ports  # type: ignore[import-untyped]

    for port in list_ports.comports():
        yield SerialPort(port.device, port.description or "", port.vid is not None)


def _queues() -> Iterable[str]:
    from hardware.transport.cups import queue_names

    return queue_names()


def _readers() -> Iterable[str]:
    from hardware.scanning.pcsc import Pcsc, PcscFault, PcscMissing

    try:
        pcsc = Pcsc()
    except (PcscFault, PcscMissing):
        return ()
    try:
        return pcsc.readers()
    finally:
        pcsc.close()


def _announced(wait_s: float) -> Iterable[tuple[str, str, int]]:
    """Printers that announce a raw port on the network (DNS-SD, ``_pdl-datastream``)."""
    from zeroconf import ServiceBrowser, ServiceStateChange, Zeroconf

    names: set[str] = set()

    def heard(
        zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        del zeroconf, service_type
        (names.discard if state_change is ServiceStateChange.Removed else names.add)(name)

    try:
        network = Zeroconf()
    except OSError:
        return ()  # Without a network nobody is on it.
    try:
        ServiceBrowser(network, _RAW_PRINTERS, handlers=[heard])
        time.sleep(wait_s)
        found = [network.get_service_info(_RAW_PRINTERS, name, _LOOK_UP_MS) for name in names]
        return [
            (one.name.removesuffix(f".{_RAW_PRINTERS}"), addresses[0], one.port or _RAW_PORT)
            for one in found if one is not None and (addresses := one.parsed_addresses())
        ]  # fmt: skip
    finally:
        network.close()


def _listed_scanners() -> Iterable[ListedScanner]:
    """Those of the library, on Windows; Linux has a list of its own."""
    from hardware.transport.hid_library import listed_scanners, load_library

    if os.name != "nt":
        return ()
    try:
        return listed_scanners(load_library())
    except (ImportError, OSError):
        return ()  # Its driver tells that the library is missing.


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look. `network` gives name, host and port of printers within so many seconds."""

    system: Path = Path("/sys")
    devices: Path = Path("/dev")
    serial_ports: Callable[[], Iterable[SerialPort]] = _serial_ports
    queues: Callable[[], Iterable[str]] = _queues
    readers: Callable[[], Iterable[str]] = _readers
    network: Callable[[float], Iterable[tuple[str, str, int]]] = _announced
    listed_scanners: Callable[[], Iterable[ListedScanner]] = _listed_scanners


def find_devices(places: Places, network_s: float = NETWORK_S) -> tuple[FoundDevice, ...]:
    """All that is there, the surest first within its kind."""
    found = [
        *_usb_printers(places), *_network_printers(places, network_s), *_queue_printers(places),
        *_report_scanners(places), *_numbered_scanners(places), *_typing_scanners(places),
        *_line_scanners(places), *_chip_readers(places), *_cameras(places),
    ]  # fmt: skip
    kinds = list(DeviceKind)
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), not one.is_sure)))


def family_of(description: str) -> str:
    """The language of a printer by its IEEE 1284 description: ``MFG:EPSON;CMD:ESC/POS;MDL:…``."""
    for family, says in _FAMILIES:
        if says.search(description):
            return family
    return "escpos"


def _usb_printers(places: Places) -> Iterable[FoundDevice]:
    for node in sorted((places.system / "class/usbmisc").glob("lp*")):
        description = _text(node / "device/ieee1284_id")
        model = _field(description, "MDL", "MODEL") or node.name
        name = f"{_field(description, 'MFG', 'MANUFACTURER')} {model}".strip()
        url = f"{family_of(description)}+usblp://{places.devices / 'usb' / node.name}"
        yield FoundDevice(DeviceKind.PRINTER, name, url, bool(description))


def _network_printers(places: Places, network_s: float) -> Iterable[FoundDevice]:
    for name, host, port in places.network(network_s):
        url = f"{family_of(name)}+tcp://{host}:{port}"
        yield FoundDevice(DeviceKind.PRINTER, name, url)


def _queue_printers(places: Places) -> Iterable[FoundDevice]:
    for queue in places.queues():
        yield FoundDevice(DeviceKind.PRINTER, queue, f"system://{quote(queue)}", True)


def _report_scanners(places: Places) -> Iterable[FoundDevice]:
    for node in sorted((places.system / "class/hidraw").glob("hidraw*")):
        descriptor = node / "device/report_descriptor"
        if descriptor.exists() and BAR_CODE_PAGE in descriptor.read_bytes():
            name = _hid_name(_text(node / "device/uevent")) or node.name
            url = f"scanner+hid://{places.devices / node.name}"
            yield FoundDevice(DeviceKind.SCANNER, name, url, True)


def _numbered_scanners(places: Places) -> Iterable[FoundDevice]:
    """Those that a library lists, each once though it may have several parts."""
    listed = {one.address: one for one in reversed(tuple(places.listed_scanners()))}
    numbers = [(address.vendor, address.product) for address in listed]
    for address, one in listed.items():
        is_alone = numbers.count((address.vendor, address.product)) == 1
        serial = "" if is_alone or not address.serial else f"?serial={quote(address.serial)}"
        url = f"scanner+hid://{address.vendor:04x}:{address.product:04x}{serial}"
        yield FoundDevice(DeviceKind.SCANNER, one.name, url, True)


def _typing_scanners(places: Places) -> Iterable[FoundDevice]:
    for node in sorted((places.devices / "input/by-id").glob("*-event-kbd")):
        if _SCANNER_WORDS.search(node.name):
            name = node.name.removeprefix("usb-").removesuffix("-event-kbd").replace("_", " ")
            yield FoundDevice(DeviceKind.SCANNER, name, f"scanner+keys://{node}", True)


def _line_scanners(places: Places) -> Iterable[FoundDevice]:
    for port in places.serial_ports():
        is_sure = bool(_SCANNER_WORDS.search(port.description))
        if port.is_usb or is_sure:
            place = port.device if port.device.startswith("/") else port.device.upper()
            url = f"scanner+serial://{place}"
            name = port.description or port.device
            yield FoundDevice(DeviceKind.SCANNER, name, url, is_sure)


def _chip_readers(places: Places) -> Iterable[FoundDevice]:
    for name in places.readers():
        yield FoundDevice(DeviceKind.CHIP, name, f"chip:///{quote(name)}", True)


def _cameras(places: Places) -> Iterable[FoundDevice]:
    """By their lasting names; the second node of one camera is not another one."""
    by_id = places.devices / "v4l/by-id"
    for node in sorted(by_id.glob("*-video-index0")):
        name = node.name.removeprefix("usb-").removesuffix("-video-index0").replace("_", " ")
        yield FoundDevice(DeviceKind.CAMERA, name, f"camera://{node}", True)


def _hid_name(uevent: str) -> str:
    said = re.search(r"^HID_NAME=(.+)$", uevent, re.M)
    return said[1] if said else ""


def _field(description: str, *names: str) -> str:
    for name in names:
        said = re.search(rf"(?:^|;)\s*{name}:([^;]*)", description, re.I)
        if said:
            return said[1].strip()
    return ""


def _text(path: Path) -> str:
    """What the system says of a device; nothing when it was pulled out meanwhile."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""

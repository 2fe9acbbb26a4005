"""Reports of a HID device through the library hidapi, where the system has no node: Windows.

Written from the library's own sources (cython-hidapi 0.15, hidapi's ``windows/hid.c``) and **never
run on Windows**: what decides is tested with a stand-in of the library. A device is named by its
vendor and product, which are the same in each socket, and found anew at each opening. The library
gives no reasons. Windows lets one be opened also where another program has it for itself, and then
reads nothing: so a first reading that fails means that, a later one that it was unplugged.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from hardware.transport.port import LinkAbsent, LinkLost, ReportLine

BAR_CODE_PAGE, BAR_CODE_SCANNER = 0x8C, 0x02
"""Usage page and usage of HID Point of Sale Usage Tables 1.02."""
MISSING = "the library hidapi is missing: pip install hidapi"
IN_USE = "it is there and cannot be read: another program has it, or Windows' own point of sale"


class OpenedDevice(Protocol):
    """The library's device; each call raises `OSError`."""

    def open_path(self, path: bytes, /) -> None:
        """Open the device that was listed so."""
        ...

    def read(self, max_length: int, timeout_ms: int, /) -> list[int]:
        """Return one report with its number; empty when none came in time. 0 ms is for ever."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


class HidLibrary(Protocol):
    """What is needed of the library's module ``hid``."""

    def enumerate(self, vendor_id: int = 0, product_id: int = 0, /) -> list[dict[str, Any]]:
        """List what is plugged in; 0 stands for any."""
        ...

    def device(self) -> OpenedDevice:
        """Return one that is not open yet."""
        ...


@dataclass(frozen=True, slots=True)
class HidAddress:
    """Which device: its vendor and product number, and the serial number where two are alike."""

    vendor: int
    product: int
    serial: str = ""

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}" + (self.serial and f" {self.serial}")


@dataclass(frozen=True, slots=True)
class ListedScanner:
    """A scanner of HID POS mode that is plugged in; `path` means it until it is unplugged."""

    name: str
    address: HidAddress
    path: bytes
    is_scanner: bool
    """Whether this part of the device is its scanner, and not another of the same page."""


def load_library() -> HidLibrary:
    """Return the module. Raises `ImportError`, also where another package has its name."""
    library = importlib.import_module("hid")
    if not hasattr(library, "device"):
        raise ImportError("another package than hidapi has the name hid")
    return cast("HidLibrary", library)


def listed_scanners(
    library: HidLibrary, vendor: int = 0, product: int = 0
) -> tuple[ListedScanner, ...]:
    """Those that are plugged in, the part of each that scans first."""
    listed = [
        _listed(one)
        for one in library.enumerate(vendor, product)
        if one["usage_page"] == BAR_CODE_PAGE
    ]
    return tuple(sorted(listed, key=lambda one: not one.is_scanner))


def hid_library_connect(
    address: HidAddress,
    report_bytes: int,
    load: Callable[[], HidLibrary] = load_library,
) -> Callable[[], ReportLine]:
    """Return what opens the scanner at `address`."""

    def connect() -> LibraryLine:
        try:
            library = load()
        except ImportError as missing:
            raise LinkAbsent(str(address), MISSING) from missing
        return LibraryLine(library, address, report_bytes)

    return connect


class LibraryLine:
    """An open device of the library."""

    def __init__(self, library: HidLibrary, address: HidAddress, report_bytes: int) -> None:
        """Raises `LinkAbsent`."""
        self._address, self._report_bytes = str(address), report_bytes
        self._was_read = False
        try:
            path = _path_of(listed_scanners(library, address.vendor, address.product), address)
        except OSError as error:
            raise LinkAbsent(self._address, str(error)) from error
        self._device = library.device()
        try:
            self._device.open_path(path)
        except OSError as error:
            raise LinkAbsent(self._address, IN_USE) from error

    def read(self, timeout_s: float) -> bytes:
        """Return the next report; empty when none came."""
        try:
            report = self._device.read(self._report_bytes, max(1, int(timeout_s * 1000)))
        except OSError as error:
            why = "unplugged" if self._was_read else IN_USE
            raise LinkLost(self._address, why) from error
        self._was_read = True
        return bytes(report)

    def close(self) -> None:
        """Let it go."""
        with contextlib.suppress(OSError):  # it is gone already
            self._device.close()


def _path_of(listed: Iterable[ListedScanner], address: HidAddress) -> bytes:
    for one in listed:
        if address.serial in ("", one.address.serial):
            return one.path
    raise LinkAbsent(str(address), "is not connected")


def _listed(one: dict[str, Any]) -> ListedScanner:
    serial = one["serial_number"] or ""
    address = HidAddress(one["vendor_id"], one["product_id"], serial)
    said = (one["manufacturer_string"] or "", one["product_string"] or "")
    name = " ".join(" ".join(said).split()) or f"{address.vendor:04x}:{address.product:04x}"
    return ListedScanner(name, address, one["path"], one["usage"] == BAR_CODE_SCANNER)

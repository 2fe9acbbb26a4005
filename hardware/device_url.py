"""Devices in pyserial's notation: one URL in the settings says which driver, where, and how.

Faults::

    DeviceUrlFault
    ├── UnknownDevice   no driver has this scheme; `.known` are those there are
    └── BadDeviceUrl    the scheme is right and the rest is not
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

_USB_NUMBERS = re.compile("[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")


class DeviceUrlFault(Exception):
    """A device cannot be chosen from this URL; `url` is the one that was given."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url}: {why}")
        self.url = url
        self.why = why


class UnknownDevice(DeviceUrlFault):
    """No driver has this scheme."""

    def __init__(self, url: str, known: tuple[str, ...]) -> None:
        super().__init__(url, f"unknown kind of device; known are {', '.join(known)}")
        self.known = known


class BadDeviceUrl(DeviceUrlFault):
    """The driver is known and something it needs is missing, misspelt or out of range."""


@dataclass(frozen=True, slots=True)
class DeviceUrl:
    """A URL taken apart; `options` are those of the query.

    `place` is what stands between ``//`` and the path as it was written: a name with capitals, or
    the two numbers of a USB device (`usb_numbers`), which are no host and port.
    """

    text: str
    scheme: str
    place: str
    host: str
    port: int | None
    path: str
    options: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> DeviceUrl:
        """Take `text` apart. Raises `BadDeviceUrl` when it is no URL."""
        try:
            parts = urlsplit(text)
            place = unquote(parts.netloc)
            port = None if _USB_NUMBERS.fullmatch(place) else parts.port
            options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=False))
        except ValueError as error:
            raise BadDeviceUrl(text, str(error)) from error
        if not parts.scheme or "://" not in text:
            raise BadDeviceUrl(text, "a device is written as kind://place")
        path = unquote(parts.path)
        return cls(text, parts.scheme, place, parts.hostname or "", port, path, options)

    def usb_numbers(self) -> tuple[int, int]:
        """Return vendor and product, which are written as four hexadecimal digits each."""
        if not _USB_NUMBERS.fullmatch(self.place):
            raise BadDeviceUrl(self.text, "a USB device is written as 04b8:0e15 (see lsusb)")
        vendor, product = self.place.split(":")
        return int(vendor, 16), int(product, 16)

    def allow_options(self, *known: str) -> None:
        """Raise `BadDeviceUrl` when there is an option that is none of `known`."""
        for name in self.options:
            if name not in known:
                raise BadDeviceUrl(self.text, f"unknown option {name}; known: {', '.join(known)}")

    def number(self, name: str, default: int, least: int = 1) -> int:
        """Return a whole number, `least` (1 or 0) or more."""
        text = self.options.get(name, str(default))
        if not text.isascii() or not text.isdigit() or int(text) < least:
            kind = "above 0" if least else "from 0 on"
            raise BadDeviceUrl(self.text, f"{name} must be a number {kind}, not {text!r}")
        return int(text)

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """Return one of `known`, the first when the option is not given."""
        text = self.options.get(name, known[0])
        if text not in known:
            raise BadDeviceUrl(self.text, f"{name} must be one of {', '.join(known)}")
        return text

    def needed_path(self) -> str:
        """Return the path, without the slash before a drive. Raises `BadDeviceUrl` without one."""
        if not self.path:
            raise BadDeviceUrl(self.text, "which path?")
        # file:///C:/x is the path C:/x; a POSIX path keeps its leading slash.
        is_drive = len(self.path) > 2 and self.path[2] == ":"
        return self.path[1:] if is_drive else self.path


Device = TypeVar("Device")


def open_device(url: str, drivers: Mapping[str, Callable[[DeviceUrl], Device]]) -> Device:
    """Return what `url` means among `drivers`, by its scheme. Raises `DeviceUrlFault`."""
    parts = DeviceUrl.parse(url)
    if parts.scheme not in drivers:
        raise UnknownDevice(url, tuple(drivers))
    return drivers[parts.scheme](parts)

"""Hand scanners that stand in for real ones at the other end of a line, with their faults.

`SerialScanner` is a pseudo-terminal that a scanner on a serial port writes to. `ReportScanner` is
a pipe that carries the reports of HID POS mode as the node of such a scanner does (written from
the example in appendix B of Access-IS's manual of the LSR118), `LibraryScanner` the library that
does on Windows, and `KeyScanner` one that carries
key events as Linux's node of a keyboard does (``linux/input-event-codes.h``). They are written
from those sources and know nothing of the drivers.
"""

from __future__ import annotations

import fcntl
import os
import struct
import tty
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

_REPORT = 64
_DATA = 56
_EVENT = struct.Struct("@llHHi")
_KEY, _SYNCHRONISE = 1, 0
_ENTER, _SHIFT = 28, 42
_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./", 57: " "}
_SHIFTED_ROWS = {2: "!@#$%^&*()_+", 16: "QWERTYUIOP{}", 30: 'ASDFGHJKL:"', 44: "ZXCVBNM<>?"}


class SerialScanner:
    """Scans by writing to a pseudo-terminal; `path` is what a driver opens."""

    def __init__(self, suffix: bytes = b"\r", prefix: bytes = b"") -> None:
        self.suffix, self.prefix = suffix, prefix
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        self._theirs: int | None = theirs

    def scan(self, text: str) -> None:
        """Send a code as a scanner does."""
        self.send(self.prefix + text.encode() + self.suffix)

    def send(self, data: bytes) -> None:
        """Send anything: half a code, rubbish of another speed."""
        os.write(self._ours, data)

    def unplug(self) -> None:
        """Take the cable out."""
        if self._theirs is not None:
            os.close(self._theirs)
            os.close(self._ours)
            self._theirs = None


class _Node:
    """A pipe at a path, which stands for a device's node."""

    _FLAGS = 0

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        if not path.exists():
            os.mkfifo(path)
        # Open for both, so that neither side waits for the other.
        fd = os.open(path, os.O_RDWR)
        fcntl.fcntl(fd, fcntl.F_SETFL, self._FLAGS)
        self._fd: int | None = fd

    def send(self, data: bytes) -> None:
        """Send at once."""
        assert self._fd is not None, "it is unplugged"
        os.write(self._fd, data)

    def unplug(self) -> None:
        """Take it out: the node is gone, and who had it open reads its end."""
        if self._fd is not None:
            os.close(self._fd)
            Path(self.path).unlink()
            self._fd = None


def hid_report(data: bytes, *, goes_on: bool) -> bytes:
    """One report of HID POS mode; `goes_on` where the code is longer than `data`."""
    head = bytes((2, len(data))) + b"]Q1"
    return head + data.ljust(_DATA, b"\0") + b"\0\0" + bytes((goes_on,))


def _reports_of(text: str) -> Iterator[bytes]:
    """A code, in as many reports as it needs."""
    data = text.encode()
    for at in range(0, max(len(data), 1), _DATA):
        yield hid_report(data[at : at + _DATA], goes_on=at + _DATA < len(data))


class ReportScanner(_Node):
    """In HID POS mode, at the node of Linux."""

    _FLAGS = os.O_DIRECT
    """Who reads gets one report at a time, as from the node."""

    def scan(self, text: str) -> None:
        """Send a code."""
        for report in _reports_of(text):
            self.send(report)


class LibraryScanner:
    """Stands for the module ``hid`` of the library hidapi, with one scanner plugged in or none.

    Written from the library's own sources: an opening or a reading that fails is an `OSError`
    without a reason, and what another program has for itself can be opened and not be read.
    """

    def __init__(self, path: bytes = b"\\\\?\\hid#vid_0c2e&pid_0b81#1", serial: str = "") -> None:
        self.path, self.serial = path, serial
        self.is_plugged_in, self.is_taken = True, False
        self._came: SimpleQueue[bytes] = SimpleQueue()

    def send(self, data: bytes) -> None:
        """Send one report at once."""
        self._came.put(data)

    def scan(self, text: str) -> None:
        """Send a code."""
        for report in _reports_of(text):
            self.send(report)

    def unplug(self) -> None:
        """Take it out: whoever waits for a report hears of it."""
        self.is_plugged_in = False
        self.send(b"")

    def plug_in(self, path: bytes) -> None:
        """Put it in, where it has another path; nothing waits in it."""
        self.path, self.is_plugged_in = path, True
        self._came = SimpleQueue()

    def enumerate(self, vendor_id: int = 0, product_id: int = 0, /) -> list[dict[str, Any]]:
        """Three parts of one device: its keyboard, its settings, its scanner."""
        is_asked = vendor_id in (0, 0x0C2E) and product_id in (0, 0x0B81)
        parts = ((1, 6, b"a"), (0x8C, 1, b"b"), (0x8C, 2, b"c"))
        return [
            {
                "path": self.path + part, "vendor_id": 0x0C2E, "product_id": 0x0B81,
                "serial_number": self.serial, "manufacturer_string": "Honeywell ",
                "product_string": "1950", "usage_page": page, "usage": usage,
            }
            for page, usage, part in parts
            if is_asked and self.is_plugged_in
        ]  # fmt: skip

    def device(self) -> _LibraryDevice:
        """One that is not open yet."""
        return _LibraryDevice(self)

    def report_within(self, timeout_ms: int) -> list[int]:
        """What a read gives."""
        try:
            report = b"" if self.is_taken else self._came.get(timeout=timeout_ms / 1000)
        except Empty:
            return []
        if not report:
            raise OSError("read error")
        return list(report)


class _LibraryDevice:
    """The library's device."""

    def __init__(self, module: LibraryScanner) -> None:
        self._module = module
        self._is_open = False

    def open_path(self, path: bytes, /) -> None:
        """Open it."""
        if not self._module.is_plugged_in or path != self._module.path + b"c":
            raise OSError("open failed")
        self._is_open = True

    def read(self, max_length: int, timeout_ms: int, /) -> list[int]:
        """Read a report; 0 ms is for ever."""
        if not self._is_open:
            raise ValueError("not open")
        assert timeout_ms > 0, "it would never come back"
        return self._module.report_within(timeout_ms)[:max_length]

    def close(self) -> None:
        """Close it."""
        self._is_open = False


class KeyScanner(_Node):
    """Scans by typing on a keyboard of its own, set to a US layout."""

    def scan(self, text: str) -> None:
        """Type a code and Enter."""
        self.type(text)
        self.send(self._stroke(_ENTER))

    def type(self, text: str) -> None:
        """Type without the Enter: half a code."""
        for letter in text:
            self.send(self._letter(letter))

    def _letter(self, letter: str) -> bytes:
        for rows, is_shifted in ((_ROWS, False), (_SHIFTED_ROWS, True)):
            for first, row in rows.items():
                if letter in row:
                    stroke = self._stroke(first + row.index(letter))
                    return _event(_KEY, _SHIFT, 1) + stroke + _event(_KEY, _SHIFT, 0) \
                        if is_shifted else stroke  # fmt: skip
        raise ValueError(f"no key types {letter!r}")

    def _stroke(self, key: int) -> bytes:
        pressed = _event(_KEY, key, 1) + _event(_SYNCHRONISE, 0, 0)
        return pressed + _event(_KEY, key, 0) + _event(_SYNCHRONISE, 0, 0)


def _event(kind: int, number: int, value: int) -> bytes:
    return _EVENT.pack(0, 0, kind, number, value)

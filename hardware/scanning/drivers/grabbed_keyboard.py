"""A hand scanner in keyboard mode that this program takes for itself alone (Linux).

Its keys then go to no other window and into no field, also when another program has the keyboard
(hardware.md 2). It is read from its node, best by its lasting name under ``/dev/input/by-id``. The
library for this (evdev) has to be compiled on each computer; what is needed of it is one call of
the system and the reading of a fixed record.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

from hardware.scanning.key_events import EVENT, KeyEvents
from hardware.scanning.port import ScannedCode, ScannerAbsent

EVIOCGRAB = 0x40044590
"""``_IOW('E', 0x90, int)`` of ``linux/input.h``."""
HALF_AFTER_S = 0.5
_EVENTS_AT_ONCE = 64


def grab(fd: int) -> None:
    """Take the device away from everybody else. Raises `OSError`."""
    import fcntl

    fcntl.ioctl(fd, EVIOCGRAB, 1)


class GrabbedKeyboard:
    """Reads one keyboard's node. One thread asks."""

    def __init__(
        self,
        path: str,
        take_alone: Callable[[int], None] = grab,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = path
        self._take_alone = take_alone
        self._sleep = sleep
        self._fd: int | None = None
        self._keys = KeyEvents()
        self._whole: list[str] = []
        self._heard_at_s = 0.0

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The next code."""
        ends_s = time.monotonic() + deadline_s
        while not self._whole:
            left_s = ends_s - time.monotonic()
            if left_s <= 0 or not self._listen(left_s):
                return None
        return ScannedCode(self._whole.pop(0))

    def close(self) -> None:
        """Give the keyboard back: closing its node does."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def _listen(self, left_s: float) -> bool:
        """Take what comes within `left_s`; whether anything did."""
        try:
            if self._fd is None:
                self._fd = os.open(self.name, os.O_RDONLY | os.O_NONBLOCK)
                self._take_alone(self._fd)
            waits = select.poll()
            waits.register(self._fd, select.POLLIN)
            if not waits.poll(left_s * 1000):
                return False
            data = os.read(self._fd, EVENT.size * _EVENTS_AT_ONCE)
        except OSError as error:
            raise self._lost(error.strerror or str(error), left_s) from error
        if not data:
            raise self._lost("unplugged", left_s)
        self._take(data)
        return True

    def _take(self, data: bytes) -> None:
        now_s = time.monotonic()
        if now_s - self._heard_at_s > HALF_AFTER_S:
            # What stood before a pause was half a code.
            self._keys.forget()
        self._heard_at_s = now_s
        for at in range(0, len(data) - EVENT.size + 1, EVENT.size):
            text = self._keys.take(data[at : at + EVENT.size])
            if text is not None:
                self._whole.append(text)

    def _lost(self, why: str, left_s: float) -> ScannerAbsent:
        self.close()
        self._keys.forget()
        self._sleep(left_s)
        return ScannerAbsent(self.name, why)

"""A two-way line over a printer's device node: /dev/usb/lp0, made by Linux' driver usblp.

Two traits of that driver (drivers/usb/class/usblp.c) shape this: it lets one program in at a time,
and a node that is closed throws away the bytes that are still on their way.
"""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from hardware.transport.port import Connect, LinkAbsent, LinkLost
from hardware.transport.waiting import is_readable, is_writable

CHUNK_BYTES = 4096
DRAIN_S = 2.0
NOTHING_CAME_S = 0.01
_WHY = {
    errno.EBUSY: "another program prints on it",
    errno.EACCES: "no permission: add the user to the group lp and log in again",
}


def usblp_connect(node: Path) -> Connect:
    """Return what opens the printer behind `node`. Linux only."""

    def connect(timeout_s: float) -> UsblpLink:  # noqa: ARG001 - opening does not wait
        return UsblpLink(node)

    return connect


class UsblpLink:
    """An open device node that a printer answers on."""

    answers = True

    def __init__(self, node: Path) -> None:
        self._address = str(node)
        try:
            self._fd: int | None = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            raise LinkAbsent(self._address, _why(error)) from error
        self._is_stuck = False

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over up to a chunk; 0 when the printer reads nothing for `timeout_s`."""
        try:
            fd = self._open_fd()
            self._is_stuck = not is_writable(fd, timeout_s)
            return 0 if self._is_stuck else os.write(fd, data[:CHUNK_BYTES])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkLost(self._address, _why(error)) from error

    def read(self, timeout_s: float) -> bytes:
        """Return what came within `timeout_s`."""
        try:
            fd = self._open_fd()
            if not is_readable(fd, timeout_s):
                return b""
            said = os.read(fd, CHUNK_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(self._address, _why(error)) from error
        if not said:
            # An empty packet is no hang-up; without a rest the caller would ask on at full speed.
            time.sleep(min(NOTHING_CAME_S, timeout_s))
        return said

    def close(self) -> None:
        """Close the node once its last bytes have left."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            if not self._is_stuck:
                is_writable(fd, DRAIN_S)
            os.close(fd)

    def _open_fd(self) -> int:
        if self._fd is None:
            raise LinkLost(self._address, "already closed")
        return self._fd


def _why(error: OSError) -> str:
    return _WHY.get(error.errno or 0, error.strerror or str(error))

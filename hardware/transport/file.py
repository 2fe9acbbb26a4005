"""A one-way line: bytes appended to a file, or written to a device node such as /dev/usb/lp0."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from hardware.transport.port import Connect, LinkAbsent, LinkLost
from hardware.transport.waiting import is_writable

CHUNK_BYTES = 4096
DRAIN_S = 2.0
"""A device node that is closed while its last bytes are on their way throws them away."""


def file_connect(path: Path) -> Connect:
    """Return what opens a line into `path`; an ordinary file is made when it is missing."""

    def connect(timeout_s: float) -> FileLink:  # noqa: ARG001 - opening does not wait
        return FileLink(path)

    return connect


class FileLink:
    """An open file or device node; nothing ever comes back."""

    answers = False

    def __init__(self, path: Path) -> None:
        self._address = str(path)
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        # Without O_NONBLOCK a printer that is out of paper would block the write for ever.
        flags |= getattr(os, "O_NONBLOCK", 0)
        if path.parent != Path("/dev") and Path("/dev") not in path.parents:
            # A missing device node must stay missing: a file in its place would eat the tickets.
            flags |= os.O_CREAT
        try:
            self._fd: int | None = os.open(path, flags, 0o644)
        except OSError as error:
            raise LinkAbsent(self._address, error.strerror or str(error)) from error
        self._is_stuck = False
        self._is_file = stat.S_ISREG(os.fstat(self._fd).st_mode)

    def write(self, data: bytes, timeout_s: float) -> int:
        """Write up to a chunk; 0 when the device takes nothing within `timeout_s`."""
        if self._fd is None:
            raise LinkLost(self._address, "already closed")
        try:
            self._is_stuck = not self._is_file and not is_writable(self._fd, timeout_s)
            if self._is_stuck:
                return 0
            return os.write(self._fd, data[:CHUNK_BYTES])
        except OSError as error:
            if error.errno == errno.EAGAIN:
                return 0
            raise LinkLost(self._address, error.strerror or str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002 - nothing ever comes
        """Return nothing, at once."""
        return b""

    def close(self) -> None:
        """Close the file; of a device node, once its last bytes have left."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            if not self._is_file and not self._is_stuck:
                is_writable(fd, DRAIN_S)
            os.close(fd)

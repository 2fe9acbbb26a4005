"""Reports of a HID device from its node on Linux (``/dev/hidraw0``), which keeps them whole."""

from __future__ import annotations

import os
import select
from collections.abc import Callable

from hardware.transport.port import LinkAbsent, LinkLost, ReportLine


def hid_node_connect(path: str, report_bytes: int) -> Callable[[], ReportLine]:
    """Return what opens the node at `path`."""
    return lambda: NodeLine(path, report_bytes)


class NodeLine:
    """An open node."""

    def __init__(self, path: str, report_bytes: int) -> None:
        """Raises `LinkAbsent`."""
        self._path, self._report_bytes = path, report_bytes
        self._fd: int | None = None
        try:
            self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            raise LinkAbsent(path, error.strerror or str(error)) from error

    def read(self, timeout_s: float) -> bytes:
        """Return the next report; empty when none came."""
        assert self._fd is not None, "it is open"
        try:
            waits = select.poll()
            waits.register(self._fd, select.POLLIN)
            if not waits.poll(timeout_s * 1000):
                return b""
            report = os.read(self._fd, self._report_bytes)
        except OSError as error:
            raise LinkLost(self._path, error.strerror or str(error)) from error
        if not report:
            raise LinkLost(self._path, "unplugged")
        return report

    def close(self) -> None:
        """Let the node go."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

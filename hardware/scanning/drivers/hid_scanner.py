"""A hand scanner in HID POS mode: whole codes in reports, no keyboard, no driver to install.

On Linux the reports are read from the device's own node (``/dev/hidraw0``), which the user must
be allowed to read: a udev rule, see ``docs/devices.md``. Windows gives such a scanner to its own
point-of-sale service and is not served yet.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

from hardware.scanning.hid_pos_reports import REPORT_BYTES, BadReport, ReportReader
from hardware.scanning.port import ScannedCode, ScannerAbsent, ScannerGarbled


class HidScanner:
    """Reads the reports of one node. One thread asks."""

    def __init__(self, path: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self.name = path
        self._sleep = sleep
        self._fd: int | None = None
        self._reports = ReportReader()

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The next code; half of one is kept for the next call."""
        ends_s = time.monotonic() + deadline_s
        while (left_s := ends_s - time.monotonic()) > 0:
            report = self._report(left_s)
            if report is None:
                return None
            try:
                text = self._reports.take(report)
            except BadReport as bad:
                raise ScannerGarbled(self.name, str(bad)) from bad
            if text:
                return ScannedCode(text)
        return None

    def close(self) -> None:
        """Let the node go."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def _report(self, left_s: float) -> bytes | None:
        try:
            if self._fd is None:
                self._fd = os.open(self.name, os.O_RDONLY | os.O_NONBLOCK)
            waits = select.poll()
            waits.register(self._fd, select.POLLIN)
            if not waits.poll(left_s * 1000):
                return None
            report = os.read(self._fd, REPORT_BYTES)
        except OSError as error:
            raise self._lost(error.strerror or str(error), left_s) from error
        if not report:
            raise self._lost("unplugged", left_s)
        return report

    def _lost(self, why: str, left_s: float) -> ScannerAbsent:
        self.close()
        self._reports = ReportReader()
        self._sleep(left_s)
        return ScannerAbsent(self.name, why)

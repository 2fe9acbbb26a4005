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

from hardware.scanning.code_ends import HALF_AFTER_S, UNKNOWN, OwnCodes
from hardware.scanning.hid_pos_reports import REPORT_BYTES, BadReport, ReportReader
from hardware.scanning.port import ScannedCode, ScannerAbsent, ScannerGarbled


class HidScanner:
    """Reads the reports of one node. One thread asks."""

    def __init__(
        self,
        path: str,
        own: OwnCodes = UNKNOWN,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`own` are codes that tell their own end."""
        self.name = path
        self._own = own
        self._sleep = sleep
        self._fd: int | None = None
        self._reports = ReportReader(own)

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The next code; half of one is kept for the next call."""
        ends_s = time.monotonic() + deadline_s
        while (left_s := ends_s - time.monotonic()) > 0:
            # The rest of a code comes at once; a next one must not be taken for it.
            wait_s = min(left_s, HALF_AFTER_S) if self._reports.has_half else left_s
            report = self._report(wait_s)
            try:
                text = self._heard(report)
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

    def _heard(self, report: bytes | None) -> str | None:
        if report is not None:
            return self._reports.take(report, time.monotonic())
        self._reports.silence(time.monotonic())
        return None

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
        self._reports = ReportReader(self._own)
        self._sleep(left_s)
        return ScannerAbsent(self.name, why)

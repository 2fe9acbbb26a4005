"""A hand scanner in HID POS mode: whole codes in reports, no keyboard, no driver to install.

On Linux the reports are read from the device's own node (``/dev/hidraw0``), which the user must
be allowed to read: a udev rule, see ``docs/devices.md``. On Windows they come through a library
(`hardware.transport.hid_library`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hardware.scanning.code_ends import HALF_AFTER_S, UNKNOWN, OwnCodes
from hardware.scanning.hid_pos_reports import BadReport, ReportReader
from hardware.scanning.port import ScannedCode, ScannerAbsent, ScannerGarbled
from hardware.transport.port import LinkFault, ReportLine


class HidScanner:
    """Reads the reports of one scanner. One thread asks."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], ReportLine],
        own: OwnCodes = UNKNOWN,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`connect` opens it, at the first call and after it was lost; `own` are codes that tell
        their own end."""
        self.name = name
        self._connect = connect
        self._own = own
        self._sleep = sleep
        self._line: ReportLine | None = None
        self._reports = ReportReader(own)

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The next code; half of one is kept for the next call."""
        ends_s = time.monotonic() + deadline_s
        while (left_s := ends_s - time.monotonic()) > 0:
            report = self._report(left_s)
            try:
                text = self._heard(report)
            except BadReport as bad:
                raise ScannerGarbled(self.name, str(bad)) from bad
            if text:
                return ScannedCode(text)
        return None

    def close(self) -> None:
        """Let the scanner go."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _heard(self, report: bytes) -> str | None:
        if report:
            return self._reports.take(report, time.monotonic())
        self._reports.silence(time.monotonic())
        return None

    def _report(self, left_s: float) -> bytes:
        # The rest of a code comes at once; a next one must not be taken for it.
        wait_s = min(left_s, HALF_AFTER_S) if self._reports.has_half else left_s
        try:
            if self._line is None:
                self._line = self._connect()
            return self._line.read(wait_s)
        except LinkFault as fault:
            self.close()
            self._reports = ReportReader(self._own)
            self._sleep(left_s)
            raise ScannerAbsent(self.name, fault.why) from fault

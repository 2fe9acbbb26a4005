"""Codes out of the reports of a scanner in "HID POS" mode (USB HID Point of Sale, page 8Ch).

A report has 64 bytes: the report's number (2), how many bytes of data it has, three of the AIM
symbology identifier (``]Q1`` for QR), up to 56 of data from byte 5 on, a further identifier, one
byte kept free, and in byte 63 bit 0 whether the code goes on in the next report. Source: HID Point
of Sale Usage Tables 1.02 (USB-IF, 2001); the places are those of Access-IS's manual of the LSR118,
appendix B, which other makers' reports agree with.
"""

from __future__ import annotations

REPORT_BYTES = 64
REPORT_ID = 2
DATA_AT, DATA_BYTES_MAX = 5, 56
GOES_ON_AT = 63
CODE_BYTES_MAX = 4096


class BadReport(Exception):
    """These bytes are no report of scanned data."""


class ReportReader:
    """Puts the reports of one scanner together."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def take(self, report: bytes) -> str | None:
        """A report came: the code that it ends, or None when more is to come.

        Raises `BadReport` for one of another form; what was collected is then forgotten, so that
        two halves of different codes never become one.
        """
        try:
            return self._taken(report)
        except BadReport:
            self._kept.clear()
            raise

    def _taken(self, report: bytes) -> str | None:
        if len(report) != REPORT_BYTES or report[0] != REPORT_ID:
            raise BadReport(f"a report of {len(report)} bytes that is no scanned data")
        if report[1] > DATA_BYTES_MAX:
            raise BadReport(f"a report that says it has {report[1]} bytes of data")
        self._kept += report[DATA_AT : DATA_AT + report[1]]
        if len(self._kept) > CODE_BYTES_MAX:
            raise BadReport(f"a code of more than {CODE_BYTES_MAX} bytes")
        return None if report[GOES_ON_AT] & 1 else self._whole()

    def _whole(self) -> str:
        data = bytes(self._kept)
        self._kept.clear()
        text = data.rstrip(b"\r\n\t\0").decode("ascii", errors="replace")
        if not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text:
            raise BadReport("a code with bytes that are no letters")
        return text

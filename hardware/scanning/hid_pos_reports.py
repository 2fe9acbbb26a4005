"""Codes out of the reports of a scanner in "HID POS" mode (USB HID Point of Sale, page 8Ch).

A report has 64 bytes: the report's number (2), how many bytes of data it has, three of the AIM
symbology identifier (``]Q1`` for QR), up to 56 of data from byte 5 on, a further identifier, one
byte kept free, and in byte 63 bit 0 whether the code goes on in the next report. A code of ours is
known at its last letter also where a report says so of it. Source: HID Point
of Sale Usage Tables 1.02 (USB-IF, 2001); the places are those of Access-IS's manual of the LSR118,
appendix B, which other makers' reports agree with.
"""

from __future__ import annotations

from hardware.scanning.code_ends import (
    HALF_AFTER_S,
    TAIL_AFTER_S,
    TAIL_LETTERS_MAX,
    UNKNOWN,
    OwnCodes,
)

REPORT_BYTES = 64
REPORT_ID = 2
DATA_AT, DATA_BYTES_MAX = 5, 56
GOES_ON_AT = 63
CODE_BYTES_MAX = 4096


class BadReport(Exception):
    """These bytes are no report of scanned data."""


class ReportReader:
    """Puts the reports of one scanner together; `at_s` is any steady clock."""

    def __init__(self, own: OwnCodes = UNKNOWN) -> None:
        self._own = own
        self._kept = bytearray()
        self._last_at_s = self._told_end_at_s = float("-inf")

    @property
    def has_half(self) -> bool:
        """Whether more is to come of a code."""
        return bool(self._kept)

    def take(self, report: bytes, at_s: float) -> str | None:
        """A report came: the code that it ends, or None when more is to come.

        Raises `BadReport` for one of another form; what was collected is then forgotten, so that
        two halves of different codes never become one.
        """
        try:
            text = self._taken(report)
            self._last_at_s = at_s
            return None if text is None else self._but_the_rest(text, at_s)
        except BadReport:
            self._kept.clear()
            raise

    def silence(self, at_s: float) -> None:
        """No report came. Raises `BadReport` once the rest of a code comes no more."""
        if self._kept and at_s - self._last_at_s >= HALF_AFTER_S:
            self._kept.clear()
            raise BadReport("half a code")

    def _taken(self, report: bytes) -> str | None:
        if len(report) != REPORT_BYTES or report[0] != REPORT_ID:
            raise BadReport(f"a report of {len(report)} bytes that is no scanned data")
        if report[1] > DATA_BYTES_MAX:
            raise BadReport(f"a report that says it has {report[1]} bytes of data")
        self._kept += report[DATA_AT : DATA_AT + report[1]]
        if len(self._kept) > CODE_BYTES_MAX:
            raise BadReport(f"a code of more than {CODE_BYTES_MAX} bytes")
        is_more = report[GOES_ON_AT] & 1 and not self._own.is_whole(_letters(self._kept))
        return None if is_more else self._whole()

    def _whole(self) -> str:
        data = bytes(self._kept)
        self._kept.clear()
        text = _letters(data)
        if not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text:
            raise BadReport("a code with bytes that are no letters")
        return text

    def _but_the_rest(self, text: str, at_s: float) -> str:
        """The text, or none where it is what a scanner sends behind a code that told its end."""
        is_right_behind = at_s - self._told_end_at_s <= TAIL_AFTER_S
        is_rest = is_right_behind and len(text) <= TAIL_LETTERS_MAX
        if is_rest or self._own.is_whole(text):
            self._told_end_at_s = at_s
        return "" if is_rest else text


def _letters(data: bytes | bytearray) -> str:
    return data.rstrip(b"\r\n\t\0").decode("ascii", errors="replace")

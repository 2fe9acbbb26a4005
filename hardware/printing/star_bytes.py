"""The bytes of a job for Star's printers: Star Line Mode, and the raster mode of the TSP100.

From Star's "Line Thermal Printer: Star Line Mode Command Specifications" and "Graphic Mode
Command Specifications" as far as their pages could be read, and from receiptline (Apache 2.0) for
the picture in lines of 24 dots. Only pictures are sent, so no code page matters.
"""

from __future__ import annotations

from hardware.printing.port import Raster

STATUS_REQUEST = b"\x1b\x06\x01"
"""ESC ACK SOH: the status now, in real time."""
END_OF_HEADER = bytes(2)
"""Completes the length of a row that broke off there. A question that came instead would be read as
that length, and the heads of later tickets would be taken for the row."""
REPORTS_ON = b"\x1b\x1ea\x01"
"""ESC RS a: the status unasked, at each change and at each ETB."""
REPORTS_OFF = b"\x1b\x1ea\x00"
COUNTER_RESET = b"\x1b\x1eE\x00"
"""ESC RS E: the counter of ETBs begins at zero, in order with the data."""
MARK = b"\x17"
"""ETB: counted, and told, when all before it is printed."""
DRAWER_PULSE = b"\x07"
"""BEL: drives external device 1."""

CANCEL = b"\x18"
"""CAN: drops what waits in the line buffer and sets all back, the counter of ETBs too."""
BAND_ROWS = 24
_LINE_OF_24_DOTS = b"\x1b0"
_FEED_AND_CUT = b"\x1bd3"
"""ESC d 3: feed to the cutter, partial cut (a full one where the cutter knows no other)."""

ENTER_RASTER = b"\x1b*rA"
QUIT_RASTER = b"\x1b*rB"
_ENDLESS_PAGE = b"\x1b*rP0\x00"
_END_IS_CUT = b"\x1b*rE13\x00"
"""ESC * r E 13: at the end feed to the cutter, partial cut."""
_END_IS_FEED = b"\x1b*rE1\x00"
_END = b"\x1b\x0c\x04"
"""ESC FF EOT: do what the end is set to."""


def line_job(raster: Raster, *, cut: bool) -> bytes:
    """Return what draws `raster` in Star Line Mode: bands of 24 rows, a line each (ESC k)."""
    rows, row_bytes = without_realtime_commands(raster.rows), raster.row_bytes
    band_bytes = BAND_ROWS * row_bytes
    head = b"\x1bk" + row_bytes.to_bytes(2, "little")
    out = bytearray(_LINE_OF_24_DOTS)
    for top in range(0, len(rows), band_bytes):
        out += head + rows[top : top + band_bytes].ljust(band_bytes, b"\0") + b"\n"
    return bytes(out) + (_FEED_AND_CUT if cut else b"\n" * 5)


def raster_job(raster: Raster, *, cut: bool) -> bytes:
    """Return what draws `raster` in raster mode: a row a command, short where it is white."""
    rows, row_bytes = without_realtime_commands(raster.rows), raster.row_bytes
    out = bytearray(ENTER_RASTER + _ENDLESS_PAGE + (_END_IS_CUT if cut else _END_IS_FEED))
    for top in range(0, len(rows), row_bytes):
        row = rows[top : top + row_bytes].rstrip(b"\0") or b"\0"
        out += b"b" + len(row).to_bytes(2, "little") + row
    return bytes(out) + _END + QUIT_RASTER


def end_of_line_job(width_dots: int, *, is_interrupted: bool) -> bytes:
    """Return what completes a band that broke off: NULs are passed over when nothing is awaited."""
    fill = bytes(BAND_ROWS * ((width_dots + 7) // 8))
    return fill + CANCEL + (_FEED_AND_CUT if is_interrupted else b"")


def end_of_raster_job(width_dots: int, *, is_interrupted: bool) -> bytes:
    """Return what completes a row that broke off, leaves raster mode, and cuts off what it drew."""
    fill = bytes((width_dots + 7) // 8)
    cutting = ENTER_RASTER + _END_IS_CUT + _END if is_interrupted else b""
    return fill + cutting + QUIT_RASTER


def without_realtime_commands(rows: bytes) -> bytes:
    """Return `rows` with one dot blackened in each look-alike of an ESC ACK command.

    Those are obeyed on arrival: one asks for the status, another resets the printer. ENQ and EOT
    are single bytes and cannot be kept out; they only make it say its status, which is passed over.
    """
    return rows.replace(b"\x1b\x06", b"\x1f\x06")

"""The bytes of a ticket in Boca's Friendly Ghost Language: one 1-bit BMP, then print and cut.

A ticket is one picture, so accents and fonts are ours (hardware.md 1.3). The form of a BMP sent to
be printed at once (``<SP0,0><bmp><G#>``, no byte between) is from the FGL46 guide's supplement
"Downloading BMP & PCX"; ``<CB>``, ``<S1>`` and ``<q>`` are from general knowledge of the guide.
"""

from __future__ import annotations

import struct

from hardware.printing.port import Raster

STATUS_REQUEST = b"<S1>"
CLEAR_TICKET = b"<CB>"
PRINT_AND_CUT = b"<p>"
PRINT_ONLY = b"<q>"

_HEADER_BYTES = 62
_WHITE_IS_ONE = b"\x00\x00\x00\x00\xff\xff\xff\x00"


def ticket_job(raster: Raster, *, cut: bool) -> bytes:
    """Return what prints `raster` as one ticket; its rows run along the feed of the paper."""
    picture = bmp(raster)
    command = b"<NR><SP0,0><bmp><G%d>" % len(picture)
    return CLEAR_TICKET + command + picture + (PRINT_AND_CUT if cut else PRINT_ONLY)


def bmp(raster: Raster) -> bytes:
    """Return `raster` as an uncompressed BMP of one bit a dot: the bottom row first, 0 = black."""
    row_bytes = raster.row_bytes
    padded = (row_bytes + 3) // 4 * 4
    inverse = bytes(byte ^ 0xFF for byte in range(256))
    rows = raster.rows.translate(inverse)
    tops = range(len(rows) - row_bytes, -1, -row_bytes)
    dots = b"".join(rows[top : top + row_bytes].ljust(padded, b"\xff") for top in tops)
    head = struct.pack("<2sIHHI", b"BM", _HEADER_BYTES + len(dots), 0, 0, _HEADER_BYTES)
    info = struct.pack(
        "<IiiHHIIiiII", 40, raster.width_dots, raster.height_dots, 1, 1, 0, len(dots), 0, 0, 2, 2
    )
    return head + info + _WHITE_IS_ONE + dots


def end_of_interrupted(width_dots: int, height_dots: int) -> bytes:
    """Return what completes a picture that broke off, and takes it off the ticket again.

    A printer that awaits no picture passes over NULs.
    """
    return bytes(_HEADER_BYTES + (width_dots + 31) // 32 * 4 * height_dots) + CLEAR_TICKET

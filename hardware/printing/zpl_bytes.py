"""The bytes of a label in Zebra's ZPL II: one picture as compressed hexadecimal (^GFA).

From Zebra's ZPL II Programming Guide: ^GF, and its "Alternative Data Compression Scheme" (letters
as repeat counts, a comma for white to the end of the row, an exclamation mark for black, a colon
for the row before). Hexadecimal text cannot hold a ^ or a ~, so no picture holds a command.
"""

from __future__ import annotations

import re

from hardware.printing.port import Raster

HOST_STATUS = b"~HS"
ERROR_STATUS = b"~HQES"
CANCEL_ALL = b"~JA"
CUT_EACH = b"^MMC"
CUT_NONE = b"^MMR"

FIELD_BYTES_MAX = 99_999
"""One ^GF takes no more; a larger picture is several fields, one below the other."""
_RUN = re.compile(r"(.)\1{2,}")


def label_job(raster: Raster, mode: bytes = b"") -> bytes:
    """Return what prints `raster` as one label; `mode` is the print mode, empty: as it is set."""
    row_bytes = raster.row_bytes
    rows_a_field = max(1, FIELD_BYTES_MAX // row_bytes)
    out = bytearray(b"^XA" + mode)
    out += b"^PW%d^LL%d^LH0,0" % (raster.width_dots, raster.height_dots)
    for top in range(0, raster.height_dots, rows_a_field):
        rows = raster.rows[top * row_bytes : (top + rows_a_field) * row_bytes]
        size = len(rows)
        out += b"^FO0,%d^GFA,%d,%d,%d," % (top, size, size, row_bytes)
        out += compressed(rows, row_bytes).encode() + b"^FS"
    return bytes(out) + b"^PQ1^XZ\n"


def compressed(rows: bytes, row_bytes: int) -> str:
    """Return rows of dots in Zebra's hexadecimal with repeat counts."""
    out: list[str] = []
    before: bytes | None = None
    for top in range(0, len(rows), row_bytes):
        row = rows[top : top + row_bytes]
        out.append(":" if row == before else _compressed_row(row))
        before = row
    return "".join(out)


def _compressed_row(row: bytes) -> str:
    digits = row.hex().upper()
    for digit, mark in (("0", ","), ("F", "!")):
        kept = digits.rstrip(digit)
        # The mark fills whole bytes: an odd digit stays, as the guide says.
        kept = digits[: (len(kept) + 1) // 2 * 2]
        if len(kept) < len(digits):
            return _RUN.sub(_counted, kept) + mark
    return _RUN.sub(_counted, digits)


def _counted(run: re.Match[str]) -> str:
    """Return a run of one digit: letters G-Y count 1-19, g-z count 20-400 in twenties."""
    count, digit = len(run.group()), run.group(1)
    whole = "z" * (count // 400)
    twenties, ones = divmod(count % 400, 20)
    counted = (chr(ord("g") + twenties - 1) if twenties else "") + (
        chr(ord("G") + ones - 1) if ones else ""
    )
    return whole + counted + digit

"""The bytes of a job in Epson's ESC/POS: one picture, a feed, a cut, and a request for proof.

Only raster graphics are sent: accents are right whatever code pages a printer has, and the
preview, the paper and the test picture are the same dots (hardware.md 1.3). Rules for clones are
those of hardware.md 1.1: fragments of at most 128 rows, no height that is a multiple of 48.
"""

from __future__ import annotations

import zlib

from hardware.printing.escpos_profile import (
    FRAGMENT_ROWS_MAX,
    UNSAFE_HEIGHT_ROWS,
    Cut,
    EscPosProfile,
)
from hardware.printing.port import Raster

INITIALISE = b"\x1b@"
REALTIME_OFF = b"\x1d(D\x05\x00\x14\x01\x00\x02\x00"
"""GS ( D: neither the drawer pulse (a=1) nor the power-off (a=2) of DLE DC4 while data passes."""
STATUS_REPORTS_ON = b"\x1da\xff"
"""GS a: report each change of state unasked, so that paper out halfway is heard."""
FEED_TO_CUTTER = b"\x1dVB\x00"
"""GS V 66 0: feed the last row past the cutter, then cut."""
CUT_HERE = b"\x1dV\x00"
FEED_TO_TEAR = b"\x1bd\x05"
BARRIER = b"\x1dr\x01"
"""GS r 1: answers with the paper sensors when, in order, the printer has come to it."""
END_OF_HEADER = bytes(16)
"""Completes the head of a command that broke off: with zeros it is a picture of no size. A question
that came instead would be read as that size, and thousands of rows would be waited for."""
MODEL_REQUEST = b"\x1dI\x43"
"""GS I 67: answers with the printer's model name, in order with the data."""
DRAWER_PULSE = b"\x1bp\x00\x32\x32"
"""ESC p: 100 ms on connector pin 2."""

PROCESS_ID_LETTERS = bytes(range(33, 127))


def status_request(kind: int) -> bytes:
    """Return DLE EOT `kind`: 1 printer, 2 why offline, 3 error, 4 paper sensors. Real-time."""
    return bytes((0x10, 0x04, kind))


def process_id_request(process_id: bytes) -> bytes:
    """Return GS ( H function 48: the printer echoes the 4 bytes when all before is printed."""
    return b"\x1d(H\x06\x00\x30\x30" + process_id


def process_id_of(job_id: str, attempt: int) -> bytes:
    """Return four printable bytes that tell this attempt at this job from its neighbours."""
    number = zlib.crc32(f"{job_id}/{attempt}".encode())
    letters = bytearray()
    for _ in range(4):
        number, index = divmod(number, len(PROCESS_ID_LETTERS))
        letters.append(PROCESS_ID_LETTERS[index])
    return bytes(letters)


_ENDS = {Cut.FEED: FEED_TO_CUTTER, Cut.HERE: CUT_HERE, Cut.NONE: FEED_TO_TEAR}
ANY_PROFILE = EscPosProfile()


def job_bytes(
    raster: Raster, *, cut: bool, reports: bool = False, profile: EscPosProfile = ANY_PROFILE
) -> bytes:
    """Return what draws `raster` from a fresh start and ends the ticket, without the proof.

    `reports` asks for changes of state unasked; it stands after ESC @, which would undo it.
    """
    start = INITIALISE + (STATUS_REPORTS_ON if reports else b"") + REALTIME_OFF
    end = _ENDS[profile.cut if cut else Cut.NONE]
    return start + raster_bytes(raster, profile.fragment_rows) + end


def raster_bytes(raster: Raster, fragment_rows: int = FRAGMENT_ROWS_MAX) -> bytes:
    """Return `raster` as GS v 0 graphics in which no real-time command can be found."""
    rows = without_realtime_commands(raster.rows)
    row_bytes = raster.row_bytes
    out = bytearray()
    for top in range(0, raster.height_dots, fragment_rows):
        fragment = rows[top * row_bytes : (top + fragment_rows) * row_bytes]
        height = len(fragment) // row_bytes
        if height % UNSAFE_HEIGHT_ROWS == 0:
            # Only the last fragment can have such a height, so the white row ends the ticket.
            fragment += bytes(row_bytes)
            height += 1
        out += b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
        out += fragment
    return bytes(out)


def without_realtime_commands(rows: bytes) -> bytes:
    """Return `rows` with one dot blackened in each DLE EOT, DLE ENQ or DLE DC4 look-alike.

    A printer obeys these even inside a picture: DLE DC4 can open the drawer or switch it off.
    10h is one black dot in eight; 18h makes it two, and cannot start or end another command.
    """
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        rows = rows.replace(command, b"\x18" + command[1:])
    return rows

"""What lies in the trays: each paper is read back from its dots, so that none is believed unseen.

Each attempt at a job draws a picture of its own. So a paper tells which job, and which attempt at
it, it came from, and a piece of one tells that it is a piece.
"""

from __future__ import annotations

from collections.abc import Iterator

from hardware.emulators.paper_picture import PaperPicture
from hardware.printing.port import Raster
from podium_desk.application.print_queue import PrintOrder
from podium_desk.late_dataclass import dataclass

ROW_BYTES, ROWS = 8, 24
_HEAD, _TAIL, _PADS = 0xA5, 0x5A, 6
_DIGITS = bytes((0xF0, 0xF1, 0xF2, 0xF3, 0xF6, 0xF7, 0xF8, 0xFA))
"""Eight patterns that hold no byte of a real-time command, so that no driver alters them."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One attempt at one job: what its paper says."""

    job: PrintOrder
    code: str
    generation: int


class Tray:
    """Draws attempts, and counts the papers that came out of them."""

    def __init__(self) -> None:
        self._drawn: list[Drawn] = []
        self.whole: list[Drawn] = []
        self.pieces: list[Drawn] = []
        self.unread = 0
        """Papers on which no attempt can be read: the empty end of what broke off."""

    def draw(self, drawn: Drawn) -> Raster:
        """Return a picture that only this attempt has."""
        number = len(self._drawn)
        self._drawn.append(drawn)
        digits = bytes(_DIGITS[number >> 3 * place & 7] for place in range(_PADS))
        row = bytes((_HEAD, *digits, _TAIL))
        return Raster(8 * ROW_BYTES, ROWS, row * ROWS)

    def fell(self, picture: PaperPicture) -> None:
        """A paper was cut off: note what can be read on it."""
        counts: dict[int, int] = {}
        for number in self._numbers(picture):
            counts[number] = counts.get(number, 0) + 1
        for number, rows in counts.items():
            is_whole = rows == ROWS
            (self.whole if is_whole else self.pieces).append(self._drawn[number])
        self.unread += not counts

    def _numbers(self, picture: PaperPicture) -> Iterator[int]:
        row_bytes = (picture.width_dots + 7) // 8
        for top in range(0, len(picture.rows), row_bytes):
            row = picture.rows[top : top + row_bytes]
            at = row.find(bytes((_HEAD,)))
            digits = row[at + 1 : at + 1 + _PADS]
            is_ours = at >= 0 and row[at + 1 + _PADS : at + ROW_BYTES] == bytes((_TAIL,))
            if is_ours and all(digit in _DIGITS for digit in digits):
                yield sum(_DIGITS.index(digit) << 3 * place for place, digit in enumerate(digits))

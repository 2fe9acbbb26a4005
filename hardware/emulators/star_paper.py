"""Star's printers imitated from Star's command specifications: bytes in, drawn paper out.

Star Line Mode with its pictures in lines (ESC k), the raster mode that all of them know, the
automatic status (ESC RS a, ESC ACK SOH in real time) and its counter of ETBs. A TSP100 knows the
raster mode only. Letters are not drawn: whoever sends text finds it in `unknown_commands`.
"""

from __future__ import annotations

import re

from hardware.emulators.printer import EmulatedPrinter

NUL, ENQ, EOT, BEL, LF, ETB, CAN, ESC = 0x00, 0x05, 0x04, 0x07, 0x0A, 0x17, 0x18, 0x1B
STATUS_REQUEST = b"\x1b\x06\x01"
_QUESTIONS = re.compile(rb"[\x04\x05]")
FIXED = {
    b"\x1b@": 0,
    b"\x1b0": 0,
    b"\x1bz": 1,
    b"\x1bd": 1,
    b"\x1b\x07": 2,
    b"\x1b\x06": 1,
    b"\x1b\x0c": 1,
    b"\x1b\x1ea": 1,
    b"\x1b\x1eE": 1,
}
"""Prefix -> bytes of parameters."""
LINE_ROWS = 24


class Star:
    """What a Star printer understands; `knows_lines` is False for a TSP100."""

    def __init__(self, printer: EmulatedPrinter, *, knows_lines: bool) -> None:
        self._printer = printer
        self._knows_lines = knows_lines
        self.scheme = "starline" if knows_lines else "star"

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet worked off."""
        return len(self._waiting)

    def power_on(self) -> None:
        """Begin in line mode with the status off and the counter at zero."""
        self._waiting = bytearray()
        self._realtime = b""
        self._marks = 0
        self._was_marked = False
        self._reports = False
        self._is_raster = False
        self._end_mode = 9
        self._line: list[bytes] = []
        self._rows: list[bytes] = []

    def receive(self, data: bytes) -> None:
        """Take bytes; the requests for status are answered on arrival, wherever they stand."""
        self._waiting += data
        if self._reports:
            # The specification forbids these questions now, and need not answer them.
            self._realtime = b""
            return
        stream = self._realtime + data
        for found in _QUESTIONS.finditer(stream, len(self._realtime)):
            self._printer.say(b"\x08" if found[0] == b"\x04" else b"\x00")
        for _ in range(stream.count(STATUS_REQUEST)):
            self._printer.say(self._status())
        self._realtime = stream[-2:]

    def report(self) -> None:
        """Send the automatic status when it is switched on."""
        if self._reports:
            self._printer.say(self._status())

    def work(self) -> None:
        """Work off commands while there is paper and the cover is closed."""
        while not self._printer.is_stopped and (self._rows or self._waiting):
            if self._rows:
                self._printer.print_row(self._rows.pop(0))
            elif not self._step():
                return

    def _step(self) -> bool:
        """Obey the command in front; False while it is not whole."""
        first = self._waiting[0]
        if first == ESC:
            return self._escape()
        if self._is_raster and first in b"bk":
            return self._raster_row()
        self._take(1)
        self._obey_byte(first)
        return True

    def _obey_byte(self, byte: int) -> None:
        match byte:
            case _ if byte in (NUL, ENQ, EOT):
                pass
            case _ if byte == ETB:
                self._mark()
            case _ if byte == CAN and self._knows_lines:
                self._line.clear()
                self._marks, self._was_marked = 0, False
            case _ if byte == BEL:
                self._printer.drawer_kicks += 1
            case _ if byte == LF and not self._is_raster:
                self._feed_line()
            case _:
                self._printer.unknown_commands.append(bytes((byte,)))

    def _escape(self) -> bool:
        if self._waiting[:3] == b"\x1b*r":
            return self._raster_command()
        if self._waiting[:2] == b"\x1bk" and self._knows_lines:
            return self._picture_line()
        for length in (3, 2):
            prefix = bytes(self._waiting[:length])
            if len(prefix) == length and prefix in FIXED:
                return self._fixed(prefix)
        if len(self._waiting) < 3:
            return False
        self._printer.unknown_commands.append(self._take(2))
        return True

    def _fixed(self, prefix: bytes) -> bool:
        length = len(prefix) + FIXED[prefix]
        if len(self._waiting) < length:
            return False
        body = self._take(length)[len(prefix) :]
        if prefix == b"\x1b\x1ea":
            self._reports = body[0] not in (0, 0x30)
            self.report()
        elif prefix == b"\x1b\x1eE":
            self._marks, self._was_marked = 0, False
        elif prefix == b"\x1bd":
            self._printer.cut()
        elif prefix == b"\x1b\x0c" and body == b"\x04":
            self._end_of_raster()
        return True

    def _picture_line(self) -> bool:
        """ESC k n1 n2: 24 rows of n bytes, set into the line that LF prints."""
        if len(self._waiting) < 4:
            return False
        row_bytes = int.from_bytes(self._waiting[2:4], "little")
        if len(self._waiting) < 4 + LINE_ROWS * row_bytes:
            return False
        data = self._take(4 + LINE_ROWS * row_bytes)[4:]
        self._line = [data[top : top + row_bytes] for top in range(0, len(data), row_bytes or 1)]
        return True

    def _feed_line(self) -> None:
        """LF: the rows of the line, which go on after a stop; white ones where nothing was set."""
        self._rows = self._line or [b""] * LINE_ROWS
        self._line = []

    def _raster_command(self) -> bool:
        """ESC * r A, B, C, R; or ESC * r, a letter or two, a number in digits, NUL."""
        if len(self._waiting) < 4:
            return False
        letter = chr(self._waiting[3])
        if letter in "ABCR":
            self._take(4)
            if letter == "A":
                self._is_raster, self._end_mode = True, 9
            elif letter == "B" and self._is_raster:
                self._end_of_raster()
                self._is_raster = False
            return True
        end = self._waiting.find(NUL)
        if end < 0:
            return False
        command = self._take(end + 1)
        if letter == "E" and self._is_raster:
            number = command[4:-1]
            self._end_mode = (int(number) if number.isdigit() else 0) or 9
        return True

    def _raster_row(self) -> bool:
        """The letter b, n1 n2 and n bytes: one row, then the next; k leaves the paper."""
        if len(self._waiting) < 3:
            return False
        length = int.from_bytes(self._waiting[1:3], "little")
        if len(self._waiting) < 3 + length:
            return False
        row = self._take(3 + length)[3:]
        self._printer.print_row(row)
        return True

    def _end_of_raster(self) -> None:
        """Do what the end of a picture is set to: 8 and up have a cut, the others only feed."""
        if self._end_mode >= 8:
            self._printer.cut()

    def _mark(self) -> None:
        """ETB: counted when all before it is printed, then told."""
        self._marks = (self._marks + 1) % 32
        self._was_marked = True
        self.report()

    def _status(self) -> bytes:
        """Nine bytes of automatic status, seven of a printer that does not count."""
        faults = self._printer.faults
        stopped = self._printer.is_stopped
        first = 0x08 * stopped | 0x20 * faults.is_cover_open | 0x02 * self._was_marked
        paper = 0x08 * self._printer.is_out | 0x04 * (faults.is_paper_low or self._printer.is_out)
        if not faults.gives_proof:
            return bytes((0x0F, 0x06, first, 0, 0, paper, 0))
        counter = (self._marks & 0x18) << 2 | (self._marks & 0x07) << 1
        return bytes((0x23, 0x06, first, 0, 0, paper, 0, counter, 0))

    def _take(self, length: int) -> bytes:
        taken = bytes(self._waiting[:length])
        del self._waiting[:length]
        return taken


def star_line(printer: EmulatedPrinter) -> Star:
    """A TSP650, 700, 800 or mC-Print in Star Line Mode."""
    return Star(printer, knows_lines=True)


def star_raster(printer: EmulatedPrinter) -> Star:
    """A TSP100 or TSP143."""
    return Star(printer, knows_lines=False)

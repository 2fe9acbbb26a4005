"""A Boca ticket printer imitated from the FGL46 guide: commands in brackets, drawn tickets out.

A ticket is a sheet of fixed height on which pictures are laid and which ``<p>`` prints and cuts.
Stock ends between tickets: one that does not fit on what is left is printed anew after the refill.
Letters are not drawn: whoever sends text finds it in `unknown_commands`. The status bytes are
those of the guide as pretixprint has them.
"""

from __future__ import annotations

import io
import re

from hardware.emulators.printer import EmulatedPrinter

ACK, OUT, LOW, READY, BUSY, ILLEGAL = b"\x06", b"\x10", b"\x0f", b"\x11", b"\x13", b"\x15"
ESC = 0x1B
_COMMAND = re.compile(rb"<([A-Za-z]+)(\d*(?:,\d+)*)>")
_UNTIL_COMMAND = re.compile(rb"[^<\x1b]+")
COMMAND_BYTES_MAX = 40


class Fgl:
    """What a Lemur or Ghostwriter understands, for tickets of `height_dots` rows."""

    scheme = "fgl"

    def __init__(self, printer: EmulatedPrinter, height_dots: int = 400) -> None:
        self._printer = printer
        self._height = height_dots

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet worked off."""
        return len(self._waiting)

    def power_on(self) -> None:
        """Begin with an empty ticket."""
        self._waiting = bytearray()
        self._is_logo = False
        self._clear()

    def receive(self, data: bytes) -> None:
        """Take bytes; a question for the status is answered on arrival, outside of pictures."""
        self._waiting += data
        if self._printer.is_stopped and self._waiting[-4:] == b"<S1>":
            self._printer.say(self._status())
            del self._waiting[-4:]

    def report(self) -> None:
        """Say out of stock, low stock or ready, unasked."""
        if self._printer.faults.gives_proof:
            self._printer.say(self._status())

    def work(self) -> None:
        """Work off commands while there is stock."""
        while not self._printer.is_stopped and self._waiting and self._step():
            pass

    def _step(self) -> bool:
        if self._is_logo or self._waiting[0] == ESC:
            return self._logo()
        if self._waiting[0] != ord("<"):
            self._pass_over(_UNTIL_COMMAND.match(self._waiting))
            return True
        found = _COMMAND.match(self._waiting)
        if found is None:
            if len(self._waiting) < COMMAND_BYTES_MAX and b">" not in self._waiting:
                return False
            self._refuse(bytes((self._waiting.pop(0),)))
            return True
        return self._obey(found[1].decode(), [int(n) for n in found[2].split(b",") if n], found[0])

    def _pass_over(self, letters: re.Match[bytes] | None) -> None:
        """Text is not drawn; control characters mean nothing."""
        text = letters[0] if letters else b""
        del self._waiting[: len(text)]
        self._printer.unknown_commands += [text.strip(bytes(range(33)))] * bool(text.strip(b"\0"))

    def _obey(self, name: str, numbers: list[int], whole: bytes) -> bool:
        if name == "G":
            return self._picture(whole, numbers[0] if numbers else 0)
        if name in ("p", "q") and not self._has_stock():
            return False
        del self._waiting[: len(whole)]
        match name:
            case "p" | "q":
                self._print(is_cut=name == "p")
            case "SP" | "RC":
                self._row, self._column = numbers
            case "bmp":
                self._is_bmp = True
            case "CB":
                self._clear()
            case "S":
                self._printer.say(self._status())
            case "NR":
                pass
            case _:
                self._refuse(whole)
        return True

    def _picture(self, whole: bytes, length: int) -> bool:
        """<G#> and so many bytes: a BMP after <bmp>."""
        if len(self._waiting) < len(whole) + length:
            return False
        data = bytes(self._waiting[len(whole) : len(whole) + length])
        del self._waiting[: len(whole) + length]
        if self._is_bmp and data[:2] == b"BM":
            self._draw(data)
        elif any(data):
            self._refuse(whole)
        self._is_bmp = False
        return True

    def _draw(self, data: bytes) -> None:
        from PIL import Image, ImageChops

        with Image.open(io.BytesIO(data)) as picture:
            black = ImageChops.invert(picture.convert("1"))
        rows, row_bytes = black.tobytes(), (black.width + 7) // 8
        for number in range(min(black.height, self._height - self._row)):
            row = int.from_bytes(rows[number * row_bytes : (number + 1) * row_bytes], "big")
            at = self._row + number
            self._sheet[at] |= self._placed(row, row_bytes * 8)

    def _placed(self, row: int, width: int) -> int:
        """Return a row's dots where they stand on the ticket, those past its edge lost."""
        shift = self._printer.row_bytes * 8 - self._column - width
        return row << shift if shift >= 0 else row >> -shift

    def _has_stock(self) -> bool:
        """Whether a whole ticket is left; what is not is fed out in vain."""
        left = self._printer.faults.rows_left
        if left is None or left >= self._height:
            return True
        self._printer.faults.rows_left = 0
        self.report()
        return False

    def _print(self, *, is_cut: bool) -> None:
        sheet, size = list(self._sheet), self._printer.row_bytes
        self._clear()
        for row in sheet:
            self._printer.print_row(row.to_bytes(size, "big"))
        if is_cut:
            self._printer.cut()
        if self._printer.faults.gives_proof:
            self._printer.say(ACK)

    def _logo(self) -> bool:
        """What stands between two ESCs is stored, not printed."""
        end = self._waiting.find(ESC, 0 if self._is_logo else 1)
        is_whole = end >= 0
        del self._waiting[: end + 1 if is_whole else len(self._waiting)]
        self._is_logo = not is_whole
        return is_whole

    def _refuse(self, what: bytes) -> None:
        self._printer.unknown_commands.append(what)
        if self._printer.faults.gives_proof:
            self._printer.say(ILLEGAL)

    def _status(self) -> bytes:
        if not self._printer.faults.gives_proof:
            return b""
        if self._printer.is_out:
            return OUT
        if self._printer.faults.is_cover_open:
            return BUSY
        return LOW if self._printer.faults.is_paper_low else READY

    def _clear(self) -> None:
        self._sheet = [0] * self._height
        self._row = self._column = 0
        self._is_bmp = False

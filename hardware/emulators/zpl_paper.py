"""A Zebra label printer imitated from the ZPL II Programming Guide: formats in, drawn labels out.

Formats between ^XA and ^XZ wait in a queue and are printed one by one; a label on which the media
ends is printed anew after the refill. ~HS, ~HQES and ~JA are obeyed on arrival. Only graphic
fields (^GFA with Zebra's compression) are drawn; other commands stand in `unknown_commands`.
"""

from __future__ import annotations

import re

from hardware.emulators.printer import EmulatedPrinter

STX, ETX_LINE = b"\x02", b"\x03\r\n"
_IMMEDIATE = re.compile(rb"~(HS|HQES|JA)")
_COMMAND = re.compile(rb"\^([A-Z][A-Z0-9])([^^~]*)")
_REPEATS = {chr(ord("G") + n): n + 1 for n in range(19)} | {
    chr(ord("g") + n): 20 * (n + 1) for n in range(20)
}
LEFT_OUT = ("XA", "XZ", "PQ", "LH", "PW", "FS")


class Zpl:
    """What a Zebra understands; `is_silent_when_stopped` is a newer one, out of media or open."""

    scheme = "zpl"

    def __init__(self, printer: EmulatedPrinter, *, is_silent_when_stopped: bool = False) -> None:
        self._printer = printer
        self._is_silent_when_stopped = is_silent_when_stopped

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet worked off."""
        return len(self._waiting) + sum(map(len, self._formats))

    def power_on(self) -> None:
        """Begin with no format, in tear-off mode."""
        self._waiting = bytearray()
        self._formats: list[bytes] = []
        self._mode = "T"

    def receive(self, data: bytes) -> None:
        """Take bytes; what begins with ~ is obeyed on arrival and taken out."""
        self._waiting += data
        while (found := _IMMEDIATE.search(self._waiting)) is not None:
            # What stands before it in the stream was received before it.
            before = bytes(self._waiting[: found.start()])
            rest = self._waiting[found.end() :]
            self._waiting = bytearray(before)
            self.work()
            self._obey_now(found[1].decode())
            self._waiting += rest

    def report(self) -> None:
        """Say nothing: a Zebra is asked."""

    def work(self) -> None:
        """Queue the formats that are whole, and print while there is media."""
        while (end := self._waiting.find(b"^XZ")) >= 0:
            start = self._waiting.find(b"^XA")
            if 0 <= start < end:
                self._formats.append(bytes(self._waiting[start:end]))
            del self._waiting[: end + 3]
        while self._formats and not self._printer.is_stopped and self._print(self._formats[0]):
            self._formats.pop(0)

    def _obey_now(self, name: str) -> None:
        if name == "JA":
            self._formats.clear()
            self._waiting.clear()
            self._printer.throw_away()
        elif self._printer.faults.gives_proof:
            self._printer.say(self._errors() if name == "HQES" else self._host_status())

    def _host_status(self) -> bytes:
        faults, is_out = self._printer.faults, self._printer.is_out
        if self._printer.is_stopped and self._is_silent_when_stopped:
            return b""
        waiting = len(self._formats)
        partial = int(b"^XA" in self._waiting)
        lines = (
            f"030,{is_out:d},0,1225,{max(0, waiting - 1):03},0,0,{partial},000,0,0,0",
            f"001,0,{faults.is_cover_open:d},0,0,2,4,0,{min(1, waiting):08},1,000",
            "1234,0",
        )
        return b"".join(STX + line.encode() + ETX_LINE for line in lines)

    def _errors(self) -> bytes:
        faults = self._printer.faults
        errors = self._printer.is_out * 1 | faults.is_cover_open * 4
        warnings = faults.is_paper_low * 8
        text = (
            "\r\n  PRINTER STATUS\r\n"
            f"   ERRORS:         {errors > 0:d} 00000000 {errors:08X}\r\n"
            f"   WARNINGS:       {warnings > 0:d} 00000000 {warnings:08X}\r\n"
        )
        return STX + text.encode() + ETX_LINE

    def _print(self, format_: bytes) -> bool:
        """Print a format as one label; False when the media ended on it."""
        rows = self._drawn(format_)
        if rows is None:
            return True
        for row in rows:
            if self._printer.is_out:
                self._printer.throw_away()
                return False
            self._printer.print_row(row)
        if self._mode != "R":
            self._printer.cut()
        return True

    def _drawn(self, format_: bytes) -> list[bytes] | None:
        """Return the rows of a label, None when the format only sets something."""
        height, origin = 0, (0, 0)
        sheet: dict[int, int] = {}
        for name, body in _COMMAND.findall(format_):
            match name.decode():
                case "MM":
                    self._mode = body[:1].decode()
                case "LL":
                    height = int(body)
                case "FO":
                    x, y = body.split(b",")[:2]
                    origin = int(x), int(y)
                case "GF":
                    self._field(body, origin, sheet)
                case left_out if left_out in LEFT_OUT:
                    pass
                case _:
                    self._printer.unknown_commands.append(b"^" + name + body)
        if not sheet:
            return None
        size = self._printer.row_bytes
        return [sheet.get(y, 0).to_bytes(size, "big") for y in range(max(height, max(sheet) + 1))]

    def _field(self, body: bytes, origin: tuple[int, int], sheet: dict[int, int]) -> None:
        """^GFa,b,c,d,data: c bytes of graphics, d to a row."""
        kind, _sent, total, row_bytes, data = body.decode().split(",", 4)
        if kind != "A":
            self._printer.unknown_commands.append(b"^GF" + kind.encode())
            return
        rows = unpacked(data, int(row_bytes))[: int(total) // int(row_bytes)]
        across = self._printer.row_bytes * 8 - origin[0] - int(row_bytes) * 8
        for number, row in enumerate(rows):
            dots = int.from_bytes(row, "big")
            placed = dots << across if across >= 0 else dots >> -across
            sheet[origin[1] + number] = sheet.get(origin[1] + number, 0) | placed


def unpacked(data: str, row_bytes: int) -> list[bytes]:
    """Return the rows in Zebra's hexadecimal with repeat counts."""
    rows: list[bytes] = []
    digits, count = "", 0
    width = row_bytes * 2
    for letter in data:
        if letter in _REPEATS:
            count += _REPEATS[letter]
        elif letter == ":":
            rows.append(rows[-1])
        elif letter in ",!":
            digits = digits.ljust(width, "0" if letter == "," else "F")
        elif letter not in "\r\n":
            digits += letter * max(1, count)
            count = 0
        while len(digits) >= width:
            rows.append(bytes.fromhex(digits[:width]))
            digits = digits[width:]
    return rows

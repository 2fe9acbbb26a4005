"""Cuts a stream of ESC/POS bytes into commands, by the lengths of Epson's command reference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class CommandKind(Enum):
    """What a command does, as far as the paper is concerned."""

    TEXT = auto()
    STYLE = auto()
    ROW = auto()
    """One row of a GS v 0 picture."""
    FEED = auto()
    CUT = auto()
    CONTROL = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """A whole command: `name` is its prefix, `body` its parameters or text."""

    kind: CommandKind
    name: bytes
    body: bytes = b""


NUL, LF, CR, DLE, ESC, GS = 0x00, 0x0A, 0x0D, 0x10, 0x1B, 0x1D
REALTIME_BYTES = {0x04: 3, 0x05: 3, 0x14: 5}

FIXED: dict[bytes, tuple[CommandKind, int]] = {
    b"\x1b@": (CommandKind.CONTROL, 0),
    b"\x1bp": (CommandKind.CONTROL, 3),
    b"\x1da": (CommandKind.CONTROL, 1),
    b"\x1dr": (CommandKind.CONTROL, 1),
    b"\x1dI": (CommandKind.CONTROL, 1),
    b"\x1bt": (CommandKind.STYLE, 1),
    b"\x1ba": (CommandKind.STYLE, 1),
    b"\x1bE": (CommandKind.STYLE, 1),
    b"\x1b!": (CommandKind.STYLE, 1),
    b"\x1d!": (CommandKind.STYLE, 1),
    b"\x1bd": (CommandKind.FEED, 1),
    b"\x1bJ": (CommandKind.FEED, 1),
    b"\x1bi": (CommandKind.CUT, 0),
    b"\x1bm": (CommandKind.CUT, 0),
}
"""Prefix -> kind and number of parameter bytes."""

CUT_WITH_FEED = (65, 66)


class CommandCutter:
    """Holds the received bytes and gives them back as commands, none before it is whole.

    A GS v 0 picture comes row by row, so that paper can end in the middle of it.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._picture_rows = 0
        self._row_bytes = 0

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet worked off."""
        return len(self._waiting)

    def feed(self, data: bytes) -> None:
        """Take bytes as they came."""
        self._waiting += data

    def next_command(self) -> Command | None:
        """Return the next whole command, or None until more bytes come."""
        if self._picture_rows:
            return self._next_row()
        while self._waiting:
            first = self._waiting[0]
            if first in (NUL, CR):
                self._take(1)
            elif first == DLE:
                if not self._pass_realtime():
                    return None
            elif first == LF:
                return Command(CommandKind.FEED, self._take(1))
            elif first in (ESC, GS):
                return self._next_escape()
            else:
                return self._next_text()
        return None

    def _next_row(self) -> Command | None:
        if len(self._waiting) < self._row_bytes:
            return None
        self._picture_rows -= 1
        return Command(CommandKind.ROW, b"\x1dv0", self._take(self._row_bytes))

    def _pass_realtime(self) -> bool:
        """Leave out a real-time command, which was obeyed on arrival; False until it is whole."""
        if len(self._waiting) < 2:
            return False
        length = REALTIME_BYTES.get(self._waiting[1], 1)
        if len(self._waiting) < length:
            return False
        self._take(length)
        return True

    def _next_text(self) -> Command:
        length = 0
        while length < len(self._waiting) and self._waiting[length] not in (
            *(NUL, LF, CR, DLE, ESC, GS),
        ):
            length += 1
        return Command(CommandKind.TEXT, b"", self._take(length))

    def _next_escape(self) -> Command | None:
        if len(self._waiting) < 3 and bytes(self._waiting[:2]) not in FIXED:
            return None
        prefix = bytes(self._waiting[:2])
        if prefix == b"\x1d(":
            return self._next_block()
        if prefix == b"\x1dv":
            return self._next_picture()
        if prefix == b"\x1dV":
            length = 4 if self._waiting[2] in CUT_WITH_FEED else 3
            return self._whole(CommandKind.CUT, 2, length)
        kind, parameters = FIXED.get(prefix, (CommandKind.UNKNOWN, 0))
        return self._whole(kind, 2, 2 + parameters)

    def _next_block(self) -> Command | None:
        """GS ( X pL pH …: the length stands in the command."""
        if len(self._waiting) < 5:
            return None
        length = int.from_bytes(self._waiting[3:5], "little")
        if len(self._waiting) < 5 + length:
            return None
        name = self._take(5)[:3]
        kind = CommandKind.CONTROL if name in (b"\x1d(D", b"\x1d(H") else CommandKind.UNKNOWN
        return Command(kind, name, self._take(length))

    def _next_picture(self) -> Command | None:
        """GS v 0 m xL xH yL yH: then y rows of x bytes."""
        if len(self._waiting) < 8:
            return None
        header = self._take(8)
        self._row_bytes = int.from_bytes(header[4:6], "little")
        self._picture_rows = int.from_bytes(header[6:8], "little")
        if header[2:4] != b"0\x00" or not self._row_bytes:
            self._picture_rows = 0
            return Command(CommandKind.UNKNOWN, header)
        return self.next_command()

    def _whole(self, kind: CommandKind, name_bytes: int, length: int) -> Command | None:
        if len(self._waiting) < length:
            return None
        return Command(kind, self._take(name_bytes), self._take(length - name_bytes))

    def _take(self, length: int) -> bytes:
        taken = bytes(self._waiting[:length])
        del self._waiting[:length]
        return taken

"""An ESC/POS ticket printer imitated from Epson's command reference: bytes in, drawn paper out.

It knows nothing of this package's drivers, so a wrong command fails here as it would on the
device. Real-time commands are obeyed the moment they arrive, inside a picture too, as the real
ones do. Faults are switched by methods: the roll ends after so many rows, the cover is open,
nothing is answered, or garbage is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from hardware.emulators.escpos_commands import Command, CommandCutter, CommandKind
from hardware.emulators.escpos_text import TextLines
from hardware.emulators.paper_picture import PaperPicture

DLE, EOT, ENQ, DC4 = 0x10, 0x04, 0x05, 0x14


@dataclass(slots=True)
class EscPosFaults:
    """What is wrong with the printer; every field may be changed while it runs."""

    rows_left: int | None = None
    """Dot rows left on the roll; None is a roll that never ends."""
    is_paper_low: bool = False
    is_cover_open: bool = False
    is_mute: bool = False
    answers_garbage: bool = False
    knows_process_id: bool = True
    buffer_bytes: int = 65536


def ignore_ticket(_ticket: PaperPicture) -> None:
    """Be the listener of a paper whose tickets are only kept."""


class EscPosPaper:
    """A printer of `width_dots` dots; `tickets` are the pieces of paper that were cut off.

    `on_ticket` hears of each, on the thread that sent the bytes. Methods may be called from any
    thread.
    """

    def __init__(
        self,
        width_dots: int = 576,
        faults: EscPosFaults | None = None,
        on_ticket: Callable[[PaperPicture], None] = ignore_ticket,
    ) -> None:
        self.width_dots = width_dots
        self.faults = faults or EscPosFaults()
        self.tickets: list[PaperPicture] = []
        self.drawer_kicks = 0
        self.unknown_commands: list[bytes] = []
        self._on_ticket = on_ticket
        self._lock = threading.RLock()
        self._answers = bytearray()
        self.power_cycle()

    def power_cycle(self) -> None:
        """Switch off and on: what was received and not printed is gone, the paper stays."""
        with self._lock:
            self._cutter = CommandCutter()
            self._realtime = bytearray()
            self._answers.clear()
            self._rows = getattr(self, "_rows", bytearray())
            self._reset()

    def receive(self, data: bytes) -> None:
        """Take bytes as they come off the line."""
        with self._lock:
            for byte in data:
                self._hear_realtime(byte)
            self._cutter.feed(data)
            self._work()

    def room_bytes(self) -> int:
        """Return how many bytes the receive buffer still takes: a full one stops the sender."""
        with self._lock:
            return max(0, self.faults.buffer_bytes - self._cutter.waiting_bytes)

    def take_answers(self) -> bytes:
        """Return what the printer says, once."""
        with self._lock:
            said = bytes(self._answers)
            self._answers.clear()
        if self.faults.is_mute:
            return b""
        return (
            bytes((byte * 7 + 0x81) & 0xFF for byte in said)
            if self.faults.answers_garbage
            else said
        )

    def refill(self, rows: int | None = None) -> None:
        """Put in a new roll of `rows` dot rows (endless when None) and go on printing."""
        with self._lock:
            self.faults.rows_left = rows
            self.faults.is_paper_low = False
            self._changed()

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the cover; a closed one goes on printing."""
        with self._lock:
            self.faults.is_cover_open = is_open
            self._changed()

    def paper_so_far(self) -> PaperPicture:
        """Return what stands on the paper and was not cut off yet."""
        with self._lock:
            return PaperPicture(self.width_dots, bytes(self._rows))

    @property
    def _is_stopped(self) -> bool:
        return self.faults.is_cover_open or self.faults.rows_left == 0

    def _changed(self) -> None:
        self._report()
        self._work()

    def _reset(self) -> None:
        """Do what ESC @ does: settings of printing are lost, received data is not."""
        self._text = TextLines(self.width_dots)
        self._reports_wanted = 0
        self._obeyed_pulses = {1}

    def _work(self) -> None:
        while not self._is_stopped:
            command = self._cutter.next_command()
            if command is None:
                return
            self._obey(command)

    def _obey(self, command: Command) -> None:
        match command.kind:
            case CommandKind.TEXT:
                self._print_rows(self._text.add(command.body))
            case CommandKind.STYLE:
                self._text.style(command.name, command.body)
            case CommandKind.ROW:
                self._print_rows([self._text.align_row(command.body)])
            case CommandKind.FEED:
                self._print_rows(self._text.feed(command.name, command.body))
            case CommandKind.CUT:
                self._cut()
            case CommandKind.CONTROL:
                self._control(command)
            case CommandKind.UNKNOWN:
                self.unknown_commands.append(command.name + command.body)

    def _print_rows(self, rows: list[bytes]) -> None:
        for row in rows:
            if self.faults.rows_left == 0:
                # Only a line of text can end here: real printers lose the rest of it as well.
                return
            self._rows += row
            if self.faults.rows_left is not None:
                self.faults.rows_left -= 1
        if self.faults.rows_left == 0:
            self._report()

    def _cut(self) -> None:
        if not self._rows:
            return
        ticket = PaperPicture(self.width_dots, bytes(self._rows))
        self._rows.clear()
        self.tickets.append(ticket)
        self._on_ticket(ticket)

    def _control(self, command: Command) -> None:
        match command.name:
            case b"\x1b@":
                self._reset()
            case b"\x1bp":
                self.drawer_kicks += 1
            case b"\x1da":
                self._reports_wanted = command.body[0]
                self._report()
            case b"\x1dr":
                self._answers.append(self._paper_bits(end=0x0C, low=0x03))
            case b"\x1d(D":
                self._choose_realtime(command.body)
            case b"\x1d(H":
                self._answer_process_id(command.body)
            case _:
                raise AssertionError(f"no control command: {command.name!r}")

    def _choose_realtime(self, body: bytes) -> None:
        """GS ( D: m = 20, then pairs of a kind of DLE DC4 and on or off."""
        if body[:1] != b"\x14" or len(body) % 2 == 0:
            self.unknown_commands.append(b"\x1d(D" + body)
            return
        for kind, setting in zip(body[1::2], body[2::2], strict=True):
            if setting & 1:
                self._obeyed_pulses.add(kind)
            else:
                self._obeyed_pulses.discard(kind)

    def _answer_process_id(self, body: bytes) -> None:
        """GS ( H fn 48: 37h 22h, the four bytes, 00h, when all before it is on paper."""
        is_valid = len(body) == 6 and body[:2] == b"00" and all(32 <= d <= 126 for d in body[2:])
        if is_valid and self.faults.knows_process_id:
            self._answers += b"\x37\x22" + body[2:] + b"\x00"
        elif not is_valid:
            self.unknown_commands.append(b"\x1d(H" + body)

    def _hear_realtime(self, byte: int) -> None:
        """Obey DLE EOT n and DLE DC4 fn m t on arrival, wherever in the stream they stand."""
        heard = self._realtime
        heard.append(byte)
        if heard[0] != DLE or (len(heard) == 2 and byte not in (EOT, ENQ, DC4)):
            self._realtime = bytearray([DLE]) if byte == DLE else bytearray()
        elif len(heard) == 3 and heard[1] == EOT:
            self._answer_status(byte)
            heard.clear()
        elif len(heard) == 3 and heard[1] == ENQ:
            heard.clear()
        elif len(heard) == 5:
            if heard[2] in self._obeyed_pulses:
                self.drawer_kicks += 1
            heard.clear()

    def _answer_status(self, kind: int) -> None:
        is_out = self.faults.rows_left == 0
        cover, out = self.faults.is_cover_open * 0x04, is_out * 0x20
        bits = {1: self._is_stopped * 0x08, 2: cover | out, 3: 0}
        bits[4] = self._paper_bits(end=0x60, low=0x0C)
        if kind in bits:
            self._answers.append(0x12 | bits[kind])

    def _paper_bits(self, *, end: int, low: int) -> int:
        if self.faults.rows_left == 0:
            return end | low
        return low if self.faults.is_paper_low else 0

    def _report(self) -> None:
        """Send the four bytes of the automatic status, when GS a asked for it."""
        if self._reports_wanted:
            first = 0x10 | self._is_stopped * 0x08 | self.faults.is_cover_open * 0x20
            self._answers += bytes((first, 0x00, self._paper_bits(end=0x0C, low=0x03), 0x0F))

"""An ESC/POS ticket printer imitated from Epson's command reference: bytes in, drawn paper out.

It knows nothing of this package's drivers, so a wrong command fails here as it would on the
device. Real-time commands are obeyed the moment they arrive, inside a picture too, as the real
ones do. Faults are switched by methods: the roll ends after so many rows, the cover is open,
nothing is answered, or garbage is.
"""

from __future__ import annotations

from hardware.emulators.escpos_commands import Command, CommandCutter, CommandKind
from hardware.emulators.escpos_text import TextLines
from hardware.emulators.printer import EmulatedPrinter

DLE, EOT, ENQ, DC4 = 0x10, 0x04, 0x05, 0x14


class EscPos:
    """What an Epson TM and its like understand."""

    scheme = "escpos"

    def __init__(self, printer: EmulatedPrinter) -> None:
        self._printer = printer

    @property
    def waiting_bytes(self) -> int:
        """Bytes received and not yet worked off."""
        return self._cutter.waiting_bytes

    def power_on(self) -> None:
        """Begin with empty buffers and the settings after ESC @."""
        self._cutter = CommandCutter()
        self._realtime = bytearray()
        self._reset()

    def receive(self, data: bytes) -> None:
        """Take bytes as they come off the line."""
        at = 0
        while at < len(data):
            if not self._realtime and (at := data.find(DLE, at)) < 0:
                break
            self._hear_realtime(data[at])
            at += 1
        self._cutter.feed(data)

    def report(self) -> None:
        """Send the four bytes of the automatic status, when GS a asked for it."""
        if self._reports_wanted:
            faults = self._printer.faults
            first = 0x10 | self._printer.is_stopped * 0x08 | faults.is_cover_open * 0x20
            bits = self._paper_bits(end=0x0C, low=0x03)
            self._printer.say(bytes((first, 0x00, bits, 0x0F)))

    def _reset(self) -> None:
        """Do what ESC @ does: settings of printing are lost, received data is not."""
        self._text = TextLines(self._printer.width_dots)
        self._reports_wanted = 0
        self._obeyed_pulses = {1}

    def work(self) -> None:
        """Work off commands while there is paper and the cover is closed."""
        while not self._printer.is_stopped:
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
                self._printer.cut()
            case CommandKind.CONTROL:
                self._control(command)
            case CommandKind.UNKNOWN:
                self._printer.unknown_commands.append(command.name + command.body)

    def _print_rows(self, rows: list[bytes]) -> None:
        # Paper ends inside a line of text too: real printers lose the rest of it as well.
        for row in rows:
            self._printer.print_row(row)

    def _control(self, command: Command) -> None:
        match command.name:
            case b"\x1b@":
                self._reset()
            case b"\x1bp":
                self._printer.drawer_kicks += 1
            case b"\x1da":
                self._reports_wanted = command.body[0]
                self.report()
            case b"\x1dr":
                self._printer.say(bytes((self._paper_bits(end=0x0C, low=0x03),)))
            case b"\x1dI":
                if command.body == b"C" and self._printer.faults.model:
                    self._printer.say(b"_" + self._printer.faults.model.encode("ascii") + b"\0")
            case b"\x1d(D":
                self._choose_realtime(command.body)
            case b"\x1d(H":
                self._answer_process_id(command.body)
            case _:
                raise AssertionError(f"no control command: {command.name!r}")

    def _choose_realtime(self, body: bytes) -> None:
        """GS ( D: m = 20, then pairs of a kind of DLE DC4 and on or off."""
        if body[:1] != b"\x14" or len(body) % 2 == 0:
            self._printer.unknown_commands.append(b"\x1d(D" + body)
            return
        for kind, setting in zip(body[1::2], body[2::2], strict=True):
            if setting & 1:
                self._obeyed_pulses.add(kind)
            else:
                self._obeyed_pulses.discard(kind)

    def _answer_process_id(self, body: bytes) -> None:
        """GS ( H fn 48: 37h 22h, the four bytes, 00h, when all before it is on paper."""
        is_valid = len(body) == 6 and body[:2] == b"00" and all(32 <= d <= 126 for d in body[2:])
        if is_valid and self._printer.faults.gives_proof:
            self._printer.say(b"\x37\x22" + body[2:] + b"\x00")
        elif not is_valid:
            self._printer.unknown_commands.append(b"\x1d(H" + body)

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
                self._printer.drawer_kicks += 1
            heard.clear()

    def _answer_status(self, kind: int) -> None:
        cover = self._printer.faults.is_cover_open * 0x04
        out = self._printer.is_out * 0x20
        bits = {1: self._printer.is_stopped * 0x08, 2: cover | out, 3: 0}
        bits[4] = self._paper_bits(end=0x60, low=0x0C)
        if kind in bits:
            self._printer.say(bytes((0x12 | bits[kind],)))

    def _paper_bits(self, *, end: int, low: int) -> int:
        if self._printer.is_out:
            return end | low
        return low if self._printer.faults.is_paper_low else 0

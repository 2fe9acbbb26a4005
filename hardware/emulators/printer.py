"""What every emulated printer has, whatever it speaks: paper, a cover, a line, and faults.

The language is given: it is written from its vendor's manual and knows nothing of this package's
drivers, so a wrong command fails here as it would on the device.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.emulators.paper_picture import PaperPicture


@dataclass(slots=True)
class PrinterFaults:
    """What is wrong with the printer; every field may be changed while it runs."""

    rows_left: int | None = None
    """Dot rows left on the roll; None is a roll that never ends."""
    is_paper_low: bool = False
    is_cover_open: bool = False
    is_mute: bool = False
    mute_after_tickets: int | None = None
    """Silent from the moment that so many tickets have come out."""
    answers_garbage: bool = False
    is_unplugged: bool = False
    """The cable is out: whoever speaks with it is cut off, and nobody gets through."""
    gives_proof: bool = True
    """False: an older or cheaper one that lacks its family's best proof."""
    model: str = "TM-T88V"
    """What it calls itself where its family can be asked; empty is one that does not say."""
    buffer_bytes: int = 65536


class Language(Protocol):
    """What a family of printers understands; `waiting_bytes` were received and not worked off."""

    scheme: str
    """The family in the notation of `hardware.registry`."""

    def power_on(self) -> None:
        """Forget everything."""
        ...

    def receive(self, data: bytes) -> None:
        """Take bytes off the line; what is real-time is obeyed now."""
        ...

    def work(self) -> None:
        """Work off what waits, until the printer stops."""
        ...

    def report(self) -> None:
        """Say that the state changed, if this family does so unasked."""
        ...

    @property
    def waiting_bytes(self) -> int:
        """How full the receive buffer is."""
        ...


def ignore_ticket(_ticket: PaperPicture) -> None:
    """Be the listener of a printer whose tickets are only kept."""


class EmulatedPrinter:
    """A printer of `width_dots` dots; `tickets` are the pieces of paper that were cut off.

    `on_ticket` hears of each, on the thread that sent the bytes. Methods may be called from any
    thread; the language calls those of the second half, with the lock held.
    """

    def __init__(
        self,
        language: Callable[[EmulatedPrinter], Language],
        width_dots: int = 576,
        faults: PrinterFaults | None = None,
        on_ticket: Callable[[PaperPicture], None] = ignore_ticket,
    ) -> None:
        self.width_dots = width_dots
        self.faults = faults or PrinterFaults()
        self.tickets: list[PaperPicture] = []
        self.drawer_kicks = 0
        self.unknown_commands: list[bytes] = []
        self.on_ticket = on_ticket
        self._lock = threading.RLock()
        self._answers = bytearray()
        self._rows = bytearray()
        self._language = language(self)
        self.power_cycle()

    @property
    def scheme(self) -> str:
        """What it speaks, in the notation of `hardware.registry`."""
        return self._language.scheme

    def power_cycle(self) -> None:
        """Switch off and on: what was received and not printed is gone, the paper stays."""
        with self._lock:
            self._answers.clear()
            self._language.power_on()

    def receive(self, data: bytes) -> None:
        """Take bytes as they come off the line."""
        with self._lock:
            self._language.receive(data)
            self._language.work()

    def room_bytes(self) -> int:
        """Return how many bytes the receive buffer still takes: a full one stops the sender.

        What waits while it prints is the beginning of a command, which goes from the buffer as it
        comes, however long it says that it is.
        """
        with self._lock:
            waiting_bytes = self._language.waiting_bytes if self.is_stopped else 0
            return max(0, self.faults.buffer_bytes - waiting_bytes)

    def take_answers(self) -> bytes:
        """Return what the printer says, once."""
        with self._lock:
            said = bytes(self._answers)
            self._answers.clear()
            if self._is_mute:
                return b""
        if self.faults.answers_garbage:
            return bytes((byte * 7 + 0x81) & 0xFF for byte in said)
        return said

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
    def row_bytes(self) -> int:
        """Bytes of one row of dots."""
        return (self.width_dots + 7) // 8

    @property
    def is_out(self) -> bool:
        """Whether there is no paper."""
        return self.faults.rows_left == 0

    @property
    def is_stopped(self) -> bool:
        """Whether it cannot print now."""
        return self.faults.is_cover_open or self.is_out

    def say(self, data: bytes) -> None:
        """Send this to the host."""
        self._answers += data

    def print_row(self, row: bytes) -> None:
        """Move the paper by a row of dots, this one; nothing when there is no paper."""
        if self.is_out:
            return
        self._rows += row[: self.row_bytes].ljust(self.row_bytes, b"\0")
        if self.faults.rows_left is not None:
            self.faults.rows_left -= 1
            if self.faults.rows_left == 0:
                self._language.report()

    def cut(self) -> None:
        """Cut off what was printed; a cut in empty air leaves no ticket."""
        if not self._rows:
            return
        ticket = PaperPicture(self.width_dots, bytes(self._rows))
        self._rows.clear()
        self.tickets.append(ticket)
        self.on_ticket(ticket)

    def throw_away(self) -> None:
        """Lose the piece that is not whole: a label that is printed anew."""
        self._rows.clear()

    def _changed(self) -> None:
        self._language.report()
        self._language.work()

    @property
    def _is_mute(self) -> bool:
        after = self.faults.mute_after_tickets
        return self.faults.is_mute or (after is not None and len(self.tickets) >= after)

"""What an ESC/POS printer sends back, told apart by each byte's fixed bits.

Answers to different questions come mixed on one line: real-time status (DLE EOT), automatic
status (four bytes), the answer to GS r, and blocks that start with 37h or 5Fh and end with 00h
(hardware.md 1.1, after Epson's command reference). Flow control is passed over; noise is
counted, so that nothing short is believed on a line that babbles.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printing.port import PrinterState

BLOCK_HEAD, TEXT_HEAD, BLOCK_END = 0x37, 0x5F, 0x00
PROCESS_ID_KIND = 0x22
BLOCK_BYTES_MAX = 80
XON_XOFF = (0x11, 0x13)
BARRIER_ANSWERS = (0x00, 0x03, 0x0C, 0x0F)
"""Each of the two paper sensors has two bits that go together; all else is noise, never proof."""


@dataclass(frozen=True, slots=True)
class RealtimeStatus:
    """The one-byte answer to DLE EOT; what it means depends on what was asked."""

    bits: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """The printer's own report of a change."""

    state: PrinterState


@dataclass(frozen=True, slots=True)
class BarrierPassed:
    """The answer to GS r 1: all before it was worked off; `paper_out` by then or not."""

    paper_out: bool


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """The answer to GS ( H: the job with this id is on paper."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class ModelName:
    """The answer to GS I 67: the printer's model, as ``TM-T88V``."""

    name: str


Answer = RealtimeStatus | AutomaticStatus | BarrierPassed | ProcessDone | ModelName


class AnswerReader:
    """Cuts the bytes of one connection into answers, however they are split on the way."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self.noise_bytes = 0

    def feed(self, data: bytes) -> list[Answer]:
        """Take what came; return the answers that are now whole, in order."""
        self._pending += data
        answers = []
        while self._pending:
            length = self._first_length()
            if length == 0:
                break
            whole = bytes(self._pending[:length])
            del self._pending[:length]
            answer = _answer(whole)
            if answer is not None:
                answers.append(answer)
            elif length == 1 and whole[0] not in XON_XOFF:
                self.noise_bytes += 1
        return answers

    def state_in(self, answer: Answer) -> PrinterState | None:
        """Return the state in an automatic report; the other answers need their question."""
        return answer.state if isinstance(answer, AutomaticStatus) else None

    def _first_length(self) -> int:
        """Return the bytes of the first answer, 0 while it is not whole."""
        first = self._pending[0]
        if first in (BLOCK_HEAD, TEXT_HEAD):
            end = self._pending.find(BLOCK_END)
            if end >= 0:
                return end + 1
            return 1 if len(self._pending) > BLOCK_BYTES_MAX else 0
        if _is_automatic(first):
            return self._automatic_length()
        return 1

    def _automatic_length(self) -> int:
        following = self._pending[1:4]
        if not all(byte & 0x90 == 0 for byte in following):
            return 1  # noise that looks like a first byte: what follows it is something else
        return 4 if len(following) == 3 else 0


def _answer(whole: bytes) -> Answer | None:
    first = whole[0]
    if len(whole) == 7 and whole[:2] == bytes((BLOCK_HEAD, PROCESS_ID_KIND)):
        return ProcessDone(whole[2:6])
    if first == TEXT_HEAD and len(whole) > 2 and whole[1:-1].isascii() and whole[-1] == BLOCK_END:
        return ModelName(whole[1:-1].decode("ascii").strip())
    if len(whole) == 4 and _is_automatic(first):
        return AutomaticStatus(automatic_state(whole))
    if len(whole) != 1:
        return None
    if first & 0x93 == 0x12:
        return RealtimeStatus(first)
    if first in BARRIER_ANSWERS:
        return BarrierPassed(paper_out=bool(first & 0x0C))
    return None


def _is_automatic(byte: int) -> bool:
    return byte & 0x93 == 0x10


def automatic_state(report: bytes) -> PrinterState:
    """Return the state in the four bytes of an automatic status report."""
    if report[0] & 0x20:
        return PrinterState.COVER_OPEN
    if report[2] & 0x0C:
        return PrinterState.PAPER_OUT
    if report[1] & 0x68:
        return PrinterState.ERROR
    return PrinterState.PAPER_LOW if report[2] & 0x03 else PrinterState.READY


def realtime_state(offline: int, error: int, paper: int) -> PrinterState:
    """Return the state in the answers to DLE EOT 2, 3 and 4."""
    if offline & 0x04:
        return PrinterState.COVER_OPEN
    if offline & 0x20 or paper & 0x60:
        return PrinterState.PAPER_OUT
    if offline & 0x40 or error & 0x68:
        return PrinterState.ERROR
    return PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.READY

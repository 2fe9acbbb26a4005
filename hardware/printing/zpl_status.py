"""What a Zebra sends back: host status in three lines (~HS), and its errors (~HQES).

From Zebra's ZPL II Programming Guide: every line stands between STX and ETX. The guide warns that
newer printers leave ~HS unanswered out of media or with the head open; then ~HQES tells why. That
it does, and its warning for a paper that nears its end, are from general knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hardware.printing.port import PrinterState

STX, ETX = 0x02, 0x03
LINE_BYTES_MAX = 400
_FLAGS = re.compile(rb"(ERRORS|WARNINGS):\s*([01])\s+[0-9A-F]{8}\s+([0-9A-F]{8})")
MEDIA_OUT, RIBBON_OUT, HEAD_OPEN = 0x1, 0x2, 0x4
PAPER_NEAR_END = 0x8


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What ~HS says: how the printer is, and what waits in it."""

    state: PrinterState
    formats_waiting: int
    labels_remaining: int
    is_partial: bool
    """A format has begun and not ended."""

    @property
    def is_idle(self) -> bool:
        """Whether all that was received is printed."""
        return not (self.formats_waiting or self.labels_remaining or self.is_partial)


@dataclass(frozen=True, slots=True)
class ErrorStatus:
    """What ~HQES says."""

    state: PrinterState


Answer = HostStatus | ErrorStatus


class ZplReader:
    """Cuts the bytes of one connection into answers."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._lines: list[list[bytes]] = []
        self._is_low = False
        self.noise_bytes = 0

    def feed(self, data: bytes) -> list[Answer]:
        """Take what came; return the answers that are now whole, in order."""
        self._pending += data
        found: list[Answer] = []
        while (end := self._pending.find(ETX)) >= 0:
            start = self._pending.rfind(STX, 0, end)
            line = bytes(self._pending[start + 1 : end]) if start >= 0 else b""
            del self._pending[: end + 1]
            found += self._answers_in(line)
        if len(self._pending) > LINE_BYTES_MAX:
            self.noise_bytes += len(self._pending)
            self._pending.clear()
        return found

    def state_in(self, answer: Answer) -> PrinterState:
        """Return the state that every answer has; ~HS knows nothing of paper that nears its end."""
        if isinstance(answer, ErrorStatus):
            self._is_low = answer.state is PrinterState.PAPER_LOW
        is_low = self._is_low and answer.state is PrinterState.READY
        return PrinterState.PAPER_LOW if is_low else answer.state

    def _answers_in(self, line: bytes) -> list[Answer]:
        flags = {name: int(bits, 16) for name, _any, bits in _FLAGS.findall(line)}
        if flags:
            return [ErrorStatus(_error_state(flags.get(b"ERRORS", 0), flags.get(b"WARNINGS", 0)))]
        fields = line.split(b",")
        if len(fields) == 12:
            self._lines = [fields]
        elif len(fields) == 11 and len(self._lines) == 1:
            self._lines.append(fields)
        elif len(fields) == 2 and len(self._lines) == 2:
            first, second = self._lines
            self._lines = []
            return _host_status(first, second)
        else:
            self.noise_bytes += len(line)
        return []


def _host_status(first: list[bytes], second: list[bytes]) -> list[Answer]:
    """Read the lines ``aaa,b,c,dddd,eee,f,g,h,…`` and ``mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www``."""
    if not all(field.isdigit() for field in (first[4], second[8])):
        return []
    state = PrinterState.READY
    if b"1" in (first[2], first[10], first[11]):  # paused, too cold, too hot
        state = PrinterState.ERROR
    if b"1" in (first[1], second[3]):  # media, ribbon
        state = PrinterState.PAPER_OUT
    if second[2] == b"1":
        state = PrinterState.COVER_OPEN
    return [HostStatus(state, int(first[4]), int(second[8]), first[7] == b"1")]


def _error_state(errors: int, warnings: int) -> PrinterState:
    if errors & HEAD_OPEN:
        return PrinterState.COVER_OPEN
    if errors & (MEDIA_OUT | RIBBON_OUT):
        return PrinterState.PAPER_OUT
    if errors:
        return PrinterState.ERROR
    return PrinterState.PAPER_LOW if warnings & PAPER_NEAR_END else PrinterState.READY

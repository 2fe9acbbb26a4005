"""What a Star printer sends back: its automatic status, with the counter of ETBs.

After the appendix "Automatic Status" of Star's command specifications and receiptio's reading of
it: the first byte has the length in bits 1-3 and 5, bit 7 of the second adds two; of all that
follow bits 0, 4 and 7 are 0. Everything else on the line is passed over as noise.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printing.port import PrinterState

LENGTH_MIN = 7
COUNTER_AT = 7


@dataclass(frozen=True, slots=True)
class StarStatus:
    """One automatic status; `marks` counts the ETBs that were worked off, None: it cannot count."""

    state: PrinterState
    marks: int | None


class StarReader:
    """Cuts the bytes of one connection into statuses."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self.noise_bytes = 0

    def feed(self, data: bytes) -> list[StarStatus]:
        """Take what came; return the statuses that are now whole, in order."""
        self._pending += data
        found = []
        while len(self._pending) >= 2:
            length = _length(self._pending)
            if length and len(self._pending) < length:
                break
            if length and all(byte & 0x91 == 0 for byte in self._pending[2:length]):
                found.append(_status(bytes(self._pending[:length])))
                del self._pending[:length]
            else:
                self.noise_bytes += 1
                del self._pending[0]
        return found

    def state_in(self, answer: StarStatus) -> PrinterState:
        """Return the state that every status has."""
        return answer.state


def _length(pending: bytearray) -> int:
    """Return the bytes of the status that begins here, 0 when none does."""
    first, second = pending[0], pending[1]
    if first & 0x91 != 0x01:
        return 0
    length = (first >> 2 & 0x08 | first >> 1 & 0x07) + (second >> 6 & 0x02)
    return length if length >= LENGTH_MIN else 0


def _status(whole: bytes) -> StarStatus:
    if len(whole) <= COUNTER_AT:
        return StarStatus(_state(whole), None)
    counter = whole[COUNTER_AT]
    return StarStatus(_state(whole), counter >> 2 & 0x18 | counter >> 1 & 0x07)


def _state(whole: bytes) -> PrinterState:
    if whole[2] & 0x20:
        return PrinterState.COVER_OPEN
    if whole[5] & 0x08:
        return PrinterState.PAPER_OUT
    # Head too hot, lost for good, cutter, mechanics; jams; offline for a reason it does not name.
    if whole[3] & 0x6C or whole[4] & 0x0A or whole[2] & 0x08:
        return PrinterState.ERROR
    return PrinterState.PAPER_LOW if whole[5] & 0x06 else PrinterState.READY

"""What a Boca sends back: one byte for each thing that happens, and for each question.

The meanings are those of pretixprint's FGL driver, which houses use daily; ACK, X-ON, X-OFF and
ribbon low agree with Boca's own page on the exit sensor. A Boca says nothing of an open cover.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printing.port import PrinterState

TICKET_ACK = 0x06
POWER_ON = 0x12
BUSY = 0x13
ILLEGAL_COMMAND, ILLEGAL_DATA = 0x15, 0x19

_READY, _LOW = PrinterState.READY, PrinterState.PAPER_LOW
_OUT, _ERROR = PrinterState.PAPER_OUT, PrinterState.ERROR
_STATES: dict[int, PrinterState | None] = {
    0x01: None,  # the bin of rejected tickets is nearly full
    0x02: _ERROR,  # that bin is full
    0x03: _ERROR,  # jam, path 1
    0x04: _ERROR,  # jam, path 2
    0x05: None,  # the test button's ticket
    TICKET_ACK: None,
    0x0A: _OUT,
    0x0B: _OUT,
    0x0C: _READY,  # stock was loaded
    0x0D: _READY,
    0x0E: _ERROR,  # jam in the escrow
    0x0F: _LOW,
    0x10: _OUT,
    0x11: _READY,  # X-ON
    POWER_ON: _READY,
    BUSY: None,  # X-OFF
    0x14: _ERROR,  # bad flash memory
    ILLEGAL_COMMAND: _ERROR,
    0x16: _LOW,  # of ribbon
    0x17: _OUT,  # of ribbon
    0x18: _ERROR,  # jam
    ILLEGAL_DATA: _ERROR,
    0x1A: _ERROR,  # trouble at power up
    0x1C: _ERROR,  # download failed
    0x1D: _ERROR,  # cutter
    0x1E: _ERROR,  # stuck ticket
    0x1F: _ERROR,  # cutter, path 2
}


@dataclass(frozen=True, slots=True)
class FglStatus:
    """One byte that a Boca sent."""

    code: int


class FglReader:
    """Tells a Boca's bytes from noise."""

    def __init__(self) -> None:
        self.noise_bytes = 0

    def feed(self, data: bytes) -> list[FglStatus]:
        """Take what came; every byte is an answer of its own."""
        known = [FglStatus(byte) for byte in data if byte in _STATES]
        self.noise_bytes += len(data) - len(known)
        return known

    def state_in(self, answer: FglStatus) -> PrinterState | None:
        """Return the state that a byte tells, None for those that tell of something else."""
        return _STATES[answer.code]

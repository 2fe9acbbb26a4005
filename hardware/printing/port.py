"""What the box office asks of a ticket printer, and what it may believe of the answers.

One ticket is one `PrintJob` with one id. "Printed" means that the printer said so after the cut,
never that the bytes were handed over (hardware.md 1.2). The states queued, sent, waiting,
printed and unknown belong to the application's queue; a printer reports what one attempt came to:

* a fault is raised: **nothing of the job has reached paper**, it may be tried again unasked;
* a `PrintReport` is returned: bytes went out. Only `Outcome.PRINTED` is proof; the clerk is
  asked about the others, and a reprint says so on the ticket.

When power fails between sending and answering, the attempt ends as `Outcome.UNKNOWN`; when it
fails in the desk itself, the application finds the job still "sent" and treats it alike.

Faults::

    PrinterFault
    ├── PrinterUnreachable   absent, switched off, cable out, refused, no permission
    ├── PrinterNotReady      answers, but has no paper, an open cover or an error (see .state)
    ├── WrongPrinter         a printer of another family answers
    ├── NoDrawer             this family opens no cash drawer
    └── RasterTooWide        the picture does not fit this paper: a wrong layout or a wrong set-up
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class PrinterState(Enum):
    """What the printer last said of itself."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    """Prints, and wants a new roll soon."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    """Cutter jam, overheated head and the like: it wants a hand."""
    ABSENT = "absent"
    """Cannot be reached at all."""
    WRONG_KIND = "wrong_kind"
    """Another printer answers than the one that was set up."""
    TAKEN = "taken"
    """Another program or another counter prints on it now: it is waited for."""
    UNKNOWN = "unknown"
    """Can be reached and says nothing of itself (a file, a mute clone)."""

    @property
    def can_print(self) -> bool:
        """Whether a job may be sent: also to a printer that says nothing of itself."""
        return self in (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.UNKNOWN)


class PrinterFault(Exception):
    """An attempt that put nothing on paper; `state` is what it says of the printer."""

    state = PrinterState.ERROR


class PrinterUnreachable(PrinterFault):
    """The printer could not be reached; `address` says which, the message why."""

    state = PrinterState.ABSENT

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address = address


class PrinterNotReady(PrinterFault):
    """The printer answered that it cannot print now; nothing was sent."""

    def __init__(self, state: PrinterState) -> None:
        super().__init__(f"the printer is not ready: {state.value}")
        self.state = state


class WrongPrinter(PrinterFault):
    """Another family of printers answers than the one that was set up; nothing was printed."""

    state = PrinterState.WRONG_KIND

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"a {found} printer answers where {expected} was expected")
        self.expected = expected
        self.found = found


class NoDrawer(PrinterFault):
    """This family of printers has no connector for a cash drawer."""

    state = PrinterState.UNKNOWN

    def __init__(self, address: str) -> None:
        super().__init__(f"{address}: has no connector for a cash drawer")
        self.address = address


class RasterTooWide(PrinterFault):
    """The picture has more dots in a row than this printer; nothing was sent."""

    def __init__(self, width_dots: int, printer_width_dots: int) -> None:
        super().__init__(f"a picture of {width_dots} dots on paper of {printer_width_dots}")
        self.width_dots = width_dots
        self.printer_width_dots = printer_width_dots


class Outcome(Enum):
    """What one attempt came to, once bytes went out."""

    PRINTED = "printed"
    """The printer itself confirmed this job."""
    UNPROVEN = "unproven"
    """All was handed over to a printer that cannot confirm; the clerk is asked."""
    UNKNOWN = "unknown"
    """The deadline passed or the line broke before the confirmation, or the paper ended inside the
    ticket, which then lies there in two pieces; the clerk is asked."""


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What one attempt came to: `state` is the last that was heard, so the reason of an unknown.

    `model` is what the printer calls itself, empty where it does not say: another one than the
    last time is another printer at this address.
    """

    job_id: str
    outcome: Outcome
    state: PrinterState
    model: str = ""


@dataclass(frozen=True, slots=True)
class Raster:
    """A 1-bit picture: rows packed most significant bit first, 1 = black.

    `rows` holds `height_dots` rows of `row_bytes` bytes each; the bits past `width_dots` are 0.
    """

    width_dots: int
    height_dots: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width_dots < 1 or self.height_dots < 1:
            raise ValueError(f"a raster of {self.width_dots} x {self.height_dots} dots")
        if len(self.rows) != self.row_bytes * self.height_dots:
            raise ValueError(f"{len(self.rows)} bytes for {self.height_dots} rows")
        spare_bits = (1 << (-self.width_dots % 8)) - 1
        if spare_bits and any(
            byte & spare_bits for byte in self.rows[self.row_bytes - 1 :: self.row_bytes]
        ):
            raise ValueError("black dots past the width of the raster")

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return (self.width_dots + 7) // 8


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One ticket or receipt: one id, one picture, once. There is no number of copies."""

    id: str
    raster: Raster
    cut: bool = True


def nobody_watches(_state: PrinterState) -> None:
    """Be the `watch` of a caller that shows nothing while a job waits."""


class Printer(Protocol):
    """One printer. Calls block until their deadline at most, so each printer has its own thread."""

    @property
    def width_dots(self) -> int:
        """Printable dots in a row."""
        ...

    @property
    def dpi(self) -> int:
        """Dots per inch, along and across the paper."""
        ...

    @property
    def why(self) -> str:
        """Why it could not be reached the last time, in the words of line and system; empty when
        it was."""
        ...

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """Ask the printer how it is. Absence is an answer here, not a fault."""
        ...

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job and wait for its confirmation, for `deadline_s` seconds at most.

        `watch` hears (on the calling thread) each change of state while the job is under way:
        paper out or a cover opened halfway are waited for within the deadline.
        Raises `PrinterUnreachable`, `PrinterNotReady`, `WrongPrinter` or `RasterTooWide` when
        nothing was printed.
        """
        ...

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the cash drawer on the printer's connector.

        Raises `PrinterUnreachable`, `NoDrawer`, or `PrinterNotReady` when somebody else has the
        printer.
        """
        ...

    def close(self) -> None:
        """Let go of the device; may be called again."""
        ...

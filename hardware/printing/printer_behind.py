"""A printer with something before it: what must be had or asked first, then the printer."""

from __future__ import annotations

from collections.abc import Callable

from hardware.printing.port import Printer, PrinterState, PrintJob, PrintReport, nobody_watches


class PrinterBehind:
    """Hands everything on to `printer`; who stands before it overrides what it has a say in."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    @property
    def width_dots(self) -> int:
        """Printable dots in a row."""
        return self._printer.width_dots

    @property
    def dpi(self) -> int:
        """Dots per inch."""
        return self._printer.dpi

    @property
    def why(self) -> str:
        """Why it could not be reached the last time."""
        return self._printer.why

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """Ask the printer how it is."""
        return self._printer.state(deadline_s)

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job."""
        return self._printer.print(job, deadline_s, watch)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the drawer."""
        self._printer.kick_drawer(deadline_s)

    def close(self) -> None:
        """Let go of the device."""
        self._printer.close()

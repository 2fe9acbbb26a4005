"""A counter's printer that begins after the counter stands.

Its drivers, the papers and what draws them take as long to load as a hall. What is to be printed
meanwhile waits in the queue, which the printer's lane begins with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.paper_now import NO_PAPER, PaperNow

if TYPE_CHECKING:
    from podium_desk.application.desk import PrinterView


class LatePrinter:
    """A `PrinterView`. Used on the replica's lane, where it begins too."""

    def __init__(self) -> None:
        self._begun: PrinterView | None = None
        self._is_drawer_wanted = False

    def begin(self, printer: PrinterView) -> None:
        """It is there; a drawer that was wanted meanwhile opens now."""
        self._begun = printer
        if self._is_drawer_wanted:
            printer.open_drawer()

    def name_of_state(self) -> str:
        """Not known, until it is there."""
        return "unknown" if self._begun is None else self._begun.name_of_state()

    def paper_now(self) -> PaperNow:
        """What else there is to tell of paper; nothing yet, until it is there."""
        return NO_PAPER if self._begun is None else self._begun.paper_now()

    def wake(self) -> None:
        """There is something in the queue."""
        if self._begun is not None:
            self._begun.wake()

    def open_drawer(self) -> None:
        """Open the cash drawer, or as soon as the printer is there."""
        if self._begun is None:
            self._is_drawer_wanted = True
        else:
            self._begun.open_drawer()

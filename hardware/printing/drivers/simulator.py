"""A printer without a printer: a real driver, speaking to an emulated one in memory.

What comes out is drawn from the bytes that a real printer would get, as a PNG for each ticket.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.paper_picture import PaperPicture
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.zpl_paper import Zpl
from hardware.printing.drivers.talk import Answer
from hardware.printing.drivers.talking import Paper, TalkingPrinter, Tongue
from hardware.transport.port import Link, LinkLost


def _emulated_fgl(paper: Paper, faults: PrinterFaults) -> EmulatedPrinter:
    language = partial(Fgl, height_dots=paper.height_dots or 400)
    return EmulatedPrinter(language, paper.width_dots, faults)


LANGUAGES: dict[str, Callable[[Paper, PrinterFaults], EmulatedPrinter]] = {
    "escpos": lambda paper, faults: EmulatedPrinter(EscPos, paper.width_dots, faults),
    "star": lambda paper, faults: EmulatedPrinter(star_raster, paper.width_dots, faults),
    "starline": lambda paper, faults: EmulatedPrinter(star_line, paper.width_dots, faults),
    "fgl": _emulated_fgl,
    "zpl": lambda paper, faults: EmulatedPrinter(Zpl, paper.width_dots, faults),
}
"""What is at the other end, for each family of printers."""


class SimulatedPrinter(TalkingPrinter[Answer]):
    """Prints into `folder` as ticket-0001.png and so on; `paper` has the switches of its faults."""

    def __init__(
        self,
        address: str,
        dots: Paper,
        tongue: Tongue[Answer],
        paper: EmulatedPrinter,
        folder: Path | None,
    ) -> None:
        super().__init__(address, self._connect_paper, dots, tongue)
        self._folder = folder
        self.paper = paper
        paper.on_ticket = self._keep

    def _connect_paper(self, timeout_s: float) -> Link:  # noqa: ARG002 - memory does not wait
        return PaperLink(self.paper)

    def _keep(self, ticket: PaperPicture) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1 + sum(1 for _ in self._folder.glob("ticket-*.png"))
        while (path := self._folder / f"ticket-{number:04}.png").exists():
            number += 1
        # A door that watches this folder must never meet half a picture.
        unfinished = path.with_suffix(".part")
        ticket.save(unfinished)
        unfinished.replace(path)


class PaperLink:
    """A line in memory to an emulated printer."""

    answers = True

    def __init__(self, paper: EmulatedPrinter) -> None:
        self._paper = paper
        self._tick = threading.Event()

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over what fits in the printer's buffer."""
        chunk = data[: self._paper.room_bytes()]
        if not chunk:
            self._tick.wait(timeout_s)
            return 0
        try:
            self._paper.receive(chunk)
        except OSError as error:
            # The folder for the pictures cannot be written: the paper of this printer.
            raise LinkLost(str(error.filename), error.strerror or str(error)) from error
        return len(chunk)

    def read(self, timeout_s: float) -> bytes:
        """Return what the printer said; wait a moment when it said nothing."""
        said = self._paper.take_answers()
        if not said and timeout_s > 0:
            self._tick.wait(min(timeout_s, 0.02))
            said = self._paper.take_answers()
        return said

    def close(self) -> None:
        """Nothing to close."""

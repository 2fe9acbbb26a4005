"""A printer without a printer: the real ESC/POS driver, speaking to an emulated one in memory.

What comes out is drawn from the bytes that a real printer would get, as a PNG for each ticket.
"""

from __future__ import annotations

import threading
from pathlib import Path

from hardware.emulators.escpos_paper import EscPosFaults, EscPosPaper
from hardware.emulators.paper_picture import PaperPicture
from hardware.printing.drivers.escpos import EscPosPrinter, EscPosProfile
from hardware.transport.port import Link, LinkLost


class SimulatedPrinter(EscPosPrinter):
    """Prints into `folder` as ticket-0001.png and so on; `paper` has the switches of its faults."""

    verified_on_device = True
    """There is no other device than the simulated one."""

    def __init__(
        self, address: str, profile: EscPosProfile, faults: EscPosFaults, folder: Path | None
    ) -> None:
        self._folder = folder
        self.paper = EscPosPaper(profile.width_dots, faults, self._keep)
        super().__init__(address, self._connect_paper, profile)

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

    def __init__(self, paper: EscPosPaper) -> None:
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

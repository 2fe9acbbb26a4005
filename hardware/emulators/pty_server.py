"""An emulated printer behind a pseudo-terminal, as on a serial port."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from typing import Self

from hardware.emulators.printer import EmulatedPrinter

TURN_S = 0.005
CHUNK_BYTES = 4096


class PtyPrinterServer:
    """Serves `paper` on a pseudo-terminal on a thread of its own, as a context. POSIX only."""

    def __init__(self, paper: EmulatedPrinter) -> None:
        self.paper = paper
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated-serial", daemon=True)

    @property
    def device(self) -> str:
        """The device node that a driver opens."""
        return os.ttyname(self._slave)

    @property
    def url(self) -> str:
        """The address of this printer in the notation of `hardware.registry`."""
        return f"{self.paper.scheme}+serial://{self.device}?baud=115200"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        os.close(self._master)
        os.close(self._slave)

    def _serve(self) -> None:
        while not self._stop.is_set():
            has_room = self.paper.room_bytes() > 0
            if not has_room:
                self._stop.wait(TURN_S)
            elif select.select([self._master], [], [], TURN_S)[0]:
                limit = min(CHUNK_BYTES, self.paper.room_bytes())
                self.paper.receive(os.read(self._master, limit))
            os.write(self._master, self.paper.take_answers())

"""One printer, one owner at a time: programs of one machine wait for each other.

Two streams in one printer are one spoilt ticket, and neither program hears of it. Whoever speaks
with a printer holds its lock, a file that the system lets go of when a program dies, so a crash
leaves nothing behind. Between machines the printer itself decides (docs/decisions/0023).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hardware.printing.port import (
    Printer,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    PrintReport,
    nobody_watches,
)
from hardware.printing.printer_behind import PrinterBehind

WAIT_S = 5.0
"""A ticket takes two seconds: who waits longer says so on the screen, and tries again."""
_SHARED_FOLDER = Path("/run/lock")


class OwnedPrinter(PrinterBehind):
    """A printer that is spoken to by one program at a time; `place` is the same for all of them."""

    def __init__(self, printer: Printer, place: str, folder: Path | None = None) -> None:
        super().__init__(printer)
        name = hashlib.sha256(place.encode()).hexdigest()[:16]
        self._lock_trouble = ""
        self._path = (folder or lock_folder()) / f"podium-desk-printer-{name}.lock"

    @property
    def why(self) -> str:
        """Why it could not be reached the last time."""
        return self._printer.why or self._lock_trouble

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """Ask the printer how it is; TAKEN while another program speaks with it."""
        try:
            with self._owned(deadline_s) as left_s:
                return self._printer.state(left_s)
        except PrinterNotReady as taken:
            return taken.state
        except PrinterUnreachable:
            return PrinterState.ABSENT

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job; raises `PrinterNotReady` (TAKEN) when the printer does not get free."""
        with self._owned(min(deadline_s, WAIT_S)):
            return self._printer.print(job, deadline_s, watch)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        """Open the drawer, as soon as the printer is free."""
        with self._owned(deadline_s) as left_s:
            self._printer.kick_drawer(left_s)

    @contextmanager
    def _owned(self, wait_s: float) -> Iterator[float]:
        """Hold the printer; gives how much of `wait_s` is left."""
        import filelock  # loaded with the first job, after the first window

        until = time.monotonic() + wait_s
        # Everybody on this machine may print, whoever they are logged in as: hence the mode.
        lock = filelock.FileLock(self._path, timeout=wait_s, mode=0o666, thread_local=False)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise PrinterNotReady(PrinterState.TAKEN) from None
        except OSError as error:
            self._lock_trouble = f"{self._path}: {error.strerror or error}"
            raise PrinterUnreachable(str(self._path), error.strerror or str(error)) from error
        self._lock_trouble = ""
        try:
            yield max(until - time.monotonic(), 0.1)
        finally:
            lock.release()


def lock_folder() -> Path:
    """Return the folder that all users of this machine share for locks."""
    is_shared = _SHARED_FOLDER.is_dir() and os.access(_SHARED_FOLDER, os.W_OK)
    return _SHARED_FOLDER if is_shared else Path(tempfile.gettempdir())

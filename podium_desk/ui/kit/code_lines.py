"""Scanners with a line of their own and readers of chips, heard on threads of their own.

Each source has a thread that asks it for codes and waits; what it says arrives on the screen's
thread. One that is unplugged is told once, and once more when it is back.
"""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from hardware.registry import open_scanner
from hardware.scanning.code_ends import OwnCodes
from hardware.scanning.port import CodeKind, ScannerAbsent, ScannerGarbled
from podium_desk.ui.kit.wedge import TICKET_PREFIX, is_whole_ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hardware.scanning.port import CodeSource

ASKED_FOR_S = 0.5
JOIN_S = 2.0


def scanners_of(urls: Iterable[str]) -> list[CodeSource]:
    """The scanners and readers of these addresses, which know a ticket's code at its last letter.

    Raises `DeviceUrlFault` for an address that means no device.
    """
    own = OwnCodes(TICKET_PREFIX, is_whole_ticket)
    return [open_scanner(url, own) for url in urls]


class CodeLines(QObject):
    """Hears all `sources` until `close`; the signals arrive on the screen's thread.

    `scanned` carries the code, and whether it is a chip's; `gone_changed` the names of those that
    cannot be reached now; `garbled` the name of one that sent what is no code.
    """

    scanned = Signal(str, bool)
    gone_changed = Signal(tuple)
    garbled = Signal(str)
    _noticed = Signal()

    def __init__(
        self, sources: Iterable[CodeSource], failed: Callable[[BaseException], None]
    ) -> None:
        """`failed` hears, on the source's thread, of an error that ends its hearing."""
        super().__init__()
        self._failed = failed
        self._stopping = Event()
        self._lock = Lock()
        self._codes: list[tuple[str, bool]] = []
        self._garbled: list[str] = []
        self._gone: dict[str, str] = {}
        self._told_gone: tuple[str, ...] = ()
        self._threads = [
            Thread(target=self._run, args=(one,), name=f"scanner {one.name}", daemon=True)
            for one in sources
        ]
        self._noticed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to listen."""
        for thread in self._threads:
            thread.start()

    def close(self) -> bool:
        """Listen no more and let the devices go; False when one did not end within 2 s."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(JOIN_S)
        return not any(thread.is_alive() for thread in self._threads)

    @Slot()
    def _deliver(self) -> None:
        if self._stopping.is_set():
            return
        with self._lock:
            codes, self._codes = self._codes, []
            garbled, self._garbled = self._garbled, []
            gone = tuple(sorted(self._gone))
        if gone != self._told_gone:
            self._told_gone = gone
            self.gone_changed.emit(gone)
        for name in garbled:
            self.garbled.emit(name)
        for text, is_chip in codes:
            self.scanned.emit(text, is_chip)

    def _run(self, source: CodeSource) -> None:
        try:
            while not self._stopping.is_set():
                self._hear(source)
        except Exception as error:  # noqa: BLE001 - the top of a thread; told, the window goes on
            with self._lock:
                self._gone[source.name] = str(error)
            self._noticed.emit()
            self._failed(error)
        finally:
            source.close()

    def _hear(self, source: CodeSource) -> None:
        try:
            code = source.next_code(ASKED_FOR_S)
        except ScannerAbsent as absent:
            self._is_gone(source.name, str(absent))
            return
        except ScannerGarbled:
            with self._lock:
                self._garbled.append(source.name)
            self._noticed.emit()
            return
        self._is_there(source.name)
        if code is not None:
            with self._lock:
                self._codes.append((code.text, code.kind is CodeKind.CHIP))
            self._noticed.emit()

    def _is_gone(self, name: str, why: str) -> None:
        with self._lock:
            is_new = name not in self._gone
            self._gone[name] = why
        if is_new:
            self._noticed.emit()

    def _is_there(self, name: str) -> None:
        with self._lock:
            was_gone = self._gone.pop(name, None) is not None
        if was_gone:
            self._noticed.emit()

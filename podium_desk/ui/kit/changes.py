"""What a commit touched, from whatever thread made it to the thread of a screen."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from podium_desk.application.jobs import Changes


class ChangesEar(QObject):
    """Hears changes until it is closed; a device outlives its window, and goes on telling."""

    _came = Signal(object)

    def __init__(self, told: Callable[[Changes], None]) -> None:
        """`told` is called on the thread that this object lives on."""
        super().__init__()
        self._told = told
        self._lock = Lock()
        self._is_closed = False
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def hear(self, changes: Changes) -> None:
        """A commit touched these; may be called from any thread, also after the end."""
        with self._lock:
            if not self._is_closed:
                self._came.emit(changes)

    def close(self) -> None:
        """Hear nothing more; after this the object may be ended."""
        with self._lock:
            self._is_closed = True

    @Slot(object)
    def _tell(self, changes: Changes) -> None:
        if not self._is_closed:
            self._told(changes)

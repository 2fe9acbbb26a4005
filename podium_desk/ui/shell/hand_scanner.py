"""A hand scanner for measurements: its keys come one by one, at a scanner's pace."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KEY_S = 0.002
SCANS_MAX = 3
"""As often a person tries who heard nothing."""


class HandScanner(QObject):
    """Types into whatever has the keyboard. Each key bears its moment, as the system's own do,
    however late the window comes to it."""

    _sent = Signal(str, int)

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._left = 0
        self._sent.connect(self._strike)

    @property
    def is_done(self) -> bool:
        """Whether the window has had the last key."""
        return self._left == 0

    def type(self, text: str) -> None:
        """Begin; a carriage return is the Enter key."""
        self._left = len(text)
        threading.Thread(target=partial(self._type, text), name="scanner", daemon=True).start()

    def _type(self, text: str) -> None:
        began_s = time.monotonic()
        for number, letter in enumerate(text, start=1):
            due_s = began_s + number * KEY_S
            time.sleep(max(0.0, due_s - time.monotonic()))
            self._sent.emit(letter, int(due_s * 1000))

    @Slot(str, int)
    def _strike(self, letter: str, at_ms: int) -> None:
        self._left -= 1
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(at_ms)
            QCoreApplication.sendEvent(QApplication.focusWidget() or self._window, event)

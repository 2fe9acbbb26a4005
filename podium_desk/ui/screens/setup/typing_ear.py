"""Hears every key while a scanner is set up: where the key is, what is held, and when it came."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from hardware.scanning.scanner_setup import Stroke
from hardware.scanning.wedge import KeyNumbering

SILENCE_MS = 300
"""A scanner's code has come when so long nothing came."""
STROKES_MIN = 4
"""Fewer are a person who looks for a way out."""


class TypingEar(QObject):
    """Give it to `QApplication.installEventFilter` while it listens; `typed` has the strokes.

    Esc and Tab alone stay what they are.
    """

    typed = Signal(list)

    def __init__(self, numbering: KeyNumbering | None = None) -> None:
        super().__init__()
        self._numbering = numbering or KeyNumbering.of_platform(sys.platform)
        self._strokes: list[Stroke] = []
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self._come)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take each key press, and its release."""
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or self._is_way_out(event):
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._strokes.append(self._stroke(event))
            self._silence.start()
        return True

    def _is_way_out(self, event: QKeyEvent) -> bool:
        return not self._strokes and event.key() in (
            Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter
        )  # fmt: skip

    def _stroke(self, event: QKeyEvent) -> Stroke:
        held, code = event.modifiers(), event.nativeScanCode()
        alt = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.GroupSwitchModifier
        return Stroke(
            code - self._numbering.value if code else 0,
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            float(event.timestamp()) or time.monotonic() * 1000,
            bool(held & alt),
        )

    def _come(self) -> None:
        strokes, self._strokes = self._strokes, []
        if len(strokes) >= STROKES_MIN:
            self.typed.emit(strokes)

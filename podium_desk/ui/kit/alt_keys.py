"""Letters typed as Alt with a number, made one key each before anybody else hears of them.

Windows makes them itself, and sends the letter; elsewhere Alt and the keypad's digits would only be
commands of nobody. What turns out to be something else is given back, key by key.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from hardware.scanning.alt_codes import AltCodes
from hardware.scanning.wedge import KeyNumbering

_NOTHING, _HELD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class AltKeys:
    """Follows one keyboard; `kept` are the keys of a letter that has not come to its end."""

    def __init__(self, numbering: KeyNumbering) -> None:
        self._numbering = numbering
        self._codes = AltCodes()
        self.kept: list[tuple[QObject, QKeyEvent]] = []

    def keeps(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether this key may belong to such a letter, and so is kept back."""
        position = event.nativeScanCode() - self._numbering.value
        if not (event.key() == Qt.Key.Key_Alt or event.modifiers() & _HELD):
            # It went up where this window did not hear it: the keyboard was another's meanwhile.
            self._codes = AltCodes()
            is_kept = False
        elif event.type() == QEvent.Type.KeyPress:
            is_kept = self._codes.press(position)
        else:
            is_kept = any(one.key() == event.key() for _, one in self.kept)
        if is_kept:
            self.kept.append((watched, event.clone()))
        return is_kept

    def letter(self, event: QKeyEvent) -> QKeyEvent | None:
        """The letter that ends with this release of Alt, as a key of its own; its keys are gone."""
        if event.type() != QEvent.Type.KeyRelease:
            return None
        said = self._codes.release(event.nativeScanCode() - self._numbering.value)
        if not said:
            return None
        self.kept.clear()
        stroke = QKeyEvent(QEvent.Type.KeyPress, 0, _NOTHING, 0, 0, 0, said)
        stroke.setTimestamp(event.timestamp())
        return stroke

    def given_back(self) -> list[tuple[QObject, QKeyEvent]]:
        """What was kept and is no letter, in its order."""
        kept, self.kept = self.kept, []
        return kept

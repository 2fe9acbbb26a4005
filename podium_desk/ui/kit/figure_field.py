"""A field for figures: digits count from every keyboard row, also from AZERTY without Shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from podium_desk.ui.kit.actions import digit_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class FigureField(QLineEdit):
    """An amount or a count, at the right like in a book; arrows go to the next field."""

    def __init__(self, letters_max: int = 9) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(letters_max)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, wherever it stands on the keyboard; down and up as Tab."""
        digit = digit_of(event)
        if digit is not None:
            self.insert(str(digit))
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

"""The keys of the best places: one large digit each, which is also the key to press."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton

from podium_desk.ui.kit.buttons import ActionButton
from podium_desk.ui.kit.tokens import font, px

_DIGIT_PIXELS = 22
_WIDTH_PIXELS = 44


class NumberKey(ActionButton):
    """Shows only its digit; a screen reader hears all of its words."""

    def sizeHint(self) -> QSize:
        """Room for a digit."""
        height = QFontMetrics(font(_DIGIT_PIXELS, 700)).height()
        return QSize(px(_WIDTH_PIXELS), max(self.minimumHeight(), height + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's frame, and the digit in its middle."""
        QPushButton.paintEvent(self, event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.setFont(font(_DIGIT_PIXELS, 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.key_text)
        painter.end()

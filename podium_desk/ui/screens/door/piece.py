"""What every part of the door screen is: a widget that paints its slice of the newest view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class Piece(QWidget):
    """A part of the screen; its sizes are those of a 1280 by 800 screen, times `scale`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hand a smooth painter to `draw`."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Paint this part; each part has its own."""
        raise NotImplementedError

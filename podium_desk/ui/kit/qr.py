"""A QR code as large as its place allows, black on white whatever the theme: for a camera."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_SMALLEST_PIXELS = 420
_GREY = bytes([255, 0]) + bytes(254)
"""From a white or a black module to its grey."""


class QrPicture(QWidget):
    """Draws one code in whole pixels a module, with its quiet border."""

    def __init__(self, smallest_pixels: int = _SMALLEST_PIXELS) -> None:
        super().__init__()
        self._code = QImage()
        self._text = ""
        self.setMinimumSize(QSize(smallest_pixels, smallest_pixels))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        """Show the code of this text."""
        if text == self._text:
            return
        self._text = text
        # Shown on few screens, and seldom.
        from podium_desk.documents.code_modules import QUIET_MODULES, code_modules

        rows, quiet = code_modules(text), bytes(QUIET_MODULES)
        across = len(rows) + 2 * QUIET_MODULES
        border = (bytes(across),) * QUIET_MODULES
        dots = b"".join((*border, *(quiet + row + quiet for row in rows), *border))
        grey = dots.translate(_GREY)
        # Qt copies nothing by itself, and `grey` ends here.
        self._code = QImage(grey, across, across, across, QImage.Format.Format_Grayscale8).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As large as it finds room in whole pixels a module."""
        size = min(self.width(), self.height()) // max(self._code.width(), 1)
        edge = size * self._code.width()
        left, top = (self.width() - edge) // 2, (self.height() - edge) // 2
        if edge:
            painter = QPainter(self)
            painter.drawImage(QRect(left, top, edge, edge), self._code)
            painter.end()

"""A QR code as large as its place allows, black on white whatever the theme: for a camera."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_MODULES = 4
"""The white border that the standard asks for (ISO/IEC 18004)."""
_SMALLEST_PIXELS = 420


class QrPicture(QWidget):
    """Draws one code in whole pixels a module, with its quiet border."""

    def __init__(self, smallest_pixels: int = _SMALLEST_PIXELS) -> None:
        super().__init__()
        self._modules: tuple[bytes, ...] = ()
        self._text = ""
        self.setMinimumSize(QSize(smallest_pixels, smallest_pixels))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        """Show the code of this text."""
        if text == self._text:
            return
        self._text = text
        # Drawn on few screens, and seldom.
        import segno

        code = segno.make(text, error="m", micro=False, boost_error=False)
        self._modules = tuple(bytes(row) for row in code.matrix)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White, then a square for each dark module."""
        painter = QPainter(self)
        across = len(self._modules) + 2 * QUIET_MODULES
        size = min(self.width(), self.height()) // across
        if self._modules and size:
            edge = size * across
            left, top = (self.width() - edge) // 2, (self.height() - edge) // 2
            painter.fillRect(QRect(left, top, edge, edge), Qt.GlobalColor.white)
            for y, row in enumerate(self._modules, QUIET_MODULES):
                for x, is_dark in enumerate(row, QUIET_MODULES):
                    if is_dark:
                        place = QRect(left + x * size, top + y * size, size, size)
                        painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()

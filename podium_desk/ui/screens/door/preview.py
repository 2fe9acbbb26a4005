"""What the camera sees, small, and how it does in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from podium_desk.presentation.door_view import Tone
from podium_desk.ui.screens.door.fitting import Wish, set_text
from podium_desk.ui.screens.door.look import SEMIBOLD, ink, thin
from podium_desk.ui.screens.door.piece import Piece


class PreviewPane(Piece):
    """What the camera sees, small and mirrored, with its state in words below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._state = ""
        self._tone = Tone.WAITING

    def show_image(self, image: QImage) -> None:
        """Show the newest picture, already mirrored and with the found code outlined."""
        self._image = image
        self.update()

    def show_state(self, text: str) -> None:
        """Say how the camera does."""
        self._state = text
        self.setAccessibleName(text)
        self.update()

    def show_tone(self, tone: Tone) -> None:
        """Take over the screen's colour."""
        self._tone = tone
        self.update()

    def draw(self, painter: QPainter) -> None:
        """The picture in a frame and the words under it; without a picture, in its place."""
        scale, colour = self.scale, ink(self._tone)
        words = 34 * scale
        frame = QRectF(2, 2, self.width() - 4, self.height() - words - 4)
        painter.fillRect(frame, thin(colour, 0.12))
        if not self._image.isNull():
            self._draw_image(painter, frame)
        painter.setPen(QPen(colour, 3 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6 * scale, 6 * scale)
        if self._image.isNull():
            inside = frame.adjusted(16 * scale, 0, -16 * scale, 0)
            setting = set_text(Wish(self._state, 26 * scale, 24 * scale, SEMIBOLD), inside.width())
            y = inside.center().y() - setting.height / 2
            setting.draw(painter, inside.x(), y, inside.width())
            return
        caption = set_text(Wish(self._state, 20 * scale, 15, SEMIBOLD, 1), self.width())
        caption.draw(painter, 0, self.height() - words + 4, self.width())

    def _draw_image(self, painter: QPainter, frame: QRectF) -> None:
        kept = Qt.AspectRatioMode.KeepAspectRatio
        size = self._image.size().scaled(frame.size().toSize(), kept)
        inner = QRectF(0, 0, size.width(), size.height())
        inner.moveCenter(frame.center())
        painter.drawImage(inner, self._image)

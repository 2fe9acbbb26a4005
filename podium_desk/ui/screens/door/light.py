"""The small light of the waiting screen: ready for tonight, or how many points to look at.

It has a shape, a word and a colour, stands where no verdict does, and is gone with the first scan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from podium_desk.domain.readiness import Light
from podium_desk.ui.kit import tokens
from podium_desk.ui.screens.door.fitting import Wish, set_text
from podium_desk.ui.screens.door.look import SEMIBOLD, draw_icon, readable
from podium_desk.ui.screens.door.piece import Piece

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.readiness import LightView

_REFERENCE = (1280, 800)
_MARGIN, _HEIGHT, _FOOT = 60, 40, 48
_WIDTH = 560
_ICON, _GAP, _TEXT = 1.2, 0.5, 20
"""Icon and gap are as many times the text."""
_MOST_TEXT, _LEAST_TEXT = 32, 13
_COLOURS = {Light.GREEN: "ok_text", Light.UNSEEN: "muted", Light.AMBER: "warning_text",
            Light.RED: "danger_text"}  # fmt: skip


class ReadyLight(Piece):
    """The light over its window, at the foot; a touch opens the list behind it."""

    wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._host = window
        self._view: LightView | None = None
        self._is_waiting = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        window.installEventFilter(self)
        self.hide()

    @property
    def view(self) -> LightView | None:
        """What it shows."""
        return self._view

    def show_light(self, view: LightView) -> None:
        """Show this light while the door waits."""
        if view != self._view:
            self._view = view
            self.setAccessibleName(view.spoken)
            self.setToolTip(view.spoken)
            self._place()
            self.update()

    def show_waiting(self, is_waiting: bool) -> None:
        """Whether the door waits: a verdict stands alone."""
        if is_waiting != self._is_waiting:
            self._is_waiting = is_waiting
            self._place()

    def draw(self, painter: QPainter) -> None:
        """The icon and its word, flush right."""
        if self._view is None:
            return
        colour = QColor(tokens.colour(f"ui.{_COLOURS[self._view.light]}"))
        text = min(readable(_TEXT), _MOST_TEXT) * self.scale
        icon, gap = _ICON * text, _GAP * text
        room = self.width() - icon - gap
        setting = set_text(Wish(self._view.word, text, _LEAST_TEXT, SEMIBOLD, 1), room)
        painter.setPen(colour)
        x = self.width() - setting.width()
        setting.draw(painter, x, (self.height() - setting.height) / 2, setting.width() + 1)
        where = QRectF(x - gap - icon, (self.height() - icon) / 2, icon, icon)
        draw_icon(painter, self._view.icon, colour, where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Somebody wants to know more."""
        self.wanted.emit()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width, height = self._host.width(), self._host.height()
        wide, tall = _REFERENCE if width >= height else _REFERENCE[::-1]
        scale = self.scale = min(width / wide, height / tall)
        broad = round(_WIDTH * scale)
        x, y = width - round(_MARGIN * scale) - broad, height - round(_FOOT * scale)
        self.setGeometry(x, y, broad, round(_HEIGHT * scale))
        self.setVisible(self._view is not None and self._is_waiting)
        self.raise_()

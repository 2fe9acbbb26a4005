"""The key of the menu, in the strip: icon, word and key; where text is large the icon alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import ActionButton
from podium_desk.ui.kit.tokens import px, worn

MENU_ICON = "ellipsis"
_ICON_PIXELS = 24
_PADDING = 8
_USUAL_PERCENT = 100


class MenuKey(ActionButton):
    """A screen reader hears its words whatever is shown."""

    def sizeHint(self) -> QSize:
        """As any button, or room for the icon."""
        usual = super().sizeHint()
        if worn().text_percent <= _USUAL_PERCENT:
            return usual
        return QSize(px(_ICON_PIXELS) + 2 * _PADDING, min(usual.height(), self.minimumHeight()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """As any button, or the frame with the icon in its middle."""
        if worn().text_percent <= _USUAL_PERCENT:
            super().paintEvent(event)
            return
        QPushButton.paintEvent(self, event)
        painter = QPainter(self)
        color = self.palette().color(QPalette.ColorRole.ButtonText).name()
        where = QRectF(0, 0, px(_ICON_PIXELS), px(_ICON_PIXELS))
        where.moveCenter(QRectF(self.rect()).center())
        icons.paint(painter, MENU_ICON, color, where)
        painter.end()

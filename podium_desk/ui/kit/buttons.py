"""Buttons that show their word at the left and their key in small type at the right."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.tokens import drawn_font, font, px, worn

if TYPE_CHECKING:
    from podium_desk.ui.kit.actions import Action

_PADDING = 16
_GAP = 10
_KEY_PIXELS = 15
_ICON_PIXELS = 24
_WORD_PIXELS = 19
_ABOVE_AND_BELOW = 12
_ONE_LINE_PERCENT = 100
"""Where text is larger than this, the words on a button may take several lines."""
_ONE_LINE_PIXELS = 130
"""Words narrower than this, at text of 100 %, always stand in one line."""
_WRAPPED = Qt.TextFlag.TextWordWrap.value


def look(widget: QWidget, name: str) -> None:
    """Give a widget one of the style sheet's looks, also while it is on the screen."""
    if widget.property("look") == name:
        return
    widget.setProperty("look", name)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ActionButton(QPushButton):
    """A button for an action of the table; a click does what its key does."""

    def __init__(self, action: Action, icon_name: str = "", *, height: int = 60) -> None:
        super().__init__()
        self.key_text = action.key_text
        """Its key, as it stands in small type."""
        self._words = ""
        self._icon_name = icon_name
        self._height = height
        self.appearance_changed()
        self.setObjectName(action.id)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.run)

    def set_words(self, words: str) -> None:
        """The word on the button, which is also its name for a screen reader."""
        self._words = words
        key = f" ({self.key_text})" if self.key_text else ""
        self.setAccessibleName(f"{words}{key}")
        self.updateGeometry()

    def appearance_changed(self) -> None:
        """A button is never lower than a line of its text."""
        self.setMinimumHeight(self._height_of(QFontMetrics(font(_WORD_PIXELS)).height()))

    def sizeHint(self) -> QSize:
        """Room for icon, word and key."""
        words = self._room_for_words()
        return QSize(self._beside_words() + words.width(), self._height_of(words.height()))

    def minimumSizeHint(self) -> QSize:
        """Nothing on a button is ever cut off."""
        return self.sizeHint()

    def _room_for_words(self) -> QSize:
        """One line; where text is large, long words stand in several."""
        measure = QFontMetrics(self.font())
        one_line = QSize(measure.horizontalAdvance(self._words), measure.height())
        is_large = worn().text_percent > _ONE_LINE_PERCENT
        if not is_large or one_line.width() <= px(_ONE_LINE_PIXELS):
            return one_line
        widest = max(map(measure.horizontalAdvance, self._words.split()))
        room = QRect(0, 0, max(widest, round(one_line.width() * 0.6)), 10_000)
        return measure.boundingRect(room, _WRAPPED, self._words).size()

    def _height_of(self, words: int) -> int:
        return max(self._height, words + _ABOVE_AND_BELOW)

    def _beside_words(self) -> int:
        icon = px(_ICON_PIXELS) + _GAP if self._icon_name else 0
        key = self._key_width() + _GAP if self.key_text else 0
        return 2 * _PADDING + icon + key

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's frame; then icon and word at the left, the key at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        color = painter.pen().color()
        if self.key_text:
            painter.setFont(font(_KEY_PIXELS))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.key_text
            )
        if self._icon_name:
            side = px(_ICON_PIXELS)
            where = QRectF(box.left(), box.center().y() - side / 2, side, side)
            icons.paint(painter, self._icon_name, color.name(), where)
            box.setLeft(box.left() + side + _GAP)
        if self.key_text:
            box.setRight(box.right() - self._key_width() - _GAP)
        painter.setFont(self.font())
        wrap = _WRAPPED if worn().text_percent > _ONE_LINE_PERCENT else 0
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | wrap, self._words
        )

    def _key_width(self) -> int:
        return _width_of_key(self.key_text, px(_KEY_PIXELS))


@lru_cache(maxsize=256)
def _width_of_key(text: str, pixels: int) -> int:
    """Layouts ask each button several times before the first paint."""
    return QFontMetrics(drawn_font(pixels)).horizontalAdvance(text)

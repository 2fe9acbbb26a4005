"""The answers of a page, as tiles for a finger."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from podium_desk.presentation.door_view import Panel, Tile, Tone
from podium_desk.ui.screens.door.fitting import PlacedText, Setting, Wish, set_text
from podium_desk.ui.screens.door.look import (
    REGULAR,
    SEMIBOLD,
    font,
    ground,
    ink,
    readable,
    surface,
    thin,
)

COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2}
"""How many tiles stand beside each other, by how many there are; of more it is three or four."""
GAP_PX = 14
KEY_LETTERS_MAX = 7
"""What is not longer than this below a tile's words is a key, and may stand beside them."""
SPACE = "__"
"""What stands on the key of a space; the house's type has no sign for it."""


class TileButton(QAbstractButton):
    """One answer: its words, what is said below them, and the figure that picks it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._tile = Tile("")
        self._tone = Tone.WAITING
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_tile(self, tile: Tile, tone: Tone) -> None:
        """Show this answer."""
        self._tile, self._tone = tile, tone
        self.setText(tile.label)
        parts = [tile.label, tile.detail, f"({tile.key})" if tile.key else ""]
        self.setAccessibleName(" ".join(part for part in parts if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled where Enter takes it, framed otherwise."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, body = self.scale, ink(self._tone)
        paper = surface() if self._tone is Tone.WAITING else ground(self._tone)
        fill, words = (body, paper) if self._tile.is_chosen else (paper, body)
        line = 3 * scale
        box = QRectF(self.rect()).adjusted(line, line, -line, -line)
        painter.setPen(QPen(body, line))
        painter.setBrush(thin(body, 0.3) if self.isDown() else fill)
        painter.drawRoundedRect(box, 14 * scale, 14 * scale)
        painter.setPen(words)
        self._draw_words(painter, box)
        painter.end()

    def placed(self) -> tuple[PlacedText, ...]:
        """Its words and details, each with its size and place."""
        scale, tile = self.scale, self._tile
        line = 3 * scale
        box = QRectF(self.rect()).adjusted(line, line, -line, -line)
        if len(tile.label) == 1:
            sign = Setting((tile.label,), 76 * scale, SEMIBOLD)
            return (PlacedText(sign, _centred(sign, box)),)
        key = self._key_width()
        room = QRectF(
            box.x() + key + 24 * scale, box.y(), box.width() - key - 44 * scale, box.height()
        )
        if box.height() < 90 * scale and len(tile.detail) <= KEY_LETTERS_MAX:
            return self._in_one_line(room)
        return self._in_two_lines(room)

    def _key_width(self) -> float:
        return readable(22) * self.scale * 1.4 if self._tile.key.isdigit() else 0.0

    def _draw_words(self, painter: QPainter, box: QRectF) -> None:
        scale, key = self.scale, self._key_width()
        if key:
            painter.setFont(font(readable(22) * scale, REGULAR))
            where = QRectF(box.x() + 14 * scale, box.y(), key, box.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), self._tile.key)
        for text in self.placed():
            text.setting.draw(painter, text.where.x(), text.where.y(), text.where.width())

    def _in_one_line(self, box: QRectF) -> tuple[PlacedText, ...]:
        """Words to the left, and to the right the key, where there is room for it."""
        scale, room = self.scale, box.width()
        detail = set_text(Wish(self._tile.detail or " ", 20 * scale, 13, REGULAR, 1), room)
        wide = detail.width() + 12 * scale
        wish = Wish(self._tile.label, readable(27) * scale, 20 * scale, SEMIBOLD)
        label = set_text(wish, room - wide)
        if label.px < wish.least_px or label.height > box.height():
            label = set_text(replace(wish, most_lines=1), room)
            return (PlacedText(label, _beginning(label, box, room)),)
        end = QRectF(box.right() - detail.width(), 0, detail.width() + 1, detail.height)
        end.moveTop(box.center().y() - detail.height / 2)
        return PlacedText(label, _beginning(label, box, room - wide)), PlacedText(detail, end)

    def _in_two_lines(self, box: QRectF) -> tuple[PlacedText, ...]:
        """Words, and details below them, no larger than the tile."""
        scale, tile, room = self.scale, self._tile, box.width()
        label_px = min(readable(30) * scale, 0.34 * box.height())
        wanted = Wish(tile.label, label_px, 26 * scale, SEMIBOLD)
        label = set_text(wanted, room)
        if label.height > (0.55 if tile.detail else 0.9) * box.height():
            label = set_text(replace(wanted, most_lines=1), room)
        if not tile.detail:
            return (PlacedText(label, _beginning(label, box, room)),)
        wish = Wish(tile.detail, min(readable(22) * scale, 0.28 * box.height()), 13, REGULAR, 1)
        detail = set_text(wish, room)
        y = box.center().y() - (label.height + detail.height) / 2
        first = QRectF(box.x(), y, room, label.height)
        return PlacedText(label, first), PlacedText(
            detail, QRectF(box.x(), y + label.height, room, detail.height)
        )


def _beginning(setting: Setting, box: QRectF, wide: float) -> QRectF:
    """Flush left in the middle of a box's height."""
    return QRectF(box.x(), box.center().y() - setting.height / 2, wide, setting.height)


def _centred(setting: Setting, box: QRectF) -> QRectF:
    where = QRectF(0, 0, setting.width() + 1, setting.height)
    where.moveCenter(box.center())
    return where


class TilesPane(QWidget):
    """A page's tiles in a grid; `picked` tells which was touched."""

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._buttons: list[TileButton] = []
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_panel(self, panel: Panel) -> None:
        """Show the tiles of this panel; hidden where it has none."""
        self._count = len(panel.tiles)
        while len(self._buttons) < self._count:
            button = TileButton(self)
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
        for index, button in enumerate(self._buttons):
            button.setVisible(index < self._count)
            if index < self._count:
                button.show_tile(panel.tiles[index], panel.tone)
        self.setVisible(bool(self._count))

    def arrange(self) -> None:
        """Put the tiles in their places; few of them are no higher than they need."""
        if not self._count:
            return
        gap = round(GAP_PX * self.scale)
        columns = COLUMNS.get(self._count, 3 if self._count <= 9 else 4)
        if readable(20) > 26:
            columns = min(columns, 3)
        if self.width() < 900 * self.scale:
            columns = min(columns, 2)
        rows = ceil(self._count / columns)
        wide = (self.width() - gap * (columns - 1)) // columns
        tall = min((self.height() - gap * (rows - 1)) // rows, round(150 * self.scale))
        for index, button in enumerate(self._buttons[: self._count]):
            button.scale = self.scale
            row, column = divmod(index, columns)
            button.setGeometry(column * (wide + gap), row * (tall + gap), wide, tall)

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TileButton):
            self.picked.emit(self._buttons.index(button))

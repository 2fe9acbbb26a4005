"""The page of what is sold beside single places: tiles, each with how many stand in the basket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import ShelfPanel, ShelfTile

_COLUMNS_MOST = 3
_TILE_WIDTH = 270
"""So wide at least, in pixels at text of 100 %: large text makes fewer columns."""
_TILE_HEIGHT = 148
_MARGIN = 28


class _Tile(QFrame):
    """One thing: the tile itself adds one, the small key takes one off."""

    def __init__(self, page: ShelfPage, place: int) -> None:
        super().__init__()
        self.button, self.less = QPushButton(), QPushButton("−")
        fix_size(self.button, None, _TILE_HEIGHT)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(lambda: page.added.emit(place))
        fix_size(self.less, 48, _TILE_HEIGHT)
        self.less.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.less.clicked.connect(lambda: page.taken_off.emit(place))
        self._name, self._note, self._price = QLabel(), QLabel(), QLabel()
        self._key, self._count = QLabel(str(place + 1) if place < 9 else ""), QLabel()
        self._name.setWordWrap(True)
        self._note.setWordWrap(True)
        look(self._name, "heading")
        look(self._note, "muted")
        look(self._key, "muted")
        look(self._price, "heading")
        look(self._count, "title")
        for label in (self._name, self._note, self._price, self._key, self._count):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QGridLayout(self.button)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self._name, 0, 0, 1, 2)
        inside.addWidget(self._key, 0, 2, Qt.AlignmentFlag.AlignRight)
        inside.addWidget(self._note, 1, 0, 1, 3)
        inside.addWidget(self._price, 2, 0)
        inside.addWidget(self._count, 2, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        inside.setColumnStretch(1, 1)
        inside.setRowStretch(1, 1)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.button, 1)
        row.addWidget(self.less)

    def show_tile(self, tile: ShelfTile, words: Words) -> None:
        """What it is, what it costs, and how many of it are wanted."""
        self._name.setText(tile.name)
        self._note.setText(tile.note)
        self._price.setText(tile.price)
        self._count.setText(f"× {tile.count}" if tile.count else "")
        spoken = words("passes.spoken", name=tile.name, price=tile.price, n=tile.count)
        self.button.setAccessibleName(spoken if tile.is_counted else f"{tile.name}, {tile.note}")
        self.less.setVisible(tile.is_counted)
        self.less.setEnabled(tile.count > 0)
        less = words("passes.one_less", name=tile.name)
        self.less.setAccessibleName(less)
        self.less.setToolTip(less)


class _Tiles(QScrollArea):
    """Room for the tiles: all that the page has left, so that its keys always stand below."""

    def sizeHint(self) -> QSize:
        """A row and a half."""
        return QSize(super().sizeHint().width(), px(_TILE_HEIGHT * 3 // 2))


class ShelfPage(QFrame):
    """A digit, a click or a tap adds one."""

    added = Signal(int)
    taken_off = Signal(int)

    def __init__(self, done: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(done, "primary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._hint, self._total = QLabel(), QLabel(), QLabel()
        look(self._title, "title")
        look(self._hint, "muted")
        look(self._total, "heading")
        self._hint.setWordWrap(True)
        self._tiles: list[_Tile] = []
        self._arranged = (0, 0)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._grid.setRowStretch(99, 1)
        scroll = _Tiles()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(back, 1)
        keys.addWidget(done, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(_MARGIN, _MARGIN - 6, _MARGIN, _MARGIN)
        column_of_all.setSpacing(12)
        column_of_all.addWidget(self._title)
        column_of_all.addWidget(self._hint)
        column_of_all.addWidget(scroll, 1)
        column_of_all.addWidget(self._total)
        column_of_all.addLayout(keys)

    def tile(self, place: int) -> QPushButton:
        """The tile at this place, from 0."""
        return self._tiles[place].button

    def show_panel(self, panel: ShelfPanel, words: Words) -> None:
        """Show these tiles; those that stay keep the keyboard."""
        self._title.setText(words("passes.title"))
        self._hint.setText(words("passes.hint"))
        self._total.setText(panel.total)
        self.setAccessibleName(f"{words('passes.title')}. {words('passes.hint')}")
        while len(self._tiles) < len(panel.tiles):
            self._tiles.append(_Tile(self, len(self._tiles)))
        self._arrange()
        for place, widget in enumerate(self._tiles):
            widget.setVisible(place < len(panel.tiles))
            if place < len(panel.tiles):
                widget.show_tile(panel.tiles[place], words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the tiles in their rows and columns, when that changes anything."""
        columns = max(1, min(_COLUMNS_MOST, self.width() // px(_TILE_WIDTH)))
        if (columns, len(self._tiles)) == self._arranged:
            return
        self._arranged = columns, len(self._tiles)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, *divmod(place, columns))
        for column in range(_COLUMNS_MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

"""Keys in rows of equal columns: as many beside each other as there is room for their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_GAP = 8


class KeyGrid(QWidget):
    """Places its keys anew when its width, their words or their number change."""

    def __init__(self, keys: Sequence[QWidget], long: Sequence[QWidget], columns_max: int) -> None:
        """`long` are keys that have a row of their own, below the others."""
        super().__init__()
        self._keys, self._long = tuple(keys), tuple(long)
        self._columns_max = columns_max
        # In this order the keyboard goes through them too.
        for key in (*self._keys, *self._long):
            key.setParent(self)

    def sizeHint(self) -> QSize:
        """All columns beside each other."""
        keys = _shown(self._keys)
        columns = min(self._columns_max, len(keys)) or 1
        return QSize(_width_of(keys, columns), self._height)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest key."""
        return QSize(_width_of(_shown((*self._keys, *self._long)), 1), self._height)

    def event(self, event: QEvent) -> bool:
        """A key's words changed, or it came or went."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is another width."""
        super().resizeEvent(event)
        self._place()

    @property
    def _height(self) -> int:
        rows = self._rows()
        return sum(map(_height_of, rows)) + _GAP * max(0, len(rows) - 1)

    def _rows(self) -> list[list[QWidget]]:
        keys = _shown(self._keys)
        columns = self._columns(keys)
        rows = [keys[first : first + columns] for first in range(0, len(keys), columns)]
        return rows + [[key] for key in _shown(self._long)]

    def _columns(self, keys: list[QWidget]) -> int:
        for columns in range(self._columns_max, 1, -1):
            if _width_of(keys, columns) <= self.width():
                return columns
        return 1

    def _place(self) -> None:
        keys = _shown(self._keys)
        columns, top = self._columns(keys), 0
        widths = _widths(keys, columns)
        spare = self.width() - sum(widths) - _GAP * (columns - 1)
        widths = [width + spare // columns for width in widths]
        for row in self._rows():
            height, left = _height_of(row), 0
            is_long = row[0] in self._long
            for key, width in zip(row, [self.width()] if is_long else widths, strict=False):
                key.setGeometry(QRect(left, top, width, height))
                left += width + _GAP
            top += height + _GAP
        self.setFixedHeight(max(0, top - _GAP))


def _shown(keys: Sequence[QWidget]) -> list[QWidget]:
    return [key for key in keys if not key.isHidden()]


def _widths(keys: list[QWidget], columns: int) -> list[int]:
    return [
        max((key.sizeHint().width() for key in keys[column::columns]), default=0)
        for column in range(columns)
    ]


def _width_of(keys: list[QWidget], columns: int) -> int:
    return sum(_widths(keys, columns)) + _GAP * (columns - 1)


def _height_of(row: list[QWidget]) -> int:
    return max(max(key.sizeHint().height(), key.minimumHeight()) for key in row)

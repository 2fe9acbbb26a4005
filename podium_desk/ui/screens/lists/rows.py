"""The rows of a list: name and what is said of it below each other, a sum at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from podium_desk.ui.kit.page_look import Theme, ink
from podium_desk.ui.kit.tokens import font, px

if TYPE_CHECKING:
    from podium_desk.presentation.lists_view import ListRow

    Index = QModelIndex | QPersistentModelIndex

_ROW_PIXELS = 62
_MARGIN = 14
_TITLE_PIXELS, _DETAIL_PIXELS = 17, 15
_ROLE = Qt.ItemDataRole.UserRole
_OWN_KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home,
    Qt.Key.Key_End,
)  # fmt: skip


class RowList(QListWidget):
    """Shows `ListRow`s; arrows mark one, every other key is the page's."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__()
        self.setItemDelegate(_RowPainter(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self._shown: tuple[ListRow, ...] = ()

    def show_rows(self, rows: tuple[ListRow, ...], marked: int) -> None:
        """Show these; the marked one stays marked."""
        if rows != self._shown:
            self._shown = rows
            self.blockSignals(True)
            self.clear()
            for row in rows:
                item = QListWidgetItem()
                item.setData(_ROLE, row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
                item.setToolTip(row.detail)
                self.addItem(item)
            self.blockSignals(False)
        if rows and self.currentRow() != marked:
            self.setCurrentRow(marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and the like move the mark."""
        if event.key() in _OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme | None, parent: RowList) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As high as two lines."""
        return QSize(0, px(_ROW_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row; the marked one lies on the colour of what is pressed."""
        row: ListRow = index.data(_ROLE)
        box: QRect = option.rect
        painter.save()
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_marked:
            painter.fillRect(box, QColor(ink(self._theme, "pressed")))
            painter.fillRect(box.x(), box.y(), 5, box.height(), QColor(ink(self._theme, "primary")))
        painter.fillRect(
            box.x(), box.bottom(), box.width(), 1, QColor(ink(self._theme, "hairline"))
        )
        self._write(painter, row, box.adjusted(_MARGIN, 6, -_MARGIN, -6))
        painter.restore()

    def _write(self, painter: QPainter, row: ListRow, box: QRect) -> None:
        bold, plain = font(_TITLE_PIXELS, 600), font(_DETAIL_PIXELS)
        painter.setFont(bold)
        painter.setPen(QColor(ink(self._theme)))
        side = QFontMetrics(bold).horizontalAdvance(row.side)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.side)
        left = box.adjusted(0, 0, -side - _MARGIN, 0)
        title = QFontMetrics(bold).elidedText(row.title, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(plain)
        name = "danger_text" if row.is_trouble else "muted"
        painter.setPen(QColor(ink(self._theme, name)))
        detail = QFontMetrics(plain).elidedText(
            row.detail, Qt.TextElideMode.ElideRight, left.width()
        )
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, detail)

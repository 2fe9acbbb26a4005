"""The bank's statement: a list of what came in, one key for what fits, one for the marked line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from podium_desk.presentation.bank_list import BankView
from podium_desk.presentation.mood import Tone
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.tokens import token

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.bank_list import BankRow
    from podium_desk.ui.kit.buttons import ActionButton

_COLOURS = {Tone.GOOD: "ok_text", Tone.BAD: "danger_text", Tone.QUIET: "muted"}


class Statement(QListWidget):
    """The lines; arrows mark one, and every other key is the page's own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down mark."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()


class BankStep(QWidget):
    """The statement with its keys; `marked` tells that another line is marked."""

    marked = Signal()

    def __init__(self, keys: tuple[ActionButton, ActionButton, ActionButton]) -> None:
        super().__init__()
        choose, exact, line = keys
        look(exact, "primary")
        self._hint = QLabel()
        look(self._hint, "muted")
        self._hint.setWordWrap(True)
        self.list = Statement()
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(lambda _row: self.marked.emit())
        self._shown = BankView()
        row = QHBoxLayout()
        row.setSpacing(12)
        for key, width in ((choose, 1), (line, 1), (exact, 2)):
            row.addWidget(key, width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    @property
    def row(self) -> int:
        """The marked line; below zero for none."""
        return self.list.currentRow()

    @property
    def can_book_row(self) -> bool:
        """Whether a person may book the marked line."""
        return 0 <= self.row < len(self._shown.rows) and self._shown.rows[self.row].can_book

    def show_view(self, view: BankView, words: Words) -> None:
        """The statement as it stands; the marked line stays marked."""
        self._hint.setText(words("till.bank_hint"))
        self.list.setAccessibleName(words("till.page_bank"))
        if view == self._shown:
            return
        marked, self._shown = max(0, self.row), view
        self.list.clear()
        for row in view.rows:
            self.list.addItem(_item(row))
        self.list.setCurrentRow(min(marked, len(view.rows) - 1))


def _item(row: BankRow) -> QListWidgetItem:
    item = QListWidgetItem(f"{row.standing}\n{row.text}")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.standing}, {row.text}")
    item.setForeground(QColor(token(f"ui.{_COLOURS[row.tone]}")))
    return item

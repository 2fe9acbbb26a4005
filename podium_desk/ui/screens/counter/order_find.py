"""The page that looks for an order: a line to type in, and what was found below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.order_view import FindPanel, FoundRow

_LONGEST = 300
"""A whole ticket code may be typed or pasted."""


class FindPage(QFrame):
    """Typing looks at once; Enter opens the marked order, up and down mark another."""

    typed = Signal(str)
    chosen = Signal(int)

    def __init__(self, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self.field = SearchField()
        self.field.setMinimumHeight(52)
        self.field.setMaxLength(_LONGEST)
        self.field.add_lens()
        self.field.textEdited.connect(self.typed)
        self.field.entered.connect(self._choose)
        self.field.stepped.connect(self._step)
        self.setFocusProxy(self.field)
        self._title, self._hint = QLabel(), QLabel()
        look(self._title, "title")
        look(self._hint, "muted")
        self._hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setSpacing(2)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self._shown: tuple[FoundRow, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(10)
        for widget in (self._title, self.field, self._hint):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(back)

    def show_panel(self, panel: FindPanel, words: Words) -> None:
        """Show what was found; a new search begins with an empty line."""
        self._title.setText(words("orders.find"))
        self.field.setAccessibleName(words("orders.find"))
        self.field.setPlaceholderText(words("orders.find_in"))
        self.list.setAccessibleName(words("orders.found"))
        if not self.isVisible():
            self.field.clear()
        self._hint.setText(panel.hint)
        self._hint.setVisible(bool(panel.hint))
        if panel.rows == self._shown and self.list.count() == len(panel.rows):
            return
        self._shown = panel.rows
        self.list.clear()
        for row in panel.rows:
            item = QListWidgetItem(f"{row.title}   {row.standing}\n{row.detail}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(max(0, self.list.currentRow()))

    @Slot(int)
    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        item = self.list.currentItem()
        if item is not None:
            announce(self.list, str(item.data(Qt.ItemDataRole.AccessibleTextRole)))

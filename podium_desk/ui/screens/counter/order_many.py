"""The page that asks for many places at once: a school, a club, a bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.order_view import ManyPanel

_MOST = 9999
_LINE_PIXELS = 60


class ManyPage(QFrame):
    """A number, and Enter."""

    wanted = Signal(int)

    def __init__(self, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self._title, self._note = QLabel(), QLabel()
        look(self._title, "title")
        look(self._note, "muted")
        self._note.setWordWrap(True)
        self.number = SearchField()
        self.number.setValidator(QIntValidator(1, _MOST, self))
        self.number.setFixedSize(200, _LINE_PIXELS)
        self.number.entered.connect(self._take)
        self.setFocusProxy(self.number)
        self.take = QPushButton()
        self.take.setMinimumHeight(72)
        look(self.take, "primary")
        self.take.clicked.connect(self._take)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self.take, 2)
        keys.addWidget(back, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(14)
        for widget in (self._title, self.number, self._note):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(keys)

    def show_panel(self, panel: ManyPanel, words: Words) -> None:
        """Show of what; a new question begins empty."""
        self._title.setText(panel.title)
        self._note.setText(words("orders.many_note"))
        self.number.setAccessibleName(words("orders.many"))
        self.take.setText(f"{words('orders.many_take')}   Enter")
        self.take.setAccessibleName(words("orders.many_take"))
        if not self.isVisible():
            self.number.clear()

    @Slot()
    def _take(self) -> None:
        if self.number.hasAcceptableInput():
            self.wanted.emit(int(self.number.text()))

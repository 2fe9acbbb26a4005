"""The page of keys: made from the same table that the keys and buttons come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.fitting import TallScroll
from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.actions import ActionTable

_COLUMNS = 3
_KEY_PIXELS = 92
"""So much room has a key, so that the words stand below each other."""


class HelpPage(QFrame):
    """Every key with what it does, in columns; they scroll where the screen is small."""

    def __init__(self) -> None:
        super().__init__()
        look(self, "card")
        self._title = QLabel()
        look(self._title, "title")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(28)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        inside = QWidget()
        inside.setLayout(self._columns)
        self._scroll = TallScroll(inside)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)

    def show_keys(self, table: ActionTable, words: Words, *, is_of_counter: bool = True) -> None:
        """List the keys in the language of `words`; the counter has some that are in no table."""
        self._title.setText(words("counter.help_title"))
        self.setAccessibleName(words("counter.help_title"))
        self._scroll.setAccessibleName(words("counter.help_title"))
        while (item := self._columns.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        of_counter = [
            ("1 … 9", words("counter.digits_help")),
            (words("counter.number_letter"), words("counter.tariff_letter")),
            (words("counter.arrow_keys"), words("counter.arrows_help")),
            (words("counter.space_key"), words("counter.toggle_help")),
        ]
        lines = of_counter if is_of_counter else []
        lines.extend(
            (action.key_text, words(action.words_key))
            for action in table
            if action.keys or action.id == "zoom_fit"
        )
        rows = -(-len(lines) // _COLUMNS)
        for first in range(0, len(lines), rows):
            self._columns.addWidget(_column(lines[first : first + rows]), 1)


def _column(lines: list[tuple[str, str]]) -> QWidget:
    """Keys as they look on a keyboard, each with its meaning beside it."""
    column = QWidget()
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    for row, (key, meaning) in enumerate(lines):
        cap, word = QLabel(key), QLabel(meaning)
        look(cap, "keycap")
        cap.setMinimumWidth(px(_KEY_PIXELS))
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        word.setWordWrap(True)
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(word, row, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(lines), 1)
    return column

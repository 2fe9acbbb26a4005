"""The page of keys: made from the same table that the keys and buttons come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from podium_desk.ui.kit.buttons import look

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.actions import ActionTable

_ROWS_IN_COLUMN = 15


class HelpPage(QFrame):
    """Every key with what it does, in columns; they scroll where the screen is small."""

    def __init__(self) -> None:
        super().__init__()
        look(self, "card")
        self._title = QLabel()
        look(self._title, "title")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(7)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inside)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)

    def show_keys(self, table: ActionTable, words: Words, *, is_of_counter: bool = True) -> None:
        """List the keys in the language of `words`; the counter has some that are in no table."""
        self._title.setText(words("counter.help_title"))
        self.setAccessibleName(words("counter.help_title"))
        self._scroll.setAccessibleName(words("counter.help_title"))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
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
        for position, (key, meaning) in enumerate(lines):
            column, row = divmod(position, _ROWS_IN_COLUMN)
            key_label, word_label = QLabel(key), QLabel(meaning)
            key_label.setStyleSheet("font-weight: 700")
            word_label.setWordWrap(True)
            self._grid.addWidget(key_label, row, 2 * column)
            self._grid.addWidget(word_label, row, 2 * column + 1)
        # The third column's words are short.
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

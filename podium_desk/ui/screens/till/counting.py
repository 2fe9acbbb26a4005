"""Counting a drawer: a field for each note and coin, the running total, or one number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.domain.money import EURO_CENTS
from podium_desk.i18n.format import money
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.figure_field import FigureField
from podium_desk.ui.kit.keypad import typing_keypad
from podium_desk.ui.kit.sizes import fix_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from podium_desk.i18n.words import Words

_SMALLEST_NOTE = 500
_FIELD_PIXELS = 92
_VALUE_PIXELS = 88
_SUM_PIXELS = 104
_SIDE_PIXELS = 380


class CountPane(QFrame):
    """The fields at the left; total, one number and the button at the right."""

    changed = Signal()

    def __init__(
        self, total_of: Callable[[Mapping[int, str], str], str], confirm: ActionButton
    ) -> None:
        super().__init__()
        self._total_of = total_of
        self._confirm = confirm
        look(confirm, "primary")
        self.fields = {value: FigureField(4) for value in EURO_CENTS}
        self.amount = FigureField()
        self.own = QCheckBox()
        self._values = {value: QLabel() for value in EURO_CENTS}
        self._sums = {value: QLabel() for value in EURO_CENTS}
        self._notes, self._coins = QLabel(), QLabel()
        self._hint, self._total_word, self._total = QLabel(), QLabel(), QLabel()
        self._one_word, self._pad = QLabel(), typing_keypad()
        for label, name in ((self._notes, "heading"), (self._coins, "heading"),
                            (self._total_word, "muted"), (self._total, "total"),
                            (self._one_word, "muted")):  # fmt: skip
            look(label, name)
        self._hint.setWordWrap(True)
        self._lay_out()
        for field in (*self.fields.values(), self.amount):
            field.textChanged.connect(self.show_total)

    @property
    def typed(self) -> dict[int, str]:
        """What stands in the fields, by value in cents."""
        return {value: field.text() for value, field in self.fields.items()}

    def clear(self) -> None:
        """Empty fields, for a new count."""
        for field in (*self.fields.values(), self.amount):
            field.clear()
        self.own.setChecked(False)

    def show_words(self, words: Words, hint: str, confirm_key: str, *, asks_own: bool) -> None:
        """Everything in this language."""
        self._notes.setText(words("till.notes"))
        self._coins.setText(words("till.coins"))
        self._hint.setText(hint)
        self._total_word.setText(words("till.total"))
        self._one_word.setText(words("till.one_number"))
        self.amount.setAccessibleName(words("till.one_number"))
        for value, label in self._values.items():
            label.setText(money(value, words.language))
            self.fields[value].setAccessibleName(
                words("till.pieces_of", value=money(value, words.language))
            )
        self.own.setText(words("till.own_drawer"))
        self.own.setVisible(asks_own)
        self._pad.show_words(words)
        self._confirm.set_words(words(confirm_key))
        self.show_total()

    @Slot()
    def show_total(self) -> None:
        """The sum of what is typed so far; a dash where a field holds no number."""
        for value, field in self.fields.items():
            is_typed = bool(field.text().strip())
            text = self._total_of({value: field.text()}, "") if is_typed else ""
            self._sums[value].setText(text or ("–" if is_typed else ""))
        self._total.setText(self._total_of(self.typed, self.amount.text()) or "–")
        self.changed.emit()

    def take_keyboard(self) -> None:
        """Begin at the largest note."""
        self.fields[EURO_CENTS[0]].setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._notes, 0, 0, 1, 3)
        grid.addWidget(self._coins, 0, 4, 1, 3)
        grid.setColumnMinimumWidth(3, 48)
        grid.setColumnStretch(7, 1)
        places = {500: 1, 0: 1}
        for value in EURO_CENTS:
            column = 0 if value >= _SMALLEST_NOTE else 4
            kind = _SMALLEST_NOTE if column == 0 else 0
            self._values[value].setMinimumWidth(_VALUE_PIXELS)
            self._values[value].setAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            fix_size(self.fields[value], width=_FIELD_PIXELS)
            grid.addWidget(self._values[value], places[kind], column)
            grid.addWidget(self.fields[value], places[kind], column + 1)
            look(self._sums[value], "muted")
            self._sums[value].setMinimumWidth(_SUM_PIXELS)
            grid.addWidget(self._sums[value], places[kind], column + 2)
            places[kind] += 1
        left = QFrame()
        look(left, "card")
        inner = QVBoxLayout(left)
        inner.setContentsMargins(28, 22, 28, 22)
        inner.addLayout(grid)
        inner.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QFrame:
        side = QFrame()
        look(side, "card")
        fix_size(side, width=_SIDE_PIXELS)
        column = QVBoxLayout(side)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addSpacing(10)
        column.addWidget(self._total_word)
        column.addWidget(self._total)
        column.addSpacing(10)
        column.addWidget(self._one_word)
        column.addWidget(self.amount)
        column.addWidget(self.own)
        column.addStretch(1)
        column.addWidget(self._pad)
        column.addWidget(self._confirm)
        return side

"""The cash page: its quick keys, what was handed over, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import CashPanel, QuickKey

_QUICK_KEYS = 6
_QUICK_COLUMNS = 3
_MARGIN = 32
_KEY_WIDTH, _KEY_TEXT_WIDTH = 124, 60
_LONG_AMOUNT = 8
"""An amount of more letters (€ 1.234,00) is drawn smaller, so that nothing moves."""


class AmountField(QLabel):
    """Shows the typed amount and has the keyboard while cash is counted."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("amountField")
        fix_size(self, height=72)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_amount(self, typed: str, words: Words, hint: str = "counter.received_hint") -> None:
        """What is typed so far, or what may be typed."""
        self.setText(f"€ {typed}" if typed else words(hint))
        look(self, "" if typed else "hint")
        self.setAccessibleName(f"{words('counter.received')}: {self.text()}")


class CashPage(QFrame):
    """Paying in cash; keys and buttons never move while an amount is typed."""

    quick_chosen = Signal(int)

    def __init__(self, confirm: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self._title, self._due_word, self._due = QLabel(), QLabel(), QLabel()
        self._rounding, self._received_word = QLabel(), QLabel()
        self.amount = AmountField()
        self.setFocusProxy(self.amount)
        self._confirm, self._back = confirm, back
        look(confirm, "primary")
        self._keys = [QPushButton() for _ in range(_QUICK_KEYS)]
        self._cents = [0] * _QUICK_KEYS
        self._change_box = QFrame()
        self._change_word, self._change, self._pieces = QLabel(), QLabel(), QLabel()
        for label, style in (
            (self._title, "title"),
            (self._due_word, "muted"),
            (self._due, "amount"),
            (self._rounding, "muted"),
            (self._received_word, "muted"),
            (self._pieces, "pieces"),
        ):
            look(label, style)
        fix_size(self._rounding, height=24)
        self._pieces.setWordWrap(True)
        self._lay_out()
        self.appearance_changed()

    def show_panel(self, panel: CashPanel, words: Words, *, is_selling: bool) -> None:
        """Show what is due, what was given and what goes back."""
        self._title.setText(words("counter.cash"))
        self._due_word.setText(words("counter.to_pay"))
        self._due.setText(panel.due)
        self._rounding.setText(panel.rounding)
        self._received_word.setText(words("counter.received"))
        self.amount.show_amount(panel.typed, words)
        for position, button in enumerate(self._keys):
            keys = panel.quick_keys
            self._show_key(position, button, keys[position] if position < len(keys) else None)
        look(self._change_box, "change" if panel.is_enough else "missing")
        look(self._change_word, "changeWord" if panel.is_enough else "missingWord")
        size = "Long" if len(panel.change) > _LONG_AMOUNT else ""
        look(self._change, ("change" if panel.is_enough else "missing") + size)
        self._change_word.setText(panel.change_label)
        self._change.setText(panel.change)
        self._pieces.setText(panel.pieces)
        self._confirm.setEnabled(panel.is_enough and not is_selling)

    def _show_key(self, position: int, button: QPushButton, key: QuickKey | None) -> None:
        button.setVisible(key is not None)
        if key is None:
            return
        self._cents[position] = key.cents
        button.setText(key.text)
        button.setAccessibleName(key.text.replace("\n", " "))
        look(button, "chosen" if key.is_chosen else "quick")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(10)
        for position, button in enumerate(self._keys):
            fix_size(button, height=84)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._tell(position))
            row, column = divmod(position, _QUICK_COLUMNS)
            grid.addWidget(button, row, column)
        left = QVBoxLayout()
        left.setSpacing(6)
        for widget in (self._title, self._due_word, self._due, self._rounding):
            left.addWidget(widget)
        left.addSpacing(8)
        left.addLayout(grid)
        left.addSpacing(20)
        left.addWidget(self._received_word)
        left.addWidget(self.amount)
        left.addStretch(1)
        change = QVBoxLayout(self._change_box)
        change.setContentsMargins(20, 18, 16, 18)
        change.addWidget(self._change_word)
        change.addWidget(self._change)
        change.addWidget(self._pieces)
        change.addStretch(1)
        self._change_box.setMinimumHeight(336)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._change_box)
        right.addWidget(self._confirm)
        right.addWidget(self._back)
        right.addStretch(1)
        row_of_two = QHBoxLayout(self)
        row_of_two.setContentsMargins(_MARGIN, _MARGIN - 6, _MARGIN, _MARGIN)
        row_of_two.setSpacing(32)
        row_of_two.addLayout(left)
        row_of_two.addLayout(right, 1)

    def appearance_changed(self) -> None:
        """The quick keys are wide enough for an amount, and never move."""
        for button in self._keys:
            button.setFixedWidth(_KEY_WIDTH - _KEY_TEXT_WIDTH + px(_KEY_TEXT_WIDTH))

    def _tell(self, position: int) -> Callable[[], None]:
        return lambda: self.quick_chosen.emit(self._cents[position])

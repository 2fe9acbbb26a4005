"""The cash page: its quick keys, what was handed over, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.keypad import typing_keypad
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import is_dense, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import CashPanel, QuickKey

_QUICK_KEYS = 6
_QUICK_COLUMNS, _QUICK_COLUMNS_DENSE = 3, 2
_MARGIN = 32
_KEY_WIDTH, _KEY_TEXT_WIDTH = 124, 60
_KEY_HEIGHT, _KEY_HEIGHT_DENSE = 84, 54
_FIELD_HEIGHT, _FIELD_HEIGHT_DENSE = 72, 44
_CHANGE_HEIGHT = 216
_PAD_PLACE = 3
"""Below the change and the keys that end the page."""
_LONG_AMOUNT = 8
"""An amount of more letters (€ 1.234,00) is drawn smaller, so that nothing moves."""


class AmountField(QLabel):
    """Shows the typed amount and has the keyboard while cash is counted."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("amountField")
        fix_size(self, height=_FIELD_HEIGHT)
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
        self._pad = typing_keypad()
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
        self._rounding.setVisible(bool(panel.rounding) or not is_dense())
        self._received_word.setText(words("counter.received"))
        self._pad.show_words(words)
        self.amount.show_amount(panel.typed, words)
        for position, button in enumerate(self._keys):
            keys = panel.quick_keys
            self._show_key(position, button, keys[position] if position < len(keys) else None)
        look(self._change_box, "change" if panel.is_enough else "missing")
        look(self._change_word, "changeWord" if panel.is_enough else "missingWord")
        size = "Long" if len(panel.change) > _LONG_AMOUNT else ""
        size = "Dense" if is_dense() else size
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
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self._grid.setColumnStretch(_QUICK_COLUMNS, 1)
        for position, button in enumerate(self._keys):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._tell(position))
        self._typing = QHBoxLayout()
        self._typing.setSpacing(24)
        self._typing.addLayout(self._grid)
        self._received_word.setContentsMargins(0, 14, 0, 0)
        left = QVBoxLayout()
        left.setSpacing(6)
        self._head = QGridLayout()
        self._head.setSpacing(6)
        self._head.setColumnStretch(1, 1)
        left.addLayout(self._head)
        left.addWidget(self._rounding)
        left.addLayout(self._typing)
        left.addWidget(self._received_word)
        left.addWidget(self.amount)
        left.addStretch(1)
        change = QVBoxLayout(self._change_box)
        change.setContentsMargins(20, 18, 16, 18)
        change.addWidget(self._change_word)
        change.addWidget(self._change)
        change.addWidget(self._pieces)
        change.addStretch(1)
        self._right = QVBoxLayout()
        self._right.setSpacing(12)
        for widget in (self._change_box, self._confirm, self._back):
            self._right.addWidget(widget)
        self._right.addStretch(1)
        row_of_two = QHBoxLayout(self)
        row_of_two.setContentsMargins(_MARGIN, _MARGIN - 8, _MARGIN, _MARGIN // 2)
        row_of_two.setSpacing(32)
        row_of_two.addLayout(left)
        row_of_two.addLayout(self._right, 1)

    def appearance_changed(self) -> None:
        """The quick keys are wide enough for an amount, and never move. Where text is large, all of
        it stands on one screen, the keypad beside the quick keys."""
        dense = is_dense()
        columns = _QUICK_COLUMNS_DENSE if dense else _QUICK_COLUMNS
        for position, button in enumerate(self._keys):
            button.setFixedWidth(_KEY_WIDTH - _KEY_TEXT_WIDTH + px(_KEY_TEXT_WIDTH))
            fix_size(button, height=_KEY_HEIGHT_DENSE if dense else _KEY_HEIGHT)
            self._grid.addWidget(button, *divmod(position, columns))
        fix_size(self.amount, height=_FIELD_HEIGHT_DENSE if dense else _FIELD_HEIGHT)
        if dense:
            self._typing.addWidget(self._pad)
        else:
            self._right.insertWidget(_PAD_PLACE, self._pad)
        self._head.addWidget(self._title, 0, 0)
        self._head.addWidget(self._due_word, 1, 0)
        self._head.addWidget(self._due, *((1, 1) if dense else (2, 0)))
        self._title.setVisible(not dense)
        self._received_word.setVisible(not dense)
        self._change_box.setMinimumHeight(0 if dense else _CHANGE_HEIGHT)
        look(self._due, "total" if dense else "amount")

    def _tell(self, position: int) -> Callable[[], None]:
        return lambda: self.quick_chosen.emit(self._cents[position])

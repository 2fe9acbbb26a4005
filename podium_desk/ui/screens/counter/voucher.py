"""The page of a gift voucher: its value when it is sold, its number when it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.keypad import typing_keypad
from podium_desk.ui.kit.sizes import fix_size

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.paying_view import VoucherPanel

_MARGIN = 32


class VoucherPage(QFrame):
    """One field that has the keyboard; below it what is left, and the keys of this page."""

    def __init__(
        self, means: tuple[ActionButton, ...], confirm: ActionButton, back: ActionButton
    ) -> None:
        """`means` pay for a voucher that is sold, `confirm` takes from one."""
        super().__init__()
        look(self, "card")
        look(confirm, "primary")
        self._means, self._confirm = means, confirm
        self._title, self._word, self._detail = QLabel(), QLabel(), QLabel()
        look(self._title, "title")
        look(self._word, "muted")
        look(self._detail, "heading")
        self._detail.setWordWrap(True)
        fix_size(self._detail, height=64)
        self._field = QLabel()
        self._field.setObjectName("amountField")
        fix_size(self._field, height=72)
        self._field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 6, _MARGIN, _MARGIN)
        column.setSpacing(12)
        for widget in (self._title, self._word, self._field, self._detail):
            column.addWidget(widget)
        self._pad = typing_keypad()
        keys, beside = QVBoxLayout(), QHBoxLayout()
        keys.setSpacing(12)
        for key in means:
            keys.addWidget(key)
        keys.addStretch(1)
        beside.setSpacing(24)
        beside.addWidget(self._pad)
        beside.addLayout(keys, 1)
        column.addLayout(beside)
        column.addStretch(1)
        column.addWidget(confirm)
        column.addWidget(back)

    def show_panel(self, panel: VoucherPanel, words: Words, *, can_pay: bool) -> None:
        """Show what is typed and what follows from it."""
        self._title.setText(panel.title)
        self._word.setText(panel.word)
        self._pad.show_words(words)
        self._field.setText(panel.typed or panel.hint)
        look(self._field, "" if panel.typed else "hint")
        self._field.setAccessibleName(f"{panel.word}: {self._field.text()}")
        self._detail.setText(panel.detail)
        for key in self._means:
            key.setVisible(not panel.pays)
            key.setEnabled(can_pay)
        self._confirm.setVisible(panel.pays)
        self._confirm.setEnabled(panel.can_confirm)
        self._confirm.set_words(words("paying.voucher_confirm"))

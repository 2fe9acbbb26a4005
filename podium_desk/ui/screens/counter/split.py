"""The pages of a payment by several means: the parts, and the means without a key of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.keypad import typing_keypad
from podium_desk.ui.screens.counter.payment import AmountField

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.paying_view import MorePanel, PartView, SplitPanel

_MARGIN = 32
_CHOICES = 6


class SplitPage(QFrame):
    """What was paid, what is still to be paid, and the keys for the next part."""

    def __init__(
        self, means: tuple[ActionButton, ...], undo: ActionButton, book: ActionButton,
        back: ActionButton,
    ) -> None:  # fmt: skip
        super().__init__()
        look(self, "card")
        self._means, self._undo, self._book = means, undo, book
        look(book, "primary")
        self._title, self._rest_word, self._rest = QLabel(), QLabel(), QLabel()
        self._typed_word, self._next, self._paid_word = QLabel(), QLabel(), QLabel()
        self.amount = AmountField()
        self.setFocusProxy(self.amount)
        for label, style in (
            (self._title, "title"), (self._rest_word, "muted"), (self._rest, "amount"),
            (self._typed_word, "muted"), (self._next, "muted"), (self._paid_word, "heading"),
        ):  # fmt: skip
            look(label, style)
        self._pad = typing_keypad()
        self._parts = QGridLayout()
        self._parts.setVerticalSpacing(8)
        self._shown: tuple[PartView, ...] = ()
        left = QVBoxLayout()
        left.setSpacing(8)
        labels = (self._title, self._rest_word, self._rest, self._typed_word, self.amount)
        for widget in (*labels, self._next, *means):
            left.addWidget(widget)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._paid_word)
        right.addLayout(self._parts)
        right.addStretch(1)
        right.addWidget(self._pad)
        for key in (book, undo, back):
            right.addWidget(key)
        both = QHBoxLayout(self)
        both.setContentsMargins(_MARGIN, _MARGIN - 6, _MARGIN, _MARGIN)
        both.setSpacing(32)
        both.addLayout(left, 1)
        both.addLayout(right, 1)

    def show_panel(self, panel: SplitPanel, words: Words, *, is_selling: bool) -> None:
        """Show the parts and the rest."""
        self._title.setText(words("paying.split"))
        self._rest_word.setText(words("paying.rest"))
        self._rest.setText(panel.rest)
        self._rest.setAccessibleName(f"{words('paying.rest')}: {panel.rest}")
        self._typed_word.setText(words("paying.part"))
        self._pad.show_words(words)
        self._pad.setVisible(not panel.is_done)
        self.amount.show_amount(panel.typed, words, "paying.part_hint")
        self._next.setText(words("paying.next", amount=panel.next_amount))
        self._paid_word.setText(
            words("paying.paid_so_far" if panel.parts else "paying.nothing_yet")
        )
        for key in self._means:
            key.setEnabled(not panel.is_done and not is_selling)
        self._undo.setVisible(bool(panel.parts))
        self._undo.setEnabled(not is_selling)
        self._book.setVisible(panel.is_done)
        self._book.setEnabled(not is_selling)
        if panel.parts != self._shown:
            self._show_parts(panel.parts)

    def _show_parts(self, parts: tuple[PartView, ...]) -> None:
        self._shown = parts
        while self._parts.count():
            item = self._parts.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                # Deleted by the event loop, which may come later than the next picture.
                widget.hide()
                widget.deleteLater()
        for row, part in enumerate(parts):
            name, amount = QLabel(part.means), QLabel(part.amount)
            name.setAccessibleName(f"{part.means}: {part.amount}")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            for column, label in enumerate((name, amount)):
                look(label, "pieces")
                self._parts.addWidget(label, row, column)


class MorePage(QFrame):
    """The list of more means; a digit or a click chooses one."""

    chosen = Signal(int)

    def __init__(self, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._amount, self._about = QLabel(), QLabel(), QLabel()
        look(self._title, "title")
        look(self._amount, "amount")
        look(self._about, "body")
        for label in (self._title, self._about):
            label.setWordWrap(True)
        self._choices = [QPushButton() for _ in range(_CHOICES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 6, _MARGIN, _MARGIN)
        column.setSpacing(12)
        for label in (self._title, self._amount, self._about):
            column.addWidget(label)
        for number, button in enumerate(self._choices, 1):
            button.setMinimumHeight(60)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._tell(number))
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(back)

    def show_panel(self, panel: MorePanel) -> None:
        """Show what can be chosen."""
        self._title.setText(panel.title)
        self._amount.setText(panel.amount)
        self._about.setText(panel.about)
        self._about.setVisible(bool(panel.about))
        self.setAccessibleName(f"{panel.title} {panel.amount} {panel.about}".strip())
        for position, button in enumerate(self._choices):
            button.setVisible(position < len(panel.choices))
            if position < len(panel.choices):
                button.setEnabled(position not in panel.closed)
                button.setText(f"{position + 1}   {panel.choices[position]}")
                button.setAccessibleName(f"{panel.choices[position]} ({position + 1})")

    def _tell(self, number: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(number)

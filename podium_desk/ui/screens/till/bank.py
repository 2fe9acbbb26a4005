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
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from podium_desk.domain.transfers import CANDIDATES
from podium_desk.presentation.bank_list import BankView
from podium_desk.presentation.mood import Tone
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.tokens import is_dense, px, token

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.bank_list import BankRow
    from podium_desk.ui.kit.buttons import ActionButton

_SPACING, _SPACING_DENSE = 12, 5
_LINE_PIXELS = 58
"""A line of the statement, in two rows."""
_UNBOUNDED = 16_777_215
"""Qt's own greatest height."""
_AT_TOP = QListWidget.ScrollHint.PositionAtTop
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
    """The statement with its keys; `marked` tells that another line or order is marked.

    Where a line fits several orders they stand below it, and one is chosen before it is booked.
    """

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
        self.list.currentRowChanged.connect(lambda _row: self._show_choices())
        self._shown = BankView()
        self.choice = 0
        """Which of several orders the marked line pays, from 0; below zero while nobody said."""
        self._which = QLabel()
        self._which.setWordWrap(True)
        look(self._which, "heading")
        self._choices = [self._choice_key(at) for at in range(CANDIDATES)]
        row = QHBoxLayout()
        row.setSpacing(12)
        for key, width in ((choose, 1), (line, 1), (exact, 2)):
            row.addWidget(key, width)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._hint)
        self._column.addWidget(self.list, 1)
        for widget in (self._which, *self._choices):
            widget.hide()
            self._column.addWidget(widget)
        self._column.addLayout(row)
        self.appearance_changed()

    @property
    def row(self) -> int:
        """The marked line; below zero for none."""
        return self.list.currentRow()

    @property
    def can_book_row(self) -> bool:
        """Whether a person may book the marked line."""
        is_there = 0 <= self.row < len(self._shown.rows)
        return is_there and self._shown.rows[self.row].can_book and self.choice >= 0

    def choose(self, choice: int) -> None:
        """The marked line pays this order of those that it fits, from 0; others are not there."""
        if 0 <= choice < len(self._marked_choices()):
            self.choice = choice
            self._show_chosen()

    def show_view(self, view: BankView, words: Words) -> None:
        """The statement as it stands; the marked line stays marked."""
        self._hint.setText(words("till.bank_hint"))
        self._which.setText(words("till.bank_which"))
        self.list.setAccessibleName(words("till.page_bank"))
        if view == self._shown:
            return
        marked, self._shown = max(0, self.row), view
        self.list.clear()
        for row in view.rows:
            self.list.addItem(_item(row))
        self.list.setCurrentRow(min(marked, len(view.rows) - 1))
        self._show_choices()

    def _marked_choices(self) -> tuple[str, ...]:
        return self._shown.rows[self.row].choices if 0 <= self.row < len(self._shown.rows) else ()

    def _show_choices(self) -> None:
        """The orders of the marked line, none of them chosen."""
        choices = self._marked_choices()
        self.choice = -1 if choices else 0
        self._which.setVisible(bool(choices))
        self._make_room(is_choosing=bool(choices))
        for at, key in enumerate(self._choices):
            key.setVisible(at < len(choices))
        self._show_chosen()

    def appearance_changed(self) -> None:
        """Where text is large the choices stand closer."""
        self._column.setSpacing(_SPACING_DENSE if is_dense() else _SPACING)
        look(self._which, "body" if is_dense() else "heading")
        for key in self._choices:
            look(key, "choiceDense" if is_dense() else "choice")
        self._make_room(is_choosing=bool(self._marked_choices()))

    def _make_room(self, *, is_choosing: bool) -> None:
        """Where text is large, of the statement the marked line is enough while its order is
        chosen: the line, all its orders and the key that books stand on one screen."""
        is_short = is_choosing and is_dense()
        self._hint.setVisible(not is_short)
        self.list.setMinimumHeight(px(_LINE_PIXELS) if is_short else 0)
        self.list.setMaximumHeight(px(_LINE_PIXELS) if is_short else _UNBOUNDED)
        if is_short:
            self.list.scrollToItem(self.list.currentItem(), _AT_TOP)

    def _show_chosen(self) -> None:
        for at, (key, choice) in enumerate(
            zip(self._choices, self._marked_choices(), strict=False)
        ):
            is_chosen = at == self.choice
            key.setChecked(is_chosen)
            key.setText(f"{'☑' if is_chosen else '☐'}  {at + 1}   {choice}")
            key.setAccessibleName(choice)
        self.marked.emit()

    def _choice_key(self, at: int) -> QPushButton:
        key = QPushButton()
        key.setCheckable(True)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look(key, "choice")
        key.clicked.connect(lambda: self.choose(at))
        return key


def _item(row: BankRow) -> QListWidgetItem:
    item = QListWidgetItem(f"{row.standing}\n{row.text}")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.standing}, {row.text}")
    item.setForeground(QColor(token(f"ui.{_COLOURS[row.tone]}")))
    return item

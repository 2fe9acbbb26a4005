"""An order's page: tickets to choose, what was paid, all that happened, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from podium_desk.presentation.mood import Tone
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.key_grid import KeyGrid
from podium_desk.ui.kit.qr import QrPicture
from podium_desk.ui.kit.tokens import token
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.order_view import AskView, OrderPanel, TicketRow

_KEY_COLUMNS = 4
_SELDOM = ("approve", "take_approval_back")
"""Keys that are there only where they do something."""
_OF_SOME_ORDERS = (*_SELDOM, "let_go", "invoice", "reissue", "exchange")
"""Not shown where the order cannot have them: the keys that it can have find room on two rows."""
_PICTURE_PIXELS = 200
"""Four pixels a module, which a telephone reads off a screen."""
_TONE_COLOURS = {Tone.GOOD: "ok_text", Tone.BAD: "danger_text", Tone.QUIET: "warning_text"}


class TicketList(QListWidget):
    """Tickets with a tick; Space ticks, and letters and digits are left to the window."""

    toggled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(2)
        _break_lines(self)
        self._rows: tuple[TicketRow, ...] = ()
        self.itemClicked.connect(lambda item: self.toggled.emit(self._rows[self.row(item)].id))

    def show_rows(self, rows: tuple[TicketRow, ...]) -> None:
        """Show these; the marked one stays marked."""
        if rows == self._rows:
            return
        current = max(0, self.currentRow())
        self._rows = rows
        self.clear()
        for number, row in enumerate(rows, start=1):
            tick = "☑" if row.is_chosen else "☐" if row.is_kept else "–"
            item = QListWidgetItem(f"{tick}  {number}   {row.text}   {row.standing}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.text}, {row.standing}")
            if not row.is_kept:
                item.setForeground(_colour("muted"))
            self.addItem(item)
        self.setCurrentRow(min(current, len(rows) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down mark, Space ticks; all else is a key of the counter."""
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.toggled.emit(self._rows[self.currentRow()].id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()


class AskBox(QFrame):
    """A question: what it comes to, a line or two to type in, and one key that does it."""

    answered = Signal(str, str, str)
    answered_otherwise = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        look(self, "calm")
        self._title, self._detail = QLabel(), QLabel()
        look(self._title, "heading")
        look(self._detail, "body")
        self._detail.setWordWrap(True)
        self.first, self.second, self.third = SearchField(), SearchField(), SearchField()
        for field in (self.first, self.second, self.third):
            field.setMinimumHeight(44)
            field.setMaxLength(120)
            field.entered.connect(self._answer)
        self.yes = QPushButton()
        self.yes.setMinimumHeight(52)
        look(self.yes, "primary")
        self.yes.clicked.connect(self._answer)
        self.other = QPushButton()
        self.other.setMinimumHeight(52)
        self.other.clicked.connect(lambda: self.answered_otherwise.emit(*self._typed()))
        fields = QHBoxLayout()
        for widget in (self.first, self.second, self.third, self.yes, self.other):
            fields.addWidget(widget, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        for label in (self._title, self._detail):
            column.addWidget(label)
        column.addLayout(fields)
        self._shown: AskView | None = None

    def show_ask(self, ask: AskView | None) -> None:
        """Show a question with the keyboard in its line, or none."""
        self.setVisible(ask is not None)
        if ask == self._shown:
            return
        self._shown = ask
        if ask is None:
            return
        self._title.setText(ask.title)
        self._detail.setText(ask.detail)
        self._detail.setVisible(bool(ask.detail))
        labels = (ask.label, ask.second_label, ask.third_label)
        fields = (self.first, self.second, self.third)
        for field, label, known in zip(fields, labels, ask.filled, strict=True):
            field.setText(known)
            field.selectAll()
            field.setVisible(bool(label))
            field.setPlaceholderText(label)
            field.setAccessibleName(label)
        self.other.setVisible(bool(ask.other))
        self.other.setText(ask.other)
        self.other.setAccessibleName(ask.other)
        self.yes.setText(f"{ask.yes}   Enter")
        self.yes.setAccessibleName(ask.yes)
        self.yes.setAccessibleDescription(f"{ask.title} {ask.detail}")
        (self.first if ask.label else self.yes).setFocus()

    @Slot()
    def _answer(self) -> None:
        self.answered.emit(*self._typed())

    def _typed(self) -> tuple[str, str, str]:
        return self.first.text(), self.second.text(), self.third.text()


class OrderPage(QFrame):
    """One order. Digits choose its tickets; each key does what its button says."""

    toggled = Signal(object)
    answered = Signal(str, str, str)
    answered_otherwise = Signal(str, str, str)

    def __init__(self, keys: list[ActionButton]) -> None:
        super().__init__()
        look(self, "card")
        self._keys = keys
        self._title, self._standing = QLabel(), QLabel()
        self._facts, self._chosen = QLabel(), QLabel()
        look(self._title, "title")
        look(self._chosen, "muted")
        self._facts.setWordWrap(True)
        self.tickets = TicketList()
        self.tickets.toggled.connect(self.toggled)
        self.setFocusProxy(self.tickets)
        self.picture = QrPicture(_PICTURE_PIXELS)
        self.picture.setFixedWidth(_PICTURE_PIXELS)
        self.history = QListWidget()
        self.history.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        _break_lines(self.history)
        # What the page has left is for the history: it never makes the page higher.
        self.history.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.ask = AskBox()
        self.ask.answered.connect(self.answered)
        self.ask.answered_otherwise.connect(self.answered_otherwise)
        self._history_word = QLabel()
        look(self._history_word, "heading")
        self._lay_out()

    def show_panel(self, panel: OrderPanel, words: Words) -> None:
        """Show the order as it is now."""
        self._title.setText(panel.title)
        self._standing.setText(panel.standing)
        look(self._standing, f"standing_{_TONE_COLOURS[panel.tone]}")
        self._facts.setText(" · ".join(panel.facts))
        self._chosen.setText(panel.chosen)
        self.tickets.setAccessibleName(words("orders.tickets"))
        self.tickets.show_rows(panel.tickets)
        self.picture.setVisible(bool(panel.picture))
        if panel.picture:
            self.picture.show_text(panel.picture)
            self.picture.setAccessibleName(words("orders.transfer_picture"))
        self._history_word.setText(words("orders.history"))
        self.history.setAccessibleName(words("orders.history"))
        self._show_history(panel.history)
        for key in self._keys:
            is_back = key.objectName() == "back"
            key.setEnabled(is_back or key.objectName() in panel.deeds)
            # While a question is open nothing else can be done, and no key comes or goes.
            if key.objectName() in _OF_SOME_ORDERS and panel.deeds:
                key.setVisible(key.objectName() in panel.deeds)
        was_asked = not self.ask.isHidden()
        self.ask.show_ask(panel.ask)
        if was_asked and panel.ask is None:
            self.tickets.setFocus()

    def _show_history(self, lines: tuple[str, ...]) -> None:
        shown = tuple(self.history.item(row).text() for row in range(self.history.count()))
        if shown != lines:
            self.history.clear()
            self.history.addItems(list(lines))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._standing)
        usual = [key for key in self._keys if key.objectName() not in _SELDOM]
        # One of these at most is shown; its words are longer than a column is wide.
        seldom = [key for key in self._keys if key.objectName() in _SELDOM]
        middle = QHBoxLayout()
        middle.addWidget(self.tickets, 1)
        middle.addWidget(self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addLayout(middle, 3)
        column.addWidget(self._chosen)
        column.addWidget(self.ask)
        column.addWidget(self._history_word)
        column.addWidget(self.history, 2)
        column.addWidget(KeyGrid(usual, seldom, _KEY_COLUMNS))


def _break_lines(rows: QListWidget) -> None:
    """What is too long for a row of large text stands on two lines; nothing moves sideways."""
    rows.setWordWrap(True)
    rows.setResizeMode(QListWidget.ResizeMode.Adjust)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _colour(name: str) -> QColor:
    return QColor(token(f"ui.{name}"))

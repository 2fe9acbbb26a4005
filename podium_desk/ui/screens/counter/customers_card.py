"""One customer on the page: what is known, consents, who is likely the same, and the orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from podium_desk.domain.customer_facts import ConsentWay
from podium_desk.ui.kit.buttons import ActionButton, look

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.customers_view import CustomerCard

CONSENT_KEYS = 4
LOW_KEYS = ("join", "undo_join", "open_order", *(f"consent_{n}" for n in range(CONSENT_KEYS)))
"""Keys on the card that are lower than others: the orders below them need the room."""
LOW_KEY_PIXELS = 42
_LINE_PIXELS, _ORDERS_PIXELS = 40, 84


class CustomerCardPane(QWidget):
    """The card; `keys` are the buttons of the page's table, by the ids of their actions."""

    order_chosen = Signal(int)

    def __init__(self, keys: dict[str, ActionButton]) -> None:
        super().__init__()
        self._keys = keys
        for action in LOW_KEYS:
            look(keys[action], "small")
        self._name, self._lines, self._needed = QLabel(), QLabel(), QLabel()
        look(self._name, "title")
        self._lines.setWordWrap(True)
        self._needed.setWordWrap(True)
        self._needed.setProperty("mood", "caution")
        self._standings = [QLabel() for _ in range(CONSENT_KEYS)]
        for label in self._standings:
            look(label, "muted")
        self._consents_word, self._how_word, self.how = QLabel(), QLabel(), QComboBox()
        look(self._consents_word, "heading")
        look(self._how_word, "muted")
        self.how.setMinimumHeight(_LINE_PIXELS)
        self.how.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.how.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._same, self._history = QLabel(), QLabel()
        self._same.setWordWrap(True)
        look(self._history, "heading")
        self.orders = QListWidget()
        self.orders.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.orders.setMinimumHeight(_ORDERS_PIXELS)
        self.orders.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.orders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.orders.itemActivated.connect(
            lambda item: self.order_chosen.emit(self.orders.row(item))
        )
        self._no_orders = QLabel()
        look(self._no_orders, "muted")
        self._lay_out()

    @property
    def way(self) -> ConsentWay:
        """How the customer is being asked."""
        return tuple(ConsentWay)[max(0, self.how.currentIndex())]

    @property
    def marked_order(self) -> int:
        """The order of the list that the keyboard is at, else the newest."""
        return max(0, self.orders.currentRow())

    def show_card(self, card: CustomerCard | None, words: Words) -> None:
        """Show this customer."""
        if card is None:
            return
        self._name.setText(card.name)
        self._lines.setText("\n".join(card.lines))
        self._needed.setText(card.needed)
        self._needed.setVisible(bool(card.needed))
        for place, row in enumerate(card.consents):
            self._standings[place].setText(row.standing)
            look(self._standings[place], "value" if row.is_in_force else "muted")
            button = self._keys[f"consent_{place}"]
            button.setAccessibleDescription(row.standing)
        self._show_ways(words)
        self._same.setText(card.likely_same)
        self._same.setVisible(bool(card.likely_same))
        self._history.setText(words("customers.history"))
        self.orders.setAccessibleName(words("customers.history"))
        if [self.orders.item(n).text() for n in range(self.orders.count())] != list(card.orders):
            self.orders.clear()
            self.orders.addItems(list(card.orders))
            self.orders.setCurrentRow(0)
        self.orders.setVisible(bool(card.orders))
        self._no_orders.setText(words("customers.no_history"))
        self._no_orders.setVisible(not card.orders)

    def _show_ways(self, words: Words) -> None:
        ways = [words(f"customers.way_{way.value}") for way in ConsentWay]
        if [self.how.itemText(n) for n in range(self.how.count())] != ways:
            at = max(0, self.how.currentIndex())
            self.how.clear()
            self.how.addItems(ways)
            self.how.setCurrentIndex(at)
        self._consents_word.setText(words("customers.consents"))
        self._how_word.setText(words("customers.how_asked"))
        self.how.setAccessibleName(words("customers.how_asked"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        # With large text the card is higher than the screen; its keys stay below it.
        column.addWidget(scrolled(self._content()), 1)
        column.addLayout(self._key_row("tie", "untie"))
        column.addLayout(self._key_row("correct", "export", "erase"))

    def _content(self) -> QWidget:
        content = QWidget()
        content.setObjectName("pageBody")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label in (self._name, self._lines, self._needed):
            label.setWordWrap(True)
            column.addWidget(label)
        how = QHBoxLayout()
        how.setSpacing(10)
        how.addWidget(self._consents_word, 1)
        how.addWidget(self._how_word)
        how.addWidget(self.how)
        column.addLayout(how)
        column.addLayout(self._consents())
        same = QHBoxLayout()
        same.addWidget(self._same, 1)
        same.addWidget(self._keys["join"])
        column.addLayout(same)
        rule = QFrame()
        look(rule, "rule")
        column.addWidget(rule)
        history = QHBoxLayout()
        history.addWidget(self._history, 1)
        for action in ("undo_join", "open_order"):
            history.addWidget(self._keys[action])
        column.addLayout(history)
        column.addWidget(self._no_orders)
        column.addWidget(self.orders, 1)
        return content

    def _consents(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for place in range(CONSENT_KEYS):
            row, column = divmod(place, 2)
            grid.addWidget(self._keys[f"consent_{place}"], 2 * row, column)
            grid.addWidget(self._standings[place], 2 * row + 1, column)
        return grid

    def _key_row(self, *actions: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for action in actions:
            row.addWidget(self._keys[action], 1)
        return row


def scrolled(content: QWidget) -> QScrollArea:
    """What scrolls up and down where it is higher than the screen, and never sideways."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    return scroll

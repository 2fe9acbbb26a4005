"""The list of what a person settles: what happened, the money, and a button for each way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from podium_desk.domain.incidents import Severity
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.look import Theme, ink
from podium_desk.ui.screens.status.paragraphs import clear, paragraph

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.device_status import DeviceStatusView
    from podium_desk.presentation.incidents import IncidentCard, SettledLine
    from podium_desk.presentation.status_page import StatusPageView

_ICON_PIXELS = 28
_SIGNS = {
    Severity.NOW: ("octagon-x", "danger_text"),
    Severity.TODAY: ("triangle-alert", "warning_text"),
    Severity.SOON: ("info", "primary"),
}


class SettleCard(Card):
    """The list with the name of who settles; `settled` tells (incident, outcome, by, note)."""

    settled = Signal(str, object, str, str)

    def __init__(self, theme: Theme | None, clerk: str) -> None:
        super().__init__(theme, "circle-check")
        self._shown: tuple[IncidentCard, ...] | None = None
        self._buttons: list[QPushButton] = []
        self.by, self.note = QLineEdit(clerk), QLineEdit()
        self.by.setMaxLength(40)
        self.note.setMaxLength(200)
        self._by_word, self._notice = QLabel(), QLabel()
        look(self._by_word, "muted")
        self._notice.setWordWrap(True)
        self._notice.setProperty("mood", "caution")
        self._who = QWidget()
        who = QHBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 4)
        who.setSpacing(10)
        who.addWidget(self._by_word)
        who.addWidget(self.by, 1)
        who.addWidget(self.note, 2)
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        self.column.addWidget(self._who)
        self.column.addWidget(self._notice)
        self.column.addLayout(self._list)

    def show_list(self, view: StatusPageView, status: DeviceStatusView, words: Words) -> None:
        """Show what is to be settled; a list that did not change keeps its buttons and focus."""
        self.heading.setText(status.to_settle)
        self.show_icon("triangle-alert" if status.cards else "circle-check")
        self.setAccessibleName(status.to_settle)
        self._by_word.setText(words("device_status.by"))
        self.by.setAccessibleName(words("device_status.by"))
        self.by.setPlaceholderText(words("device_status.by_hint"))
        self.note.setAccessibleName(words("device_status.note_hint"))
        self.note.setPlaceholderText(words("device_status.note_hint"))
        self._who.setVisible(bool(status.cards))
        self._notice.setText(view.notice)
        self._notice.setVisible(bool(view.notice))
        if status.cards != self._shown:
            self._shown = status.cards
            self._rebuild(status.cards)
        for button in self._buttons:
            button.setEnabled(not view.is_busy)

    def ask_who(self) -> None:
        """Put the keyboard where the name is typed."""
        self.by.setFocus()

    def _rebuild(self, cards: tuple[IncidentCard, ...]) -> None:
        self._buttons.clear()
        clear(self._list)
        for card in cards:
            self._list.addWidget(self._incident(card))

    def _incident(self, card: IncidentCard) -> QWidget:
        box = QFrame()
        box.setObjectName(card.id)
        box.setAccessibleName(f"{card.title}. {card.where}. {card.what} {card.amount}".strip())
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        rule = QFrame()
        look(rule, "rule")
        column.addWidget(rule)
        column.addSpacing(6)
        column.addLayout(self._head(card))
        for text, style in ((card.where, "muted"), (card.what, ""), (card.advice, "muted")):
            if text:
                column.addWidget(paragraph(text, style))
        column.addSpacing(6)
        column.addLayout(self._choices(card))
        return box

    def _head(self, card: IncidentCard) -> QHBoxLayout:
        name, colour = _SIGNS[card.severity]
        sign = QLabel()
        sign.setPixmap(icons.pixmap(name, ink(self._theme, colour), _ICON_PIXELS))
        title, amount = QLabel(card.title), QLabel(card.amount)
        look(title, "heading")
        look(amount, "amount")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(sign)
        row.addWidget(title, 1)
        row.addWidget(amount)
        return row

    def _choices(self, card: IncidentCard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for choice in card.choices:
            button = QPushButton(choice.label)
            button.setObjectName(f"{card.id} {choice.outcome.value}")
            button.setAccessibleName(f"{card.title}: {choice.label}")
            button.clicked.connect(partial(self._choose, card.id, choice.outcome))
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _choose(self, incident: str, outcome: object, _checked: bool = False) -> None:
        if not self.by.text().strip():
            self.ask_who()
        self.settled.emit(incident, outcome, self.by.text(), self.note.text())


class HistoryCard(Card):
    """What was settled lately, and by whom."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme, "check")
        self._shown: tuple[SettledLine, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.column.addLayout(self._list)

    def show_history(self, status: DeviceStatusView) -> None:
        """Show these; without any the card is away."""
        self.setVisible(bool(status.history))
        self.heading.setText(status.history_title)
        if status.history == self._shown:
            return
        self._shown = status.history
        self.setAccessibleName(status.history_title)
        self.setAccessibleDescription(". ".join(f"{o.title}: {o.how}" for o in status.history))
        clear(self._list)
        for line in status.history:
            self._list.addWidget(paragraph(line.title, "value"))
            told = f"{line.how} — {line.note}" if line.note else line.how
            self._list.addWidget(paragraph(told, "muted"))

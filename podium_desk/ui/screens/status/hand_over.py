"""The card of a duty of the house: who has it, and handing it to another device."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from podium_desk.ui.screens.status.asking import AskingBox
from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.paragraphs import clear, paragraph

if TYPE_CHECKING:
    from podium_desk.application.duties import Duty
    from podium_desk.presentation.duties import Choice, DutyCard
    from podium_desk.ui.screens.status.look import Theme


class HandOverCard(Card):
    """Who has the duty; then, on this same card, who may have it and what that comes to."""

    begun = Signal()
    chosen = Signal(int)
    confirmed = Signal()
    went_back = Signal()

    def __init__(self, theme: Theme | None, duty: Duty) -> None:
        super().__init__(theme)
        self.setObjectName(duty.value)
        self._choices: tuple[Choice, ...] = ()
        self._meaning = paragraph("", "muted")
        self.begin, self.back = QPushButton(), QPushButton()
        self.begin.setObjectName(f"{duty.value} begin")
        self.back.setObjectName(f"{duty.value} back")
        self.begin.clicked.connect(self.begun)
        self.back.clicked.connect(self.went_back)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.asking = AskingBox(duty.value)
        self.asking.yes.connect(self.confirmed)
        self.asking.no.connect(self.went_back)
        for widget in (self._meaning, self.begin):
            self.column.addWidget(widget)
        self.column.addLayout(self._list)
        self.column.addWidget(self.back)
        self.column.addWidget(self.asking)

    def show_card(self, card: DutyCard | None, is_busy: bool) -> None:
        """Show it, or nothing; buttons that stay keep their focus."""
        self.setVisible(card is not None)
        if card is None:
            return
        self.heading.setText(card.title)
        self.show_icon(card.icon)
        self._meaning.setText(card.meaning)
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(card.meaning)
        for button, words in ((self.begin, card.begin), (self.back, card.back)):
            button.setText(words)
            button.setAccessibleName(words)
        was_open = bool(self._choices) or self.asking.isVisibleTo(self)
        is_open = bool(card.choices) or card.question is not None
        self.begin.setVisible(not is_open)
        self.back.setVisible(bool(card.choices))
        self._show_choices(card.choices)
        self.asking.show_question(card.question, is_busy)
        if was_open and not is_open:
            self.begin.setFocus()

    def _show_choices(self, choices: tuple[Choice, ...]) -> None:
        if choices == self._choices:
            return
        had_focus = self.focusWidget()
        at = had_focus.objectName() if had_focus is not None and self._choices else ""
        self._choices = choices
        clear(self._list)
        buttons = [self._button(choice) for choice in choices]
        for button in buttons:
            self._list.addWidget(button)
            # A layout shows what it is given later, and only what is shown can have the focus.
            button.show()
        if buttons:
            # A list that was made anew, because somebody was heard, keeps the place of the focus.
            same = [button for button in buttons if button.objectName() == at]
            (same or buttons)[0].setFocus()

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.label)
        button.setObjectName(f"{self.objectName()} {choice.device}")
        button.setAccessibleName(choice.label)
        button.clicked.connect(partial(self._choose, choice.device))
        return button

    def _choose(self, device: int, _checked: bool = False) -> None:
        self.chosen.emit(device)

"""The card of paper: what no printer confirmed, and what is left on the roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.paragraphs import paragraph

if TYPE_CHECKING:
    from podium_desk.presentation.papers import PaperCard
    from podium_desk.ui.screens.status.look import Theme


class PapersCard(Card):
    """Two lines with a button each."""

    confirmed = Signal()
    rolled = Signal()

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme, "printer")
        self._unproven, self._left = paragraph("", "muted"), paragraph("", "muted")
        self.confirm, self.new_roll = QPushButton(), QPushButton()
        self.confirm.setObjectName("paper confirm")
        self.new_roll.setObjectName("paper roll")
        self.confirm.clicked.connect(self.confirmed)
        self.new_roll.clicked.connect(self.rolled)
        for widget in (self._unproven, self.confirm, self._left, self.new_roll):
            self.column.addWidget(widget)

    def show_card(self, card: PaperCard | None) -> None:
        """Show it, or nothing."""
        self.setVisible(card is not None)
        if card is None:
            return
        self.heading.setText(card.title)
        lines = (
            (self._unproven, card.unproven, self.confirm, card.confirm),
            (self._left, card.left, self.new_roll, card.new_roll),
        )
        for label, sentence, button, words in lines:
            label.setText(sentence)
            button.setText(words)
            button.setAccessibleName(words)
            label.setVisible(bool(sentence))
            button.setVisible(bool(sentence))
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(f"{card.unproven} {card.left}".strip())

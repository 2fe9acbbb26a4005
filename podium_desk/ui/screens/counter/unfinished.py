"""The page of a sale that a power cut left between the card and the tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.screens.counter.decision import DecisionCard

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.paying_view import UnfinishedPanel


class UnfinishedPage(DecisionCard):
    """What happened to the money and the places, and one recommended key."""

    def __init__(self, go_on: ActionButton, give_up: ActionButton, later: ActionButton) -> None:
        super().__init__(((go_on, 2), (give_up, 1), (later, 1)))
        look(go_on, "primary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._go_on, self._give_up = go_on, give_up

    def show_panel(self, panel: UnfinishedPanel, words: Words) -> None:
        """Show the oldest unfinished sale."""
        self.show_decision(panel.title, tuple(panel.payments), (panel.places, panel.advice))
        self._go_on.setVisible(bool(panel.go_on))
        self._go_on.set_words(panel.go_on or words("paying.finish"))
        self._give_up.setVisible(panel.can_give_up)

"""The page that asks whether this counter's data is the newest, with what that puts at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.screens.counter.decision import DecisionCard

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import MemoryPanel


class MemoryPage(DecisionCard):
    """The exposure first, then why, then two keys; Enter goes back and confirms nothing."""

    def __init__(self, confirm: ActionButton, back: ActionButton) -> None:
        super().__init__(((back, 1), (confirm, 1)))
        look(back, "primary")
        self.setFocusProxy(back)

    def show_panel(self, panel: MemoryPanel, words: Words) -> None:
        """Show what is at stake now."""
        title = words("memory.question")
        self.show_decision(title, (panel.exposure,), (panel.explanation, panel.advice))

"""The page of a sale that a power cut left between the card and the tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.paying_view import UnfinishedPanel


class UnfinishedPage(QFrame):
    """What happened to the money and the places, and one recommended key."""

    def __init__(self, go_on: ActionButton, give_up: ActionButton, later: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(go_on, "primary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._go_on, self._give_up = go_on, give_up
        self._title, self._payments = QLabel(), QLabel()
        self._places, self._advice = QLabel(), QLabel()
        for label, style in (
            (self._title, "title"), (self._payments, "heading"), (self._places, "body"),
            (self._advice, "body"),
        ):  # fmt: skip
            look(label, style)
            label.setWordWrap(True)
        warning = QFrame()
        look(warning, "warn")
        inside = QVBoxLayout(warning)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self._payments)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        for widget in (self._title, warning, self._places, self._advice):
            column.addWidget(widget)
        column.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(go_on, 2)
        keys.addWidget(give_up, 1)
        keys.addWidget(later, 1)
        column.addLayout(keys)

    def show_panel(self, panel: UnfinishedPanel, words: Words) -> None:
        """Show the oldest unfinished sale."""
        self._title.setText(panel.title)
        self._payments.setText("\n".join(panel.payments))
        self._places.setText(panel.places)
        self._advice.setText(panel.advice)
        self._go_on.setVisible(bool(panel.go_on))
        self._go_on.set_words(panel.go_on or words("paying.finish"))
        self._give_up.setVisible(panel.can_give_up)
        self.setAccessibleName(panel.title)
        self.setAccessibleDescription(" ".join((*panel.payments, panel.places, panel.advice)))

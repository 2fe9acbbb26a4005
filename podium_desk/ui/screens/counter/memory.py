"""The page that asks whether this counter's data is the newest, with what that puts at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import MemoryPanel


class MemoryPage(QFrame):
    """The exposure first, then why, then two keys; Enter goes back and confirms nothing."""

    def __init__(self, confirm: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(back, "primary")
        self.setFocusProxy(back)
        self._title, self._exposure = QLabel(), QLabel()
        self._explanation, self._advice = QLabel(), QLabel()
        for label, style in (
            (self._title, "title"),
            (self._exposure, "heading"),
            (self._explanation, "body"),
            (self._advice, "body"),
        ):
            look(label, style)
            label.setWordWrap(True)
        warning = QFrame()
        look(warning, "warn")
        inside = QVBoxLayout(warning)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self._exposure)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        for widget in (self._title, warning, self._explanation, self._advice):
            column.addWidget(widget)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(back, 1)
        keys.addWidget(confirm, 1)
        column.addStretch(1)
        column.addLayout(keys)

    def show_panel(self, panel: MemoryPanel, words: Words) -> None:
        """Show what is at stake now."""
        self._title.setText(words("memory.question"))
        self._exposure.setText(panel.exposure)
        self._explanation.setText(panel.explanation)
        self._advice.setText(panel.advice)
        said = (panel.exposure, panel.explanation, panel.advice)
        self.setAccessibleName(words("memory.question"))
        self.setAccessibleDescription(" ".join(said))

"""The card that says what just happened or why something was not done; it asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.tokens import token

if TYPE_CHECKING:
    from podium_desk.presentation.counter_view import Toast


class Notice(QFrame):
    """One card, hidden while there is nothing to say; screen readers are told at once."""

    def __init__(self, undo: ActionButton) -> None:
        super().__init__()
        self._icon, self._text, self._detail = QLabel(), QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._detail.setWordWrap(True)
        self._undo = undo
        self._said = ""
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._text)
        column.addWidget(self._detail)
        column.addWidget(undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(column, 1)
        self.hide()

    def show_notice(self, refusal: str, toast: Toast | None) -> None:
        """A refusal goes before whatever was said last."""
        if refusal:
            self._fill("warn", "triangle-alert", "ui.warning_text", refusal, "")
        elif toast is not None and toast.is_good:
            self._fill("good", "circle-check", "ui.ok_text", toast.text, toast.detail)
        elif toast is not None:
            self._fill("calm", "info", "ui.muted", toast.text, toast.detail)
        self._undo.setVisible(toast is not None and toast.can_undo and not refusal)
        self.setVisible(bool(refusal) or toast is not None)
        if self.isHidden():
            self._said = ""

    def _fill(self, style: str, icon: str, color: str, text: str, detail: str) -> None:
        look(self, style)
        look(self._text, "heading" if style == "good" else "body")
        look(self._detail, "muted")
        self._icon.setPixmap(icons.pixmap(icon, token(color), 28))
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        sentence = f"{text} {detail}".strip()
        self.setAccessibleName(sentence)
        if sentence != self._said:
            self._said = sentence
            announce(self, sentence)

"""The card of a page that asks for a decision: its subject, what is at stake, why, and the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look


class DecisionCard(QFrame):
    """A title, the stake in a frame that warns, two paragraphs, and keys in a row below."""

    def __init__(self, keys: tuple[tuple[ActionButton, int], ...]) -> None:
        """`keys`: each with its share of the row's width."""
        super().__init__()
        look(self, "card")
        self._title, self._stake = _words("title"), _words("heading")
        self._paragraphs = (_words("body"), _words("body"))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        for part in (self._title, _warning(self._stake), *self._paragraphs):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        for key, share in keys:
            row.addWidget(key, share)
        column.addLayout(row)

    def show_decision(
        self, title: str, stakes: tuple[str, ...], paragraphs: tuple[str, str]
    ) -> None:
        """Show it, a stake a line, and tell a screen reader all of it."""
        self._title.setText(title)
        self._stake.setText("\n".join(stakes))
        for label, text in zip(self._paragraphs, paragraphs, strict=True):
            label.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join((*stakes, *paragraphs)))


def _words(style: str) -> QLabel:
    label = QLabel()
    look(label, style)
    label.setWordWrap(True)
    return label


def _warning(stake: QLabel) -> QFrame:
    frame = QFrame()
    look(frame, "warn")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(14, 12, 14, 12)
    inside.addWidget(stake)
    return frame

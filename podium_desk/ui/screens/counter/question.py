"""The page that asks for something to type: a code, a number, a pass, a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.keypad import typing_keypad

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import QuestionPanel

_LETTERS_MAX = 120


class AnswerField(QLineEdit):
    """A line for any letter; Enter answers, and reaches nothing around it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class QuestionPage(QFrame):
    """A sentence, a field, two keys. Enter answers, Esc goes back."""

    answered = Signal(str)

    def __init__(self, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self._shown: QuestionPanel | None = None
        self._title, self._about, self._hint = QLabel(), QLabel(), QLabel()
        for label, style in (
            (self._title, "title"),
            (self._about, "heading"),
            (self._hint, "muted"),
        ):
            look(label, style)
            label.setWordWrap(True)
        self.field = AnswerField()
        self.field.setMinimumHeight(56)
        self.field.setMaxLength(_LETTERS_MAX)
        self.field.entered.connect(self._answer)
        self.setFocusProxy(self.field)
        self._confirm = QPushButton()
        self._confirm.setMinimumHeight(72)
        look(self._confirm, "primary")
        self._confirm.clicked.connect(self._answer)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self._confirm, 1)
        keys.addWidget(back, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        self._pad = typing_keypad(has_comma=False)
        for widget in (self._title, self._about, self.field, self._hint, self._pad):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(keys)

    def show_panel(self, panel: QuestionPanel, words: Words) -> None:
        """Ask this; a new question begins with an empty field."""
        if panel != self._shown:
            self.field.clear()
        self._shown = panel
        self._title.setText(panel.title)
        self._about.setText(panel.about)
        self._about.setVisible(bool(panel.about))
        self._hint.setText(panel.hint)
        self.field.setAccessibleName(
            " · ".join(part for part in (panel.title, panel.about) if part)
        )
        self.field.setAccessibleDescription(panel.hint)
        self._pad.setVisible(panel.takes_digits)
        self._pad.show_words(words)
        self._confirm.setText(words("counter.answer"))
        self._confirm.setAccessibleName(f"{words('counter.answer')} (Enter)")

    def begin(self) -> None:
        """Forget what was typed for the question before."""
        self._shown = None
        self.field.clear()

    @Slot()
    def _answer(self) -> None:
        text = self.field.text()
        self.field.selectAll()
        self.answered.emit(text)

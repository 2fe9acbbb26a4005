"""A question on a card: what the deed comes to, and two buttons of which "no" has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.screens.status.paragraphs import clear, paragraph

if TYPE_CHECKING:
    from podium_desk.presentation.question import Question


class AskingBox(QFrame):
    """Shows a `Question`; `yes` and `no` tell the answer."""

    yes = Signal()
    no = Signal()

    def __init__(self, name: str) -> None:
        """`name` leads the object names of the buttons."""
        super().__init__()
        self._title = paragraph("", "value")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._shown: Question | None = None
        self.yes_button, self.no_button = QPushButton(), QPushButton()
        self.yes_button.setObjectName(f"{name} yes")
        self.no_button.setObjectName(f"{name} no")
        look(self.yes_button, "primary")
        self.yes_button.clicked.connect(self.yes)
        self.no_button.clicked.connect(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._lines)
        # Below each other: the words of a button are never cut off in a narrow column.
        column.addWidget(self.no_button)
        column.addWidget(self.yes_button)
        # A card looks whether something was asked, to give the keyboard back afterwards.
        self.hide()

    def show_question(self, question: Question | None, is_busy: bool) -> None:
        """Show it, with the focus on "no" when it is new; nothing for None."""
        is_new = question is not None and question != self._shown
        self._shown = question
        self.setVisible(question is not None)
        if question is None:
            return
        self.yes_button.setEnabled(not is_busy)
        if not is_new:
            return
        self._title.setText(question.title)
        clear(self._lines)
        for line in question.lines:
            self._lines.addWidget(paragraph(line, ""))
        said = " ".join((question.title, *question.lines))
        self.setAccessibleName(question.title)
        for button, words in ((self.yes_button, question.yes), (self.no_button, question.no)):
            button.setText(words)
            button.setAccessibleName(words)
            button.setAccessibleDescription(said)
        self.no_button.setFocus()

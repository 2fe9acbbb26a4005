"""What a list asks before it does something: what it comes to, lines to type in, yes and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from podium_desk.ui.kit.buttons import ActionButton, look

if TYPE_CHECKING:
    from podium_desk.presentation.lists_view import Form

_FIELDS_MAX = 6
_LETTERS_MAX = 200


class FormPane(QFrame):
    """Shows a `Form`; Enter answers from any line."""

    answered = Signal(tuple)

    def __init__(self, yes: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        self._shown: Form | None = None
        self._yes = yes
        self._title, self._about = QLabel(), QLabel()
        look(self._title, "heading")
        self._about.setWordWrap(True)
        self.fields: list[QLineEdit] = []
        self._labels: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(1, 1)
        for place in range(_FIELDS_MAX):
            label, field = QLabel(), QLineEdit()
            look(label, "muted")
            field.setMaxLength(_LETTERS_MAX)
            self._labels.append(label)
            self.fields.append(field)
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        column.addLayout(grid)
        column.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(yes, 1)
        keys.addWidget(back, 1)
        column.addLayout(keys)

    def show_form(self, form: Form) -> None:
        """Show this; a new one begins with what it proposes, and the keyboard in its first line."""
        if form == self._shown:
            return
        self._shown = form
        self._title.setText(form.title)
        self._about.setText(form.about)
        self._about.setVisible(bool(form.about))
        self._yes.set_words(form.yes)
        for place, (label, field) in enumerate(zip(self._labels, self.fields, strict=True)):
            is_asked = place < len(form.fields)
            label.setVisible(is_asked)
            field.setVisible(is_asked)
            if is_asked:
                wanted = form.fields[place]
                label.setText(wanted.label)
                field.setText(wanted.text)
                field.setPlaceholderText(wanted.hint)
                field.setAccessibleName(f"{form.title} · {wanted.label}")
                field.setAccessibleDescription(wanted.hint)
        if form.fields:
            self.fields[0].setFocus()
            self.fields[0].selectAll()
        else:
            self._yes.setFocus()

    def forget(self) -> None:
        """The next form is a new one."""
        self._shown = None

    def answer(self) -> None:
        """Tell what was typed."""
        asked = 0 if self._shown is None else len(self._shown.fields)
        self.answered.emit(tuple(field.text() for field in self.fields[:asked]))

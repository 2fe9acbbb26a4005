"""The form of a customer: few lines to type in, in two columns; Enter keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from podium_desk.domain.customer_fields import Field
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.tokens import worn
from podium_desk.ui.screens.counter.customers_card import scrolled
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.customers_view import CustomerForm

_ROWS = 7
_LONGEST = 400
_LARGE_PERCENT = 130


class CustomerFormPane(QWidget):
    """Shows only the lines that are asked now; up and down go to the line before and after."""

    saved = Signal()

    def __init__(self, keys: tuple[ActionButton, ...]) -> None:
        super().__init__()
        self._title, self._hint = QLabel(), QLabel()
        look(self._title, "heading")
        look(self._hint, "muted")
        self._hint.setWordWrap(True)
        self.fields = {field: SearchField() for field in Field}
        self._labels = {field: QLabel() for field in Field}
        for field, line in self.fields.items():
            line.setMaxLength(_LONGEST)
            line.entered.connect(self.saved)
            line.stepped.connect(lambda by, at=field: self._step(at, by))
            self._labels[field].setBuddy(line)
            look(self._labels[field], "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._shown: CustomerForm | None = None
        self._lay_out(keys)

    @property
    def typed(self) -> dict[Field, str]:
        """What stands in the lines that are shown."""
        shown = () if self._shown is None else self._shown.fields
        return {field: self.fields[field].text() for field, _word, _text in shown}

    def show_form(self, form: CustomerForm | None, words: Words) -> None:
        """Show this form; one that is new begins with its first line, one that was refused goes
        on where it was wrong, with what was typed."""
        before, self._shown = self._shown, form
        if form is None or form == before:
            return
        lines = tuple((field, word) for field, word, _text in form.fields)
        is_new = before is None or lines != tuple((f, word) for f, word, _text in before.fields)
        self._title.setText(form.title)
        self._hint.setText(words("customers.form_hint"))
        if is_new:
            self._fill(form)
        if is_new or form.wrong is not None:
            wrong = form.fields[0][0] if form.wrong is None else form.wrong
            self.take_keyboard(wrong)

    def take_keyboard(self, field: Field) -> None:
        """The keyboard goes to this line, which is brought on the screen."""
        self.fields[field].setFocus()
        self._scroll.ensureWidgetVisible(self.fields[field])

    def _fill(self, form: CustomerForm) -> None:
        for widget in (*self.fields.values(), *self._labels.values()):
            self._grid.removeWidget(widget)
            widget.hide()
        # Few lines stand under each other; only all of them need a second column, for which large
        # text has no room.
        is_large = worn().text_percent > _LARGE_PERCENT
        rows = _ROWS if len(form.fields) > _ROWS and not is_large else len(form.fields)
        self._grid.setColumnStretch(3, 1 if rows < len(form.fields) else 0)
        for place, (field, word, text) in enumerate(form.fields):
            column, row = divmod(place, rows)
            line, label = self.fields[field], self._labels[field]
            label.setText(word)
            line.setAccessibleName(word)
            line.setText(text)
            line.setCursorPosition(0)
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(line, row, 2 * column + 1)
            label.show()
            line.show()

    def _step(self, at: Field, by: int) -> None:
        shown = () if self._shown is None else tuple(field for field, _w, _t in self._shown.fields)
        place = shown.index(at) + by
        if 0 <= place < len(shown):
            self.take_keyboard(shown[place])

    def _lay_out(self, keys: tuple[ActionButton, ...]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for key in keys:
            row.addWidget(key, 1)
        self._grid.setColumnStretch(1, 1)
        content = QWidget()
        content.setObjectName("pageBody")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._title)
        inside.addLayout(self._grid)
        inside.addWidget(self._hint)
        inside.addStretch(1)
        self._scroll = scrolled(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._scroll, 1)
        column.addLayout(row)

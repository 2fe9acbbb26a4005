"""A line to type in that leaves Enter and the arrows to whoever listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.tokens import token

if TYPE_CHECKING:
    from podium_desk.ui.kit.wedge import TakeBack


class SearchField(QLineEdit):
    """Where something is looked for or a reason is typed; Enter and the arrows are told."""

    entered = Signal()
    stepped = Signal(int)

    _lens: QAction | None = None

    def add_lens(self) -> None:
        """Show that something is looked for here."""
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.appearance_changed()

    def setAccessibleName(self, name: str) -> None:
        """The lens is a button of the field, to Qt: it is called like the field."""
        super().setAccessibleName(name)
        if self._lens is not None:
            self._lens.setText(name)

    def appearance_changed(self) -> None:
        """Draw the lens in the colour of now."""
        if self._lens is not None:
            self._lens.setIcon(icons.icon("search", token("ui.muted"), 20))

    def before_key(self) -> TakeBack:
        """Takes what is typed next out of it again; whoever listens hears that too."""
        text, cursor = self.text(), self.cursorPosition()

        def take_back() -> None:
            if self.text() != text:
                self.setText(text)
                self.setCursorPosition(cursor)
                self.textEdited.emit(text)

        return take_back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, up and down walk through what was found."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

"""The window of a simulated card terminal: its display, and the buttons of whoever plays customer.

It says on its face that it is a simulator, so that nobody takes it for money.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from podium_desk.i18n.format import money
from podium_desk.ui.kit.buttons import look

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from hardware.terminals.port import ButtonTerminal
    from podium_desk.i18n.words import Words

_LOOK_MS = 200
_MARGIN = 24
_BUTTONS = ("approve", "decline", "silent", "other")


class TerminalWindow(QWidget):
    """Looks a few times a second what the terminal asks for; a button answers."""

    def __init__(self, terminal: ButtonTerminal, words: Words) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        # The keyboard stays at the counter.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._terminal = terminal
        self._words = words
        self._may_close = False
        self.setWindowTitle(f"Podium Desk · {words('terminal.title')}")
        title, self._amount, self._ask = QLabel(words("terminal.title")), QLabel(), QLabel()
        hint = QLabel(words("terminal.hint"))
        look(title, "heading")
        look(self._amount, "charge")
        look(self._ask, "pieces")
        look(hint, "muted")
        hint.setWordWrap(True)
        self._ask.setWordWrap(True)
        display = QFrame()
        look(display, "card")
        inside = QVBoxLayout(display)
        inside.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        for label in (self._amount, self._ask):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        self.buttons = {name: QPushButton(words(f"terminal.{name}")) for name in _BUTTONS}
        self.cable = QPushButton()
        self.cable.setCheckable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(14)
        for widget in (title, display):
            column.addWidget(widget)
        column.addLayout(self._keys())
        column.addWidget(hint)
        look(self.buttons["approve"], "primary")
        self.cable.toggled.connect(self._plug)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look_again)
        self._timer.start(_LOOK_MS)
        self.look_again()

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, (name, button) in enumerate(self.buttons.items()):
            button.clicked.connect(partial(self._press, name))
            grid.addWidget(button, *divmod(place, 2))
        grid.addWidget(self.cable, 2, 0, 1, 2)
        return grid

    @Slot()
    def look_again(self) -> None:
        """Show what a customer is asked now."""
        cents, words = self._terminal.waiting_cents, self._words
        is_off = self._terminal.is_unplugged
        self._amount.setText("" if cents is None else money(cents, words.language))
        self._ask.setText(words(f"terminal.{_state(cents, is_unplugged=is_off)}"))
        for button in self.buttons.values():
            button.setEnabled(cents is not None)
        self.cable.setText(words("terminal.plug" if is_off else "terminal.unplug"))

    def end(self) -> None:
        """The counter ends, and this with it."""
        self._timer.stop()
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """It stands as long as the counter: who closes it could pay no more."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.showMinimized()

    def _press(self, name: str) -> None:
        self._terminal.press(name)
        self.look_again()

    @Slot(bool)
    def _plug(self, is_unplugged: bool) -> None:
        self._terminal.is_unplugged = is_unplugged
        self.look_again()


def _state(cents: int | None, *, is_unplugged: bool) -> str:
    if is_unplugged:
        return "unplugged"
    return "ready" if cents is None else "present_card"

"""Keys of digits for touch: a count, an amount, a PIN.

A key does not take the keyboard. What it types goes where the keyboard is, as from any keyboard,
or to whoever listens instead.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

COMMA, ERASE = ",", "\b"
_COLUMNS = 3
_KEY, _PIN_KEY = (60, 44), (88, 60)
"""Width and height inside the frame, in pixels at text of 100 %."""
_GROWTH_MAX = 1.1
_SIGNS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", COMMA, "0", ERASE)
_KEYS = {COMMA: Qt.Key.Key_Comma, ERASE: Qt.Key.Key_Backspace}


class Keypad(QWidget):
    """Ten digits, one that erases, and where amounts are typed a comma."""

    pressed = Signal(str)
    """A digit, `COMMA` or `ERASE`."""

    def __init__(self, *, is_pin: bool = False, has_comma: bool = True) -> None:
        """Larger keys for a PIN, which has a page of its own."""
        super().__init__()
        self._size = _PIN_KEY if is_pin else _KEY
        self._keys: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(_COLUMNS, 1)
        for place, sign in enumerate(_SIGNS):
            if sign != COMMA or has_comma:
                grid.addWidget(self._key(sign), *divmod(place, _COLUMNS))
        self.appearance_changed()

    def show_words(self, words: Words) -> None:
        """Name the keys that are no digits in this language."""
        names = {COMMA: words("counter.cents"), ERASE: words("counter.erase")}
        for sign, key in self._keys.items():
            key.setAccessibleName(names.get(sign, sign))

    def key(self, sign: str) -> QPushButton:
        """The key of this digit or sign."""
        return self._keys[sign]

    def appearance_changed(self) -> None:
        """The keys grow with text, as far as four rows of them stand on a small screen."""
        width, height = (min(px(side), round(side * _GROWTH_MAX)) for side in self._size)
        self.setStyleSheet(
            f"QPushButton {{ min-width: {width}px; max-width: {width}px; min-height: {height}px;"
            f" max-height: {height}px; padding: 0; font-size: {round(height / 2)}px; }}"
        )

    def _key(self, sign: str) -> QPushButton:
        key = QPushButton("" if sign == ERASE else sign)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if sign == ERASE:
            icons.put_icon(key, "arrow-left", "ui.ink", 24)
        key.clicked.connect(partial(self.pressed.emit, sign))
        self._keys[sign] = key
        return key


def typing_keypad(*, has_comma: bool = True) -> Keypad:
    """One that types into whatever has the keyboard of its window."""
    keypad = Keypad(has_comma=has_comma)
    keypad.pressed.connect(lambda sign: _type(keypad.window(), sign))
    return keypad


def _type(window: QWidget, sign: str) -> None:
    target = window.focusWidget() or window
    key = _KEYS.get(sign) or Qt.Key(ord(sign))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.KeypadModifier, sign)
        QApplication.sendEvent(target, event)

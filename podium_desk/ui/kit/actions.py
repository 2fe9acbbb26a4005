"""One table of what a screen can be asked: buttons, keys and the help page all come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_TOP_ROW = {sign: digit for digit, sign in enumerate("à&é\"'(§è!ç")}
"""The top row of a Belgian AZERTY keyboard without Shift; the key of ``à`` is 0."""
_LATIN_KEYS_END = 0x100
"""Below it, Qt's number of a key is that of its capital letter or its sign."""
_NO_MATTER = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do. `keys` are Qt's portable names (``F11``, ``Ctrl+Z``, ``B``)."""

    id: str
    keys: tuple[str, ...]
    words_key: str
    handler: Callable[[], None]
    is_enabled: Callable[[], bool] = _always
    shown_key: str = ""
    """What stands on the button when its key is read elsewhere: a digit, Enter, Esc."""

    @property
    def key_text(self) -> str:
        """The key as it stands in small type on the button; empty when it has none."""
        if self.shown_key or not self.keys:
            return self.shown_key
        return self.keys[0].replace("Return", "Enter")

    def run(self) -> None:
        """Do it, when it can be done now."""
        if self.is_enabled():
            self.handler()


class ActionTable:
    """The actions of one screen; `ValueError` when two of them share an id or a key."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._by_id: dict[str, Action] = {}
        self._by_key: dict[int, Action] = {}
        for action in actions:
            if action.id in self._by_id:
                raise ValueError(f"two actions are called {action.id}")
            self._by_id[action.id] = action
            for key in action.keys:
                self._bind(key, action)

    def __getitem__(self, action_id: str) -> Action:
        return self._by_id[action_id]

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_id.values())

    def for_event(self, event: QKeyEvent) -> Action | None:
        """The action of a key press; Shift and the numeric pad make no difference to a key."""
        key = Qt.Key.Key_Return.value if event.key() in _ENTER_KEYS else event.key()
        modifiers = event.modifiers() & ~_NO_MATTER
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            key = _top_row_digit(key)
        return self._by_key.get(key | modifiers.value)

    def _bind(self, key: str, action: Action) -> None:
        combination = QKeySequence.fromString(key)[0].toCombined()  # type: ignore[index]
        other = self._by_key.get(combination)
        if other is not None:
            raise ValueError(f"{key} is the key of both {other.id} and {action.id}")
        self._by_key[combination] = action


def _top_row_digit(key: int) -> int:
    """With Ctrl the top row of an AZERTY keyboard means its digits; any other key means itself."""
    digit = _TOP_ROW.get(chr(key).lower()) if key < _LATIN_KEYS_END else None
    return key if digit is None else Qt.Key.Key_0.value + digit


def letter_of(event: QKeyEvent) -> str:
    """The letter a key press means, in capitals; empty for anything else, and with Ctrl or Alt."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    sign = event.text().upper()
    is_letter = len(sign) == 1 and sign.isascii() and sign.isalpha()
    return sign if is_letter and not event.modifiers() & commands else ""


def digit_of(event: QKeyEvent) -> int | None:
    """The digit a key press means: the numeric pad, or the top row with or without Shift.

    On a Belgian AZERTY keyboard the top row gives ``& é " ' ( § è ! ç à`` without Shift and
    1 to 0 with it (ux.md section 5).
    """
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    sign = event.text().lower()
    if event.modifiers() & commands or len(sign) != 1:
        return None
    if sign in "0123456789":
        return int(sign)
    return _TOP_ROW.get(sign)

"""A keyboard that a person or a hand scanner types on, at chosen moments."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from hardware.scanning.alt_codes import ALT, KEYPAD
from hardware.scanning.wedge import US_LETTERS, KeyNumbering, WedgeReader
from podium_desk.domain.tickets import is_whole_ticket
from podium_desk.ui.kit.wedge import WedgeFilter

PLAIN = Qt.KeyboardModifier.NoModifier
POSITIONS = {letters[0].upper(): place for place, letters in US_LETTERS.items()}


class Keyboard:
    """Key presses at chosen moments, with or without the system's key positions."""

    def __init__(self) -> None:
        # The filter must not be in a cycle of references: the collector may run on any thread.
        time = [5000.0]
        self._time = time
        reader = WedgeReader(KeyNumbering.X11, "PODI", is_whole=is_whole_ticket)
        self.filter = WedgeFilter(reader, lambda: time[0])
        self.heard: list[str] = []
        self.filter.scanned.connect(self.heard.append)

    @property
    def now_ms(self) -> float:
        return self._time[0]

    def wait(self, milliseconds: float) -> None:
        self._time[0] += milliseconds

    def type(self, receiver, text: str, gap_ms: float, native: bool = False) -> None:
        for letter in text:
            self.wait(gap_ms)
            place = POSITIONS.get(letter.upper(), 0) + 8 if native else 0
            said = "?" if native else letter
            self.stroke(receiver, Qt.Key.Key_A, said, place)

    def alt_type(self, receiver, text: str, key_ms: float = 1) -> None:
        """As a scanner in ALT mode: Alt down, the letter's number on the keypad, Alt up."""
        for letter in text:
            self.alt(receiver, str(ord(letter)), key_ms)

    def alt(self, receiver, digits: str, key_ms: float = 1) -> None:
        """Alt held while these are pressed on the keypad."""
        held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
        places = {digit: place + 8 for place, digit in KEYPAD.items()}
        self._one(receiver, QEvent.Type.KeyPress, Qt.Key.Key_Alt, ALT + 8, key_ms, PLAIN)
        for digit in digits:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key(ord(digit))
                self._one(receiver, kind, key, places[digit], key_ms, held)
        alt = Qt.KeyboardModifier.AltModifier
        self._one(receiver, QEvent.Type.KeyRelease, Qt.Key.Key_Alt, ALT + 8, key_ms, alt)

    def _one(self, receiver, kind, key, place, wait_ms, modifiers) -> None:
        self.wait(wait_ms)
        QCoreApplication.sendEvent(receiver, QKeyEvent(kind, key, modifiers, place, 0, 0, ""))

    def enter(self, receiver) -> None:
        self.wait(2)
        self.stroke(receiver, Qt.Key.Key_Return, "\r", 0)

    def stroke(self, receiver, key, text, place, modifiers=PLAIN, stamp_ms=0) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, place, 0, 0, text)
            event.setTimestamp(stamp_ms)
            QCoreApplication.sendEvent(receiver, event)

    def rest(self) -> None:
        self.wait(500)
        self.filter.settle()

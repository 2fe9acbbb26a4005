"""Codes out of the key presses of a scanner's own keyboard, as Linux tells them (evdev).

Each event is a time, a kind, a number and a value (``struct input_event`` of ``linux/input.h``).
Keys are positions, the same numbers that `hardware.scanning.wedge` reads, so that the layout of
the computer's keyboard does not matter; Alt with numbers makes letters too. The device is the
scanner's alone: there is no typing to tell it from, and a code ends at Enter, Tab or the keypad's
Enter.
"""

from __future__ import annotations

import struct

from hardware.scanning.alt_codes import AltCodes
from hardware.scanning.wedge import SHIFTS, SUFFIXES, US_LETTERS

EVENT = struct.Struct("@llHHi")
EV_KEY = 1
RELEASED, PRESSED = 0, 1
CODE_LETTERS_MAX = 4096


class KeyEvents:
    """Puts the letters of one scanner together."""

    def __init__(self) -> None:
        self._letters: list[str] = []
        self._shifts: set[int] = set()
        self._alt = AltCodes()

    def take(self, event: bytes) -> str | None:
        """One event of `EVENT.size` bytes came: the code that it ends, else None."""
        _, _, kind, position, value = EVENT.unpack(event)
        if kind != EV_KEY:
            return None
        if position in SHIFTS:
            (self._shifts.add if value != RELEASED else self._shifts.discard)(position)
            return None
        if value == RELEASED:
            self._add(self._alt.release(position))
            return None
        if value != PRESSED or self._alt.press(position):
            return None
        return self._pressed(position)

    def forget(self) -> None:
        """The scanner went away: its half code is none."""
        self._letters.clear()
        self._shifts.clear()
        self._alt = AltCodes()

    def _pressed(self, position: int) -> str | None:
        if position in SUFFIXES:
            text = "".join(self._letters)
            self._letters.clear()
            return text or None
        letter = US_LETTERS.get(position)
        if letter is not None:
            self._add(letter[bool(self._shifts)])
        return None

    def _add(self, letter: str) -> None:
        if letter and len(self._letters) < CODE_LETTERS_MAX:
            self._letters.append(letter)

"""Letters that a scanner types as Alt with their number on the keypad, as on Windows.

Scanners are set so ("ALT mode", "universal keyboard") to be right on every layout of Windows,
which makes the letter when Alt is let go. Other systems make nothing of it, so it is made here.
Without a leading 0 the number is one of DOS's Western Europe (CP850), with it one of Windows
(CP1252); a code of ours is the same in both.
"""

from __future__ import annotations

ALT = 56
"""The left one; a scanner presses no other."""
KEYPAD = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9"}
"""Position in set 1, and in evdev, of the keypad's digits."""
DIGITS_MAX = 4


class AltCodes:
    """Follows one keyboard's Alt and keypad."""

    def __init__(self) -> None:
        self._is_alt = False
        self._digits = ""

    def press(self, position: int) -> bool:
        """A key went down; whether it may belong to a letter that is told when Alt goes up."""
        if position == ALT:
            self._is_alt, self._digits = True, ""
            return True
        if self._is_alt and position in KEYPAD:
            self._digits += KEYPAD[position]
            return True
        self._is_alt = False
        return False

    def release(self, position: int) -> str:
        """A key went up: the letter that this completes, empty for none."""
        if position != ALT or not self._is_alt:
            return ""
        self._is_alt = False
        return letter_of(self._digits)


def letter_of(digits: str) -> str:
    """The printable letter with this number; empty for none."""
    if not 1 <= len(digits) <= DIGITS_MAX or int(digits) > 255:
        return ""
    codec = "cp1252" if digits.startswith("0") else "cp850"
    letter = bytes((int(digits),)).decode(codec, "ignore")
    return letter if letter.isprintable() else ""

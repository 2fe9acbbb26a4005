"""Hand scanners that type: scans told apart from typing, and read by key position.

A scanner in keyboard mode types a US layout whatever the computer's layout is, so its letters
arrive as garbage on AZERTY or QWERTZ. The position of a key (its native scan code) is right on
every layout and with Caps Lock on, so the text is made from positions (hardware.md 2).

How a window uses it. A filter on the whole application swallows every key press (not those with
Ctrl, Alt or Meta, and no repeats), keeps its event, calls `key`, and obeys the answer:

* `Scan(text, count)`: drop the oldest `count` kept events; they were a scan.
* `Typing(count)`: send the oldest `count` kept events on to where they were going.
* `Pending`: wait. While events are kept, call `silence` when `hold_ms` have passed since the
  last key, and obey its answer.
* `Swallowed(count)`: drop the oldest `count` kept events, which belong to the scan just read.

A scan ends with Enter or Tab. One without is known at its last key where its form tells its end
(`is_whole`), else by the silence behind it: `HOLD_RUN_MS`, or what was learnt of this scanner, for
a run as fast as it is. What a scanner still types behind a code that was known so is swallowed; a
second code there is a scan of its own.

Keys are held back rather than taken back: nothing of a scan can ever reach a price field or press
OK. A person's key comes at most 60 ms late, which is below what is noticed; Enter, Tab, arrows
and the like bring all that is held with them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from hardware.scanning.held_keys import HeldKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.scanning.typing_habits import TypingHabits

SCAN_LETTERS_MIN = 8
TYPED_GAP_MS = 35.0
"""A median gap above it is a person: 35 ms is 340 words a minute."""
PREFIXED_GAP_MS = 60.0
"""Slow wireless scanners are believed up to here, when the run starts as our codes do."""
JUDGED_LETTERS = 4
HOLD_FIRST_MS = 60
HOLD_RUN_MS = 100
SUFFIX_AFTER_SCAN_MS = 100
TAIL_AFTER_SCAN_MS = 60
"""No person strikes a key so soon behind a scanner's last one."""
QUIET_TIMES = 4
"""A silence that was learnt ends a run only when it is so many times its slowest gap."""


def says_nothing(_typed: str) -> bool:
    """No form of a code is known."""
    return False


class KeyNumbering(Enum):
    """How the system numbers key positions: the offset from the numbers of set 1 (and evdev)."""

    SET_1 = 0
    """Windows."""
    X11 = 8
    """X11 and Wayland: evdev's number + 8."""

    @classmethod
    def of_platform(cls, platform: str) -> KeyNumbering:
        """Return the numbering under `sys.platform`; on macOS there is none and text is used."""
        return cls.SET_1 if platform == "win32" else cls.X11


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner typed, without its suffix, in the oldest `count` keys that are held back."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Typing:
    """The oldest `count` keys that are held back were typed by a person."""

    count: int


@dataclass(frozen=True, slots=True)
class Pending:
    """Not known yet."""


@dataclass(frozen=True, slots=True)
class Swallowed:
    """The oldest `count` keys that are held back belong to the scan before them."""

    count: int


Verdict = Scan | Typing | Pending | Swallowed


class WedgeReader:
    """Decides about the keys of one keyboard stream.

    `prefix` is how the codes of this house start: it makes slow scanners certain. `habits` is how
    the scanner of this device types, where that was learnt. `is_whole` says of a code as far as it
    was typed whether it is one of a form that tells its own end, so that no other begins with it.
    """

    def __init__(
        self,
        numbering: KeyNumbering,
        prefix: str = "",
        habits: TypingHabits | None = None,
        is_whole: Callable[[str], bool] = says_nothing,
    ) -> None:
        self._numbering = numbering
        self._habits = habits
        self._prefix = prefix.upper()
        self._is_whole = is_whole
        self._held = HeldKeys()
        self._is_tail = False
        """Whether the keys that are held began right behind a scan."""
        self._scanned_at_ms = self._last_of_scan_ms = float("-inf")

    def learn(self, habits: TypingHabits) -> None:
        """How the scanner types is known from now on."""
        self._habits = habits

    @property
    def hold_ms(self) -> int:
        """How long after the last key `silence` is to be called."""
        if len(self._held.text) < JUDGED_LETTERS:
            return HOLD_FIRST_MS
        quiet_ms = 0 if self._habits is None else self._habits.quiet_ms
        # One of ours tells its own end: until then the rest is on its way, from a busy computer.
        if not quiet_ms or self._is_prefixed() or not self._is_scan():
            return HOLD_RUN_MS
        # Another scanner, or this one while the computer is busy, is given its time.
        return quiet_ms if self._held.slowest_gap_ms * QUIET_TIMES <= quiet_ms else HOLD_RUN_MS

    def key(self, scan_code: int, text: str, at_ms: float, *, is_shifted: bool = False) -> Verdict:
        """Take a key press at `at_ms` (any steady clock) and say what is now known.

        `scan_code` is the native one, 0 when there is none; `text` what the layout made of it.
        """
        position = scan_code - self._numbering.value if scan_code else 0
        if position in SUFFIXES or text in ("\r", "\n", "\t"):
            return self._suffix(at_ms)
        earlier = self._end_of_run(at_ms)
        letter = self._letter(position, text, is_shifted=is_shifted)
        self._hold(letter, at_ms)
        if earlier is not None:
            return earlier
        is_plain = bool(letter) or position in SHIFTS
        if not is_plain or not self._may_be_scan():
            return self._typed()
        return self._decided(at_ms) if self._is_whole_code() else Pending()

    def silence(self, at_ms: float) -> Verdict:
        """Say what the held keys are, now that no other came: the end of a scan, or typing."""
        if not self._held.count or at_ms - self._held.last_ms < self.hold_ms:
            return Pending()
        return self._decided(at_ms)

    def _suffix(self, at_ms: float) -> Verdict:
        if not self._held.count and at_ms - self._scanned_at_ms <= SUFFIX_AFTER_SCAN_MS:
            self._scanned_at_ms = self._last_of_scan_ms = at_ms
            return Swallowed(1)
        self._hold("", at_ms)
        return self._decided(at_ms)

    def _hold(self, letter: str, at_ms: float) -> None:
        if not self._held.count:
            self._is_tail = at_ms - self._last_of_scan_ms <= TAIL_AFTER_SCAN_MS
        self._held.add(letter, at_ms)

    def _end_of_run(self, at_ms: float) -> Verdict | None:
        """Decide about what is held when this key comes too late to belong to it."""
        if self._held.count and at_ms - self._held.last_ms > self.hold_ms:
            return self._decided(at_ms)
        return None

    def _decided(self, at_ms: float) -> Verdict:
        if not self._is_scan():
            return self._typed()
        typed = self._held.text
        code = typed if self._habits is None else self._habits.whole(typed)
        scan = Scan(code, self._held.count)
        self._last_of_scan_ms = self._held.last_ms
        self._held.clear()
        self._scanned_at_ms = at_ms
        return scan

    def _typed(self) -> Typing | Swallowed:
        """Those of a person, or what a scanner had left to type."""
        count = self._held.count
        if self._is_tail:
            self._last_of_scan_ms = self._held.last_ms
        self._held.clear()
        return Swallowed(count) if self._is_tail else Typing(count)

    def _is_whole_code(self) -> bool:
        typed = self._held.text
        if self._habits is not None:
            if not typed.endswith(self._habits.after):
                return False
            typed = self._habits.whole(typed)
        return self._is_whole(typed) and self._is_scan()

    def _is_scan(self) -> bool:
        typed = self._held.text
        # One or two letters over and over is a key held down or a cat, not a code.
        return len(typed) >= SCAN_LETTERS_MIN and len(set(typed)) > 2 and self._may_be_scan()

    def _may_be_scan(self) -> bool:
        if len(self._held.text) < JUDGED_LETTERS:
            return True
        gap_ms_max = PREFIXED_GAP_MS if self._is_prefixed() else TYPED_GAP_MS
        return self._held.middle_gap_ms <= gap_ms_max

    def _is_prefixed(self) -> bool:
        """Whether what is held begins as the codes of this house do."""
        before = "" if self._habits is None else self._habits.before
        typed = self._held.text.removeprefix(before)
        return bool(self._prefix) and typed[: len(self._prefix)].upper() == self._prefix

    def _letter(self, position: int, text: str, *, is_shifted: bool) -> str:
        learnt = None if self._habits is None else self._habits.letters.get((position, is_shifted))
        return learnt or _letter(position, text, is_shifted=is_shifted)


def _letter(position: int, text: str, *, is_shifted: bool) -> str:
    """Return the letter a US layout has at `position`, else a printable `text`, else nothing."""
    if position in US_LETTERS:
        return US_LETTERS[position][is_shifted]
    return text if len(text) == 1 and text.isprintable() else ""


def _us_letters() -> dict[int, tuple[str, str]]:
    rows = (
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (55, "*", "*"),
        (57, " ", " "),
        (71, "789-456+1230.", "789-456+1230."),
    )
    return {
        first + place: (plain, shifted[place])
        for first, letters, shifted in rows
        for place, plain in enumerate(letters)
    }


US_LETTERS = _us_letters()
"""Position in set 1 (evdev has the same numbers) -> letter, and letter with Shift."""
SUFFIXES = frozenset((15, 28, 96, 0x11C))
"""Tab, Enter, and the keypad's Enter in both numberings."""
SHIFTS = frozenset((42, 54))

"""Finds out how a scanner types from one scan of a code whose text is known.

The code has every printable sign once, between two equal words. So it is seen where it begins and
ends whatever the scanner puts around it, what each key stands for, whether Caps Lock turns its
letters over, how fast it types, and which signs it cannot type on this computer at all.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from hardware.scanning.alt_codes import KEYPAD, letter_of
from hardware.scanning.typing_habits import QUIET_MAX_MS, QUIET_MIN_MS, TypingHabits
from hardware.scanning.wedge import QUIET_TIMES, SHIFTS, SUFFIXES, US_LETTERS

_HELD = SHIFTS | {29, 56, 58, 97, 100, 0x138}
"""Control, Alt, AltGr, Caps Lock: no signs of their own."""
_US_KEYS = {
    letter: (position, bool(is_shifted))
    for position, letters in sorted(US_LETTERS.items(), reverse=True)
    for is_shifted, letter in reversed(tuple(enumerate(letters)))
}
"""The key of each sign on a US layout, that of the main field where the keypad has it too."""
_SPACE = 57
"""Behind a dead key a scanner types a space that is no sign of the code."""

WORD = "PODIPODI"
"""It begins and ends the code; no sign of it depends on the layout (hardware.md 2)."""
SIGNS = "".join(chr(number) for number in range(33, 127))
SAMPLE = WORD + SIGNS + WORD
FAST_MS = 60.0
"""Slower than this is a person, and is not heard as a scanner either."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key that was pressed: its position in set 1, and what was held; a time in ms."""

    position: int
    is_shifted: bool
    at_ms: float
    is_alt: bool = False
    """With AltGr: no scan is read from such keys, for they are also a person's commands."""


class Verdict(Enum):
    """What a set-up scan showed."""

    GOOD = "good"
    """All that a code needs is read; what is other than a US layout is in the habits."""
    MISSING = "missing"
    """Some signs that a code needs cannot be told apart: the scanner is to be set to US."""
    TYPED = "typed"
    """That was a person."""
    OTHER = "other"
    """A scan, but not of the code on the screen, or half of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a scanner after a scan.

    `is_us`: its letters are those of a US layout. `has_enter`: it ends with Enter or Tab; one
    without is read by the silence behind it. `missing` are signs that it cannot type apart.
    """

    verdict: Verdict
    habits: TypingHabits = field(default_factory=TypingHabits)
    is_us: bool = True
    is_turned: bool = False
    """Its capitals and small letters are turned over: Caps Lock of the scanner."""
    has_enter: bool = False
    letter_ms: float = 0.0
    missing: str = ""


def judge(strokes: Sequence[Stroke], needed: str) -> Found:
    """Say what a scan of `SAMPLE` shows. `needed` are the signs that our codes are made of."""
    typed = [one for one in _plain(strokes) if one.position not in _HELD and one.position != _SPACE]
    has_enter = bool(typed) and typed[-1].position in SUFFIXES
    letters = [one for one in typed if one.position not in SUFFIXES]
    gaps = [after.at_ms - before.at_ms for before, after in itertools.pairwise(letters)]
    letter_ms = statistics.median(gaps) if gaps else 0.0
    if letter_ms > FAST_MS:
        return Found(Verdict.TYPED, letter_ms=letter_ms)
    start = _start(letters)
    if start is None:
        return Found(Verdict.OTHER, letter_ms=letter_ms, has_enter=has_enter)
    quiet_ms = 0 if has_enter else _quiet_ms(max(gaps))
    found = _learnt(letters, start, needed, has_enter=has_enter, letter_ms=letter_ms)
    return replace(found, habits=replace(found.habits, quiet_ms=quiet_ms))


def _plain(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Letters that were typed as Alt with their number, as the keys of a US layout that they are:
    there is nothing to learn of those."""
    plain: list[Stroke] = []
    number: list[Stroke] = []
    for stroke in (*strokes, None):
        if stroke is not None and stroke.is_alt and stroke.position in KEYPAD:
            number.append(stroke)
            continue
        if number:
            letter = letter_of("".join(KEYPAD[one.position] for one in number))
            plain.append(Stroke(*_US_KEYS.get(letter, (0, False)), number[-1].at_ms))
            number.clear()
        if stroke is not None:
            plain.append(stroke)
    return plain


def _quiet_ms(slowest_ms: float) -> int:
    """The silence that ends a code of a scanner whose letters are never further apart than this; 0
    for one that is too slow to learn it of."""
    quiet_ms = max(QUIET_MIN_MS, math.ceil(slowest_ms * QUIET_TIMES))
    return quiet_ms if quiet_ms < QUIET_MAX_MS else 0


def _start(letters: Sequence[Stroke]) -> int | None:
    """Where the sample begins: two equal halves of its word there, and again at its end."""
    keys = [(one.position, one.is_shifted) for one in letters]
    half, length = len(WORD) // 2, len(SAMPLE)
    for start in range(len(keys) - length + 1):
        first, last = keys[start : start + len(WORD)], keys[start + length - len(WORD) :]
        if first[:half] == first[half:] and first == last[: len(WORD)]:
            return start
    return None


def _learnt(
    letters: Sequence[Stroke], start: int, needed: str, *, has_enter: bool, letter_ms: float
) -> Found:
    meanings: dict[tuple[int, bool], set[str]] = {}
    for stroke, sign in zip(letters[start:], SAMPLE, strict=False):
        if not stroke.is_alt:
            meanings.setdefault((stroke.position, stroke.is_shifted), set()).add(sign)
    known = {key: signs.pop() for key, signs in meanings.items() if len(signs) == 1}
    missing = "".join(sorted(set(SIGNS) - set(known.values())))
    other = {key: sign for key, sign in known.items() if _us(*key) != sign}
    after = letters[start + len(SAMPLE) :]
    habits = TypingHabits(other, _typed(letters[:start], known), _typed(after, known))
    is_turned = bool(other) and all(_us(*key) == sign.swapcase() for key, sign in other.items())
    lacking = [sign for sign in needed if sign in missing]
    verdict = Verdict.MISSING if lacking else Verdict.GOOD
    return Found(verdict, habits, not other, is_turned, has_enter, letter_ms, missing)


def _typed(strokes: Sequence[Stroke], known: dict[tuple[int, bool], str]) -> str:
    keys = ((one.position, one.is_shifted) for one in strokes)
    return "".join(known.get(key) or _us(*key) for key in keys)


def _us(position: int, is_shifted: bool) -> str:
    return US_LETTERS[position][is_shifted] if position in US_LETTERS else ""

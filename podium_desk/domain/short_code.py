"""The short code beside the big one: for a person to read out, and to type at a door.

It is made from the place and from the move of the right that spent it, so that two tickets of one
performance never share it, without asking anyone (architecture.md, decision 13). It is never
proof by itself: it only finds a ticket that is already known.
"""

from __future__ import annotations

from podium_desk.domain.ids import PerformanceId, Unit

ALPHABET = "ACDEFGHJKMNPRTVWXY34679"
"""23 characters of which no two look alike; 23 is prime, which makes the check complete."""

BASE = len(ALPHABET)
SHORT_DATA, LONG_DATA = 5, 6
SHORT_UNITS, LONG_UNITS = 1 << 13, 1 << 16
MULTIPLIERS = (104_729, 1_299_709)
"""Primes that do not divide a power of 23: each multiplication can be undone."""


def short_code(performance: PerformanceId, unit: Unit, hop: int) -> str:
    """The code of a place sold by the right's move `hop`, as printed: ``K7M-3WA``.

    Six characters, or seven (``K7M-3WAX``) from unit 8,192 or move 785 on; codes of different
    length cannot be equal. Raises ``ValueError`` from unit 65,536 or move 2,258 on.
    """
    for data, units in ((SHORT_DATA, SHORT_UNITS), (LONG_DATA, LONG_UNITS)):
        number = hop * units + unit
        if unit < units and number < BASE**data:
            digits = _scattered(number, performance, data)
            return _printed([*digits, _check(digits)])
    raise ValueError("no short code for this place and move")


def parse_short_code(text: str) -> str | None:
    """The code as printed from what somebody typed, None when it cannot be right.

    Lower case, spaces and dashes are taken as they come. Any one wrong character, and any two
    that changed places, are found by the check character.
    """
    plain = "".join(text.upper().split()).replace("-", "")
    if len(plain) - 1 not in (SHORT_DATA, LONG_DATA) or not set(plain) <= set(ALPHABET):
        return None
    digits = [ALPHABET.index(character) for character in plain]
    return _printed(digits) if _check(digits[:-1]) == digits[-1] else None


def _scattered(number: int, performance: int, data: int) -> list[int]:
    """The number's digits, mixed so that neighbours in the hall get codes that look unrelated.

    Each step can be undone (multiply, add, turn the digits round), so no two numbers meet.
    """
    size = BASE**data
    first, second = MULTIPLIERS
    mixed = (number * first + performance * second) % size
    turned = 0
    for digit in _digits(mixed, data):
        turned = turned * BASE + digit
    return _digits((turned * second + first) % size, data)


def _digits(number: int, length: int) -> list[int]:
    """The digits of a number to base 23, last one first."""
    digits = []
    for _ in range(length):
        number, digit = divmod(number, BASE)
        digits.append(digit)
    return digits


def _check(digits: list[int]) -> int:
    """The digit that makes the weighted sum 0: weights 2, 3, … for the data, 1 for itself."""
    return -sum(weight * digit for weight, digit in enumerate(digits, start=2)) % BASE


def _printed(digits: list[int]) -> str:
    """Three characters, a dash, the rest."""
    plain = "".join(ALPHABET[digit] for digit in digits)
    return f"{plain[:3]}-{plain[3:]}"

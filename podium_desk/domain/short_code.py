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
FORMS = ((5, 1 << 13), (6, 1 << 16), (7, 1 << 16))
"""Digits before the check character, and how many units they hold; the first that fits is used."""
MULTIPLIERS = (104_729, 1_299_709)
"""Primes that do not divide a power of 23: each multiplication can be undone."""


def short_code(performance: PerformanceId, unit: Unit, hop: int) -> str:
    """The code of a place sold by the right's move `hop`, as printed: ``K7M-3WA``.

    Six characters, seven (``K7M-3WAX``) from unit 8,192 or move 785 on, eight from move 2,258 on;
    codes of different length cannot be equal. Raises ``ValueError`` from unit 65,536 or move
    51,953 on, which a desk that takes and returns a place all day long does not reach in years.
    """
    for data, units in FORMS:
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
    lengths = [data + 1 for data, _ in FORMS]
    if len(plain) not in lengths or not set(plain) <= set(ALPHABET):
        return None
    digits = [ALPHABET.index(character) for character in plain]
    return _printed(digits) if _check(digits[:-1]) == digits[-1] else None


def place_of(performance: PerformanceId, code: str) -> tuple[Unit, int] | None:
    """The unit and the move that have this code in a performance, None when none has.

    `code` is as `parse_short_code` gave it.
    """
    digits = [ALPHABET.index(character) for character in code.replace("-", "")][:-1]
    units = dict(FORMS)[len(digits)]
    hop, unit = divmod(_gathered(digits, performance), units)
    try:
        is_ours = short_code(performance, Unit(unit), hop) == code
    except ValueError:
        return None
    return (Unit(unit), hop) if is_ours else None


def _gathered(digits: list[int], performance: int) -> int:
    """Undo `_scattered`."""
    size = BASE ** len(digits)
    first, second = MULTIPLIERS
    value = 0
    for digit in reversed(digits):
        value = value * BASE + digit
    turned: int = (value - first) * pow(second, -1, size) % size
    mixed = 0
    for digit in _digits(turned, len(digits)):
        mixed = mixed * BASE + digit
    number: int = (mixed - performance * second) * pow(first, -1, size) % size
    return number


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

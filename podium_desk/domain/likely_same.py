"""When two customers are likely one person, and which of the reasons is the best one to say.

Only a clerk joins them: two people of one family share a telephone, and two of one name a street.
"""

from __future__ import annotations

from podium_desk.domain.customer_facts import SameReason
from podium_desk.domain.customer_fields import Field, Said
from podium_desk.domain.customers import folded

_SHORT_NAME = 12
"""Letters of a name in which one slip of the pen is allowed; in a longer one two."""
_REASONS = (
    (Field.EMAIL, SameReason.EMAIL),
    (Field.PHONE, SameReason.PHONE),
    (Field.CARD, SameReason.CARD),
)


def why_same(one: Said, other: Said) -> SameReason | None:
    """Why these are likely one person; None when nothing says so.

    The same e-mail address, telephone number or card; or a name that is nearly the same at the
    same postcode.
    """
    for field, reason in _REASONS:
        if one.get(field) and one.get(field) == other.get(field):
            return reason
    at_one_place = one.get(Field.POSTCODE) and one.get(Field.POSTCODE) == other.get(Field.POSTCODE)
    names = one.get(Field.NAME, ""), other.get(Field.NAME, "")
    return SameReason.NAME if at_one_place and is_near_name(*names) else None


def is_near_name(one: str, other: str) -> bool:
    """Whether two names are nearly the same: accents, word order and a slip do not count."""
    first, second = _sorted_words(one), _sorted_words(other)
    if not first or not second:
        return False
    slips = 1 if min(len(first), len(second)) < _SHORT_NAME else 2
    return abs(len(first) - len(second)) <= slips and _distance(first, second) <= slips


def _sorted_words(name: str) -> str:
    plain = "".join(letter if letter.isalnum() else " " for letter in folded(name))
    return " ".join(sorted(plain.split()))


def _distance(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with the next (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != against))
            is_swap = row > 1 and column > 1 and letter == other[column - 2]
            if is_swap and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]

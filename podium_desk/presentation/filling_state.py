"""What a counter remembers while a basket is filled: the last proposal, and what is asked."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from podium_desk.domain.ids import TariffId
from podium_desk.domain.refusals import RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket import Place

Part = tuple[TariffId | None, int]
"""So many of one tariff, None for the usual one."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was proposed last: parts that sit together, and how many better proposals were skipped.

    `before` are the parts that stood before the number that was typed last: a letter adds to them.
    """

    parts: tuple[Part, ...]
    skip: int = 0
    before: tuple[Part, ...] = ()

    @property
    def count(self) -> int:
        """How many places."""
        return sum(count for _, count in self.parts)

    @property
    def tariffs(self) -> tuple[TariffId | None, ...]:
        """The tariff of each place."""
        return tuple(tariff for tariff, count in self.parts for _ in range(count))


class Topic(StrEnum):
    """What is asked."""

    CODE = "code"
    COUNT = "count"
    PASS = "pass"  # noqa: S105 - the card of a friend of the house
    REASON = "reason"
    PARK = "park"
    UNPARK = "unpark"


IN_DIGITS = (Topic.COUNT, Topic.PASS, Topic.UNPARK)
"""What is answered with a number."""
ASKED_BY = {
    RefusalReason.CARD_NEEDED: Topic.PASS,
    RefusalReason.REMARK_NEEDED: Topic.REASON,
}
"""What keeps a basket from being paid until the clerk has typed it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `place` is the line it is about. `then` goes on with what it interrupted."""

    topic: Topic
    place: Place | None = None
    then: Callable[[], None] | None = None

"""Baskets that were put aside, in words: the list, and until when one is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from podium_desk.presentation import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from podium_desk.application.basket_shelf import ParkedSeen
    from podium_desk.application.counter import HallView
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.i18n.words import Words

    Halls = Mapping[PerformanceId, HallView]


def parked_text(parked: Sequence[ParkedSeen], halls: Halls, words: Words) -> str:
    """The baskets that were put aside, numbered from 1: whose, how many places, of what, until
    when, and on which counter."""
    return "\n".join(_row(number, one, halls, words) for number, one in enumerate(parked, 1))


def _row(number: int, one: ParkedSeen, halls: Halls, words: Words) -> str:
    titles = {
        halls[line.performance].performance.title.in_language(words.language)
        for line in one.lines
        if line.performance in halls
    }
    until = words("counter.parked_until", time=kept_until(one, halls, words))
    kept_by = one.kept_by
    if not one.is_reachable:
        kept_by = words("counter.parked_away", device=one.kept_by)
    name = words("counter.parked_line", number=number, name=one.customer.name, n=len(one.lines))
    return " · ".join(filter(None, (name, *sorted(titles), until, kept_by)))


def kept_until(one: ParkedSeen, halls: Halls, words: Words) -> str:
    """Until when it is kept, on the clocks of its first performance's place; an offer to somebody
    who waits may stand for days, so it says which."""
    hall = halls.get(one.lines[0].performance)
    zone = UTC if hall is None else hall.performance.start.tzinfo
    until = datetime.fromtimestamp(one.until_ms / 1000, zone)
    if one.waiting is not None:
        return amounts.day_and_time(until, words.language)
    return amounts.clock_time(until)

"""Who sits where, on paper: what a door goes on with when all its devices are gone.

The names of guests do not stand on it: a paper that lies about forgets nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import notices
from podium_desk.documents.page import Block, Gap, Pair, Rule, Text
from podium_desk.i18n.format import date_and_time, date_long, time_short
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_TO_TICK = "☐"
_TICKED = "☒"


@dataclass(frozen=True, slots=True)
class SeatListPlace:
    """One ticket: `group` heads the places of a zone and row; `is_in` once it was admitted."""

    group: str
    seat: str
    tariff: str
    short_code: str
    is_in: bool = False


@dataclass(frozen=True, slots=True)
class SeatListPrint:
    """What a list says. `start` and `at`, when it was made, are aware, in the house's zone."""

    house: str
    title: str
    start: datetime
    hall: str
    at: datetime
    places: tuple[SeatListPlace, ...]
    is_training: bool = False


def seat_list_content(printed: SeatListPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    language = words.language
    date, time = date_long(printed.start.date(), language), time_short(printed.start, language)
    came = sum(place.is_in for place in printed.places)
    return Content(
        language,
        {
            "house": printed.house,
            "heading": words("documents.seat_list"),
            "title": printed.title,
            "when": words("documents.when", date=date, time=time),
            "hall": printed.hall,
            "at": words("documents.seat_list_at", at=date_and_time(printed.at, language)),
            "counts": words("documents.seat_list_counts", n=len(printed.places), came=came),
        },
        {
            "notices": notices(printed.is_training, 0, words),
            "places": tuple(_places(printed, words)),
        },
    )


def seat_list_title(printed: SeatListPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return f"{words('documents.seat_list')} – {printed.title}"


def _places(printed: SeatListPrint, words: Words) -> Iterator[Block]:
    group = None
    for place in printed.places:
        if place.group != group:
            group = place.group
            yield Gap(1.2)
            yield Text(group or words("documents.free_place"), styles.STRONG)
            yield Rule(0.15)
        tick = _TICKED if place.is_in else _TO_TICK
        left = " · ".join(filter(None, (f"{tick}  {place.seat}".rstrip(), place.tariff)))
        yield Pair(left, place.short_code, styles.BODY)

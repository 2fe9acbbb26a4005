"""The list of performances in words: a heading a day, and a card for each performance."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from podium_desk.application.counter import PerformanceRow
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import DayGroup, PerformanceCard
from podium_desk.presentation.hall import hall_in_house
from podium_desk.presentation.mood import Tone

if TYPE_CHECKING:
    from datetime import date

    from podium_desk.domain.ids import PerformanceId
    from podium_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class _Worded:
    """A card, and what it was made of."""

    row: PerformanceRow
    is_online: bool
    language: str
    card: PerformanceCard


class PerformanceCards:
    """Puts rows into words and keeps each card until its row changes.

    A cluster has thousands; at a key stroke in the search nearly all are as they were.
    """

    def __init__(self) -> None:
        self._worded: dict[PerformanceId, _Worded] = {}

    def day_groups(
        self, rows: tuple[PerformanceRow, ...], today: date, *, is_online: bool, words: Words
    ) -> tuple[DayGroup, ...]:
        """The list by day, today first and days gone by last; within a day the own house first."""
        ordered = sorted(
            rows, key=lambda row: (row.start.date() < today, row.start.date(), not row.is_own_house)
        )
        groups = []
        for day, of_day in groupby(ordered, key=lambda row: row.start.date()):
            cards = tuple(self._card(row, is_online=is_online, words=words) for row in of_day)
            groups.append(DayGroup(_heading(day, today, words), cards))
        return tuple(groups)

    def _card(self, row: PerformanceRow, *, is_online: bool, words: Words) -> PerformanceCard:
        known = self._worded.get(row.id)
        is_same = known is not None and known.row is row and known.is_online == is_online
        if known is None or not is_same or known.language != words.language:
            card = _card(row, is_online=is_online, words=words)
            known = self._worded[row.id] = _Worded(row, is_online, words.language, card)
        return known.card


def _heading(day: date, today: date, words: Words) -> str:
    if day == today:
        return words("counter.today")
    if (day - today).days == 1:
        return words("counter.tomorrow")
    return amounts.day_heading(day, words.language)


def _card(row: PerformanceRow, *, is_online: bool, words: Words) -> PerformanceCard:
    language = words.language
    availability, tone = _availability(row, is_online=is_online, words=words)
    title = row.title.in_language(language)
    hall = hall_in_house(row, language)
    named = (hall,) if row.is_own_house and hall else (row.house_name, hall)
    where = " · ".join(part for part in named if part)
    time = amounts.clock_time(row.start)
    return PerformanceCard(
        id=row.id,
        time=time,
        title=title,
        where=where,
        availability=availability,
        tone=tone,
        spoken=", ".join((time, title, where, availability)),
    )


def _availability(row: PerformanceRow, *, is_online: bool, words: Words) -> tuple[str, Tone]:
    match row.status:
        case PerformanceStatus.CANCELLED | PerformanceStatus.WITHDRAWN:
            return words("counter.cancelled"), Tone.BAD
        case PerformanceStatus.POSTPONED:
            return words("counter.postponed"), Tone.BAD
        case PerformanceStatus.SOLD_OUT:
            return words("counter.sold_out"), Tone.BAD
        case PerformanceStatus.AVAILABLE:
            pass
    if row.capacity == 0:
        return words("counter.not_sold_here"), Tone.QUIET
    if row.free == 0:
        return words("counter.sold_out"), Tone.BAD
    if not is_online:
        tone = Tone.GOOD if row.sellable_here else Tone.QUIET
        return words("counter.free_here", n=row.sellable_here), tone
    return words("counter.free", n=row.free), Tone.GOOD

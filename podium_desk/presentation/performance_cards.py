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
    from datetime import date, datetime

    from podium_desk.domain.ids import PerformanceId
    from podium_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class _Worded:
    """A card, and what it was made of."""

    row: PerformanceRow
    is_online: bool
    language: str
    card: PerformanceCard


@dataclass(frozen=True, slots=True)
class _Told:
    """A list as it was told, and for what."""

    asked: tuple[date, bool, str]
    rows: tuple[PerformanceRow, ...]
    groups: tuple[DayGroup, ...]


class PerformanceCards:
    """Puts rows into words and keeps each card until its row changes.

    A cluster has thousands; at a key stroke in the search nearly all are as they were, and after a
    sale all but one.
    """

    def __init__(self) -> None:
        self._worded: dict[PerformanceId, _Worded] = {}
        self._told: _Told | None = None

    def day_groups(
        self, rows: tuple[PerformanceRow, ...], today: date, *, is_online: bool, words: Words
    ) -> tuple[DayGroup, ...]:
        """The list by day, today first and days gone by last; within a day the own house first."""
        asked, told = (today, is_online, words.language), self._told
        changed = None
        if told is not None and told.asked == asked:
            changed = _changed(told.rows, rows)
        if told is None or changed is None:
            groups = self._ordered(rows, today, is_online=is_online, words=words)
        else:
            cards = [self._card(row, is_online=is_online, words=words) for row in changed]
            groups = _with_cards(told.groups, {card.id: card for card in cards})
        self._told = _Told(asked, rows, groups)
        return groups

    def _ordered(
        self, rows: tuple[PerformanceRow, ...], today: date, *, is_online: bool, words: Words
    ) -> tuple[DayGroup, ...]:
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


def _changed(
    before: tuple[PerformanceRow, ...], now: tuple[PerformanceRow, ...]
) -> list[PerformanceRow] | None:
    """The rows that say something else in the same place; None where it is another list."""
    if len(before) != len(now):
        return None
    pairs = [(was, row) for was, row in zip(before, now, strict=True) if was is not row]
    if any(_place(was) != _place(row) for was, row in pairs):
        return None
    return [row for _, row in pairs]


def _place(row: PerformanceRow) -> tuple[PerformanceId, datetime, date, bool]:
    """What says where a row stands; in another time zone one moment is of another day."""
    return row.id, row.start, row.start.date(), row.is_own_house


def _with_cards(
    groups: tuple[DayGroup, ...], cards: dict[PerformanceId, PerformanceCard]
) -> tuple[DayGroup, ...]:
    """The same list with these cards in the place of theirs; a day without any stays as it is."""
    if not cards:
        return groups
    return tuple(
        DayGroup(group.heading, tuple(cards.get(card.id, card) for card in group.cards))
        if any(card.id in cards for card in group.cards)
        else group
        for group in groups
    )


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

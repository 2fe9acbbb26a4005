"""Cards of the list are kept while their rows stay the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from podium_desk.application.counter import PerformanceRow
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.performance_cards import PerformanceCards

ROW = PerformanceRow(
    PerformanceId(1), HouseId(1), "De Sluis", Text.of("nl", "Concert"),
    datetime(2026, 11, 29, 20, tzinfo=UTC), Text.of("nl", "Zaal"), "", PerformanceStatus.AVAILABLE,
    100, 40, 10, True,
)  # fmt: skip


def card(cards: PerformanceCards, row: PerformanceRow, language: str = "nl", online: bool = True):
    words = Words(language)
    (group,) = cards.day_groups((row,), date(2026, 11, 29), is_online=online, words=words)
    return group.cards[0]


def test_a_card_stays_the_same_object_while_its_row_does():
    cards = PerformanceCards()
    assert card(cards, ROW) is card(cards, ROW)


def test_a_card_is_worded_anew_for_another_number_language_or_line():
    cards = PerformanceCards()
    first = card(cards, ROW)
    assert "39" in card(cards, replace(ROW, free=39)).availability
    assert card(cards, ROW, language="en").availability != first.availability
    assert "10" in card(cards, ROW, online=False).availability
    assert card(cards, ROW) == first


def season(count: int) -> tuple[PerformanceRow, ...]:
    return tuple(
        replace(
            ROW, id=PerformanceId(number), start=ROW.start + timedelta(days=number // 3 - 2),
            is_own_house=number % 2 == 0,
        )
        for number in range(count)
    )  # fmt: skip


def groups(cards: PerformanceCards, rows: tuple[PerformanceRow, ...], day: int = 29):
    return cards.day_groups(rows, date(2026, 11, day), is_online=True, words=Words("nl"))


def test_after_a_sale_only_its_day_is_made_anew():
    cards, rows = PerformanceCards(), season(12)
    before = groups(cards, rows)
    sold = (*rows[:4], replace(rows[4], free=39), *rows[5:])
    after = groups(cards, sold)
    assert [was is now for was, now in zip(before, after, strict=True)].count(False) == 1
    assert groups(cards, sold) is after


@pytest.mark.parametrize("seed", range(8))
def test_whatever_becomes_of_a_list_it_says_what_a_new_one_would(seed):
    luck = Random(seed)
    cards, rows = PerformanceCards(), list(season(20))
    for _ in range(30):
        place = luck.randrange(len(rows))
        row = rows[place]
        match luck.randrange(6):
            case 0 if len(rows) > 4:
                rows.pop(place)
            case 1:
                rows.append(replace(row, id=PerformanceId(luck.randrange(100, 10**6))))
            case 2:
                rows[place] = replace(row, start=row.start + timedelta(days=luck.randrange(-2, 3)))
            case 3:
                zone = ZoneInfo(luck.choice(("Asia/Tokyo", "America/New_York")))
                rows[place] = replace(row, start=row.start.astimezone(zone))
            case _:
                rows[place] = replace(row, free=luck.randrange(60))
        day = luck.choice((29, 29, 29, 30))
        assert groups(cards, tuple(rows), day) == groups(PerformanceCards(), tuple(rows), day)

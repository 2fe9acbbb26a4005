"""Cards of the list are kept while their rows stay the same."""

from dataclasses import replace
from datetime import UTC, date, datetime

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

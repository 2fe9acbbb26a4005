"""A performance is found by any words of it, with or without accents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podium_desk.application.counter import PerformanceRow
from podium_desk.application.performance_search import PerformanceIndex
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.text import Text

EVENING = PerformanceRow(
    id=PerformanceId(7),
    house=HouseId(1),
    house_name="GC Het Anker",
    title=Text("nl", {"nl": "Café Brontë", "fr": "Le café"}),
    start=datetime(2026, 11, 13, 20, 5, tzinfo=UTC),
    hall=Text("nl", {"nl": "Grote zaal"}),
    genre="Theater",
    status=PerformanceStatus.AVAILABLE,
    capacity=100,
    free=100,
    sellable_here=0,
    is_own_house=True,
)


@pytest.mark.parametrize(
    "typed",
    [
        "cafe",
        "CAFÉ",
        "bronte",
        "le caf",
        "anker theater",
        "13/11",
        "13/11/2026",
        "20:05",
        "zaal",
        "",
    ],
)
def test_a_performance_is_found_by_any_of_its_words_without_accents(typed):
    assert PerformanceIndex((EVENING,)).find(typed) == (EVENING,)


@pytest.mark.parametrize("typed", ["bar", "cafe bar", "14/11"])
def test_every_word_that_is_typed_has_to_stand_in_it(typed):
    assert PerformanceIndex((EVENING,)).find(typed) == ()


def test_a_renewed_index_finds_the_rows_as_they_are_now():
    fewer = replace(EVENING, free=3)
    moved = replace(EVENING, id=PerformanceId(8), genre="Dans")
    renewed = PerformanceIndex((EVENING,)).renewed((fewer, moved))
    assert renewed.find("theater") == (fewer,)
    assert renewed.find("dans") == (moved,)


def test_an_index_is_renewed_from_a_renewed_one_in_the_order_of_the_list():
    later = replace(EVENING, id=PerformanceId(8))
    index = PerformanceIndex((EVENING, later)).renewed((later, EVENING))
    fewer = replace(later, free=3)
    assert index.renewed((EVENING, fewer)).find("cafe") == (EVENING, fewer)
    assert index.find("cafe") == (later, EVENING)

"""A day typed as people say it finds the performances of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from podium_desk.application.counter import PerformanceRow
from podium_desk.application.performance_search import PerformanceIndex
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.date_words import spoken_days

TODAY = date(2026, 11, 15)
TOMORROW = PerformanceRow(
    PerformanceId(1), HouseId(1), "GC Het Anker", Text("nl", {"nl": "Tweede zit"}),
    datetime(2026, 11, 16, 20, 30, tzinfo=UTC), Text("nl", {"nl": "Zaal"}), "Theater",
    PerformanceStatus.AVAILABLE, 100, 100, 0, True,
)  # fmt: skip
WEDNESDAY = replace(TOMORROW, id=PerformanceId(2), start=datetime(2026, 11, 18, 15, 0, tzinfo=UTC))
IN_JANUARY = replace(TOMORROW, id=PerformanceId(3), start=datetime(2027, 1, 6, 20, 0, tzinfo=UTC))
JAN = replace(
    TOMORROW, id=PerformanceId(4), title=Text("nl", {"nl": "Jan De Wilde"}),
    start=datetime(2026, 12, 18, 20, 0, tzinfo=UTC),
)  # fmt: skip
SEASON = PerformanceIndex((TOMORROW, WEDNESDAY, JAN, IN_JANUARY))


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("nl", "morgen", (TOMORROW,)),
        ("nl", "woensdag", (WEDNESDAY, IN_JANUARY)),
        ("nl", "woen tweede", (WEDNESDAY, IN_JANUARY)),
        ("nl", "wo 18 nov", (WEDNESDAY,)),
        ("nl", "18 november", (WEDNESDAY,)),
        ("nl", "6 jan", (IN_JANUARY,)),
        ("nl", "jan", (JAN,)),
        ("nl", "december", (JAN,)),
        ("nl", "18-11", (WEDNESDAY,)),
        ("nl", "18.11.26", (WEDNESDAY,)),
        ("nl", "6-1-2027", (IN_JANUARY,)),
        ("nl", "20u", (TOMORROW, JAN, IN_JANUARY)),
        ("nl", "20u30", (TOMORROW,)),
        ("nl", "vandaag", ()),
        ("nl", "18 zit", (WEDNESDAY,)),
        ("fr", "mercredi 18", (WEDNESDAY,)),
        ("fr", "18 nov.", (WEDNESDAY,)),
        ("fr", "demain", (TOMORROW,)),
        ("fr", "18 déc", (JAN,)),
        ("de", "mittwoch", (WEDNESDAY, IN_JANUARY)),
        ("en", "tomorrow 20:30", (TOMORROW,)),
    ],
)
def test_a_day_is_found_as_people_say_it(language, typed, found):
    assert SEASON.find_any(spoken_days(typed, TODAY, Words(language))) == found

"""Which days a daybook is of when nobody says it."""

from datetime import UTC, date, datetime

from podium_desk.commands.daybook import span
from podium_desk.commands.output import Answer
from podium_desk.domain.ids import HouseId
from podium_desk.domain.programme import House

LATE = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)


def test_after_midnight_the_day_that_began_is_in_it_though_it_is_yesterday_elsewhere():
    house = House(HouseId(1), "anker", "GC Het Anker")
    first, last = span(Answer(as_json=True), ("", ""), LATE, house)
    assert (first, last) == (date(2026, 11, 24), date(2026, 11, 30))

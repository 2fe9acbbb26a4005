"""Which performances a door admits to now, kept between the hours that change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from podium_desk.application.tonight import Tonight
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.text import Text
from podium_desk.domain.venue_time import to_ms

START = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)
ONE = Performance(
    PerformanceId(1), HouseId(1), "1", Text.of("nl", "Lear"), START, START + timedelta(hours=2),
    Text.of("nl", "Zaal"), "", PerformanceStatus.AVAILABLE, "plan", 6, "", (),
)  # fmt: skip


class Door:
    """A workplace as far as this question goes; its catalogue is replaced when it has news."""

    def __init__(self, *performances: Performance) -> None:
        self.house, self.catalogue, self.clock = HouseId(1), self, self
        self.moment = START
        self.known = {one.id: one for one in performances}

    def performances(self) -> dict[PerformanceId, Performance]:
        return self.known

    def now(self) -> datetime:
        return self.moment

    def now_ms(self) -> int:
        return to_ms(self.moment)


def tonight_of(door: Door) -> Tonight:
    work: Any = door
    return Tonight(work)


def test_the_kept_answer_is_at_every_minute_the_one_that_would_be_worked_out():
    later = replace(ONE, id=PerformanceId(2), start=START + timedelta(hours=20), end=None)
    door = Door(later, ONE)
    kept = tonight_of(door)
    for minute in [*range(-1100, 1600), *range(1600, -1100, -7)]:
        door.moment = START + timedelta(minutes=minute)
        assert kept.performances() == tonight_of(door).performances()


def test_a_door_opens_sixteen_hours_before_and_closes_an_hour_after_the_end():
    door = Door(ONE)
    kept = tonight_of(door)
    edges = {
        -timedelta(hours=16, milliseconds=1): (), -timedelta(hours=16): (ONE,),
        timedelta(hours=3): (ONE,), timedelta(hours=3, milliseconds=1): (),
    }  # fmt: skip
    for since_start, expected in edges.items():
        door.moment = START + since_start
        assert kept.performances() == expected


def test_news_of_the_catalogue_is_heard_at_once():
    door = Door(ONE)
    kept = tonight_of(door)
    assert kept.performances() == (ONE,)
    moved = replace(ONE, start=START + timedelta(minutes=10))
    door.known = {moved.id: moved}
    assert kept.performances() == (moved,)


def test_other_houses_and_what_is_not_on_sale_are_not_tonights():
    other = replace(ONE, house=HouseId(2))
    free = replace(ONE, id=PerformanceId(2), plan=None)
    assert tonight_of(Door(other, free)).performances() == ()

"""What the venue changed tonight, laid over the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from podium_desk.domain.facts import VenueChange
from podium_desk.domain.ids import HouseId, PerformanceId, Unit
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.text import Text
from podium_desk.domain.venue_changes import HeardChange, changed, closed_places

START = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
PLAY = Performance(
    PerformanceId(1), HouseId(1), "e", Text.of("nl", "Stuk"), START, START + timedelta(hours=2),
    Text.of("nl", "Zaal"), "Theater", PerformanceStatus.AVAILABLE, "plan", 6, "", (),
)  # fmt: skip
REVISION = 7


def heard(
    change: VenueChange, order: int, unit: int | None = None, start: datetime | None = None,
    revision: int = REVISION,
) -> HeardChange:  # fmt: skip
    start_ms = None if start is None else int(start.timestamp() * 1000)
    return HeardChange(change, (order, 1), revision, None if unit is None else Unit(unit), start_ms)


def test_a_moved_start_moves_the_end_with_it() -> None:
    later = START + timedelta(minutes=20)
    moved = changed(PLAY, REVISION, [heard(VenueChange.START_MOVED, 1, start=later)])
    assert (moved.start, moved.end) == (later, later + timedelta(hours=2))


def test_the_newest_word_on_going_on_counts_in_whatever_order_it_is_heard() -> None:
    off, on = heard(VenueChange.CANCELLED, 1), heard(VenueChange.GOES_ON, 2)
    for order in ([off, on], [on, off]):
        assert changed(PLAY, REVISION, order).status is PerformanceStatus.AVAILABLE
    assert changed(PLAY, REVISION, [off]).status is PerformanceStatus.CANCELLED


def test_a_chair_is_closed_until_it_is_opened_again() -> None:
    closed, opened = (
        heard(VenueChange.PLACE_CLOSED, 1, unit=3), heard(VenueChange.PLACE_OPENED, 2, unit=3)
    )  # fmt: skip
    assert closed_places(REVISION, [closed]) == {3}
    assert closed_places(REVISION, [opened, closed]) == frozenset()


def test_what_the_house_decides_later_overtakes_the_venue() -> None:
    off = heard(VenueChange.CANCELLED, 1)
    chair = heard(VenueChange.PLACE_CLOSED, 2, unit=3)
    assert changed(PLAY, REVISION + 1, [off]) == PLAY
    assert closed_places(REVISION + 1, [chair]) == frozenset()

"""The list of a counter, read every few seconds: what did not change is not made again."""

from __future__ import annotations

import pytest
from test_prices_at_the_desk import Evening, evening, held_lines, sell

from podium_desk.application.desk import Desk
from podium_desk.domain.allotment import AFTER_START

__all__ = ["evening"]


@pytest.fixture
def desk(evening: Evening) -> Desk:
    return evening.first.desk


def test_a_list_in_which_nothing_changed_is_the_one_of_before(desk: Desk) -> None:
    rows = desk.performances()
    assert rows
    assert desk.performances() is rows


def test_after_a_sale_only_its_performance_is_counted_anew(evening: Evening, desk: Desk) -> None:
    before = {row.id: row for row in desk.performances()}
    sell(evening.first, held_lines(evening.first, evening.tonight, 2))
    after = {row.id: row for row in desk.performances()}
    assert list(after) == list(before)
    moved = [number for number, row in after.items() if row is not before[number]]
    assert moved == [evening.tonight]
    assert after[evening.tonight].free == before[evening.tonight].free - 2
    assert after[evening.tonight].sellable_here < before[evening.tonight].sellable_here


def test_what_began_too_long_ago_leaves_the_list_and_comes_back_when_the_clock_is_put_right(
    evening: Evening, desk: Desk
) -> None:
    (tonight,) = (row for row in desk.performances() if row.id == evening.tonight)
    ends_ms = round((tonight.start + AFTER_START).timestamp() * 1000)
    evening.cluster.clock.ms = ends_ms - 60_000
    assert tonight.id in {row.id for row in desk.performances()}
    evening.cluster.clock.ms = ends_ms + 60_000
    assert tonight.id not in {row.id for row in desk.performances()}
    evening.cluster.clock.ms = ends_ms - 60_000
    assert tonight.id in {row.id for row in desk.performances()}

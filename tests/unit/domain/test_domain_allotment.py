"""Small reserves, a share for the keeper, and a store that more counters do not empty."""

from __future__ import annotations

from datetime import timedelta

import pytest

from podium_desk.domain.allotment import (
    Hall,
    ReservePolicy,
    evening_store_size,
    foreign_room,
    is_low,
    keeper_size,
    reserve_size,
    share_size,
    uses_to_give,
    venue_limit,
)

POLICY = ReservePolicy()
NEXT_WEEK, TONIGHT, LATER = timedelta(days=5), timedelta(hours=8), timedelta(days=30)


@pytest.mark.parametrize(
    ("capacity", "until_start", "size"),
    [
        (820, NEXT_WEEK, 16), (260, NEXT_WEEK, 8), (4, NEXT_WEEK, 4), (820, TONIGHT, 82),
        (820, LATER, 0), (820, timedelta(hours=-4), 0), (820, timedelta(hours=-1), 82),
    ],
)  # fmt: skip
def test_a_reserve_is_eight_seats_or_two_percent_of_the_coming_week(
    capacity: int, until_start: timedelta, size: int
) -> None:
    assert reserve_size(POLICY, capacity, until_start) == size


def test_the_keeper_holds_ten_percent_and_all_from_the_evening_desk_on() -> None:
    assert keeper_size(POLICY, 820, NEXT_WEEK) == 82
    assert keeper_size(POLICY, 820, timedelta(minutes=61)) == 82
    assert keeper_size(POLICY, 820, timedelta(minutes=60)) == 820
    assert keeper_size(POLICY, 820, LATER) == 0


@pytest.mark.parametrize("desks", range(1, 30))
@pytest.mark.parametrize("capacity", [12, 40, 260, 820, 2036])
@pytest.mark.parametrize("until_start", [NEXT_WEEK, TONIGHT])
def test_more_counters_share_the_venues_limit_and_not_the_store(
    desks: int, capacity: int, until_start: timedelta
) -> None:
    hall = Hall(capacity, until_start)
    keeper = share_size(POLICY, hall, desks, is_keeper=True)
    other = share_size(POLICY, hall, desks, is_keeper=False)
    limit = venue_limit(POLICY, hall)
    assert keeper <= limit
    assert other >= 2
    # Beyond that a share is a pair at least; what is given in all is cut at the limit itself.
    assert keeper + (desks - 1) * other <= max(limit, keeper + (desks - 1) * 2)


def test_until_the_day_the_store_keeps_some_eighty_five_percent() -> None:
    assert venue_limit(POLICY, Hall(820, NEXT_WEEK)) == 123
    assert venue_limit(POLICY, Hall(820, TONIGHT)) == 328
    assert venue_limit(POLICY, Hall(40, NEXT_WEEK)) == 8


def test_other_houses_sell_freely_until_places_are_short() -> None:
    assert foreign_room(POLICY, 800, 200, 500) == 200
    assert foreign_room(POLICY, 800, 199, 30) == 10
    assert foreign_room(POLICY, 800, 199, 41) == 0
    assert foreign_room(POLICY, 60, 10, 0) == 8


def test_a_reserve_is_filled_up_below_half() -> None:
    assert [held for held in range(9) if is_low(POLICY, held, 8)] == [0, 1, 2, 3]
    assert not is_low(POLICY, 0, 0)


def test_in_the_evening_the_store_keeps_a_tenth_and_half_beside_a_counter_alone() -> None:
    assert evening_store_size(POLICY, 820, 500, desks=3) == 82
    assert evening_store_size(POLICY, 40, 30, desks=3) == 8
    assert evening_store_size(POLICY, 820, 500, desks=1) == 250
    assert evening_store_size(POLICY, 820, 60, desks=1) == 60
    assert evening_store_size(POLICY, 40, 5, desks=2) == 5


@pytest.mark.parametrize(
    ("left", "held", "desks", "given"),
    [
        (100, 0, 2, 5), (100, 5, 2, 0), (100, 3, 2, 0), (100, 2, 2, 3), (6, 0, 2, 2),
        (2, 2, 2, 0), (1, 0, 4, 1), (0, 0, 2, 0), (100, 0, 200, 1),
    ],
)  # fmt: skip
def test_a_desk_has_a_few_uses_of_a_limited_code(
    left: int, held: int, desks: int, given: int
) -> None:
    assert uses_to_give(POLICY, left, held, desks) == given

from dataclasses import replace
from itertools import pairwise

import pytest
from domain_halls import everything, hall, named, only, without
from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.ids import Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.reserves import useful_neighbours
from podium_desk.domain.seating import Proposal, best_available, leaves_single
from podium_desk.domain.venue import HallPlan, Seat, StartDirection, StartPoint

AISLE = PlanIndex.of(
    hall("""
    A 1111 1111
    B 1111 1111
    C 1111 1111
    D 2222 2222
    E 2w22 2222
    F 2222 2222
    """)
)
"""Two halves with an aisle; row E has a wheelchair place."""


def best(index, free, count, category=None, skip=0) -> list[str]:
    proposal = best_available(index, free, count, category, skip)
    assert isinstance(proposal, Proposal)
    return named(index, proposal.units)


@pytest.mark.parametrize(
    ("count", "category", "seats"),
    [
        (1, None, ["C4"]),
        (2, None, ["C3", "C4"]),
        (4, None, ["C1", "C2", "C3", "C4"]),
        (2, "Rang 2", ["D3", "D4"]),
    ],
)
def test_the_centre_of_the_good_row_comes_first(count, category, seats):
    """The worked example of docs/rules/seating.md."""
    assert best(AISLE, everything(AISLE), count, category) == seats


def test_each_skip_gives_other_seats_and_the_last_is_followed_by_the_first():
    index = PlanIndex.of(hall("A 111111"))
    free = everything(index)
    asked = [best(index, free, 2, skip=skip) for skip in range(4)]
    assert asked == [["A3", "A4"], ["A1", "A2"], ["A5", "A6"], ["A3", "A4"]]


def test_a_dearer_rank_comes_before_a_better_spot():
    index = PlanIndex.of(hall("A 222222\nB 222222\nC 1122222"))
    assert best(index, everything(index), 2) == ["C1", "C2"]


def test_the_front_of_the_balcony_is_its_best_row():
    index = PlanIndex.of(hall("A 111111\nB 111111\nC 111111\n- Balkon\nX 222222\nY 222222"))
    assert best(index, everything(index), 2, "Rang 2") == ["X3", "X4"]
    assert best(index, everything(index), 2, "Rang 1") == ["B3", "B4"]


def test_an_aisle_and_a_missing_seat_break_a_party():
    index = PlanIndex.of(hall("A 111 111\nB 111.111"))
    assert isinstance(best_available(index, everything(index), 4), Proposal)
    assert not best_available(index, everything(index), 4).together
    assert best(index, everything(index), 3) == ["A1", "A2", "A3"]


def test_numbers_that_skip_do_not_break_what_stands_side_by_side():
    """Odd numbers on one side, even on the other: only the room counts."""
    odd_even = [7, 5, 3, 1, 2, 4, 6, 8]
    seats = tuple(
        Seat(i, str(i), "Parterre", "A", str(n), "Rang 1", 200 * i, 0, 80, "A", 0)
        for i, n in enumerate(odd_even)
    )
    index = PlanIndex.of(HallPlan("Zaal", 2000, 500, (), seats))
    assert best(index, everything(index), 4) == ["A3", "A1", "A2", "A4"]


def test_the_ends_of_a_curved_row_are_no_aisles():
    """Drawn even along x, the seats of a deep arc stand farther apart at its ends."""
    seats = tuple(
        Seat(i, str(i), "Galerij", "A", str(i), "Rang 1", 220 * i, (i - 20) ** 2 * 8, 80, "A", 0)
        for i in range(41)
        if i != 10
    )
    renumbered = tuple(
        Seat(i, s.guid, s.zone, s.row, s.number, s.category, s.x_tenths, s.y_tenths, 80, "A", 0)
        for i, s in enumerate(seats)
    )
    index = PlanIndex.of(HallPlan("Zaal", 9000, 4000, (), renumbered))
    breaks = [s.number for s in renumbered if index.neighbours[s.index][1] is None]
    assert breaks == ["9", "40"]


def test_a_row_that_stands_upright_is_read_along_its_length():
    seats = tuple(
        Seat(i, str(i), "Loge", "A", str(i + 1), "Rang 1", 7 * i, 200 * i, 80, "A", 0)
        for i in range(4)
    )
    index = PlanIndex.of(HallPlan("Zaal", 500, 1000, (), seats))
    assert best_available(index, everything(index), 4).together


@pytest.mark.parametrize(
    ("free", "count", "seats"),
    [
        # Three left in the middle: a pair there would leave one alone, so the side row is taken.
        (("A2", "A3", "A4", "B1", "B2"), 2, ["B1", "B2"]),
        # Nothing else is left: then it cannot be avoided.
        (("A2", "A3", "A4"), 2, ["A2", "A3"]),
        # A seat that is alone already is nobody's fault.
        (("A1", "A3", "A4"), 2, ["A3", "A4"]),
    ],
)
def test_no_single_seat_is_left_where_that_can_be_avoided(free, count, seats):
    index = PlanIndex.of(hall("A 11111\nB 11111"))
    assert best(index, only(index, *free), count) == seats


def test_a_single_seat_is_said_to_be_left():
    index = PlanIndex.of(hall("A 11111"))
    free = everything(index)
    one, two = Unit(1), Unit(2)
    assert leaves_single(index, free, [one])
    assert not leaves_single(index, free, [two])
    assert not leaves_single(index, free, [Unit(0)])
    assert leaves_single(index, free - {one, two}, [one, two])
    assert not leaves_single(index, free, free)


def test_wheelchair_places_are_for_who_asks_and_may_stay_alone():
    free = everything(AISLE)
    proposed = {u for skip in range(60) for u in best_available(AISLE, free, 1, skip=skip).units}
    assert named(AISLE, free - proposed) == ["E2"]
    assert best(AISLE, free, 1, "Rolstoel") == ["E2"]
    index = PlanIndex.of(hall("A 1ww111"))
    assert not best_available(index, everything(index), 1, "Rolstoel").leaves_single


@pytest.mark.parametrize(
    ("free", "count", "parts"),
    [
        (("A1", "A2", "B3", "B6", "D7"), 3, [["A1", "A2"], ["B3"]]),
        (("A1", "A2", "A3", "B1", "B2", "B5", "C8"), 4, [["A1", "A2"], ["B1", "B2"]]),
        (("A3", "A4", "A5", "A6"), 4, [["A3", "A4"], ["A5", "A6"]]),
        (("A1", "C4"), 2, [["C4"], ["A1"]]),
    ],
)
def test_a_party_that_cannot_sit_together_sits_near(free, count, parts):
    places = only(AISLE, *free)
    proposal = best_available(AISLE, places, count)
    assert isinstance(proposal, Proposal)
    assert sorted(named(AISLE, part) for part in proposal.parts) == sorted(parts)
    assert not proposal.together


def test_rows_are_filled_from_the_end_where_the_plan_says_so():
    drawing = "A 111111\nB 111111\nC 111111"
    left = PlanIndex.of(hall(drawing, direction=StartDirection.LEFT))
    right = PlanIndex.of(hall(drawing, direction=StartDirection.RIGHT))
    asked = [best(left, everything(left), 2, skip=skip) for skip in range(4)]
    assert asked == [["B1", "B2"], ["B3", "B4"], ["B5", "B6"], ["A1", "A2"]]
    assert best(right, everything(right), 2) == ["B5", "B6"]


def test_of_two_equal_spots_the_one_at_a_marked_seat_wins():
    plan = hall("A 1111 1111")
    marked = tuple(
        replace(seat, start=StartPoint.RIGHTWARDS) if seat.number == "5" else seat
        for seat in plan.seats
    )
    index = PlanIndex.of(replace(plan, seats=marked))
    assert best(PlanIndex.of(plan), everything(index), 2) == ["A3", "A4"]
    assert best(index, everything(index), 2) == ["A5", "A6"]


def test_an_unnumbered_section_gives_its_first_free_places():
    plan = hall("A 22", sections=(("Staan", 5, "Rang 1"), ("Vrij", 2, "Rang 2")))
    index = PlanIndex.of(plan)
    free = everything(index) - {Unit(3)}
    assert best_available(index, free, 3) == Proposal(((Unit(2), Unit(4), Unit(5)),), False)
    assert best(index, free, 2, "Rang 2") == ["A1", "A2"]
    assert best(index, free, 2, "Rang 2", skip=1) == ["Vrij", "Vrij"]
    whole = best_available(index, free, 8)
    assert isinstance(whole, Proposal)
    assert set(whole.units) == free
    assert [len(part) for part in whole.parts] == [4, 2, 2]


def test_a_hall_without_seats_sells_its_sections():
    index = PlanIndex.of(hall("", sections=(("Zaal", 3, "Rang 1"),)))
    assert best(index, everything(index), 2) == ["Zaal", "Zaal"]
    assert useful_neighbours(index, everything(index), 2) == (Unit(0), Unit(1))


def test_a_party_too_large_for_any_section_is_spread_over_them():
    plan = hall("", sections=(("Voor", 2, "Rang 1"), ("Achter", 3, "Rang 2")))
    index = PlanIndex.of(plan)
    proposal = best_available(index, everything(index), 4)
    assert isinstance(proposal, Proposal)
    assert named(index, proposal.units) == ["Voor", "Voor", "Achter", "Achter"]
    assert not proposal.together


def test_too_few_places_are_refused_with_how_many_there_are():
    outcome = best_available(AISLE, only(AISLE, "A1", "E2"), 2)
    assert outcome == Refusal(RefusalReason.NOT_ENOUGH_TOGETHER, {"wanted": 2, "free": 1})
    outcome = best_available(AISLE, frozenset(), 2)
    assert outcome == Refusal(RefusalReason.SOLD_OUT, {"wanted": 2, "free": 0})
    assert isinstance(best_available(AISLE, everything(AISLE), 1, "Loge"), Refusal)


def test_nobody_asks_for_no_seats():
    with pytest.raises(ValueError, match="count"):
        best_available(AISLE, everything(AISLE), 0)


frees = st.sets(st.sampled_from(sorted(everything(AISLE))))


@given(frees, st.integers(1, 9), st.sampled_from([None, "Rang 1", "Rang 2"]), st.integers(0, 5))
@settings(max_examples=200)
def test_a_proposal_holds_what_it_promises(free, count, category, skip):
    outcome = best_available(AISLE, free, count, category, skip)
    if isinstance(outcome, Refusal):
        seats = AISLE.plan.seats
        fitting = [
            u for u in free if not seats[u].is_wheelchair and category in (None, seats[u].category)
        ]
        assert len(fitting) < count
        return
    chosen = outcome.units
    assert len(set(chosen)) == count == len(chosen)
    assert set(chosen) <= free
    assert category in {None, *(AISLE.plan.seats[u].category for u in chosen)}
    for part in outcome.parts:
        for left, right in pairwise(part):
            a, b = AISLE.plan.seats[left], AISLE.plan.seats[right]
            assert (a.row, b.x_tenths - a.x_tenths) == (b.row, 200)
    assert outcome.leaves_single == leaves_single(AISLE, free, chosen)


@given(frees, st.integers(1, 4), st.sampled_from(["Rang 1", "Rang 2"]))
@settings(max_examples=200)
def test_a_single_is_left_only_when_every_party_there_leaves_one(free, count, category):
    outcome = best_available(AISLE, free, count, category)
    if isinstance(outcome, Refusal) or not outcome.together or not outcome.leaves_single:
        return
    seats = [s for s in AISLE.plan.seats if s.category == category]
    for start in seats:
        run = [s.index for s in seats if s.row == start.row and s.x_tenths >= start.x_tenths]
        party = [Unit(u) for u in run[:count]]
        width = AISLE.plan.seats[party[-1]].x_tenths - start.x_tenths
        if len(party) == count and set(party) <= free and width == 200 * (count - 1):
            assert leaves_single(AISLE, free, party)


def test_a_reserve_is_pairs_spread_over_the_price_ranks():
    reserve = useful_neighbours(AISLE, everything(AISLE), 10)
    seats = [AISLE.plan.seats[unit] for unit in reserve]
    assert len(reserve) == 10
    assert {s.category for s in seats} == {"Rang 1", "Rang 2"}
    assert all(any(n in reserve for n in AISLE.neighbours[unit]) for unit in reserve)
    assert not leaves_single(AISLE, everything(AISLE), reserve)


@given(frees, st.integers(0, 60))
@settings(max_examples=100)
def test_a_reserve_takes_as_many_free_places_as_there_are(free, count):
    reserve = useful_neighbours(AISLE, free, count)
    ordinary = free - only(AISLE, "E2")
    assert len(set(reserve)) == len(reserve) == min(count, len(ordinary))
    assert set(reserve) <= ordinary


def test_seats_sold_elsewhere_are_walked_around():
    assert best(AISLE, without(AISLE, "C3", "C4"), 2) == ["C5", "C6"]

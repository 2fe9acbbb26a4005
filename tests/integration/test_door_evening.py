"""An evening at three doors of real processes, and the plan by which its count is judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from podium_desk.proving.door_evening.playing import NO_SHOWS, play
from podium_desk.proving.door_evening.showing import Part, Seen, Showing, expected, showings

GUESTS, COPIES = 20, 0.3
"""Few enough for a test, with copies that come at both sides of the cut."""


def test_the_store_counts_what_was_shown_at_each_door(tmp_path: Path) -> None:
    evening = play(tmp_path, GUESTS, lambda _sentence: None, COPIES)
    assert evening.counted == evening.expected
    assert evening.is_right
    count = evening.told.count.count
    assert (count.sold, count.admitted, count.no_shows) == (GUESTS + NO_SHOWS, GUESTS, NO_SHOWS)
    assert evening.counted[-1].doubles > 0, "the door that was cut off could not know"
    assert any(seen.doubles for seen in evening.counted[:-1]), "nor the others of what it did"
    assert evening.told.unknown == ()


@pytest.mark.parametrize("seed", range(20))
def test_everybody_comes_once_and_a_copy_after_its_first_at_another_door(seed: int) -> None:
    planned = showings(200, 3, Random(seed))
    assert [one.number for one in planned] == list(range(len(planned)))
    firsts = [one for one in planned if one.ticket is not None and one.after is None]
    assert Counter(one.ticket for one in firsts) == dict.fromkeys(range(200), 1)
    assert [one.part for one in planned] == sorted(one.part for one in planned)
    for copy in (one for one in planned if one.after is not None):
        first = planned[copy.after or 0]
        assert (first.ticket, first.part) == (copy.ticket, copy.part)
        assert first.door != copy.door
        assert first.number < copy.number
    counted = expected(planned, 3)
    assert sum(seen.first for seen in counted) == 200
    told = sum(seen.first + seen.doubles + seen.already_in + seen.unknown for seen in counted)
    assert told == len(planned)


@pytest.mark.parametrize(
    ("part", "first", "second", "is_double"),
    [
        (Part.BEFORE, 0, 2, False), (Part.CUT, 0, 1, False), (Part.CUT, 0, 2, True),
        (Part.CUT, 2, 1, True), (Part.AFTER, 2, 0, False),
    ],
)  # fmt: skip
def test_a_ticket_is_in_twice_only_across_the_cut(
    part: Part, first: int, second: int, is_double: bool
) -> None:
    counted = expected([Showing(0, part, first, 7), Showing(1, part, second, 7, 0)], 3)
    assert counted[second] == (Seen(doubles=1) if is_double else Seen(already_in=1))


def test_what_went_in_before_the_cut_is_known_on_both_sides_of_it() -> None:
    counted = expected([Showing(0, Part.BEFORE, 0, 7), Showing(1, Part.CUT, 2, 7)], 3)
    assert counted[2] == Seen(already_in=1)

"""A device's clock is put right by the store's, and a slow answer moves no clock that is right."""

from __future__ import annotations

import random

import pytest

from sync.exchange.clock_reading import ClockReading


@pytest.mark.parametrize(
    ("known_ms", "error_ms", "unsure_ms", "believed_ms"),
    [
        (None, 40, 300, 40),
        (5, 40, 300, 5),
        (5, 400, 300, 100),
        (5, -400, 300, -100),
        (3_600_000, 10, 20, 30),
        (7, 7, 0, 7),
    ],
)
def test_what_was_known_stays_unless_the_answer_says_that_it_is_wrong(
    known_ms, error_ms, unsure_ms, believed_ms
):
    assert ClockReading(error_ms, unsure_ms).nearest(known_ms) == believed_ms


@pytest.mark.parametrize("seed", range(20))
def test_readings_of_any_slowness_come_to_the_truth_and_never_leave_it(seed):
    """The truth lies within each reading: one that was fast is never spoilt by the slow ones."""
    chance, truth_ms, known_ms = random.Random(seed), 1234, None
    best_ms = float("inf")
    for _ in range(200):
        there_ms, back_ms = chance.expovariate(1 / 300), chance.expovariate(1 / 300)
        took_ms = there_ms + back_ms
        error_ms = round(truth_ms + (back_ms - there_ms) / 2)
        unsure_ms = round(took_ms / 2) + 1
        known_ms = ClockReading(error_ms, unsure_ms).nearest(known_ms)
        best_ms = min(best_ms, unsure_ms)
        assert abs(known_ms - truth_ms) <= 2 * best_ms + 2

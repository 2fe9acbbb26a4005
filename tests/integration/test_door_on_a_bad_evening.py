"""A door with a clock two hours off, and one with the replica of last week: what they let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.cluster import EVENING
from harness.door_evening import DoorEvening

from podium_desk.application.blocking import Blocking
from podium_desk.application.door import OddMatter
from podium_desk.domain.admission import ScanReason, Verdict

TWO_HOURS_MS = 2 * 3600 * 1000


@pytest.fixture
def evening() -> DoorEvening:
    return DoorEvening()


@pytest.mark.parametrize("skew_ms", [TWO_HOURS_MS, -TWO_HOURS_MS])
def test_a_clock_two_hours_off_turns_no_verdict_and_no_hour_round(evening, skew_ms):
    other = evening.device("door", "Deur 2")
    evening.door.skew_ms = skew_ms
    evening.sells(2)
    for door in (evening.door, other):
        door.wire.is_cut = True
    true_ms = evening.cluster.clock.ms
    assert evening.door.door.scan(evening.codes[0]).verdict is Verdict.ADMIT
    (at_ms,) = evening.door.sql.row("SELECT at_ms FROM scan") or (0,)
    assert abs(at_ms - true_ms) < 1000
    for door in (evening.door, other):
        door.wire.is_cut = False
    evening.meet()
    refused = other.door.scan(evening.codes[0])
    assert refused.reason is ScanReason.ALREADY_IN
    assert refused.first_entry is not None
    assert abs(refused.first_entry.at.timestamp() * 1000 - true_ms) < 1000
    error_s = evening.door.door.status().clock_error_s
    assert error_s is not None
    assert abs(error_s - skew_ms // 1000) <= 1


def test_a_replica_of_last_week_lets_in_by_the_code_and_says_how_old_it_is(evening):
    next_week = EVENING + timedelta(days=7, minutes=90)
    evening.tonight = evening.cluster.performance(evening.house, 100_002, evening.plan, next_week)
    evening.meet()
    evening.door.wire.is_cut = True
    evening.cluster.clock.pass_(days=7)
    sold, cancelled = evening.sells(2)
    Blocking(evening.counter.work).block(cancelled.id, "gestolen")
    outcome = evening.door.door.scan(evening.codes[0])
    assert (outcome.verdict, outcome.ticket) == (Verdict.ADMIT, sold.id)
    assert outcome.odd is OddMatter.SOLD_AFTER_LAST_NEWS
    assert outcome.stale_s is not None
    assert outcome.stale_s >= 7 * 24 * 3600
    # What it cannot know goes in too, and comes to light with the next contact.
    assert evening.door.door.scan(evening.codes[1]).verdict is Verdict.ADMIT
    evening.door.wire.is_cut = False
    evening.meet()
    assert evening.door.door.scan(evening.codes[1]).reason is ScanReason.BLOCKED

"""Small changes at the venue itself while it is cut off (architecture.md, decision 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from harness.cluster import EVENING, Cluster, Place

from podium_desk.application.counter import Held, SeatState
from podium_desk.application.venue_pen import VenuePen
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.refusals import Refusal, RefusalReason


@dataclass
class Venue:
    cluster: Cluster
    keeper: Place
    other: Place
    tonight: PerformanceId
    next_week: PerformanceId


@pytest.fixture
def venue() -> Venue:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    next_week = cluster.performance(house, 100_002, plan, EVENING + timedelta(days=6))
    keeper = cluster.device(house, "counter", "Kassa 1")
    other = cluster.device(house, "counter", "Kassa 2")
    keeper.sync()
    return Venue(cluster, keeper, other, tonight, next_week)


def held_unit(place: Place, performance: PerformanceId) -> Unit:
    states = place.desk.hall(performance).states
    return Unit(states.index(SeatState.MINE))


def test_a_broken_chair_is_not_offered_any_more_here_and_after_contact_elsewhere(
    venue: Venue,
) -> None:
    unit = held_unit(venue.keeper, venue.tonight)
    venue.keeper.wire.is_cut = True
    assert VenuePen(venue.keeper.work).close_place(venue.tonight, unit) is None
    assert venue.keeper.desk.hall(venue.tonight).states[unit] == SeatState.BLOCKED
    refused = venue.keeper.desk.hold(venue.tonight, (unit,))
    assert isinstance(refused, Refusal)
    venue.keeper.wire.is_cut = False
    venue.keeper.sync()
    venue.other.sync()
    assert venue.other.desk.hall(venue.tonight).states[unit] == SeatState.BLOCKED
    assert VenuePen(venue.keeper.work).open_place(venue.tonight, unit) is None
    assert isinstance(venue.keeper.desk.hold(venue.tonight, (unit,)), Held)


def test_tonight_is_cancelled_at_the_venue_and_nothing_is_sold(venue: Venue) -> None:
    venue.keeper.wire.is_cut = True
    assert VenuePen(venue.keeper.work).cancel(venue.tonight) is None
    refused = venue.keeper.desk.hold_best(venue.tonight, 1, None, 0)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.PERFORMANCE_CANCELLED
    venue.keeper.wire.is_cut = False
    venue.keeper.sync()
    at_store = venue.cluster.catalogue.performance(venue.tonight)
    assert at_store is not None
    assert at_store.status is PerformanceStatus.CANCELLED


def test_the_start_moves_and_every_device_hears_it(venue: Venue) -> None:
    planned = venue.keeper.work.catalogue.performance(venue.tonight)
    assert planned is not None
    later = planned.start + timedelta(minutes=15)
    assert VenuePen(venue.keeper.work).move_start(venue.tonight, later) is None
    venue.keeper.sync()
    venue.other.sync()
    moved = venue.other.work.catalogue.performance(venue.tonight)
    assert moved is not None
    assert moved.start == later
    assert venue.other.work.catalogue.starts(planned.start)[venue.tonight] == later


def test_only_the_keeper_has_the_pen_and_only_for_tonight(venue: Venue) -> None:
    refused = VenuePen(venue.other.work).cancel(venue.tonight)
    assert refused is not None
    assert refused.reason is RefusalReason.NOT_KEEPER
    refused = VenuePen(venue.keeper.work).cancel(venue.next_week)
    assert refused is not None
    assert refused.reason is RefusalReason.NOT_TONIGHT

"""Who keeps the venue's share, and how that moves."""

from __future__ import annotations

import pytest
from harness.cluster import Cluster

from podium_desk.domain.facts import AdmissionHolderNamed, KeeperNamed
from podium_desk.domain.ids import PerformanceId
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from sync.facts.fact import Draft
from sync.identity.revocation import RevocationClaims, issue_revocation


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    cluster.house(1, "De Sluis")
    return cluster


def say(place, body):
    place.work.replica.append([Draft(kind_of(body), 1, body_to_bytes(body))])


def test_the_first_counter_keeps_until_another_is_named(cluster):
    door = cluster.device(1, "door", "Deur 1")
    first, second = (cluster.device(1, "counter", f"Kassa {n}") for n in (1, 2))
    door.sync()
    sql = door.work.replica.sql
    assert keeper_of(sql, 1) == first.work.claims.device
    assert keeper_of(sql, 2) is None
    say(first, KeeperNamed(second.work.claims.device, cluster.clock.ms, "An"))
    for place in (first, door):
        place.sync()
    assert keeper_of(sql, 1) == second.work.claims.device
    lost = RevocationClaims(1, second.work.claims.device, (), 1)
    second.work.replica.devices.revoke(issue_revocation(cluster.authority, lost))
    assert keeper_of(second.work.replica.sql, 1) == first.work.claims.device


def test_the_keeper_decides_at_the_doors_until_a_door_is_named(cluster):
    counter = cluster.device(1, "counter", "Kassa 1")
    door = cluster.device(1, "door", "Deur 1")
    sql = door.work.replica.sql
    assert admission_holder_of(sql, 1, 9) == counter.work.claims.device
    say(door, AdmissionHolderNamed(PerformanceId(9), door.work.claims.device, 5, ""))
    assert admission_holder_of(sql, 1, 9) == door.work.claims.device
    assert admission_holder_of(sql, 1, 8) == counter.work.claims.device

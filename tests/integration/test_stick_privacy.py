"""What a stick carries to whom: it may be put into any device, and found by anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import central_of

from podium_desk.application import parcels
from podium_desk.central.parcels import export_parcel
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.domain.ids import HouseId
from podium_desk.domain.staff import Clerk
from podium_desk.replica.staff import clerks_of
from sync.exchange.parcel import ParcelFault, ParcelRefused


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    cluster.house(1, "GC Het Anker")
    return cluster


def hire(cluster: Cluster, name: str) -> None:
    house = cluster.catalogue.houses()[HouseId(1)]
    staff = Staff(central_of(cluster), house, lambda count: b"s" * count)
    assert isinstance(staff.add(ClerkChange(name, pin="2580")), Clerk)


def answer_to(cluster: Cluster, place: Place, folder: Path) -> Path:
    """The store's file for this device."""
    asked, answer = folder / "asked.facts", folder / "answer.facts"
    parcels.export_parcel(place.work, place.membership, asked, None, everything=False)
    export_parcel(central_of(cluster), answer, asked)
    return answer


def names_at(place: Place) -> list[str]:
    return [clerk.name for clerk in clerks_of(place.work.replica.records, 1)]


def test_a_door_that_is_given_the_stick_of_a_counter_learns_nothing_of_the_staff(
    cluster: Cluster, tmp_path: Path
) -> None:
    house = cluster.house(1, "GC Het Anker")
    counter, door = (cluster.device(house, role, role) for role in ("counter", "door"))
    hire(cluster, "An Claes")
    answer = answer_to(cluster, counter, tmp_path)
    for place in (counter, door):
        parcels.import_parcel(place.work, place.membership, answer)
    assert names_at(counter) == ["An Claes"]
    assert names_at(door) == []


def test_no_answer_is_made_for_a_device_that_was_revoked(cluster: Cluster, tmp_path: Path) -> None:
    counter = cluster.device(cluster.house(1, "GC Het Anker"), "counter", "Kassa 1")
    cluster.enrolment.revoke(counter.work.claims.device, (), cluster.clock.ms)
    with pytest.raises(ParcelRefused) as refused:
        answer_to(cluster, counter, tmp_path)
    assert refused.value.fault is ParcelFault.REVOKED
    assert not (tmp_path / "answer.facts").exists()

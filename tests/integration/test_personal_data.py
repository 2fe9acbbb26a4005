"""Houses apart, persons forgotten: every byte of every replica and of every wire is looked at."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import zstandard
from harness.cluster import Cluster, Place
from test_desk_and_door import Evening, evening, sell

from podium_desk.application.named_orders import CACHE_DAYS, NamedOrders
from podium_desk.central.erasing import erase_person
from podium_desk.domain.facts import ScanRecorded
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.codec import body_to_bytes, kind_of
from sync.facts.fact import Draft
from sync.server.service import ClusterIdentity

__all__ = ["evening"]
ADA = "Ada Canarisvogel"


def names(place: Place) -> NamedOrders:
    numbers = place.cluster.numbers
    return NamedOrders(place.work, lambda count: next(numbers).to_bytes(8).rjust(count, b"r"))


def bytes_of(place: Place) -> bytes:
    """All that stands on a device's disk: the file and its write-ahead log."""
    assert place.path is not None
    found = [place.path, Path(f"{place.path}-wal")]
    return b"".join(path.read_bytes() for path in found if path.exists())


def said(place: Place) -> bytes:
    """All that went over a device's wire to the store, unpacked."""
    return unpacked_of(place.wire.bytes_seen)


def unpacked_of(messages: list[bytes]) -> bytes:
    """Messages as they were sent, and as they read once decompressed."""
    unpacked = []
    for message in messages:
        unpacked.append(message)
        at = message.find(zstandard.FRAME_HEADER)
        if at >= 0:
            with contextlib.suppress(zstandard.ZstdError):
                unpacked.append(
                    zstandard.ZstdDecompressor().decompressobj().decompress(message[at:])
                )
    return b"".join(unpacked)


def test_a_name_reaches_the_desks_of_its_house_and_never_a_door(evening: Evening) -> None:
    evening.counter.wire.is_cut = True
    order = sell(evening.counter, evening.tonight).order
    person = names(evening.counter).name(order, ADA)
    assert isinstance(person, str)
    assert names(evening.counter).name_of(order) == ADA
    evening.counter.wire.is_cut = False
    for place in (evening.counter, evening.other, evening.door):
        place.sync()
    assert names(evening.other).name_of(order) == ADA
    assert names(evening.door).name_of(order) is None
    key = evening.cluster.sql.row("SELECT key FROM person_key WHERE person = ?", (person,))
    assert key is not None
    assert evening.door.sql.rows("SELECT * FROM person_key") == []
    assert key[0] not in said(evening.door)
    assert ADA.encode() not in said(evening.door)


def test_a_door_may_not_write_a_name(evening: Evening) -> None:
    order = sell(evening.counter, evening.tonight).order
    refused = names(evening.door).name(order, ADA)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.ROLE_MAY_NOT


def test_an_erased_person_is_gone_everywhere_and_the_chains_still_verify(evening: Evening) -> None:
    order = sell(evening.counter, evening.tonight).order
    person = names(evening.counter).name(order, ADA)
    assert isinstance(person, str)
    for _ in range(2):
        evening.counter.sync()
        evening.other.sync()
    secrets = evening.cluster.sql.row(
        "SELECT k.key, b.salt, b.sealed FROM person_key k JOIN personal_body b"
        " ON b.person = k.person WHERE k.person = ?", (person,)
    )  # fmt: skip
    assert secrets is not None
    assert bytes(secrets[0]) in bytes_of(evening.counter)
    erase(evening.cluster, person)
    for place in (evening.counter, evening.other):
        place.sync()
        assert names(place).name_of(order) is None
        kept = bytes_of(place)
        for secret in (ADA.encode(), *(bytes(one) for one in secrets)):
            assert secret not in kept
        verify_chains(place)
    again = names(evening.counter).name(order, "Bo")
    assert isinstance(again, str)


def erase(cluster: Cluster, person: str) -> None:
    class Store:
        sql = cluster.replica.sql
        replica = cluster.replica
        identity: ClusterIdentity = cluster.service.identity
        now_ms = cluster.clock

    erase_person(Store(), person, "An")  # type: ignore[arg-type]


def verify_chains(place: Place) -> None:
    """Every fact of every log, held against what was signed; raises `StoreDamaged`."""
    log = place.work.replica.log
    for origin, home in log.homes().items():
        seqs = [fact.seq for fact in log.facts(home, origin)]
        assert seqs == list(range(1, log.head(home, origin)[0] + 1))


def test_names_from_the_store_are_dropped_after_too_long_alone_and_come_back(
    evening: Evening,
) -> None:
    order = sell(evening.counter, evening.tonight).order
    names(evening.counter).name(order, ADA)
    evening.counter.sync()
    evening.other.sync()
    last_ms = evening.cluster.clock.ms
    assert names(evening.other).forget_stale(last_ms) == 0
    evening.cluster.clock.pass_(days=CACHE_DAYS + 1)
    assert names(evening.other).forget_stale(last_ms) == 1
    assert names(evening.other).name_of(order) is None
    evening.other.sync()
    assert names(evening.other).name_of(order) == ADA


@pytest.fixture
def two_houses(tmp_path: Path) -> tuple[Cluster, list[Place]]:
    """Two houses with a counter and a door each, and a tourist office of a third."""
    cluster = Cluster()
    places = []
    for number in (1, 2):
        house = cluster.house(number, f"Huis {number}")
        plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
        cluster.performance(house, 100_000 + number, plan)
        for role in ("counter", "door"):
            path = tmp_path / f"{role}{number}.sqlite"
            places.append(cluster.device(house, role, f"{role} {number}", path))
    office = cluster.house(3, "Toerisme")
    places.append(cluster.device(office, "reseller", "Balie", tmp_path / "office.sqlite"))
    for place in places:
        place.sync()
    return cluster, places


def test_no_byte_of_a_house_reaches_a_device_out_of_its_scope(
    two_houses: tuple[Cluster, list[Place]],
) -> None:
    _, places = two_houses
    counters = {int(place.work.house): place for place in places[::2][:2]}
    canaries = {house: f"Kanarie van huis {house}" for house in counters}
    for house, counter in counters.items():
        counter.work.clerk = f"{canaries[house]} als bediende"
        performance = 100_000 + house
        order = sell(counter, performance).order  # type: ignore[arg-type]
        names(counter).name(order, f"{canaries[house]} als klant")
        body = ScanRecorded(f"{canaries[house]} token", 1, None, None, canaries[house], "entry",  # type: ignore[arg-type]
                            "refuse", None)  # fmt: skip
        counter.work.replica.append([Draft(kind_of(body), house, body_to_bytes(body))])
    for _ in range(3):
        for place in places:
            place.sync()
    for place in places:
        seen = bytes_of(place) + said(place)
        for house, canary in canaries.items():
            is_own = int(place.work.house) == house
            assert (canary.encode() in seen) == is_own, (place.membership.claims.name, canary)
            as_customer = f"{canary} als klant".encode()
            assert as_customer not in bytes_of(place), "a name stands encrypted on every disk"


def test_a_neighbours_desk_that_sells_a_seat_sees_what_it_sold_and_no_more(
    two_houses: tuple[Cluster, list[Place]],
) -> None:
    _, places = two_houses
    home, office = places[0], places[4]
    home.work.clerk = "Kanarie aan de kassa"
    sell(home, 100_001)  # type: ignore[arg-type]
    office.work.clerk = "Verkoper van Toerisme"
    sell(office, 100_001)  # type: ignore[arg-type]
    for _ in range(3):
        for place in places:
            place.sync()
    other_house = places[2]
    assert b"Kanarie aan de kassa" not in bytes_of(office) + said(office)
    assert b"Verkoper van Toerisme" in bytes_of(home)
    assert b"Verkoper van Toerisme" not in bytes_of(other_house) + said(other_house)

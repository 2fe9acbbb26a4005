"""Bodies of older versions are read as the newest; newer ones are kept and counted as unread."""

from __future__ import annotations

import msgspec
import pytest
from harness.plain_sync import HOUSE, carry, replica_of

from podium_desk.domain.facts import FactKind, ScanAnnulled
from podium_desk.domain.ids import PerformanceId
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.rereading import read_after_update
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody, UpCasters
from sync.facts.fact import Draft, Fact, origin_of
from sync.store.replica import Replica
from sync.store.sqlite import memory_store

ANNULLED = ScanAnnulled("t", PerformanceId(1), 9)
KIND = FactKind.SCAN_ANNULLED
IN_THREE_STEPS = UpCasters({
    (KIND, 1): lambda values: [values[0], 1, values[1]],  # 1 knew of one performance only
    (KIND, 2): lambda values: [*values[:2], values[2] * 1000],  # 2 counted seconds
})  # fmt: skip
FIRST, SECOND = msgspec.msgpack.encode(["t", 9]), msgspec.msgpack.encode(["t", 1, 9])
NEWEST = ScanAnnulled("t", PerformanceId(1), 9000)


def replica_with(up_casters: UpCasters, device: int) -> tuple[Replica, PodiumProjector]:
    projector = PodiumProjector(1, up_casters)
    plain = replica_of(device)
    replica = Replica(memory_store(), plain.charter, projector, plain.clock)
    replica.own = plain.own
    for known in plain.devices.all():
        replica.devices.put(known.certificate)
    return replica, projector


def fact_of(body: bytes, version: int, kind: int = KIND) -> Fact:
    replica, _ = replica_with(UP_CASTERS, 2)
    (fact,) = replica.append([Draft(kind, HOUSE, body, version=version)])
    return fact


def unread(replica: Replica) -> list[tuple[int, ...]]:
    return replica.sql.rows("SELECT origin, seq FROM unread_fact ORDER BY origin, seq")


@pytest.mark.parametrize(("stored", "version"), [(FIRST, 1), (SECOND, 2)])
def test_a_body_of_an_older_version_is_read_as_the_newest(stored: bytes, version: int) -> None:
    assert IN_THREE_STEPS.body_of(fact_of(stored, version)) == NEWEST


def test_a_body_of_the_newest_version_goes_through_no_step() -> None:
    assert IN_THREE_STEPS.body_of(fact_of(body_to_bytes(ANNULLED), 3)) == ANNULLED
    assert (IN_THREE_STEPS.newest(KIND), IN_THREE_STEPS.newest(FactKind.ORDER_SOLD)) == (3, 1)


def test_no_kind_of_this_release_has_a_second_version_yet() -> None:
    assert {UP_CASTERS.newest(kind) for kind in FactKind} == {1}


@pytest.mark.parametrize(
    ("kind", "version", "stored"),
    [
        (KIND, 0, FIRST),
        (KIND, 4, SECOND),
        (999, 1, FIRST),
        (KIND, 1, b"\xc1"),
        (KIND, 1, msgspec.msgpack.encode([])),  # the step itself finds too little
        (KIND, 3, msgspec.msgpack.encode({"token": "t"})),
    ],
)
def test_what_cannot_be_read_says_so(kind: int, version: int, stored: bytes) -> None:
    with pytest.raises(UnreadBody):
        IN_THREE_STEPS.body_of(fact_of(stored, version, kind))


def test_what_is_unread_travels_on_byte_for_byte_and_stops_nothing_behind_it() -> None:
    newer, _ = replica_with(IN_THREE_STEPS, 2)
    for kind, version, body in ((KIND, 3, SECOND), (999, 7, b"\x00any"), (KIND, 1, FIRST)):
        newer.append([Draft(kind, HOUSE, body, version=version)])
    newer.append([Draft(KIND, HOUSE, body_to_bytes(ANNULLED))])
    older, _ = replica_with(UP_CASTERS, 3)
    last, _ = replica_with(UP_CASTERS, 4)
    origin = origin_of(2, 0)
    assert carry(newer, older) == carry(older, last, origin) == 4
    assert unread(older) == unread(last) == [(origin, 1), (origin, 2), (origin, 3)]
    assert last.batch_after(origin, 0, None) == newer.batch_after(origin, 0, None)
    assert last.sql.rows("SELECT at_ms FROM scan_annulled") == [(9,)]


def test_kinds_that_no_table_shows_are_not_unread() -> None:
    replica, _ = replica_with(UP_CASTERS, 2)
    replica.append([Draft(FactKind.RIGHTS_MOVED, HOUSE, b"")])
    assert unread(replica) == []


def test_after_an_update_what_was_unread_is_read_once() -> None:
    older, _ = replica_with(UP_CASTERS, 2)
    older.append([Draft(KIND, HOUSE, body_to_bytes(ANNULLED), version=3)])
    older.append([Draft(999, HOUSE, b"")])
    assert len(unread(older)) == 2
    newer = PodiumProjector(1, IN_THREE_STEPS)
    assert read_after_update(older, newer, "0.2") == 1
    assert unread(older) == [(origin_of(2, 0), 2)]
    assert older.sql.rows("SELECT token, at_ms FROM scan_annulled") == [("t", 9)]
    assert read_after_update(older, newer, "0.2") == 0
    assert older.log.checked_head(HOUSE, origin_of(2, 0))[0] == 2

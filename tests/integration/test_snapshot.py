"""A newcomer begins with a snapshot of the store or of a peer, and knows what replay would tell."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from test_desk_and_door import sell

from podium_desk.application.beginning import Beginning, begin_with_snapshot
from podium_desk.application.enrolling import podium_charter
from podium_desk.bootstrap import database
from podium_desk.config import DataFolder
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.snapshot_tables import SHARED
from podium_desk.replica.staff import CLERK, staff_shelf
from sync.exchange.client import StoreClient
from sync.exchange.line import StoreAway, StoreRefused
from sync.facts.fact import NO_HOUSE
from sync.identity.certificate import CertificateClaims
from sync.identity.keys import DeviceKey
from sync.snapshot import shelf as shelf_module
from sync.snapshot.fetching import giver_of_begun
from sync.snapshot.making import Copier, Maker, Shared
from sync.snapshot.messages import PIECE, PieceAnswer, PieceRequest
from sync.snapshot.serving import Handler, snapshot_handlers
from sync.snapshot.shelf import SnapshotShelf
from sync.store.port import Sql
from sync.store.schema import SHARED_TABLES
from sync.store.sqlite import SqliteStore
from sync.store.sqlite_copy import SqliteCopier

STAFF = b"who works here, and a salted hash"
CANARY = "kanarie-4711"


def new_store(folder: Path) -> Sql:
    """Where the rows of the cluster's store are; other suites put them elsewhere."""
    return SqliteStore(folder / "store.sqlite")


def copier_of(source: Sql) -> Copier:
    """What copies the tables of a replica."""
    assert isinstance(source, SqliteStore)
    assert source.path is not None
    return SqliteCopier(source.path)


@dataclass
class Side:
    """One that serves snapshots, without the network between: it can be cut off or lie."""

    handlers: dict[str, Handler]
    claims: CertificateClaims
    calls: list[str] = field(default_factory=list)
    cut_after: int = 10**9
    spoil: Callable[[bytes], bytes] = lambda data: data

    def nonce(self) -> bytes:
        return b"n"

    def request(self, path, message, kind, timeout_s):  # type: ignore[no-untyped-def]
        from sync.facts.batch import from_wire, to_wire

        self.calls.append(path)
        if len(self.calls) > self.cut_after:
            raise StoreAway("cut")
        answer = self.handlers[path](self.claims, to_wire(message))
        if isinstance(answer, PieceAnswer) and answer.data is not None:
            answer = PieceAnswer(self.spoil(answer.data))
        return from_wire(to_wire(answer), kind)

    @property
    def pieces(self) -> int:
        return self.calls.count(PIECE)


@dataclass
class Evening:
    cluster: Cluster
    one: Place
    other: Place
    folder: Path

    def side(self, source: Sql, own_house: int, reader: Place) -> Side:
        maker = Maker(
            copier_of(source), podium_charter(), PodiumProjector(1), Shared(SHARED), own_house
        )
        shelf = SnapshotShelf(self.folder / "shelf", maker, lambda: b"12345678")
        facts = sum(dict(source.rows("SELECT origin, seq FROM log_head")).values())
        return Side(snapshot_handlers(shelf, lambda: facts), reader.membership.claims)

    def newcomer(self, house: int, name: str) -> tuple[Place, Beginning]:
        """A device that is enrolled and has heard nothing, and its folder."""
        folder = DataFolder(self.folder / name)
        folder.path.mkdir()
        place = self.cluster.device(HouseId(house), "counter", name, folder.replica)
        place.sql.close()
        folder.replica.unlink()
        database(folder.replica).close()
        return place, Beginning(folder, place.membership, database)


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """Two houses that sold, each with a counter, and a store on disk."""
    monkeypatch.setattr(shelf_module, "FACTS_MIN", 1)
    cluster = Cluster(new_store(tmp_path))
    places = []
    for number, file in ((1, "gc-het-anker-theaterzaal.json"), (2, "cc-de-sluis-grote-zaal.json")):
        house = cluster.house(number, f"Huis {number}")
        plan = cluster.plan(house, file)
        performance = cluster.performance(house, number, plan)
        place = cluster.device(house, "counter", f"kassa{number}", tmp_path / f"kassa{number}.db")
        place.work.clerk = CANARY if number == 2 else "An"  # type: ignore[misc]
        for _ in range(12):
            sell(place, performance)
        places.append(place)
    for place in (*places, *places):
        place.sync()
    return Evening(cluster, *places, tmp_path)


def tables(sql: Sql) -> dict[str, list[object]]:
    """What must be equal on replicas that know the same."""
    return {
        name: sorted(sql.rows(f"SELECT * FROM {name}"), key=repr)
        for name in (*SHARED_TABLES, *SHARED)
    }


def begun(place: Place, beginning: Beginning) -> Place:
    """The newcomer's program, started on what it fetched."""
    place.sql = SqliteStore(beginning.folder.replica)
    place.start()
    place.sync()
    return place


def quiet(_left: int) -> None:
    pass


def short(_pause_s: float) -> None:
    time.sleep(0.02)


def test_a_snapshot_of_a_peer_and_its_tail_is_what_replay_tells(evening: Evening) -> None:
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.one.sql, 1, place)
    left: list[int] = []
    assert begin_with_snapshot(beginning, side, short, left.append)
    assert left[-1] == 0
    place = begun(place, beginning)
    sell(evening.one, PerformanceId(1))
    evening.one.sync()
    place.sync()
    evening.one.sync()
    assert tables(place.sql) == tables(evening.one.sql)


@pytest.mark.parametrize("house", [1, 2])
def test_a_snapshot_of_the_store_is_in_the_readers_scope_and_equals_replay(
    evening: Evening, house: int
) -> None:
    place, beginning = evening.newcomer(house, "kassa3")
    side = evening.side(evening.cluster.sql, NO_HOUSE, place)
    assert begin_with_snapshot(beginning, side, short, quiet)
    content = beginning.folder.replica.read_bytes()
    assert (CANARY.encode() in content) is (house == 2)
    place = begun(place, beginning)
    known = evening.one if house == 1 else evening.other
    known.sync()
    ours, theirs = tables(place.sql), tables(known.sql)
    assert ours == theirs
    assert place.sql.rows("SELECT name FROM setting WHERE name LIKE 'pushed%'") == []


def test_the_store_answers_with_sealed_pieces_over_the_line_of_every_request(
    evening: Evening,
) -> None:
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.cluster.sql, NO_HOUSE, place)
    evening.cluster.service.also |= side.handlers
    client = StoreClient(
        place.wire, place.key, evening.cluster.nonce, place.membership.claims.device
    )
    client.store_public = place.membership.store_certificate.claims.public_key
    assert begin_with_snapshot(beginning, client, short, quiet)
    place = begun(place, beginning)
    evening.one.sync()
    assert tables(place.sql) == tables(evening.one.sql)
    # Who is not of the cluster gets no byte of it.
    stranger = StoreClient(place.wire, DeviceKey(b"?" * 32), evening.cluster.nonce, 2)
    with pytest.raises(StoreRefused) as refused:
        stranger.request(PIECE, PieceRequest(b"12345678", 0, b"n"), PieceAnswer, 5)
    assert refused.value.code == "bad_signature"


def test_one_that_is_cut_off_goes_on_where_it_was(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = 16 * 1024
    for module in ("shelf", "making", "fetching"):
        monkeypatch.setattr(f"sync.snapshot.{module}.PIECE_BYTES", small)
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.one.sql, 1, place)
    attempts = 0
    done = False
    while not done:
        side.cut_after = len(side.calls) + 6
        attempts += 1
        with contextlib.suppress(StoreAway):
            done = begin_with_snapshot(beginning, side, short, quiet)
    assert attempts > 2
    size = beginning.folder.replica.stat().st_size
    assert side.pieces <= size // small + 1 + attempts, "no piece is fetched again"
    place = begun(place, beginning)
    evening.one.sync()
    assert tables(place.sql) == tables(evening.one.sql)


def test_what_was_altered_on_the_way_or_made_up_is_not_taken(evening: Evening) -> None:
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.one.sql, 1, place)
    side.spoil = lambda data: data[:-1] + bytes([data[-1] ^ 1])
    assert not begin_with_snapshot(beginning, side, short, quiet)
    assert not beginning.folder.snapshot.exists()
    # A peer that made a history up: the chain or its signatures do not hold.
    evening.one.sql.run("UPDATE fact_run SET signature = ? WHERE signature IS NOT NULL", (b"x",))
    side = evening.side(evening.one.sql, 1, place)
    assert not begin_with_snapshot(beginning, side, short, quiet)
    place = begun(place, beginning)
    assert place.sql.rows("SELECT COUNT(*) FROM ticket_sold") != [(0,)], "replay brings it all"


def test_a_replica_that_is_in_use_is_never_replaced(evening: Evening) -> None:
    folder = DataFolder(evening.folder / "used")
    folder.path.mkdir()
    place = evening.cluster.device(HouseId(1), "counter", "kassa4", folder.replica)
    place.sql.close()
    side = evening.side(evening.one.sql, 1, place)
    beginning = Beginning(folder, place.membership, database)
    assert not begin_with_snapshot(beginning, side, short, quiet)
    assert side.calls == []


def test_a_peer_that_gives_the_newcomer_rights_is_not_believed(evening: Evening) -> None:
    place, beginning = evening.newcomer(1, "kassa3")
    evening.one.sql.run("UPDATE unit_right SET holder = ?", (place.membership.own_origin,))
    side = evening.side(evening.one.sql, 1, place)
    assert not begin_with_snapshot(beginning, side, short, quiet, giver=2)
    assert not beginning.folder.snapshot.exists()


def test_half_a_snapshot_is_gone_on_with_at_its_giver_only(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = 16 * 1024
    for module in ("shelf", "making", "fetching"):
        monkeypatch.setattr(f"sync.snapshot.{module}.PIECE_BYTES", small)
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.one.sql, 1, place)
    while not side.pieces:
        side.cut_after = len(side.calls) + 4
        with pytest.raises(StoreAway):
            begin_with_snapshot(beginning, side, short, quiet, giver=2)
    begun = side.pieces
    assert giver_of_begun(beginning.folder.snapshot) == 2
    side.cut_after = 10**9
    assert begin_with_snapshot(beginning, side, short, quiet, giver=3)
    size = beginning.folder.replica.stat().st_size
    assert side.pieces - begun == -(-size // small), "every piece came from the other one"
    assert giver_of_begun(beginning.folder.snapshot) is None


def test_the_staff_of_a_house_is_in_no_snapshot_and_comes_on_a_road_of_its_own(
    evening: Evening,
) -> None:
    for house in (1, 2):
        evening.cluster.replica.write_records([(staff_shelf(house), CLERK, "1", STAFF)])
    place, beginning = evening.newcomer(1, "kassa3")
    side = evening.side(evening.cluster.sql, NO_HOUSE, place)
    assert begin_with_snapshot(beginning, side, short, quiet)
    assert STAFF not in beginning.folder.replica.read_bytes()
    place = begun(place, beginning)
    assert place.sql.rows("SELECT house, kind FROM record WHERE house < 0") == [(-1, CLERK)]

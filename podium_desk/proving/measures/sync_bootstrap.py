"""A newcomer begins with a long history from a peer: over TLS on loopback, all of it checked.

The peer makes the snapshot when it is asked, so its making is in the time, and both sides are in
one process here, so they share one processor's time.
"""

from __future__ import annotations

import contextlib
import itertools
import resource
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from podium_desk.bootstrap import database
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure
from sync.exchange.lan import LanLine, LanServer
from sync.exchange.line import StoreRefused
from sync.exchange.peer_messages import Ask
from sync.exchange.peer_service import Ears, PeerService
from sync.exchange.peer_session import Lines, PeerSession
from sync.exchange.peer_trust import Member
from sync.facts.clock import HybridClock
from sync.facts.fact import Draft, Fact, origin_of
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.records.record import Record
from sync.snapshot.checking import check_snapshot
from sync.snapshot.fetching import Fetch, Wanted
from sync.snapshot.making import Maker, Shared, layout_of
from sync.snapshot.serving import snapshot_handlers
from sync.snapshot.shelf import SnapshotShelf
from sync.store.port import Sql
from sync.store.replica import Charter, OwnLog, Replica
from sync.store.rights import RightTable
from sync.store.schema import create_tables
from sync.store.sqlite_copy import SqliteCopier

FACTS = 1_000_000
WRITERS = 10
GROUP = 500
HOUSE = 7
NOW_MS = 1_700_000_000_000
BODY = b"a sale of forty bytes, more or less so: "
AUTHORITY = DeviceKey(b"A" * 32)
_IN_SCOPE = "house = :house"


class PlainRows:
    """One row a fact."""

    def create_tables(self, sql: Sql) -> None:
        """Make the table."""
        sql.run(
            "CREATE TABLE IF NOT EXISTS plain_row (house INTEGER, origin INTEGER, seq INTEGER,"
            " body BLOB, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID"
        )

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """None begins with a fact."""

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """A row for each."""
        rows = [(fact.header.house, fact.origin, fact.seq, fact.body) for fact in facts]
        sql.run_many("INSERT INTO plain_row VALUES (?, ?, ?, ?)", rows)

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        """Nothing is set aside here."""

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """There are no records here."""


@dataclass(frozen=True, slots=True)
class _NoGifts:
    """A peer that answers nothing but exchanges."""

    def gift(self, _claims: CertificateClaims, _ask: Ask, /) -> Draft | None:
        """Nothing."""
        return None

    def consulted(self, _claims: CertificateClaims, topic: str, _question: bytes, /) -> bytes:
        """Nothing."""
        raise StoreRefused("unknown_topic", topic)


def sync_bootstrap(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Seconds from the first question to a replica that was checked, and the memory it took."""
    say(f"a peer with {FACTS:,} facts…")
    peer = _replica(folder / "peer.sqlite", 2)
    _fill(peer)
    before_mb = _peak_mb()
    say("the newcomer…")
    with _served(folder, peer) as port:
        started = time.perf_counter()
        facts = _begin(folder, port)
        took_s = time.perf_counter() - started
    peer.sql.close()
    assert facts == FACTS, "all of it is there"
    return [
        Figure("sync_bootstrap", took_s, "s", facts),
        Figure("sync_bootstrap_memory", _peak_mb() - before_mb, "MB", facts),
    ]


def _begin(folder: Path, port: int) -> int:
    """Fetch, check and open; how many facts are here then."""
    with contextlib.closing(database(None)) as empty:
        create_tables(empty)
        PlainRows().create_tables(empty)
        layout = layout_of(empty)
    newcomer = _replica(folder / "fresh.sqlite", 3)
    lines = Lines(LanLine("127.0.0.1", port), LanLine("127.0.0.1", port))
    nonces = itertools.count(1)
    talk = PeerSession(
        newcomer, _member(3), lines, lambda work: work(), lambda: next(nonces).to_bytes(12)
    )
    talk.meet()
    path = folder / "newcomer.sqlite"
    manifest = Fetch(talk, 2, path, Wanted(layout, HOUSE)).run(lambda _done, _all: None, time.sleep)
    lines.close()
    newcomer.sql.close()
    assert manifest is not None, "the peer has one"
    with contextlib.closing(database(path)) as sql:
        check_snapshot(sql, manifest, AUTHORITY.public)
        row = sql.row("SELECT COUNT(*) FROM plain_row")
    return 0 if row is None else int(row[0])


@contextlib.contextmanager
def _served(folder: Path, peer: Replica) -> Iterator[int]:
    lock = threading.RLock()

    def lane(work):  # type: ignore[no-untyped-def]
        with lock:
            return work()

    service = PeerService(peer, _member(2), lane, _NoGifts(), Ears())
    maker = Maker(
        SqliteCopier(folder / "peer.sqlite"), peer.charter, PlainRows(),
        Shared({"plain_row": _IN_SCOPE}), HOUSE,
    )  # fmt: skip
    shelf = SnapshotShelf(folder / "shelf", maker, lambda: b"snapshot")
    for path, handler in snapshot_handlers(shelf, lambda: FACTS).items():
        service.also_answers(path, handler)
    faults: list[BaseException] = []
    server = LanServer(service.answer, _key(2), faults.append, host="127.0.0.1")
    server.start()
    try:
        yield server.port
    finally:
        server.stop()
    assert not faults, faults


def _fill(peer: Replica) -> None:
    for number in range(WRITERS):
        writer = _replica(None, 10 + number)
        own = writer.own
        assert own is not None
        drafts = [Draft(50, HOUSE, BODY + b"%d" % place) for place in range(GROUP)]
        for _ in range(FACTS // WRITERS // GROUP):
            seq = writer.log.head(HOUSE, own.origin)[0]
            writer.append(drafts)
            batch = writer.log.batch_after(HOUSE, own.origin, seq, GROUP)
            assert batch is not None, "it was written just now"
            peer.receive(batch)
        writer.sql.close()


def _replica(path: Path | None, device: int) -> Replica:
    ticks = itertools.count(NOW_MS)
    charter = Charter({}, lambda _reader, _header, _home: True)
    replica = Replica(database(path), charter, PlainRows(), HybridClock(lambda: next(ticks)))
    replica.own = OwnLog(HOUSE, origin_of(device, 0), _key(device))
    for number in (2, 3, *range(10, 10 + WRITERS)):
        replica.devices.put(issue(AUTHORITY, _claims(number)))
    return replica


def _claims(device: int) -> CertificateClaims:
    return CertificateClaims(1, HOUSE, device, "counter", f"d{device}", _key(device).public, 0, 1)


def _member(device: int) -> Member:
    return Member(issue(AUTHORITY, _claims(device)), _key(device), AUTHORITY.public)


def _key(device: int) -> DeviceKey:
    return DeviceKey(bytes([device]) * 32)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

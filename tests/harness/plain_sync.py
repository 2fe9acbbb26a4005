"""Replicas of a make-believe application, to test the engine without tickets."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from sync.facts.clock import HybridClock
from sync.facts.fact import NO_HOUSE, Draft, Fact, Move, Verb, origin_of
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.identity.revocation import Revocation, RevocationClaims, issue_revocation
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.replica import Charter, OwnLog, Replica
from sync.store.rights import RightTable
from sync.store.rulings import SET_ASIDE
from sync.store.sqlite import memory_store

AUTHORITY = DeviceKey(b"A" * 32)
HOUSE = 7
POOL = 90
STORE = origin_of(1, HOUSE)
NOTE = 50
ONLY_STORE = 51


class Notes:
    """Counts what was said, by kind."""

    def create_tables(self, sql: Sql) -> None:
        sql.run("CREATE TABLE IF NOT EXISTS note (origin INTEGER, seq INTEGER, body BLOB,"
                " PRIMARY KEY (origin, seq))")  # fmt: skip

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """None begins with a fact."""

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        sql.run_many(
            "INSERT INTO note VALUES (?, ?, ?)", [(f.origin, f.seq, f.body) for f in facts]
        )

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        sql.run("DELETE FROM note WHERE origin = ? AND seq = ?", (fact.origin, fact.seq))

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        if record.kind == "pool" and record.body is not None:
            rights.declare(record.house, int(record.key), int(record.body), STORE)


def device_key(device: int) -> DeviceKey:
    return DeviceKey(bytes([device]) * 32)


def claims_of(device: int, role: str = "counter") -> CertificateClaims:
    role = "store" if device == 1 else role
    home = NO_HOUSE if device == 1 else HOUSE
    return CertificateClaims(
        1, home, device, role, f"d{device}", device_key(device).public, 0, 2**50
    )


def revocation_of(device: int, *last: tuple[int, int]) -> Revocation:
    return issue_revocation(AUTHORITY, RevocationClaims(1, device, last, 1))


def replica_of(device: int, sql: Sql | None = None, devices: int = 4) -> Replica:
    """The replica of a device that knows the certificates of `devices` devices and one pool."""
    ticks = itertools.count(1_700_000_000_000)
    writers = {ONLY_STORE: frozenset({"store"}), SET_ASIDE: frozenset({"store"})}
    charter = Charter(writers, lambda reader, header, writer: header.kind != 60)
    clock = HybridClock(lambda: next(ticks))
    replica = Replica(sql or memory_store(), charter, Notes(), clock, is_authority=device == 1)
    home = NO_HOUSE if device == 1 else HOUSE
    replica.own = OwnLog(home, origin_of(device, 0), device_key(device))
    for number in range(1, devices + 1):
        replica.devices.put(issue(AUTHORITY, claims_of(number)))
    replica.take_records([Record(HOUSE, "pool", str(POOL), 1, b"10")])
    return replica


def note(text: str, *moves: Move, kind: int = NOTE) -> Draft:
    return Draft(kind, HOUSE, text.encode(), tuple(moves))


def give(to: int, first: int, count: int = 1, hop: int = 1) -> Draft:
    return note("give", Move(Verb.GIVE, POOL, first, count, hop, origin_of(to, 0)))


def spend(unit: int, hop: int) -> Draft:
    return note("spend", Move(Verb.SPEND, POOL, unit, 1, hop))


def carry(source: Replica, target: Replica, origin: int | None = None) -> int:
    """Bring everything of one log (the source's own by default) to the target."""
    assert source.own is not None
    origin = source.own.in_house(HOUSE).origin if origin is None else origin
    received = 0
    while True:
        known = target.log.heads().get(origin, 0)
        batch = source.batch_after(origin, known, None)
        if batch is None:
            return received
        received += target.receive(batch)


def tables(replica: Replica) -> list[object]:
    """Everything that must be equal on replicas that know the same."""
    return [
        replica.sql.rows("SELECT * FROM note ORDER BY origin, seq"),
        replica.sql.rows("SELECT * FROM unit_right ORDER BY house, pool, unit"),
        replica.sql.rows("SELECT house, origin, seq, hash FROM log_head ORDER BY origin"),
    ]

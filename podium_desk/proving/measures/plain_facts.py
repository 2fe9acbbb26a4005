"""100,000 small facts of ten devices and a plain table of nine columns: the engine without us.

What the engine costs by itself is measured with these; the ticketing tables are another figure.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from podium_desk.bootstrap import database
from podium_desk.proving.measures.written_log import WrittenLog, key_of
from sync.decoding import decoder_of
from sync.facts.batch import BATCH_FACTS_MAX, Batch
from sync.facts.clock import HybridClock
from sync.facts.fact import Draft, Fact, origin_of
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.replica import Charter, OwnLog, Replica
from sync.store.rights import RightTable

HOUSE = 1
DEVICES = 10
FACTS = 100_000
FIRST_DEVICE = 2
SOLD = 60
ROLE = "counter"
EVENING_MS = 1_795_000_000_000
INSERT = "INSERT INTO plain_ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
TABLE = """CREATE TABLE IF NOT EXISTS plain_ticket (
    origin INTEGER NOT NULL, seq INTEGER NOT NULL, performance INTEGER NOT NULL,
    unit INTEGER NOT NULL, zone TEXT NOT NULL, tariff TEXT NOT NULL,
    price_cents INTEGER NOT NULL, at_ms INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (origin, seq)) WITHOUT ROWID"""
_ZONES = ("Parterre", "Balkon 1", "Balkon 2", "Loge links")
_TARIFFS = (("Basistarief", 2200), ("Abonnement", 1800), ("Kansentarief", 440))
_AUTHORITY = DeviceKey(b"A" * 32)
_read_body = decoder_of(tuple[int, int, str, str, int, int, str])


class PlainTickets:
    """Puts each fact in one row of a plain table, and knows no rights."""

    def create_tables(self, sql: Sql) -> None:
        """Make the plain table."""
        sql.run(TABLE)

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """None begins with a fact."""

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """One row a fact."""
        sql.run_many(INSERT, [
            (fact.origin, fact.seq, *_read_body(fact.body))
            for fact in facts if fact.body is not None
        ])  # fmt: skip

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        """Take the row of a fact out again."""
        sql.run("DELETE FROM plain_ticket WHERE origin = ? AND seq = ?", (fact.origin, fact.seq))

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """There are no records here."""


def plain_replica(path: Path | None, device: int, is_authority: bool = False) -> Replica:
    """A replica on disk (in memory for None) that knows all devices of the measurement."""
    charter = Charter({SOLD: frozenset({ROLE})}, lambda _reader, _header, _home: True)
    clock = HybridClock(lambda: EVENING_MS + 86_400_000)
    replica = Replica(database(path), charter, PlainTickets(), clock, is_authority)
    with replica.sql.transaction():
        for number in range(1, FIRST_DEVICE + DEVICES + 1):
            house = 0 if number == 1 else HOUSE
            claims = CertificateClaims(
                1, house, number, ROLE, f"d{number}", key_of(number).public, 0, 1
            )
            replica.devices.put(issue(_AUTHORITY, claims))
    replica.own = OwnLog(HOUSE, origin_of(device, 0), key_of(device))
    return replica


def plain_batches(facts: int = FACTS, size: int = BATCH_FACTS_MAX) -> Iterator[Batch]:
    """The facts of all devices in turn, a batch of each, as a relay has them."""
    chance = random.Random(1)
    logs = [WrittenLog(FIRST_DEVICE + number, EVENING_MS) for number in range(DEVICES)]
    written = 0
    while written < facts:
        for log in logs:
            count = min(size, facts - written)
            if count:
                yield log.batch(_tickets(log, chance, count))
                written += count


def rows_of(batch: Batch) -> list[tuple[Any, ...]]:
    """The rows of a batch in the plain table: what the bare statement is given."""
    return [
        (batch.origin, seq, *_read_body(body))
        for seq, (_, body) in enumerate(batch.items, batch.first_seq)
        if body is not None
    ]


def _tickets(log: WrittenLog, chance: random.Random, count: int) -> Iterator[Draft]:
    """A device that sells a ticket every few seconds."""
    for number in range(log.seq + 1, log.seq + 1 + count):
        log.at_ms += chance.randrange(500, 9000)
        tariff, price_cents = chance.choice(_TARIFFS)
        body = msgspec.msgpack.encode((
            number // 500, number % 500, chance.choice(_ZONES), tariff, price_cents,
            log.at_ms, f"{chance.getrandbits(64):016x}",
        ))  # fmt: skip
        yield Draft(SOLD, HOUSE, body)

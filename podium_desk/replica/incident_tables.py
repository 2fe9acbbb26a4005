"""The rows that incidents are found by, beside those of the tickets themselves.

`scan_heard` has a row only for the few entries that knew of something or were overridden, so that
an ordinary evening costs nothing. `price_list` keeps each revision of the tariffs that came here,
so that a sale is held against the revision that its seller named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from podium_desk.domain.facts import IncidentSettled, ScanRecorded
from podium_desk.domain.ids import FactId, Origin
from podium_desk.replica.kinds import TARIFFS
from sync.decoding import decode
from sync.facts.fact import Fact
from sync.records.record import Record
from sync.store.port import Sql

INCIDENT_TABLES = (
    """CREATE TABLE IF NOT EXISTS scan_heard (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        overridden INTEGER NOT NULL, heard BLOB,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS price_list (
        house INTEGER NOT NULL, performance INTEGER NOT NULL, revision INTEGER NOT NULL,
        body BLOB, PRIMARY KEY (house, performance, revision)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS incident_settled (
        house INTEGER NOT NULL, incident TEXT NOT NULL, origin INTEGER NOT NULL,
        seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, outcome TEXT NOT NULL,
        settled_by TEXT NOT NULL, note TEXT NOT NULL, amount_cents INTEGER NOT NULL,
        PRIMARY KEY (house, incident, origin, seq)) WITHOUT ROWID""",
)


_HEARD = "INSERT INTO scan_heard VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_SETTLED = "INSERT INTO incident_settled VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def scan_knowledge(fact: Fact, body: ScanRecorded) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What a door knew of a ticket that it let in; an ordinary first entry leaves no row."""
    if not body.heard and not body.overridden:
        return
    heard = None if body.heard is None else [(one.origin, one.seq) for one in body.heard]
    yield _HEARD, (
        fact.header.house, fact.origin, fact.seq, int(body.overridden),
        None if heard is None else msgspec.msgpack.encode(heard),
    )  # fmt: skip


def knowledge(stored: bytes | None) -> frozenset[FactId] | None:
    """What stands in `scan_heard`, None when the device did not say."""
    if stored is None:
        return None
    pairs = decode(stored, list[tuple[int, int]])
    return frozenset(FactId(Origin(origin), seq) for origin, seq in pairs)


def incident_settled(fact: Fact, body: IncidentSettled) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A person settled something."""
    yield _SETTLED, (
        fact.header.house, body.incident, fact.origin, fact.seq, body.at_ms, body.outcome,
        body.by, body.note, body.amount_cents,
    )  # fmt: skip


def keep_price_list(sql: Sql, record: Record) -> None:
    """Keep this revision of a performance's tariffs, beside the earlier ones."""
    if record.kind == TARIFFS:
        sql.run(
            "INSERT INTO price_list VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (record.house, int(record.key), record.revision, record.body),
        )

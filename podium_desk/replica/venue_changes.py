"""What venues changed by themselves, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.facts import VenueChange, VenueChanged
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.venue_changes import HeardChange
from sync.facts.fact import Fact
from sync.store.port import Sql

VENUE_CHANGE_TABLE = """CREATE TABLE IF NOT EXISTS venue_change (
    house INTEGER NOT NULL, performance INTEGER NOT NULL, origin INTEGER NOT NULL,
    seq INTEGER NOT NULL, change TEXT NOT NULL, unit INTEGER, start_ms INTEGER,
    catalogue_revision INTEGER NOT NULL, hlc INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY (house, performance, origin, seq)) WITHOUT ROWID"""


_CHANGE = "INSERT INTO venue_change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def venue_changed(fact: Fact, body: VenueChanged) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of one change, and its statement."""
    yield _CHANGE, (
        fact.header.house, body.performance, fact.origin, fact.seq, body.change.value, body.unit,
        body.start_ms, body.catalogue_revision, fact.header.hlc, body.at_ms,
    )  # fmt: skip


def venue_changes(sql: Sql) -> dict[PerformanceId, list[HeardChange]]:
    """Every change, by performance."""
    found: dict[PerformanceId, list[HeardChange]] = {}
    for number, change, hlc, origin, revision, unit, start_ms, at_ms in sql.rows(
        "SELECT performance, change, hlc, origin, catalogue_revision, unit, start_ms,"
        " at_ms FROM venue_change"
    ):
        heard = HeardChange(
            VenueChange(change), (hlc, origin), revision,
            None if unit is None else Unit(unit), start_ms, at_ms,
        )  # fmt: skip
        found.setdefault(PerformanceId(number), []).append(heard)
    return found

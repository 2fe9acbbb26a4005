"""Waiting lists in the replica: who waits, and what was said of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.ids import FactId, Origin, PerformanceId
from podium_desk.domain.waiting_list import (
    LISTS_FROM,
    Apart,
    Entry,
    WaitingListed,
    WaitingSaid,
    WaitingWord,
)
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact, origin_of
from sync.store.amounts import AmountTable
from sync.store.port import Sql

WAITING_TABLES = (
    """CREATE TABLE IF NOT EXISTS waiting_listed (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        performance INTEGER NOT NULL, count INTEGER NOT NULL, apart TEXT NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS waiting_by ON waiting_listed (house, performance)",
    """CREATE TABLE IF NOT EXISTS waiting_said (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        performance INTEGER NOT NULL, word TEXT NOT NULL, at_ms INTEGER NOT NULL,
        clerk TEXT NOT NULL, entry_origin INTEGER, entry_seq INTEGER, entries TEXT NOT NULL,
        said TEXT NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS waiting_said_by ON waiting_said (house, performance)",
)
WAITING_FACT_TABLES = ("waiting_listed", "waiting_said")
_LISTED = "INSERT INTO waiting_listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SAID = "INSERT INTO waiting_said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class ListWords:
    """What was said of a list: who is in the closed one, the public number, who went."""

    closed: frozenset[FactId] | None
    said: str
    withdrawn: frozenset[FactId]


def waiting_listed(fact: Fact, body: WaitingListed) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of somebody who waits."""
    yield _LISTED, (
        fact.header.house, fact.origin, fact.seq, body.performance, body.count, body.apart.value,
        body.at_ms, body.clerk, body.person,
    )  # fmt: skip


def waiting_said(fact: Fact, body: WaitingSaid) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a word on a list."""
    entry = (None, None) if body.entry is None else (body.entry.origin, body.entry.seq)
    entries = " ".join(f"{one.origin}.{one.seq}" for one in body.entries)
    yield _SAID, (
        fact.header.house, fact.origin, fact.seq, body.performance, body.word.value, body.at_ms,
        body.clerk, *entry, entries, body.said,
    )  # fmt: skip


def declare_list(sql: Sql, fact: Fact, body: WaitingListed, store_device: int) -> None:
    """The right to draw and offer is one, and the store has it until a desk asks for it: so it is
    the same one, whoever's entry was heard first."""
    house = fact.header.house
    owner = origin_of(store_device, house)
    AmountTable(sql).declare(house, LISTS_FROM + body.performance, 1, owner)


def entries_of(sql: Sql, house: int, performance: int) -> list[Entry]:
    """Everybody who was put on a performance's list, as they came."""
    rows = sql.rows(
        "SELECT origin, seq, count, apart, at_ms FROM waiting_listed"
        " WHERE house = ? AND performance = ? ORDER BY at_ms, origin, seq",
        (house, performance),
    )
    return [
        Entry(FactId(Origin(origin), seq), count, Apart(apart), at_ms)
        for origin, seq, count, apart, at_ms in rows
    ]


def words_on(sql: Sql, house: int, performance: int) -> ListWords:
    """What was said of a list; the first closing and the first draw count."""
    rows = sql.rows(
        "SELECT word, entry_origin, entry_seq, entries, said FROM waiting_said"
        " WHERE house = ? AND performance = ? ORDER BY at_ms, origin, seq",
        (house, performance),
    )
    closed, said, withdrawn = None, "", set[FactId]()
    for word, origin, seq, entries, number in rows:
        if word == WaitingWord.WITHDRAWN:
            withdrawn.add(FactId(Origin(origin), seq))
        elif word == WaitingWord.CLOSED and closed is None:
            closed = frozenset(map(_entry, entries.split()))
        elif word == WaitingWord.DRAWN and not said:
            said = number
    return ListWords(closed, said, frozenset(withdrawn))


def persons_waiting(sql: Sql, house: int, origin: int) -> list[tuple[PerformanceId, str]]:
    """The persons whom a log put on lists, with the performance; those who were not forgotten."""
    rows = sql.rows(
        "SELECT w.performance, w.person FROM waiting_listed w WHERE w.house = ? AND w.origin = ?"
        " AND w.person <> '' AND NOT EXISTS (SELECT 1 FROM person_erased e"
        "  WHERE e.house = w.house AND e.person = w.person) ORDER BY w.seq",
        (house, origin),
    )
    return [(PerformanceId(number), person) for number, person in rows]


def lists_with_entries(sql: Sql, house: int) -> list[PerformanceId]:
    """The performances of a house that somebody was put on the list of."""
    rows = sql.rows(
        "SELECT DISTINCT performance FROM waiting_listed WHERE house = ? ORDER BY performance",
        (house,),
    )
    return [PerformanceId(number) for (number,) in rows]


def _entry(text: str) -> FactId:
    origin, seq = text.split(".")
    return FactId(Origin(int(origin)), int(seq))

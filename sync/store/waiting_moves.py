"""Moves that came before the facts they build on: they wait, and count for nothing until then.

So a replica comes to the same rights whatever it hears first, and a device that signs nonsense
moves nothing: only the holder's move goes through, and the nonsense waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.facts.fact import Fact, Move, Verb
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class Waiting:
    """One unit's part of a move, with the log and number of the fact that makes it."""

    move: Move
    origin: int
    seq: int


class WaitingMoves:
    """What waits, by unit."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._none_waits: bool | None = None
        """Nearly always so, and asked at every move: True once it was seen, until something waits
        here. Only one program writes a device's replica; the store lets nothing wait."""

    def look_again(self) -> None:
        """Another program may have let something wait."""
        self._none_waits = None

    def put(self, fact: Fact, move: Move, units: Iterable[int]) -> None:
        """Let a fact's move wait, for these of its units."""
        self._none_waits = False
        self._sql.run_many(
            "INSERT INTO waiting_move VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, pool, unit, hop, origin, seq) DO NOTHING",
            [
                (fact.header.house, move.pool, unit, move.hop, fact.origin, fact.seq,
                 int(move.verb), move.to)
                for unit in units
            ],
        )  # fmt: skip

    def of(self, house: int, pool: int, first: int, last: int) -> list[Waiting]:
        """What waits for these units: of each by hop, a log's own moves in its order."""
        if self._none_waits is None:
            self._none_waits = self._sql.row("SELECT 1 FROM waiting_move LIMIT 1") is None
        if self._none_waits:
            return []
        rows = self._sql.rows(
            "SELECT unit, hop, verb, receiver, origin, seq FROM waiting_move"
            " WHERE house = ? AND pool = ? AND unit BETWEEN ? AND ?"
            " ORDER BY unit, hop, origin, seq",
            (house, pool, first, last),
        )
        return [
            Waiting(Move(Verb(verb), pool, unit, 1, hop, receiver), origin, seq)
            for unit, hop, verb, receiver, origin, seq in rows
        ]

    def end(self, house: int, one: Waiting) -> None:
        """It waits no more."""
        self._sql.run(
            "DELETE FROM waiting_move WHERE house = ? AND pool = ? AND unit = ? AND hop = ?"
            " AND origin = ? AND seq = ?",
            (house, one.move.pool, one.move.first, one.move.hop, one.origin, one.seq),
        )

    def forget(self, house: int, pool: int, first: int, last: int) -> None:
        """Drop what waits for these units."""
        self._sql.run(
            "DELETE FROM waiting_move WHERE house = ? AND pool = ? AND unit BETWEEN ? AND ?",
            (house, pool, first, last),
        )

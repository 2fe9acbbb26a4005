"""Two histories of one log: the proof that a device's data lives twice.

A copied disk, or an older copy put back that went on by itself, says two different things under
one number, both signed. What was taken stays; no more of that log is taken, whoever brings it,
and its device gets no more rights for it. Both branches are kept: the taken one in the log, the
other here. The way out is a log of its own: a new incarnation, or enrolling anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from sync.facts.batch import Batch, BatchFault, BatchRefused
from sync.facts.fact import Fact
from sync.store.log import FactLog
from sync.store.port import Sql

TABLES = (
    """CREATE TABLE IF NOT EXISTS fork (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        signature BLOB NOT NULL, taken INTEGER NOT NULL, evidence BLOB NOT NULL,
        found_ms INTEGER NOT NULL, PRIMARY KEY (house, origin, seq, signature)) WITHOUT ROWID""",
)


ToldFork = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Fork:
    """A log with two histories, which part after fact `seq` or earlier.

    `taken` is the last fact taken of it. `evidence` is the other branch as it came, a signed
    batch; empty where only the store told of it.
    """

    house: int
    origin: int
    seq: int
    taken: int
    evidence: bytes
    found_ms: int


class ForkTable:
    """The forks that this replica has seen or was told of."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def keep(self, house: int, seq: int, taken: int, batch: Batch, now_ms: int) -> None:
        """Keep another branch of a log, the longest piece of it once; `taken` is how far we have
        the log."""
        evidence = msgspec.msgpack.encode(batch)
        self._put(house, batch.origin, seq, (batch.signature, taken, evidence, now_ms))

    def hear(self, house: int, told: ToldFork, now_ms: int) -> None:
        """Take over what the store says of a log: how far its facts count."""
        origin, seq, taken = told
        self._put(house, origin, seq, (b"", taken, b"", now_ms))

    def told(self) -> tuple[ToldFork, ...]:
        """What to say of every forked log: its number, where it parts, how far its facts count."""
        rows = self._sql.rows("SELECT origin, MIN(seq), MAX(taken) FROM fork GROUP BY origin")
        return tuple(sorted((origin, seq, taken) for origin, seq, taken in rows))

    def limit(self, origin: int) -> int | None:
        """The last fact that is taken of a log with two histories; None for a log with one."""
        row = self._sql.row("SELECT MAX(taken) FROM fork WHERE origin = ?", (origin,))
        return None if row is None or row[0] is None else int(row[0])

    def forget(self, origin: int) -> None:
        """This log has one history again: it is the store's, which said which one counts."""
        self._sql.run("DELETE FROM fork WHERE origin = ?", (origin,))

    def check(self, newest: Fact) -> None:
        """Refuse facts of a log with two histories beyond what counts of it (`BatchRefused`)."""
        limit = self.limit(newest.origin)
        if limit is not None and newest.seq > limit:
            raise BatchRefused(
                BatchFault.FORK, newest.origin, limit, "this log has two different histories"
            )

    def all(self) -> list[Fork]:
        """Every fork, by log and place."""
        rows = self._sql.rows(
            "SELECT house, origin, seq, taken, evidence, found_ms FROM fork"
            " ORDER BY house, origin, seq, signature"
        )
        return [Fork(*row) for row in rows]

    def _put(self, house: int, origin: int, seq: int, rest: tuple[bytes, int, bytes, int]) -> None:
        self._sql.run(
            "INSERT INTO fork VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (house, origin, seq,"
            " signature) DO UPDATE SET"
            " taken = CASE WHEN excluded.taken > fork.taken THEN excluded.taken"
            " ELSE fork.taken END,"
            " evidence = CASE WHEN length(excluded.evidence) > length(fork.evidence)"
            " THEN excluded.evidence ELSE fork.evidence END",
            (house, origin, seq, *rest),
        )


def last_common(log: FactLog, house: int, batch: Batch, facts: Sequence[Fact]) -> int:
    """The last fact that is the same in a batch and in our log, as far as the batch tells."""
    hashes = [batch.previous_hash, *(fact.hash for fact in facts)]
    for place in range(len(hashes) - 1, -1, -1):
        seq = batch.first_seq - 1 + place
        if log.hash_at(house, batch.origin, seq) == hashes[place]:
            return seq
    return max(0, batch.first_seq - 2)

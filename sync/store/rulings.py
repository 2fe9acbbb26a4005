"""Facts that are authentic and not allowed: they stay in their log and count for nothing.

A fact of a wrong role, or one that moves a right its writer did not have, is what its device
signed, so the log goes on behind it: refused for good it would stop every later fact of that
log. It is set aside instead, with the whole group it stands in: no table shows it and no right
moves by it. A wrong role is seen by every replica alike. A wrong right is seen for certain only
by the store, so the store says so in a fact of its own, a ruling, and every replica follows it,
whichever of the two it hears first.

What a revoked device had said before it was revoked, and is not believed, is set aside too; the
revocation itself says so to every replica. The rights it moved stay moved: others may have sold
by them since, and to take a place back from an honest buyer would sell it twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sync.decoding import decode
from sync.facts.batch import BatchFault
from sync.facts.fact import Fact
from sync.rights.rules import after, units_of
from sync.store.port import Row, Sql

DISBELIEVED = "disbelieved"
"""Why a fact of a revoked device is set aside whose moves stand."""
SET_ASIDE = 0
"""The kind of a ruling, kept for the engine: no application numbers a kind of its own so."""


class Ruling(msgspec.Struct, frozen=True, array_like=True):
    """The store sets the facts ``first_seq .. last_seq`` of a log aside."""

    origin: int
    first_seq: int
    last_seq: int
    fault: str
    explanation: str


class NotAllowed(Exception):
    """A group of a batch that is not taken as it stands; the transaction is undone.

    `waits`: the log stops before it for now. Otherwise it is set aside and the log goes on.
    """

    def __init__(self, group: list[Fact], fault: BatchFault, seq: int, explanation: str) -> None:
        super().__init__(explanation)
        self.group = group
        self.fault = fault
        self.seq = seq
        self.waits = fault not in (BatchFault.ROLE, BatchFault.RIGHT)

    def ruling(self) -> Ruling:
        """What the store says of it."""
        first, last = self.group[0], self.group[-1]
        return Ruling(first.origin, first.seq, last.seq, self.fault.value, str(self))


def group_of(facts: Sequence[Fact], fact: Fact) -> list[Fact]:
    """The facts that stand or fall together with this one, which is among them.

    A group reaches from a fact that begins one to the next that does, whatever they claim.
    """
    place = facts.index(fact)
    first, end = place, place + 1
    while first > 0 and facts[first].header.group_index:
        first -= 1
    while end < len(facts) and facts[end].header.group_index:
        end += 1
    return list(facts[first:end])


def read_ruling(body: bytes) -> Ruling | None:
    """The ruling in a fact's body; None for one that a newer version worded otherwise."""
    try:
        return decode(body, Ruling)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


class RulingTable:
    """Which facts are set aside, and what they tried to move."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, house: int, ruling: Ruling) -> None:
        """Set these facts aside; `house` is the home of the log, as in the log's own key."""
        self._sql.run_many(
            "INSERT INTO set_aside VALUES (?, ?, ?, ?, ?) ON CONFLICT (house, origin, seq)"
            " DO NOTHING",
            [
                (house, ruling.origin, seq, ruling.fault, ruling.explanation)
                for seq in range(ruling.first_seq, ruling.last_seq + 1)
            ],
        )

    def put_moves(self, fact: Fact) -> None:
        """Remember the moves that did not happen: what builds on them is not merely early."""
        header = fact.header
        self._sql.run_many(
            "INSERT INTO set_aside_move VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, pool, unit, hop, origin) DO NOTHING",
            [
                (header.house, move.pool, unit, move.hop, fact.origin, fact.seq,
                 after(move, fact.origin).holder)
                for move in header.moves
                for unit in units_of(move)
            ],
        )  # fmt: skip

    def seqs(self, house: int, origin: int, first: int, last: int) -> frozenset[int]:
        """Which of these facts of a log are set aside."""
        rows = self._sql.rows(
            "SELECT seq FROM set_aside WHERE house = ? AND origin = ? AND seq BETWEEN ? AND ?",
            (house, origin, first, last),
        )
        return frozenset(row[0] for row in rows)

    def void(self, house: int, origin: int, first: int, last: int) -> frozenset[int]:
        """Which of these facts of a log are set aside with all that they moved."""
        aside = self.within(house, origin, first, last)
        return frozenset(seq for seq, fault, _ in aside if fault != DISBELIEVED)

    def within(self, house: int, origin: int, first: int, last: int) -> list[Row]:
        """(seq, fault, explanation) of what is set aside among these facts, in order."""
        return self._sql.rows(
            "SELECT seq, fault, explanation FROM set_aside"
            " WHERE house = ? AND origin = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            (house, origin, first, last),
        )

    def pretended(self, fact: Fact, pool: int, unit: int, hop: int) -> bool:
        """Whether a move that was set aside made this fact's writer the holder at that hop."""
        row = self._sql.row(
            "SELECT 1 FROM set_aside_move WHERE house = ? AND pool = ? AND unit = ?"
            " AND hop = ? AND holder = ?",
            (fact.header.house, pool, unit, hop, fact.origin),
        )
        return row is not None

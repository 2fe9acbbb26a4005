"""Rights in epochs that ended: what a lost log still says goes on here, and moves nothing.

Nobody knew what a lost device had done when the owner took its rights back. Its facts are true
all the same, money was taken, so they are stored and shown. Where one of them did something with
a right after the hop it was taken at, the unit is contested.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.facts.fact import Move, Verb
from sync.rights.rules import Right
from sync.store.port import Row, Sql

_CONTESTED = (
    "SELECT house, pool, unit, holder, origin, seq, spent FROM former_right f"
    " WHERE hop > taken_hop AND (spent = 1 OR was_spent = 1)"
    # What came back to the owner as it was taken agrees with the taking.
    " AND NOT (spent = was_spent AND holder = (SELECT owner FROM pool p"
    " WHERE p.house = f.house AND p.pool = f.pool))"
)


@dataclass(frozen=True, slots=True)
class Contested:
    """A unit that a lost log (or who had it from there) used after it had been taken back.

    `origin` and `seq` name the newest fact that did so, `holder` the log that would hold it.
    `is_sold`: it ends as spent there; else what was spent before was freed (a refund).
    """

    house: int
    pool: int
    unit: int
    holder: int
    origin: int
    seq: int
    is_sold: bool


class FormerRights:
    """The rights of every epoch but the last."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def begin(self, house: int, move: Move, taken: list[tuple[int, ...]]) -> None:
        """Keep what a take ended: rows (unit, epoch, hop, holder, spent, origin, seq)."""
        was_spent = int(move.verb is Verb.TAKE_SPENT)
        self._sql.run_many(
            "INSERT INTO former_right VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (house, move.pool, unit, epoch, move.to, was_spent, hop, holder, spent, origin, seq)
                for unit, epoch, hop, holder, spent, origin, seq in taken
            ],
        )

    def right(self, house: int, pool: int, unit: int, epoch: int) -> Right | None:
        """The right as it would be, had that epoch not ended."""
        row = self._sql.row(
            "SELECT hop, holder, spent FROM former_right"
            " WHERE house = ? AND pool = ? AND unit = ? AND epoch = ?",
            (house, pool, unit, epoch),
        )
        return None if row is None else Right(row[0], row[1], bool(row[2]))

    def put(self, place: tuple[int, int, int], right: Right, origin: int, seq: int) -> None:
        """Go on in an epoch that ended; `place` is (house, pool, unit)."""
        self._sql.run(
            "UPDATE former_right SET hop = ?, holder = ?, spent = ?, origin = ?, seq = ?"
            " WHERE house = ? AND pool = ? AND unit = ? AND epoch = ?",
            (right.hop, right.holder, int(right.is_spent), origin, seq, *place, right.epoch),
        )

    def contested(self) -> list[Contested]:
        """Every contested unit, by house and pool."""
        rows = self._sql.rows(f"{_CONTESTED} ORDER BY house, pool, unit, epoch")
        return [_contested(row) for row in rows]

    def contested_of(self, house: int, pool: int, unit: int) -> list[Contested]:
        """Whether, and by which facts, one unit is contested: for a door, so by the key."""
        rows = self._sql.rows(
            f"{_CONTESTED} AND house = ? AND pool = ? AND unit = ? ORDER BY epoch",
            (house, pool, unit),
        )
        return [_contested(row) for row in rows]

    def forget(self, house: int, pool: int, first: int, last: int) -> None:
        """Drop what is known of these units."""
        self._sql.run(
            "DELETE FROM former_right WHERE house = ? AND pool = ? AND unit BETWEEN ? AND ?",
            (house, pool, first, last),
        )


def _contested(row: Row) -> Contested:
    house, pool, unit, holder, origin, seq, spent = row
    return Contested(house, pool, unit, holder, origin, seq, bool(spent))

"""Who holds which right, as rows: only units that ever moved have one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.facts.fact import Fact, Move
from sync.rights.rules import MoveFault, Right, after, is_early, moved
from sync.store.port import Sql


class MoveRefused(Exception):
    """A right that a fact wanted to move may not be moved so; nothing was changed."""

    def __init__(
        self, fault: MoveFault, pool: int, unit: int, hop: int = 0, early: bool = False
    ) -> None:
        """`hop` is the one the fact wanted; `early`: moves before it are not here yet."""
        super().__init__(f"{fault} for unit {unit} of pool {pool}")
        self.fault = fault
        self.pool = pool
        self.unit = unit
        self.hop = hop
        self.is_early = early


class RightTable:
    """The rights on every pool. A unit that never moved is held by the pool's owner at hop 0."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def declare(self, house: int, pool: int, size: int, owner: int) -> None:
        """Make a pool known, or let it grow; a pool never shrinks (units keep their index)."""
        self._sql.run(
            "INSERT INTO pool VALUES (?, ?, ?, ?) ON CONFLICT (house, pool)"
            " DO UPDATE SET size = excluded.size WHERE excluded.size > pool.size",
            (house, pool, size, owner),
        )

    def size_and_owner(self, house: int, pool: int) -> tuple[int, int] | None:
        """How many units a pool has and the log that owns the unmoved ones."""
        row = self._sql.row(
            "SELECT size, owner FROM pool WHERE house = ? AND pool = ?", (house, pool)
        )
        return None if row is None else (row[0], row[1])

    def right(self, house: int, pool: int, unit: int) -> Right | None:
        """The right of one unit, None when there is no such unit."""
        row = self._sql.row(
            "SELECT hop, holder, spent FROM unit_right WHERE house = ? AND pool = ? AND unit = ?",
            (house, pool, unit),
        )
        if row is not None:
            return Right(row[0], row[1], bool(row[2]))
        known = self.size_and_owner(house, pool)
        if known is None or not 0 <= unit < known[0]:
            return None
        return Right(0, known[1], False)

    def moved_units(self, house: int, pool: int) -> dict[int, Right]:
        """The right of every unit that ever moved."""
        return {
            unit: Right(hop, holder, bool(spent))
            for unit, hop, holder, spent in self._sql.rows(
                "SELECT unit, hop, holder, spent FROM unit_right WHERE house = ? AND pool = ?",
                (house, pool),
            )
        }

    def held_free(self, house: int, pool: int, holder: int) -> dict[int, int]:
        """Unit to hop of what a log holds unspent; not for the owner's unmoved units."""
        return dict(
            self._sql.rows(
                "SELECT unit, hop FROM unit_right"
                " WHERE house = ? AND holder = ? AND pool = ? AND spent = 0",
                (house, holder, pool),
            )
        )

    def held_free_counts(self, holder: int) -> dict[tuple[int, int], int]:
        """How many unspent units a log holds, by (house, pool)."""
        rows = self._sql.rows(
            "SELECT house, pool, COUNT(*) FROM unit_right"
            " WHERE holder = ? AND spent = 0 GROUP BY house, pool",
            (holder,),
        )
        return {(house, pool): count for house, pool, count in rows}

    def held_free_counts_in(self, house: int, holder: int) -> dict[int, int]:
        """How many unspent units a log holds of each pool of one house; by an index, so quick."""
        return dict(
            self._sql.rows(
                "SELECT pool, COUNT(*) FROM unit_right"
                " WHERE house = ? AND holder = ? AND spent = 0 GROUP BY pool",
                (house, holder),
            )
        )

    def owner_free_count(self, house: int, pool: int) -> int:
        """How many units a pool's owner holds unspent, those that never moved among them."""
        known = self.size_and_owner(house, pool)
        if known is None:
            return 0
        size, owner = known
        row = self._sql.row(
            "SELECT COUNT(*), SUM(CASE WHEN holder = ? AND spent = 0 THEN 1 ELSE 0 END)"
            " FROM unit_right WHERE house = ? AND pool = ?",
            (owner, house, pool),
        )
        moved, back = (0, None) if row is None else row
        return int(size - moved + (back or 0))

    def move(self, fact: Fact) -> None:
        """Make the moves of a fact, each checked; `MoveRefused` names the first that may not be."""
        house, by = fact.header.house, fact.origin
        for move, unit in _units(fact.header.moves):
            right = self.right(house, move.pool, unit)
            if right is None:
                raise MoveRefused(MoveFault.NO_SUCH_UNIT, move.pool, unit)
            outcome = moved(right, move, by)
            if isinstance(outcome, MoveFault):
                early = is_early(right, move)
                raise MoveRefused(outcome, move.pool, unit, move.hop, early)
            self._put(house, move.pool, unit, outcome, fact)

    def hear(self, fact: Fact) -> None:
        """Take over the moves of a fact that the store has checked: the newest hop wins."""
        house, by = fact.header.house, fact.origin
        for move, unit in _units(fact.header.moves):
            right = self.right(house, move.pool, unit)
            if right is None or move.hop > right.hop:
                was_spent = right is not None and right.is_spent
                self._put(house, move.pool, unit, after(move, by, was_spent), fact)

    def forget(self, house: int, pool: int, units: Iterable[int]) -> None:
        """Put these units back to where they never moved; their moves are heard anew then."""
        self._sql.run_many(
            "DELETE FROM unit_right WHERE house = ? AND pool = ? AND unit = ?",
            [(house, pool, unit) for unit in units],
        )

    def _put(self, house: int, pool: int, unit: int, right: Right, fact: Fact) -> None:
        self._sql.run(
            "INSERT INTO unit_right VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, pool, unit) DO UPDATE SET hop = excluded.hop,"
            " holder = excluded.holder, spent = excluded.spent,"
            " origin = excluded.origin, seq = excluded.seq",
            (
                house,
                pool,
                unit,
                right.hop,
                right.holder,
                int(right.is_spent),
                fact.origin,
                fact.seq,
            ),
        )


def _units(moves: Iterable[Move]) -> Iterator[tuple[Move, int]]:
    for move in moves:
        for unit in range(move.first, move.first + move.count):
            yield move, unit

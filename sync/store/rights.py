"""Who holds which right, as rows: only units that ever moved have one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sync.facts.fact import Fact, Move
from sync.rights.amounts import is_amount
from sync.rights.rules import MoveFault, Right, epoch_of, is_early, moved, takes_back, units_of
from sync.store.amounts import AmountTable, Movement
from sync.store.former_rights import FormerRights
from sync.store.port import Sql
from sync.store.unit_rights import UnitRights, Writer
from sync.store.waiting_moves import WaitingMoves


@dataclass(frozen=True, slots=True)
class _Unfit:
    """Why one unit does not move. `right` is None for a unit or an epoch not known here."""

    unit: int
    fault: MoveFault
    right: Right | None


class MoveRefused(Exception):
    """A right that a fact wanted to move may not be moved so; nothing was changed."""

    def __init__(
        self, fault: MoveFault, pool: int, unit: int, hop: int = 0, awaits: int | None = None
    ) -> None:
        """`hop` is the one the fact wanted. `awaits`: facts that may still come could explain it,
        those of this log first, which holds the right as far as is known; None when none can."""
        super().__init__(f"{fault} for unit {unit} of pool {pool}")
        self.fault = fault
        self.pool = pool
        self.unit = unit
        self.hop = hop
        self.awaits = awaits


class RightTable:
    """The rights on every pool. A unit that never moved is held by the pool's owner at hop 0."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self.former = FormerRights(sql)
        self.amounts = AmountTable(sql)
        self._waiting = WaitingMoves(sql)
        self._units = UnitRights(sql)

    def page(self, facts: Sequence[Fact]) -> AbstractContextManager[None]:
        """While this block lasts the rights that these facts move are kept in memory.

        Nobody asks for rights in it: `hear` and `check` are all that may be called. Written at
        its end, inside the transaction it stands in.
        """
        return self._units.page(
            (fact.header.house, move) for fact in facts for move in fact.header.moves
        )

    def declare(self, house: int, pool: int, size: int, owner: int) -> None:
        """Make a pool known, or let it grow; a pool never shrinks (units keep their index)."""
        self._sql.run(
            "INSERT INTO pool VALUES (?, ?, ?, ?) ON CONFLICT (house, pool)"
            " DO UPDATE SET size = excluded.size WHERE excluded.size > pool.size",
            (house, pool, size, owner),
        )
        self._wake(house, pool, 0, size - 1)

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

    def rights_within(self, house: int, pool: int, first: int, count: int) -> dict[int, Right]:
        """The rights of a range of units, those that never moved among them.

        A unit that does not exist is left out.
        """
        rights = self._units.of(house, pool, first, count)
        units = range(first, first + count)
        return {unit: right for unit in units if (right := rights[unit]) is not None}

    def held_free(self, house: int, pool: int, holder: int) -> dict[int, int]:
        """Unit to hop of what a log holds unspent; not for the owner's unmoved units."""
        return dict(
            self._sql.rows(
                "SELECT unit, hop FROM unit_right"
                " WHERE house = ? AND holder = ? AND pool = ? AND spent = 0",
                (house, holder, pool),
            )
        )

    def granted_since(
        self, house: int, pool: int, holder: int, after: tuple[int, int], is_spent: bool = False
    ) -> frozenset[int]:
        """The units that a log holds, spent or not, by moves of another after (origin, seq)."""
        rows = self._sql.rows(
            "SELECT unit FROM unit_right WHERE house = ? AND holder = ? AND pool = ?"
            " AND spent = ? AND origin = ? AND seq > ?",
            (house, holder, pool, int(is_spent), *after),
        )
        return frozenset(unit for (unit,) in rows)

    def held_free_counts(self, holder: int) -> dict[tuple[int, int], int]:
        """How many unspent units a log holds, by (house, pool)."""
        return {
            (house, pool): count
            for (house,) in self._sql.rows("SELECT DISTINCT house FROM pool")
            for pool, count in self.held_free_counts_in(house, holder).items()
        }

    def held_free_counts_in(self, house: int, holder: int) -> dict[int, int]:
        """How many unspent units a log holds of each pool of one house; by an index, so quick."""
        return dict(
            self._sql.rows(
                "SELECT pool, COUNT(*) FROM unit_right"
                " WHERE house = ? AND holder = ? AND spent = 0 GROUP BY pool",
                (house, holder),
            )
        )

    @property
    def written(self) -> Mapping[tuple[int, int], int]:
        """By (house, pool) how often its rights were written here since the program began.

        Who counts the rights of many pools counts anew only where this number grew.
        """
        return self._units.written

    def held_free_by_holder(self, house: int, pool: int) -> dict[int, int]:
        """How many unspent units each log holds of a pool; the owner's unmoved ones left out."""
        return dict(
            self._sql.rows(
                "SELECT holder, COUNT(*) FROM unit_right"
                " WHERE house = ? AND pool = ? AND spent = 0 GROUP BY holder",
                (house, pool),
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
        """Make the moves of a fact of our own; `MoveRefused` names the first that may not be."""
        writer = Writer(fact.header.house, fact.origin, fact.seq)
        for place, move in enumerate(fact.header.moves):
            if is_amount(move):
                self._make(writer, place, move, may_be_early=False)
                continue
            for unfit in self._advance(writer, move):
                raise MoveRefused(unfit.fault, move.pool, unfit.unit, move.hop)

    def check(self, fact: Fact) -> None:
        """Make the moves of another log's fact where this replica is the authority.

        Raises `MoveRefused`, with the log it `awaits` where facts of others could still explain it.
        """
        writer = Writer(fact.header.house, fact.origin, fact.seq)
        for place, move in enumerate(fact.header.moves):
            if is_amount(move):
                self._make(writer, place, move, may_be_early=True)
                continue
            for unfit in self._advance(writer, move):
                awaits = self._awaits(writer, move, unfit)
                raise MoveRefused(unfit.fault, move.pool, unfit.unit, move.hop, awaits)

    def hear(self, fact: Fact, pool: int | None = None) -> None:
        """Take over the moves of a fact, in whatever order facts come: what does not fit waits.

        `pool`: only those of one pool, when that is heard once more.
        """
        writer = Writer(fact.header.house, fact.origin, fact.seq)
        for place, move in enumerate(fact.header.moves):
            if pool is not None and move.pool != pool:
                continue
            if is_amount(move):
                self.amounts.hear(_movement(writer, place, move))
                continue
            unfit = self._advance(writer, move)
            if unfit:
                units = [one.unit for one in unfit if _may_wait(writer, move, one.right)]
                self._waiting.put(fact, move, units)
            if not unfit or (len(unfit) < move.count and units_of(move)):
                self._wake(writer.house, move.pool, move.first, move.first + move.count - 1)

    def wake(self, fact: Fact) -> None:
        """Make what waited for the moves of this fact; only a store in doubt lets moves wait."""
        self._waiting.look_again()
        for move in fact.header.moves:
            if units_of(move):
                self._wake(fact.header.house, move.pool, move.first, move.first + move.count - 1)

    def forget(self, house: int, pool: int, units: Iterable[int]) -> None:
        """Put these units back to where they never moved; their moves are heard anew then."""
        self._units.written[house, pool] += 1
        for unit in units:
            self.former.forget(house, pool, unit, unit)
            self._waiting.forget(house, pool, unit, unit)
            self._sql.run(
                "DELETE FROM unit_right WHERE house = ? AND pool = ? AND unit = ?",
                (house, pool, unit),
            )

    def _make(self, writer: Writer, place: int, move: Move, may_be_early: bool) -> None:
        one = _movement(writer, place, move)
        fault = self.amounts.make(one)
        if fault is not None:
            # Sums do not say who is to give what is missing: nobody in particular is awaited.
            awaits = 0 if may_be_early and self.amounts.is_early(one) else None
            raise MoveRefused(fault, move.pool, 0, move.hop, awaits)

    def _advance(self, writer: Writer, move: Move) -> list[_Unfit]:
        """Move the units that this move fits; the others, with what is in the way."""
        units = units_of(move)
        if not units:
            return [_Unfit(move.first, MoveFault.NO_SUCH_UNIT, Right(move.hop, 0, False))]
        is_take = takes_back(move)
        owner = self._owner(writer.house, move) if is_take else 0
        rights = self._units.of(writer.house, move.pool, move.first, move.count)
        advanced: dict[int, Right] = {}
        unfit: list[_Unfit] = []
        right: Right | None = None
        outcome: Right | MoveFault | None = MoveFault.NO_SUCH_UNIT
        for unit in units:
            # Neighbours mostly share one right: the rules are asked once for all of them.
            if rights[unit] is not right:
                right = rights[unit]
                outcome = _outcome(right, move, writer.origin, owner)
            if isinstance(outcome, Right):
                advanced[unit] = outcome
            elif outcome is None:
                unfit += self._advance_former(writer, move, unit)
            else:
                unfit.append(_Unfit(unit, outcome, right))
        if is_take:
            ended = {unit: right for unit in advanced if (right := rights[unit]) is not None}
            self._end_epoch(writer.house, move, ended)
        self._units.put(writer, move.pool, advanced)
        return unfit

    def _advance_former(self, writer: Writer, move: Move, unit: int) -> list[_Unfit]:
        """Go on with one unit in an epoch that ended; what is in the way, if anything."""
        right = self.former.right(writer.house, move.pool, unit, epoch_of(move.hop))
        if right is None:
            return [_Unfit(unit, MoveFault.WRONG_HOP, None)]
        outcome = moved(right, move, writer.origin, 0)
        if isinstance(outcome, MoveFault):
            return [_Unfit(unit, outcome, right)]
        self.former.put((writer.house, move.pool, unit), outcome, writer.origin, writer.seq)
        return []

    def _end_epoch(self, house: int, move: Move, rights: dict[int, Right]) -> None:
        """Keep the rights that a take ends; the fact that made each its last is kept with it."""
        makers = self._units.makers(house, move.pool, move.first, move.count)
        self.former.begin(
            house, move,
            [
                (unit, right.epoch, right.hop, right.holder, int(right.is_spent),
                 *makers.get(unit, (0, 0)))
                for unit, right in rights.items()
            ],
        )  # fmt: skip

    def _wake(self, house: int, pool: int, first: int, last: int) -> None:
        """Make the waiting moves that fit now, and forget those that never will."""
        has_moved = True
        while has_moved:
            has_moved = False
            for one in self._waiting.of(house, pool, first, last):
                writer = Writer(house, one.origin, one.seq)
                unfit = self._advance(writer, one.move)
                has_moved = has_moved or not unfit
                if not unfit or not _may_wait(writer, one.move, unfit[0].right):
                    self._waiting.end(house, one)

    def _awaits(self, writer: Writer, move: Move, unfit: _Unfit) -> int | None:
        """The log whose facts could still explain a move; None when none could."""
        if unfit.right is None or takes_back(move):
            return None
        owner = self._owner(writer.house, move)
        early = is_early(unfit.right, move, writer.origin, owner)
        return unfit.right.holder if early else None

    def _owner(self, house: int, move: Move) -> int:
        return (self.size_and_owner(house, move.pool) or (0, 0))[1]


def _movement(writer: Writer, place: int, move: Move) -> Movement:
    return Movement(writer.house, writer.origin, writer.seq, place, move)


def _may_wait(writer: Writer, move: Move, right: Right | None) -> bool:
    """Whether what this replica has not heard yet could make a move fit.

    Not when its hop is taken, and not when it is the next one and the writer holds the right:
    then the move itself is wrong. A taking waits for the takings before it, and for nothing else.
    """
    if right is None:
        return True
    if takes_back(move):
        return epoch_of(move.hop) > right.epoch + 1
    is_next = move.hop == right.hop + 1 and right.holder == writer.origin
    return move.hop > right.hop and not is_next


def _outcome(right: Right | None, move: Move, by: int, owner: int) -> Right | MoveFault | None:
    """What becomes of a unit's right by this move; None when its epoch ended, where it goes on."""
    if right is None:
        return MoveFault.NO_SUCH_UNIT
    return None if epoch_of(move.hop) < right.epoch else moved(right, move, by, owner)

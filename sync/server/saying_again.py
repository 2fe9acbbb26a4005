"""What the store said in a branch of its log that does not count is said again where it counts.

A unit that is still as it was then moves as it did, by the same hop, so that whatever its receiver
made of it fits. One that went elsewhere meanwhile was given twice: that is noted, both sales are
kept, and a person settles it. A move that builds on facts which are not here yet waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

import msgspec

from sync.facts.fact import Draft, Fact, Move
from sync.rights.amounts import is_amount
from sync.rights.rules import Right, after, epoch_of, moved, takes_back, units_of
from sync.store.replica import Replica
from sync.store.rights import MoveRefused
from sync.store.rulings import SET_ASIDE


class _Fit(Enum):
    NOW = auto()
    LATER = auto()
    DONE = auto()
    TWICE = auto()


class SayingAgain:
    """Says again at one store. `said` makes the store's fact of moves in a house."""

    def __init__(
        self, replica: Replica, said: Callable[[int, tuple[Move, ...]], Draft]
    ) -> None:  # fmt: skip
        self._replica = replica
        self._table = replica.recall
        self._said = said

    def say(self, facts: Sequence[Fact], parted_at: int) -> None:
        """Say again what these facts of a branch said that left the log after `parted_at`."""
        with self._replica.sql.transaction():
            for fact in facts:
                if self._table.keep_parted(fact, parted_at):
                    self._say(fact)

    def try_later(self) -> None:
        """Say again what waited and fits by now."""
        replica = self._replica
        for house, origin, move in self._table.later():
            fit = self._fit(house, origin, move)
            if fit is _Fit.LATER:
                continue
            with replica.sql.transaction():
                replica.sql.lock((house,))
                self._settle(house, origin, move)
                self._table.drop_later(house, move)

    def end(self) -> None:
        """What still waits is not waited for: its receiver may have sold it."""
        for house, _, move in self._table.later():
            self._table.put_twice(house, move, self._replica.clock.now_ms())

    def _say(self, fact: Fact) -> None:
        house, body = fact.header.house, fact.body or b""
        now = [move for one in fact.header.moves for move in self._fitting(fact, one)]
        if now or body:
            draft = Draft(fact.header.kind, house, body, tuple(now), fact.header.version)
            (again,) = self._replica.append([draft], is_recall=True)
            if fact.header.kind == SET_ASIDE:
                self._replica.follow_ruling(again)

    def _fitting(self, fact: Fact, move: Move) -> Iterable[Move]:
        """The parts of a move that can be made now; the others are noted."""
        house = fact.header.house
        if is_amount(move):
            self._give_amount(house, move)
            return
        units = []
        for unit in units_of(move):
            one = msgspec.structs.replace(move, first=unit, count=1)
            match self._fit(house, fact.origin, one):
                case _Fit.NOW:
                    units.append(unit)
                case _Fit.LATER:
                    self._table.put_later(fact, one)
                case _Fit.TWICE:
                    self._table.put_twice(house, one, self._replica.clock.now_ms())
                case _Fit.DONE:
                    pass
        yield from _runs(move, units)

    def _settle(self, house: int, origin: int, move: Move) -> None:
        fit = self._fit(house, origin, move)
        if fit is _Fit.NOW:
            self._replica.append([self._said(house, (move,))], is_recall=True)
        if fit is _Fit.TWICE:
            self._table.put_twice(house, move, self._replica.clock.now_ms())

    def _give_amount(self, house: int, move: Move) -> None:
        try:
            self._replica.append([self._said(house, (move,))], is_recall=True)
        except MoveRefused:
            # It is not there any more: what its receiver spends is kept all the same.
            self._table.put_twice(house, move, self._replica.clock.now_ms())

    def _fit(self, house: int, origin: int, move: Move) -> _Fit:
        right = self._replica.rights.right(house, move.pool, move.first)
        if right is None:
            return _Fit.LATER
        owner = (self._replica.rights.size_and_owner(house, move.pool) or (0, 0))[1]
        if isinstance(moved(right, move, origin, owner), Right):
            return _Fit.NOW
        if takes_back(move):
            return _Fit.DONE if right.epoch >= epoch_of(move.hop) else _Fit.LATER
        if right.hop < move.hop:
            return _Fit.LATER
        return _Fit.DONE if right == after(move, origin) else _Fit.TWICE


def _runs(move: Move, units: Iterable[int]) -> Iterable[Move]:
    """The same move for these units, as few as can be."""
    run: Move | None = None
    for unit in units:
        if run is not None and run.first + run.count == unit:
            run = msgspec.structs.replace(run, count=run.count + 1)
            continue
        if run is not None:
            yield run
        run = msgspec.structs.replace(move, first=unit, count=1)
    if run is not None:
        yield run

"""The rows of `unit_right`: only units that ever moved have one.

A page of facts makes hundreds of moves. Its rights are asked by one question for each stretch of
units, moved in memory and written by one statement, where move by move it takes twice the CPU.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from sync.facts.fact import Move
from sync.rights.rules import Right, units_of
from sync.store.port import Row, Sql

_GAP_UNITS = 64
"""Units between two moves that are read with them: they cost less than one more question."""
_PUT = (
    "INSERT INTO unit_right VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (house, pool, unit) DO UPDATE SET hop = excluded.hop,"
    " holder = excluded.holder, spent = excluded.spent,"
    " origin = excluded.origin, seq = excluded.seq"
)
_Place = tuple[int, int]
"""A house and a pool of it."""


class Writer(msgspec.Struct, frozen=True, gc=False):
    """The fact that makes a move."""

    house: int
    origin: int
    seq: int


@dataclass(slots=True)
class _Page:
    """What is known of the units that a page moves, and who moved which of them in it."""

    known: defaultdict[_Place, dict[int, Right | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    moved: defaultdict[_Place, dict[int, Writer]] = field(default_factory=lambda: defaultdict(dict))


class UnitRights:
    """The rights of units, those that never moved among them."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._page: _Page | None = None
        self.written: Counter[_Place] = Counter()
        """How often rights of each pool were written since the program began, undone or not."""

    @contextmanager
    def page(self, moves: Iterable[tuple[int, Move]]) -> Iterator[None]:
        """Keep what these moves (each with its house) do in memory until the block ends.

        It belongs in a transaction that locked the houses. When the block raises nothing is
        written.
        """
        self._page = page = _Page()
        try:
            for place, first, last in _stretches(moves):
                page.known[place].update(self._read(place, first, last))
            yield
            self._write_moved(page)
        finally:
            self._page = None

    def of(self, house: int, pool: int, first: int, count: int) -> Mapping[int, Right | None]:
        """The right of each of these units, None where there is no such unit; perhaps more of them.

        Neighbours that are alike share one `Right`, so that who moves them asks the rules once.
        While a page is kept: of units that its moves name.
        """
        if self._page is not None:
            return self._page.known[house, pool]
        return self._read((house, pool), first, first + count - 1)

    def put(self, writer: Writer, pool: int, rights: dict[int, Right]) -> None:
        """These units have these rights now, by that fact."""
        place = (writer.house, pool)
        writers = dict.fromkeys(rights, writer)
        if self._page is None:
            self.written[place] += 1
            self._sql.run_many(_PUT, _rows(place, rights, writers))
        else:
            self._page.known[place].update(rights)
            self._page.moved[place].update(writers)

    def makers(self, house: int, pool: int, first: int, count: int) -> dict[int, tuple[int, int]]:
        """The fact (log, number) that made the last move of each unit that moved."""
        if self._page is not None:
            self._write_moved(self._page)
        rows = self._sql.rows(
            "SELECT unit, origin, seq FROM unit_right"
            " WHERE house = ? AND pool = ? AND unit BETWEEN ? AND ?",
            (house, pool, first, first + count - 1),
        )
        return {unit: (origin, seq) for unit, origin, seq in rows}

    def _write_moved(self, page: _Page) -> None:
        for place, writers in page.moved.items():
            self.written[place] += 1
            self._sql.run_many(_PUT, _rows(place, page.known[place], writers))
        page.moved.clear()

    def _read(self, place: _Place, first: int, last: int) -> dict[int, Right | None]:
        """The right of each unit from `first` to `last`; one question or two."""
        house, pool = place
        rows = self._sql.rows(
            "SELECT unit, hop, holder, spent FROM unit_right"
            " WHERE house = ? AND pool = ? AND unit BETWEEN ? AND ?",
            (house, pool, first, last),
        )
        found: dict[int, Right | None] = dict.fromkeys(range(first, last + 1))
        if len(rows) < len(found):
            row = self._sql.row(
                "SELECT size, owner FROM pool WHERE house = ? AND pool = ?", (house, pool)
            )
            size, owner = (0, 0) if row is None else row
            unmoved = Right(0, owner, False)
            found.update(dict.fromkeys(range(max(0, first), min(last + 1, size)), unmoved))
        alike: dict[Row, Right] = {}
        for unit, *values in rows:
            hop, holder, spent = key = tuple(values)
            right = alike.get(key)
            if right is None:
                right = alike[key] = Right(hop, holder, bool(spent))
            found[unit] = right
        return found


def _rows(
    place: _Place, rights: Mapping[int, Right | None], writers: dict[int, Writer]
) -> list[Row]:
    """The rows of the units that these facts moved."""
    house, pool = place
    return [
        (house, pool, unit, right.hop, right.holder, int(right.is_spent), by.origin, by.seq)
        for unit, by in writers.items()
        if (right := rights[unit]) is not None
    ]


def _stretches(moves: Iterable[tuple[int, Move]]) -> Iterator[tuple[_Place, int, int]]:
    """The units of these moves as few ranges: (place, first, last)."""
    spans: defaultdict[_Place, list[tuple[int, int]]] = defaultdict(list)
    for house, move in moves:
        if units := units_of(move):
            spans[house, move.pool].append((units[0], units[-1]))
    for place, of_pool in spans.items():
        of_pool.sort()
        first, last = of_pool[0]
        for next_first, next_last in of_pool[1:]:
            if next_first > last + _GAP_UNITS:
                yield place, first, last
                first = next_first
            last = max(last, next_last)
        yield place, first, last

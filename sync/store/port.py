"""Where a replica lives: a few SQL verbs and a durable transaction, behind one contract.

The SQL used above this port is the subset that SQLite and PostgreSQL share: ``?`` for places,
``ON CONFLICT``, client-made integer keys that begin with the house, no triggers, no sequences
(sync.md 3.12).

Faults::

    StoreFault
    ├── StoreFull       the disk is full: free some space and go on
    ├── StoreDamaged    the file is no database or is corrupt: keep it, start the repair
    ├── StoreNewer      a newer version of the program wrote it: update
    ├── StoreOlder      a version of before the first release wrote it: begin anew
    ├── StoreBusy       another program holds the file, or the rows: try once more
    └── StoreUnreachable  it cannot be opened, read or written
        └── DatabaseUnreachable  the database server is away, or does not let us in
    RecallUnderWay      a store that was put back says nothing before it has its own log back
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class StoreFault(Exception):
    """The place where the replica lives failed; nothing of the transaction was kept."""


class RecallUnderWay(Exception):
    """The store may not write in its own log now: it was put back and is taking its log back."""


class StoreFull(StoreFault):
    """The disk is full."""


class StoreDamaged(StoreFault):
    """The file is not a database, or a damaged one."""


class StoreNewer(StoreFault):
    """The data was written by a newer version of the program."""


class StoreOlder(StoreFault):
    """The data has a form of before the first release, which no version reads any more."""


class StoreBusy(StoreFault):
    """Another program holds the file, or what this transaction needs of it."""


class StoreUnreachable(StoreFault):
    """The file or the database cannot be opened, read or written."""


class DatabaseUnreachable(StoreUnreachable):
    """The database server does not answer, does not let us in, or is not fit for a store."""


class Sql(Protocol):
    """A connection with exactly one writer. Methods raise `StoreFault` and nothing else.

    (`OverflowError` for a number of more than 64 bits.) Other programs may have connections to
    the same data: what a transaction decides on, it reads after `lock`.
    """

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        ...

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        ...

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        ...

    def run_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        ...

    def expect_sizes(self, sizes: Iterable[tuple[str, str, str]]) -> None:
        """Tell the planner how large tables get: (table, index, rows in all and for each column).

        For an engine that does not measure by itself; another may do nothing.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable when the block ends; inside another one it is part of it."""
        ...

    def lock(self, houses: Iterable[int]) -> None:
        """Wait until all that these houses own is this transaction's alone, until its end.

        House 0 stands for the cluster: device numbers and the list of houses. Name all houses at
        once where that can be; they are taken in order, so that nobody waits in a circle.
        """
        ...

    def tidy(self) -> None:
        """Do what the engine can put off; called when nobody waits. It changes no answer."""
        ...

    def scrub(self, tables: Iterable[str]) -> None:
        """Leave nothing behind of rows deleted from these tables, as far as the engine can.

        Outside a transaction. `StoreBusy` when somebody uses them for too long: call it again.
        """
        ...

    def close(self) -> None:
        """End the connection cleanly."""
        ...

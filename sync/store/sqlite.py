"""The store in one SQLite file, or in memory, through apsw.

The interpreter's own SQLite is inside a known WAL corruption range (sync.md, conclusion 5), so
the version is asserted. WAL with ``synchronous=FULL``: an acknowledged sale survives a power cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import apsw

from sync.store.insertion import insertion_of
from sync.store.port import (
    Row,
    Sql,
    StoreBusy,
    StoreDamaged,
    StoreFault,
    StoreFull,
    StoreUnreachable,
)

SQLITE_VERSION_MIN = (3, 51, 3)
BUSY_TIMEOUT_MS = 5000
TIDY_PAGES = 500
"""A write-ahead log longer than this is folded into the file in a quiet moment."""
FOLD_PAGES = 10_000
"""One longer than this (40 MB) is folded by the commit that made it so: a commit that folds keeps
a guest waiting."""
ROWS_AT_ONCE = 100
"""An insertion of so many rows is one statement, which takes a sixth less than row by row."""
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
)
_FAULTS: tuple[tuple[type[apsw.Error], type[StoreFault]], ...] = (
    (apsw.FullError, StoreFull),
    (apsw.CorruptError, StoreDamaged),
    (apsw.NotADBError, StoreDamaged),
    (apsw.BusyError, StoreBusy),
    (apsw.LockedError, StoreBusy),
    (apsw.CantOpenError, StoreUnreachable),
    (apsw.IOError, StoreUnreachable),
    (apsw.ReadOnlyError, StoreUnreachable),
    (apsw.PermissionsError, StoreUnreachable),
    (apsw.AuthError, StoreUnreachable),
)


class SqliteStore:
    """One file, one writer connection; also a database in memory (`path` None)."""

    def __init__(self, path: Path | None, read_only: bool = False, vfs: str | None = None) -> None:
        """Open or make the file; raises `StoreFault` when that cannot be.

        `vfs` names the disk that SQLite sees, the machine's own by default. Another one has no
        shared memory, so the file is then held for this connection alone.
        """
        version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
        if version < SQLITE_VERSION_MIN:
            raise StoreUnreachable(f"SQLite {version} is too old: 3.51.3 or later is needed")
        self.path = path
        self._depth = 0
        self._outermost = _Outermost(self._begin, self._end)
        self._log_pages = 0
        flags = (
            apsw.SQLITE_OPEN_READONLY
            if read_only
            else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        )
        try:
            self._connection = apsw.Connection(str(path or ":memory:"), flags=flags, vfs=vfs)
            self._connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            # Plans that do not hang on the values asked for: else a question with an order is
            # planned anew each time it is asked, which takes several times as long as to answer it.
            self._connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
            if vfs is not None:
                self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            for setting in () if read_only else _SETTINGS:
                self._connection.execute(setting)
            self._connection.execute("SELECT count(*) FROM sqlite_master")
            self._connection.set_wal_hook(self._committed)
        except apsw.Error as error:
            raise_fault(error)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return list(self._connection.execute(sql, tuple(values)))
        except apsw.Error as error:
            raise_fault(error)

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        try:
            return next(iter(self._connection.execute(sql, tuple(values))), None)
        except apsw.Error as error:
            raise_fault(error)

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        try:
            self._connection.execute(sql, tuple(values))
        except apsw.Error as error:
            raise_fault(error)

    def run_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        rows = values if isinstance(values, list) else list(values)
        whole = 0
        try:
            if len(rows) >= ROWS_AT_ONCE and (many := _rows_at_once(sql)) is not None:
                whole = len(rows) - len(rows) % ROWS_AT_ONCE
                for first in range(0, whole, ROWS_AT_ONCE):
                    page = rows[first : first + ROWS_AT_ONCE]
                    self._connection.execute(many, tuple(chain.from_iterable(page)))
            self._connection.executemany(sql, rows[whole:])
        except apsw.Error as error:
            raise_fault(error)

    def expect_sizes(self, sizes: Iterable[tuple[str, str, str]]) -> None:
        """Write SQLite's own statistics, so that its plans do not hang on what is there today."""
        wanted = list(sizes)
        self.run("ANALYZE sqlite_master")
        known = set(self.rows("SELECT tbl, idx, stat FROM sqlite_stat1"))
        if set(wanted) <= known:
            return
        self.run_many("DELETE FROM sqlite_stat1 WHERE idx = ?", [(idx,) for _, idx, _ in wanted])
        self.run_many("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", wanted)
        self.run("ANALYZE sqlite_master")

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; the outermost block commits with full durability."""
        return nullcontext() if self._depth else self._outermost

    def _begin(self) -> None:
        self.run("BEGIN IMMEDIATE")
        self._depth = 1

    def _end(self, is_good: bool) -> None:
        """Keep all of the transaction, or nothing."""
        try:
            if is_good:
                self.run("COMMIT")
        finally:
            self._depth = 0
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def lock(self, houses: Iterable[int]) -> None:  # noqa: ARG002 (the port's)
        """Nothing: a transaction holds the whole file from its beginning."""
        assert self._depth, "a lock lasts as long as its transaction"

    def tidy(self) -> None:
        """Fold the write-ahead log into the file once it is worth it."""
        if self._log_pages > TIDY_PAGES:
            self.run("PRAGMA wal_checkpoint(PASSIVE)")
            self._log_pages = 0

    def _committed(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        """After each commit, in place of SQLite's own folding at every thousandth page."""
        self._log_pages = pages
        if pages > FOLD_PAGES:
            # The commit is durable already and must not look failed; the next one folds again.
            with suppress(StoreFault):
                self.tidy()
        return apsw.SQLITE_OK

    def scrub(self, tables: Iterable[str]) -> None:
        """Fold the write-ahead log and empty it: deleted rows are overwritten in the file."""
        del tables  # Of whatever table: `secure_delete` overwrites all that is deleted.
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """End the connection; the WAL is folded into the file."""
        try:
            self._connection.close()
        except apsw.Error as error:
            raise_fault(error)


class _Outermost:
    """The outermost block of a transaction."""

    def __init__(self, begin: Callable[[], None], end: Callable[[bool], None]) -> None:
        self._begin = begin
        self._end = end

    def __enter__(self) -> None:
        self._begin()

    def __exit__(self, kind: type[BaseException] | None, *_told: object) -> None:
        self._end(kind is None)


@cache
def _rows_at_once(sql: str) -> str | None:
    """An insertion of one row as one of many; None for another statement."""
    insertion = insertion_of(sql)
    if insertion is None:
        return None
    places = ", ".join([insertion.places] * ROWS_AT_ONCE)
    return f"{insertion.into} VALUES {places}{insertion.rest}"


def memory_store() -> Sql:
    """A store that is gone with the process: for tests and simulations."""
    return SqliteStore(None)


def raise_fault(error: apsw.Error) -> NoReturn:
    """Raise what an error of SQLite means for whoever uses the store."""
    # The memory that the connections share is a file too: it could not be made large enough.
    if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
        raise StoreFull(str(error)) from error
    for kind, fault in _FAULTS:
        if isinstance(error, kind):
            raise fault(str(error)) from error
    raise error

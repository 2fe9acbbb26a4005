"""A consistent copy of some tables of one SQLite file in another, while the first is in use.

The copy is read in one transaction beside the writer, which it does not hold up. What a reader
may not see never gets into the new file, not even into a page that is free again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import apsw

from sync.store.sqlite import BUSY_TIMEOUT_MS, SqliteStore, raise_fault

Filter = Callable[[bytes, int], bytes]
"""A run of facts as it is stored, and the log's home, to the run as its reader may have it."""
_AS_READER_MAY = "INSERT INTO fact_run SELECT house, origin, first_seq, last_seq, hash, signature,"


def copy_tables(
    source: Path, target: Path, conditions: Mapping[str, str], house: int, as_reader_may: Filter
) -> None:
    """Fill the empty tables of `target` with the rows of `source` that fulfil their condition.

    A condition is SQL with ``:house`` in it, or empty for all rows; runs of facts go through
    `as_reader_may`. Raises `StoreFault`.
    """
    try:
        connection = apsw.Connection(
            str(target), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        )
        try:
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            connection.create_scalar_function(
                "as_reader_may", _as_function(as_reader_may), 2, deterministic=True
            )
            # It is a draft until it is whole, so it need not survive a power cut.
            for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("ATTACH ? AS source", (f"{source.absolute().as_uri()}?mode=ro",))
            _copy(connection, conditions, house)
        finally:
            connection.close()
    except apsw.Error as error:
        raise_fault(error)


def _as_function(as_reader_may: Filter) -> Callable[..., bytes]:
    def function(*values: Any) -> bytes:
        items, home = values
        return as_reader_may(items, home)

    return function


def _copy(connection: apsw.Connection, conditions: Mapping[str, str], house: int) -> None:
    connection.execute("BEGIN")
    connection.execute(_AS_READER_MAY + " as_reader_may(items, house) FROM source.fact_run")
    for table, condition in conditions.items():
        where = f" WHERE {condition}" if condition else ""
        # Names and conditions are the program's own; nothing of them comes from outside.
        connection.execute(
            f"INSERT INTO main.{table} SELECT * FROM source.{table}{where}",
            {"house": house} if condition else None,
        )
    connection.execute("COMMIT")


class SqliteCopier:
    """Copies one replica's file into others."""

    def __init__(self, source: Path) -> None:
        self._source = source

    def empty(self, path: Path) -> SqliteStore:
        """A new database file, in the place of whatever was there."""
        for companion in ("", "-wal", "-shm"):
            Path(f"{path}{companion}").unlink(missing_ok=True)
        return SqliteStore(path)

    def reading(self, path: Path) -> SqliteStore:
        """A database file, to be read."""
        return SqliteStore(path, read_only=True)

    def copy(
        self, target: Path, conditions: Mapping[str, str], house: int, as_reader_may: Filter
    ) -> None:
        """Fill the target's empty tables from the replica's, as it is at one moment."""
        copy_tables(self._source, target, conditions, house, as_reader_may)

"""Some tables of a PostgreSQL database copied into an SQLite file, while the database is in use.

A newcomer on SQLite begins with what a store in PostgreSQL knows. The rows are read in one
transaction that sees one moment and holds nobody up; what a reader may not see is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from sync.store.port import Row, Sql
from sync.store.postgresql import PostgresqlStore
from sync.store.sqlite import SqliteStore
from sync.store.sqlite_copy import SqliteCopier

Filter = Callable[[bytes, int], bytes]
"""A run of facts as it is stored, and the log's home, to the run as its reader may have it."""
_ALL_RUNS = "SELECT house, origin, first_seq, last_seq, hash, signature, items FROM fact_run"


class PostgresqlCopier:
    """Copies one database's tables into files."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._files = SqliteCopier(Path())

    def empty(self, path: Path) -> SqliteStore:
        """A new database file, in the place of whatever was there."""
        return self._files.empty(path)

    def reading(self, path: Path) -> SqliteStore:
        """A database file, to be read."""
        return self._files.reading(path)

    def copy(
        self, target: Path, conditions: Mapping[str, str], house: int, as_reader_may: Filter
    ) -> None:
        """Fill the target's empty tables from the database's, as it is at one moment.

        A condition is SQL with ``:house`` in it and ``source.`` before tables, or empty for all
        rows. Raises `StoreFault`.
        """
        source = PostgresqlStore(self._url)
        made = SqliteStore(target)
        try:
            with made.transaction(), source.one_moment():
                runs = source.stream(_ALL_RUNS)
                _fill(made, "fact_run", 7, _as_reader_may(runs, as_reader_may))
                for table, condition in conditions.items():
                    columns = _columns(made, table)
                    # Names and conditions are the program's own; nothing comes from outside.
                    question = f"SELECT {', '.join(columns)} FROM {table}"
                    values: list[int] = []
                    if condition:
                        values = [house] * condition.count(":house")
                        told = condition.replace("source.", "").replace(":house", "?")
                        question += f" WHERE {told}"
                    _fill(made, table, len(columns), source.stream(question, values))
        finally:
            source.close()
            made.close()


def _as_reader_may(rows: Iterable[Row], as_reader_may: Filter) -> Iterator[Row]:
    for row in rows:
        yield (*row[:6], as_reader_may(row[6], row[0]))


def _columns(sql: Sql, table: str) -> list[str]:
    return [row[1] for row in sql.rows(f"PRAGMA table_info({table})")]


def _fill(sql: Sql, table: str, columns: int, rows: Iterable[Row]) -> None:
    places = ", ".join("?" * columns)
    sql.run_many(f"INSERT INTO {table} VALUES ({places})", rows)

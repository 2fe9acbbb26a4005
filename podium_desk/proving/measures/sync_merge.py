"""Taking 100,000 facts of ten devices, verified, beside the bare statement for the same rows."""

from __future__ import annotations

import gc
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.cpu import Work, cpu_figures
from podium_desk.proving.measures.plain_facts import (
    FACTS,
    INSERT,
    TABLE,
    plain_batches,
    plain_replica,
    rows_of,
)
from sync.store.replica import Replica

ROUNDS = 5


def sync_merge(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Chain, signature, log and a plain table, against the plain table's `executemany` alone.

    The bare one is the interpreter's own sqlite3, the tool that anybody would take. Both write to
    a file with the durability of a device, one transaction a batch.
    """
    say(f"{FACTS} facts…")
    batches = list(plain_batches())
    rows = [rows_of(batch) for batch in batches]
    # What is to be taken stands ready all at once, as it never does elsewhere: the collector is
    # kept from looking through it again and again.
    gc.freeze()
    numbers = itertools.count(1)
    opened: list[Replica] = []

    def merge() -> None:
        for batch in batches:
            opened[-1].receive(batch)

    measured = Work(
        "sync_merge",
        lambda: opened.append(plain_replica(folder / f"replica{next(numbers)}.sqlite", 1)),
        merge,
        lambda: opened.pop().sql.close(),
    )
    return cpu_figures(measured, BareTable(folder).work(rows), ROUNDS)


class BareTable:
    """The plain table alone, in a file of its own for each run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._connection: sqlite3.Connection | None = None

    def work(self, pages: list[list[tuple[Any, ...]]]) -> Work:
        """These rows by `executemany`, a transaction a page."""
        return Work("bare_executemany", self._open, lambda: self._insert(pages), self._close)

    def _open(self) -> None:
        file = self._folder / f"bare{next(self._numbers)}.sqlite"
        self._connection = sqlite3.connect(file, isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32768"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute(TABLE)

    def _insert(self, pages: list[list[tuple[Any, ...]]]) -> None:
        assert self._connection is not None, "opened before each run"
        for rows in pages:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(INSERT, rows)
            self._connection.execute("COMMIT")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()

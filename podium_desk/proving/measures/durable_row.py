"""The baseline of everything that commits: one row, one durable SQLite commit, nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from podium_desk.bootstrap import database
from podium_desk.late_dataclass import dataclass

NAME = "bare_durable_commit"


@dataclass(frozen=True, slots=True)
class DurableRow:
    """`commit` puts one more row of a sale's size; `tidy` is what the engine may put off."""

    commit: Callable[[], None]
    tidy: Callable[[], None]


def durable_row(folder: Path) -> DurableRow:
    """The baseline in a file beside the replica, with the replica's own durability settings."""
    store = database(folder / "bare.sqlite")
    store.run("CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB)")
    numbers = itertools.count(1)
    row = bytes(200)

    def commit() -> None:
        with store.transaction():
            store.run("INSERT INTO t VALUES (?, ?)", (next(numbers), row))

    return DurableRow(commit, store.tidy)

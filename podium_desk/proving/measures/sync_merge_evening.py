"""Taking a large evening with the real ticketing tables, beside bare rows of the same number."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.cpu import Work, cpu_figures
from podium_desk.proving.measures.evening_facts import evening_batches, evening_replica
from podium_desk.proving.measures.plain_facts import plain_batches, rows_of
from podium_desk.proving.measures.sync_merge import BareTable
from sync.store.replica import Replica

ROUNDS = 3


def sync_merge_evening(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Sales with their rights, payments and scans into their tables and indexes.

    The bare statement gets as many plain rows as there are facts.
    """
    batches = list(evening_batches())
    facts = sum(len(batch.items) for batch in batches)
    say(f"{facts} facts…")
    rows = [rows_of(batch) for batch in plain_batches(facts)]
    gc.freeze()
    numbers = itertools.count(1)
    opened: list[Replica] = []
    bare = BareTable(folder)

    def merge() -> None:
        for batch in batches:
            opened[-1].receive(batch)

    def check() -> None:
        replica = opened.pop()
        sold = replica.sql.row("SELECT COUNT(*) FROM unit_right WHERE spent = 1")
        assert sold is not None, "a count has a row"
        assert sold[0] > 0, "the evening was taken with its rights"
        replica.sql.close()

    measured = Work(
        "sync_merge_evening",
        lambda: opened.append(evening_replica(folder / f"evening{next(numbers)}.sqlite")),
        merge,
        check,
    )
    return cpu_figures(measured, bare.work(rows), ROUNDS)

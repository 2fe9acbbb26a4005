"""Taking 100,000 plain facts of ten devices, verified; and how large a fact is, sent and kept."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.plain_facts import (
    FACTS,
    INSERT,
    TABLE,
    plain_batches,
    plain_replica,
    rows_of,
)
from sync.facts.batch import Batch, to_wire

ROUNDS = 5
BARE = "bare_executemany"


def sync_merge(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Chain, signature, log and a plain table, against the plain table's `executemany` alone.

    The bare one is the interpreter's own sqlite3, the tool that anybody would take. Both write to
    a file with the durability of a device, one transaction a batch; the process's CPU is counted.
    """
    say(f"{FACTS} facts…")
    batches = list(plain_batches())
    # What is to be taken stands ready all at once, as it never does elsewhere: the collector is
    # kept from looking through it again and again.
    gc.freeze()
    rounds = [
        (_merge(folder / f"replica{n}.sqlite", batches), _bare(folder / f"bare{n}.sqlite", batches))
        for n in range(ROUNDS)
    ]
    ours, theirs = (median(spent) for spent in zip(*rounds, strict=True))
    return [
        Figure("sync_merge", ours, "s CPU", ROUNDS, BARE, ours / theirs),
        Figure(BARE, theirs, "s CPU", ROUNDS, is_baseline=True),
    ]


def sync_wire_batch(_folder: Path, _say: Callable[[str], None]) -> list[Figure]:
    """Bytes a fact on the wire in full batches, signature and all."""
    batches = list(plain_batches(20_000))
    sent = sum(len(to_wire(batch)) for batch in batches)
    return [Figure("sync_wire_batch", sent / 20_000, "bytes", 20_000)]


def sync_wire_single(_folder: Path, _say: Callable[[str], None]) -> list[Figure]:
    """Bytes on the wire of a signed batch of one fact."""
    sizes = [len(to_wire(batch)) for batch in plain_batches(200, 1)]
    return [Figure("sync_wire_single", median(sizes), "bytes", len(sizes))]


def sync_disk(folder: Path, _say: Callable[[str], None]) -> list[Figure]:
    """Bytes a fact in the file, with log and plain table."""
    file = folder / "replica.sqlite"
    _merge(file, list(plain_batches()))
    return [Figure("sync_disk", file.stat().st_size / FACTS, "bytes", FACTS)]


def _merge(file: Path, batches: list[Batch]) -> float:
    replica = plain_replica(file, 1)
    started = time.process_time()
    for batch in batches:
        replica.receive(batch)
    spent_s = time.process_time() - started
    replica.sql.close()
    return spent_s


def _bare(file: Path, batches: list[Batch]) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32768"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(TABLE)
    spent_s = 0.0
    for batch in batches:
        rows = rows_of(batch)
        started = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        connection.execute("COMMIT")
        spent_s += time.process_time() - started
    connection.close()
    return spent_s

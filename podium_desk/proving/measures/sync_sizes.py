"""How many bytes a fact takes: on the wire in a batch and alone, and on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.plain_facts import FACTS, plain_batches, plain_replica
from sync.facts.batch import to_wire, without_hash


def sync_wire_batch(_folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """A fact in a full batch, signature and all, as it goes over the wire."""
    say(f"{FACTS} facts…")
    total = sum(len(to_wire(batch)) for batch in plain_batches())
    return [Figure("sync_wire_batch", total / FACTS, "bytes a fact", FACTS)]


def sync_wire_single(_folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """A fact by itself, signed, as it is told at once to who has the one before."""
    count = 1000
    say(f"{count} batches of one…")
    total = sum(len(to_wire(without_hash(batch))) for batch in plain_batches(count, 1))
    return [Figure("sync_wire_single", total / count, "bytes a fact", count)]


def sync_disk(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """A fact on disk, with the log and its row in the plain table."""
    say(f"{FACTS} facts…")
    file = folder / "replica.sqlite"
    replica = plain_replica(file, 1)
    empty = _pages(replica.sql.row("PRAGMA page_count"))
    for batch in plain_batches():
        replica.receive(batch)
    full = _pages(replica.sql.row("PRAGMA page_count"))
    page = _pages(replica.sql.row("PRAGMA page_size"))
    replica.sql.close()
    on_disk = os.path.getsize(file)
    assert on_disk >= full * page, "the file holds every page"
    return [Figure("sync_disk", (full - empty) * page / FACTS, "bytes a fact", FACTS)]


def _pages(row: tuple[int, ...] | None) -> int:
    return 0 if row is None else int(row[0])

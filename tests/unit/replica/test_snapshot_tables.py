"""Of each table it was decided whether it goes into a snapshot."""

from __future__ import annotations

from pathlib import Path

from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.snapshot_tables import PRIVATE, SHARED
from sync.store.schema import PRIVATE_TABLES, SHARED_TABLES, create_tables
from sync.store.sqlite import SqliteStore


def test_every_table_is_either_in_a_snapshot_or_private(tmp_path: Path) -> None:
    """One that nobody named would stay with its maker, and a newcomer would lack it unseen."""
    sql = SqliteStore(tmp_path / "replica.sqlite")
    create_tables(sql)
    PodiumProjector(1).create_tables(sql)
    rows = sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    shared, private = {*SHARED, *SHARED_TABLES}, {*PRIVATE, *PRIVATE_TABLES}
    assert not shared & private
    # Runs of facts go through the reader's scope, each by itself.
    shared.add("fact_run")
    assert {name for (name,) in rows if not name.startswith("sqlite_")} == shared | private
    sql.close()

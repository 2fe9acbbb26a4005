"""Of each table it was decided whether it goes into a snapshot."""

from __future__ import annotations

from harness.cluster import Cluster

from podium_desk.replica.snapshot_tables import PRIVATE, SHARED
from sync.store.schema import PRIVATE_TABLES, SHARED_TABLES


def test_what_goes_into_a_snapshot_is_there_and_what_is_private_is_not_in_it() -> None:
    cluster = Cluster()
    rows = cluster.sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in rows}
    shared = {*SHARED, *SHARED_TABLES}
    private = {*PRIVATE, *PRIVATE_TABLES}
    # A table that nobody named stays with its maker.
    assert shared <= tables
    assert private <= tables
    assert not shared & private

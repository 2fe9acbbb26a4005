"""The bench's season is written straight into the tables: its rows must be theirs."""

from __future__ import annotations

import pytest

from podium_desk.bootstrap import database
from podium_desk.proving.measures import cluster_season
from podium_desk.replica.projection import PodiumProjector
from sync.store.schema import create_tables


@pytest.fixture
def sql():
    store = database(None)
    create_tables(store)
    with store.transaction():
        PodiumProjector(1).create_tables(store)
    yield store
    store.close()


@pytest.mark.parametrize("table", list(cluster_season._COLUMNS))
def test_a_row_of_the_season_has_a_value_for_each_column(sql, table):
    assert cluster_season._COLUMNS[table] == len(sql.rows(f"PRAGMA table_info({table})"))

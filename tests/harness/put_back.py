"""A store's database as it was: read out whole and put back, on whichever engine."""

from __future__ import annotations

from harness.cluster import Cluster
from sync.store.port import Row, Sql
from sync.store.postgresql import PostgresqlStore

Image = dict[str, list[Row]]


def image_of(sql: Sql) -> Image:
    """Every row of every table."""
    return {name: sql.rows(f"SELECT * FROM {name}") for name in _tables(sql)}


def put_back(cluster: Cluster, image: Image) -> None:
    """Put the store's database back to that copy, and start its program on it."""
    sql = cluster.sql
    with sql.transaction():
        for name in _tables(sql):
            sql.run(f"DELETE FROM {name}")
            rows = image.get(name, [])
            if rows:
                places = ", ".join("?" * len(rows[0]))
                sql.run_many(f"INSERT INTO {name} VALUES ({places})", rows)
    cluster.start_store()


def _tables(sql: Sql) -> list[str]:
    if isinstance(sql, PostgresqlStore):
        return sorted(sql.tables())
    rows = sql.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_stat1'"
    )
    return sorted(name for (name,) in rows)

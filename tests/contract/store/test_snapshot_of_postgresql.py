"""Snapshots once more, of a store whose rows are in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.postgres import Server
from harness.suites import proofs_of, suite

from sync.snapshot.making import Copier
from sync.store.port import Sql
from sync.store.postgresql import PostgresqlStore
from sync.store.postgresql_copy import PostgresqlCopier

SNAPSHOTS = suite("integration/test_snapshot.py")
globals().update(proofs_of(SNAPSHOTS))


@pytest.fixture(autouse=True)
def in_postgresql(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cluster's store is there; peers that make snapshots stay in their files."""
    url = postgres_server.new_database()
    opened: list[PostgresqlStore] = []
    of_file = SNAPSHOTS.copier_of

    def new_store(_folder: Path) -> Sql:
        opened.append(PostgresqlStore(url))
        return opened[-1]

    def copier_of(source: Sql) -> Copier:
        is_here = isinstance(source, PostgresqlStore)
        copier: Copier = PostgresqlCopier(url) if is_here else of_file(source)
        return copier

    monkeypatch.setattr(SNAPSHOTS, "new_store", new_store)
    monkeypatch.setattr(SNAPSHOTS, "copier_of", copier_of)
    yield
    for store in opened:
        store.close()

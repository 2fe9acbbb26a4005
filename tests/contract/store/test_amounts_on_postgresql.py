"""Amounts and what is set aside, with the engine's replicas in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness import plain_sync
from harness.postgres import Server
from harness.suites import proofs_of, stores_in_postgresql, suite

from sync.store.postgresql import PostgresqlStore

SUITES = tuple(map(suite, (
    "unit/sync/test_sync_amounts.py",
    "unit/sync/test_sync_set_aside.py",
    "unit/sync/test_sync_personal.py",
)))  # fmt: skip
globals().update(proofs_of(*SUITES))


@pytest.fixture(autouse=True)
def in_postgresql(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with stores_in_postgresql(postgres_server, monkeypatch, *SUITES):
        yield


def test_the_replicas_here_are_in_postgresql() -> None:
    assert isinstance(plain_sync.replica_of(1).commits.under, PostgresqlStore)

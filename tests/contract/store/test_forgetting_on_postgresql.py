"""Devices that forget, with the store in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.cluster import Cluster
from harness.postgres import Server
from harness.suites import proofs_of, stores_in_postgresql, suite

from sync.store.postgresql import PostgresqlStore

SUITES = tuple(map(suite, (
    "integration/test_forgetting.py",
)))  # fmt: skip
globals().update(proofs_of(*SUITES))


@pytest.fixture(autouse=True)
def in_postgresql(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with stores_in_postgresql(postgres_server, monkeypatch, *SUITES):
        yield


def test_the_store_here_is_in_postgresql() -> None:
    assert isinstance(Cluster().replica.commits.under, PostgresqlStore)

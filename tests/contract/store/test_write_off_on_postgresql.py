"""Write-off once more, with the store in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.cluster import Cluster
from harness.postgres import Server
from harness.suites import proofs_of, stores_in_postgresql, suite

from sync.store.postgresql import PostgresqlStore

SUITES = tuple(map(suite, (
    "unit/central/test_central_write_off.py",
)))  # fmt: skip
globals().update(proofs_of(*SUITES))
# The command makes a store of its own, in a file.
del globals()["test_the_command_states_first_and_refuses_a_stranger"]


@pytest.fixture(autouse=True)
def in_postgresql(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with stores_in_postgresql(postgres_server, monkeypatch, *SUITES):
        yield


def test_the_store_here_is_in_postgresql() -> None:
    assert isinstance(Cluster().replica.commits.under, PostgresqlStore)

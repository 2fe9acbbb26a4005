"""Personal bodies and erasure with the store in PostgreSQL: nothing of them stays in its tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from harness.cluster import Cluster
from harness.postgres import Server
from harness.suites import proofs_of, stores_in_postgresql, suite

from sync.store.postgresql import PostgresqlStore

TRIES = 100

SUITES = tuple(map(suite, (
    "integration/test_personal_data.py",
)))  # fmt: skip
globals().update(proofs_of(*SUITES))


@pytest.fixture(autouse=True)
def in_postgresql(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with stores_in_postgresql(postgres_server, monkeypatch, *SUITES):
        yield


def test_an_erased_body_is_in_no_file_of_the_database(postgres_server: Server) -> None:
    store = PostgresqlStore(postgres_server.new_database())
    secret = b"geheim van Ada Canarisvogel"
    with closing(store):
        store.run("CREATE TABLE IF NOT EXISTS sealed (house INTEGER PRIMARY KEY, body BLOB)")
        store.run_many("INSERT INTO sealed VALUES (?, ?)", [(n, b"%d" % n) for n in range(50)])
        store.run("INSERT INTO sealed VALUES (?, ?)", (99, secret))
        store.run("CHECKPOINT")
        assert secret in written_by(store, postgres_server)
        store.run("DELETE FROM sealed WHERE house = 99")
        for _ in range(TRIES):
            store.scrub(("sealed",))
            store.run("CHECKPOINT")
            if secret not in written_by(store, postgres_server):
                break
            # The server's own look at the tables (its statistics) may have begun before the
            # deletion, and keeps the row until it ends.
            time.sleep(0.1)
        else:
            pytest.fail("the erased body still stands in a file")
        assert store.row("SELECT COUNT(*) FROM sealed") == (50,)


def written_by(store: PostgresqlStore, server: Server) -> bytes:
    """All that stands in the files of the store's database, whatever table they are."""
    number = store.row("SELECT oid FROM pg_database WHERE datname = current_database()")
    assert number is not None
    files = (server.data / "base" / str(number[0])).iterdir()
    return b"".join(path.read_bytes() for path in files if path.is_file())


def test_the_store_here_is_in_postgresql() -> None:
    assert isinstance(Cluster().replica.commits.under, PostgresqlStore)

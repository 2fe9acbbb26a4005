"""What tests in several folders share: the PostgreSQL server of the session."""

from __future__ import annotations

import gc
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest
from harness.postgres import NoPostgres, Server, new_server

from sync.store.postgresql import PostgresqlStore

# Devices keep their witness in the user's state folder; tests must not leave theirs there.
os.environ["PODIUM_DESK_STATE"] = tempfile.mkdtemp(prefix="podium-desk-state-")

_KEPT = "postgres-server.json"


@pytest.fixture(autouse=True)
def collector_is_on() -> Iterator[None]:
    """A command that is run here may not leave the tests after it without a collector: what they
    leave open would stay so, until the process has no file descriptor left."""
    yield
    assert gc.isenabled()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The one server of this test session, whichever worker asks first."""
    shared = _shared_folder(tmp_path_factory)
    with filelock.FileLock(shared / f"{_KEPT}.lock"):
        kept = shared / _KEPT
        if kept.exists():
            return _server(kept)
        try:
            server = new_server()
        except NoPostgres as error:
            pytest.fail(str(error), pytrace=False)
        kept.write_text(json.dumps({"folder": str(server.folder), "port": server.port}))
        return server


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """An empty database of this test's own."""
    return postgres_server.new_database()


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[PostgresqlStore]:
    """A store in an empty database, closed after the test."""
    store = PostgresqlStore(postgres_url)
    yield store
    store.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the server when the last worker is done: only the process that leads them does it."""
    if hasattr(session.config, "workerinput"):
        return
    factory = getattr(session.config, "_tmp_path_factory", None)
    base = None if factory is None else getattr(factory, "_basetemp", None)
    if base is not None and (kept := base / _KEPT).exists():
        server = _server(kept)
        server.stop("immediate")
        server.remove()


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def _server(kept: Path) -> Server:
    written = json.loads(kept.read_text())
    return Server(Path(written["folder"]), written["port"], Path(written["folder"]))

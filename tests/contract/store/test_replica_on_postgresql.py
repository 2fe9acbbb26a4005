"""The engine's own tests of replica, rights and enrolment once more, with PostgreSQL under them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from harness import plain_sync
from harness.postgres import Server

from sync.store.port import Sql
from sync.store.postgresql import PostgresqlStore

ENGINE_TESTS = Path(__file__).parents[2] / "unit" / "sync"


@pytest.fixture(autouse=True)
def in_postgresql(
    postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Sql]]:
    """Where the tests ask for a store in memory they get an empty database of the server."""
    opened: list[PostgresqlStore] = []

    def new_store() -> Sql:
        opened.append(PostgresqlStore(postgres_server.new_database()))
        return opened[-1]

    for module in (plain_sync, REPLICA, RIGHTS, ENROLMENT):
        if hasattr(module, "memory_store"):
            monkeypatch.setattr(module, "memory_store", new_store)
    yield new_store
    for store in opened:
        store.close()


def test_the_replicas_here_are_in_postgresql() -> None:
    assert isinstance(plain_sync.replica_of(1).commits.under, PostgresqlStore)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"postgresql_{name}", ENGINE_TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tests(module: ModuleType) -> dict[str, object]:
    """Tests and fixtures of a module, without the properties: those are about rules, not rows."""
    return {
        name: value
        for name, value in vars(module).items()
        if (name.startswith("test_") and not hasattr(value, "hypothesis"))
        or "FixtureFunctionDefinition" in type(value).__name__
    }


REPLICA, RIGHTS, ENROLMENT = map(
    _module, ("test_sync_replica", "test_sync_rights", "test_sync_enrolment")
)
globals().update({**_tests(REPLICA), **_tests(RIGHTS), **_tests(ENROLMENT)})

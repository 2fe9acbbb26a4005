"""Suites that are run once more under other conditions: a module of tests, loaded again."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from harness import plain_sync
from harness.cluster import Cluster
from harness.postgres import Server
from sync.store.port import Sql
from sync.store.postgresql import PostgresqlStore

TESTS = Path(__file__).parents[1]


def suite(path: str) -> ModuleType:
    """A module of tests, by its path under `tests`, as a module of its own."""
    name = f"again_{Path(path).stem}"
    spec = importlib.util.spec_from_file_location(name, TESTS / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[name] = module
    # It may lean on a suite beside it.
    beside = str(Path(spec.origin or "").parent)
    if beside not in sys.path:
        sys.path.append(beside)
    spec.loader.exec_module(module)
    return module


def proofs_of(*modules: ModuleType) -> dict[str, object]:
    """Their tests and fixtures, without the properties: those are about rules, not rows."""
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if (name.startswith("test_") and not hasattr(value, "hypothesis"))
        or "FixtureFunctionDefinition" in type(value).__name__
    }


@contextmanager
def stores_in_postgresql(
    server: Server, patch: pytest.MonkeyPatch, *modules: ModuleType
) -> Iterator[Callable[[], Sql]]:
    """A cluster's store, and the modules' plain replicas, get empty databases of the server.

    Devices of a cluster stay in SQLite, as in a house.
    """
    opened: list[PostgresqlStore] = []

    def new_store() -> Sql:
        opened.append(PostgresqlStore(server.new_database()))
        return opened[-1]

    found = Cluster.__init__
    patch.setattr(Cluster, "__init__", lambda self, sql=None: found(self, sql or new_store()))
    for module in (plain_sync, *modules):
        if hasattr(module, "memory_store"):
            patch.setattr(module, "memory_store", new_store)
    yield new_store
    for store in opened:
        store.close()

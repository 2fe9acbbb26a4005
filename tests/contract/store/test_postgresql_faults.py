"""What goes wrong between the store and its database, and what is said of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from harness.postgres import NoPostgres, Server, new_server

from sync.store.port import DatabaseUnreachable, StoreBusy, StoreFault
from sync.store.postgresql import PostgresqlStore, place_of
from sync.store.schema import create_tables


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that may be killed and set otherwise."""
    try:
        server = new_server()
    except NoPostgres as error:
        pytest.fail(str(error), pytrace=False)
    yield server
    server.stop("immediate")
    server.remove()


@pytest.fixture
def store(own_server: Server) -> Iterator[PostgresqlStore]:
    store = PostgresqlStore(own_server.new_database())
    store.run("CREATE TABLE t (k INTEGER PRIMARY KEY)")
    create_tables(store)
    yield store
    store.close()


def come_often(url: str) -> None:
    """Connect until the server has read its settings anew."""
    for _ in range(200):
        PostgresqlStore(url).close()


def rows(store: PostgresqlStore) -> list[int]:
    return [k for (k,) in store.rows("SELECT k FROM t ORDER BY k")]


def test_a_server_that_died_and_came_back_is_used_again_by_itself(
    own_server: Server, store: PostgresqlStore
) -> None:
    store.run("INSERT INTO t VALUES (1)")
    own_server.kill()
    with pytest.raises(DatabaseUnreachable):
        store.rows("SELECT k FROM t")
    with pytest.raises(DatabaseUnreachable), store.transaction():
        store.run("INSERT INTO t VALUES (2)")
    own_server.start()
    with store.transaction():
        store.run("INSERT INTO t VALUES (3)")
    assert rows(store) == [1, 3]


def test_a_transaction_that_was_cut_off_is_told_and_nothing_of_it_is_kept(
    own_server: Server, store: PostgresqlStore
) -> None:
    def cut_off() -> None:
        with store.transaction():
            store.run("INSERT INTO t VALUES (1)")
            own_server.stop("immediate")
            own_server.start()
            # What would follow on a new line would be half a transaction.
            store.run("INSERT INTO t VALUES (2)")

    with pytest.raises(DatabaseUnreachable):
        cut_off()
    assert rows(store) == []


def test_two_who_wait_for_each_other_are_told_apart(own_server: Server) -> None:
    url = own_server.new_database()
    one, two = PostgresqlStore(url), PostgresqlStore(url)
    create_tables(one)
    met = threading.Barrier(2)
    faults: list[StoreFault] = []

    def lock(store: PostgresqlStore, first: int, second: int) -> None:
        try:
            with store.transaction():
                store.lock((first,))
                met.wait()
                store.lock((second,))
        except StoreFault as fault:
            faults.append(fault)

    other = threading.Thread(target=lock, args=(two, 8, 7))
    other.start()
    lock(one, 7, 8)
    other.join()
    assert [type(fault) for fault in faults] == [StoreBusy]
    for store in (one, two):
        with store.transaction():
            store.lock((7, 8))
        store.close()


def test_who_holds_a_house_keeps_the_next_one_waiting_and_no_other_house(
    own_server: Server,
) -> None:
    url = own_server.new_database()
    one, two = PostgresqlStore(url), PostgresqlStore(url)
    create_tables(one)
    seen = []

    def next_one() -> None:
        with two.transaction():
            two.lock((8,))
            seen.append("other house")
            two.lock((7,))
            seen.append("same house")

    waiting = threading.Thread(target=next_one)
    with one.transaction():
        one.lock((7,))
        waiting.start()
        waiting.join(0.3)
        assert seen == ["other house"]
    waiting.join()
    assert seen == ["other house", "same house"]
    one.close()
    two.close()


def test_a_fault_that_somebody_swallowed_does_not_look_like_a_commit(
    store: PostgresqlStore,
) -> None:
    def swallow() -> None:
        with store.transaction():
            store.run("INSERT INTO t VALUES (1)")
            with pytest.raises(OverflowError):
                store.run("INSERT INTO t SELECT 9223372036854775807 + k FROM t")

    with pytest.raises(StoreBusy):
        swallow()
    assert rows(store) == []


def test_a_weak_commit_is_made_durable_and_a_server_without_fsync_refused(
    own_server: Server,
) -> None:
    url = own_server.new_database()
    name = url.split("///")[1].split("?")[0]
    setter = PostgresqlStore(url)
    setter.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    weak = PostgresqlStore(url)
    assert weak.row("SHOW synchronous_commit") == ("on",)
    weak.close()
    setter.run("ALTER SYSTEM SET fsync = off")
    setter.run("SELECT pg_reload_conf()")
    try:
        with pytest.raises(DatabaseUnreachable, match="fsync"):
            come_often(url)
    finally:
        setter.run("ALTER SYSTEM RESET fsync")
        setter.run("SELECT pg_reload_conf()")
        setter.close()


def test_an_address_is_shown_without_who_may_enter() -> None:
    url = "postgresql://podium:geheim@db1:5433,db2/kassa?password=ookgeheim&sslmode=require"
    assert place_of(url) == "postgresql://db1:5433,db2/kassa"
    with pytest.raises(DatabaseUnreachable) as unreadable:
        place_of("postgresql://podium:geheim@[:x/")
    assert "geheim" not in str(unreadable.value)
    assert unreadable.value.__cause__ is None

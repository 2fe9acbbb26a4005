"""One suite for every implementation of the store's port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from sync.store.port import Sql, StoreDamaged, StoreFull, StoreNewer, StoreUnreachable
from sync.store.schema import create_tables, put_setting, setting
from sync.store.sqlite import SQLITE_VERSION_MIN, SqliteStore, memory_store


@pytest.fixture(params=["memory", "sqlite"])
def sql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sql]:
    store = memory_store() if request.param == "memory" else SqliteStore(tmp_path / "r.sqlite")
    store.run("CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT)")
    yield store
    store.close()


def test_rows_come_back_as_they_were_put(sql: Sql) -> None:
    sql.run_many("INSERT INTO t VALUES (?, ?)", [(2, "b"), (1, "a")])
    assert sql.rows("SELECT k, v FROM t ORDER BY k") == [(1, "a"), (2, "b")]
    assert sql.row("SELECT v FROM t WHERE k = ?", (3,)) is None


def test_a_transaction_is_all_or_nothing(sql: Sql) -> None:
    def cut_off() -> None:
        with sql.transaction():
            sql.run("INSERT INTO t VALUES (1, 'a')")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        cut_off()
    assert sql.rows("SELECT * FROM t") == []
    with sql.transaction():
        sql.run("INSERT INTO t VALUES (1, 'a')")
    assert sql.rows("SELECT * FROM t") == [(1, "a")]


def test_a_transaction_inside_another_is_part_of_it(sql: Sql) -> None:
    def cut_off() -> None:
        with sql.transaction():
            with sql.transaction():
                sql.run("INSERT INTO t VALUES (1, 'a')")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        cut_off()
    assert sql.rows("SELECT * FROM t") == []


def test_settings_are_replaced(sql: Sql) -> None:
    create_tables(sql)
    put_setting(sql, "name", b"one")
    put_setting(sql, "name", b"two")
    assert setting(sql, "name") == b"two"
    assert setting(sql, "other") is None


def test_data_of_a_newer_program_is_not_touched(sql: Sql) -> None:
    create_tables(sql)
    put_setting(sql, "schema", b"99")
    with pytest.raises(StoreNewer, match="newer"):
        create_tables(sql)


def test_the_sqlite_library_is_outside_the_known_corruption_range() -> None:
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    assert version >= SQLITE_VERSION_MIN


def test_the_file_is_written_with_full_durability(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "r.sqlite")
    assert store.row("PRAGMA journal_mode") == ("wal",)
    assert store.row("PRAGMA synchronous") == (2,)
    store.close()


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "r.sqlite")
    store.run("CREATE TABLE t (v BLOB)")
    store.run("INSERT INTO t VALUES ('before')")
    store.run("PRAGMA max_page_count = 4")
    with pytest.raises(StoreFull), store.transaction():
        store.run("INSERT INTO t VALUES (zeroblob(100000))")
    store.run("PRAGMA max_page_count = 1000")
    store.run("INSERT INTO t VALUES ('after')")
    assert store.rows("SELECT v FROM t") == [("before",), ("after",)]
    store.close()


def test_a_file_that_is_no_database_is_said_to_be_damaged_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.write_bytes(b"this is a letter to my aunt " * 100)
    with pytest.raises(StoreDamaged):
        SqliteStore(path)
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable):
        SqliteStore(tmp_path / "nowhere" / "r.sqlite")

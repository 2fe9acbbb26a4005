"""One suite for every implementation of the store's port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import psycopg
import pytest

from sync.store.port import Sql, StoreDamaged, StoreFull, StoreNewer, StoreOlder, StoreUnreachable
from sync.store.schema import create_tables, put_setting, setting
from sync.store.sqlite import SQLITE_VERSION_MIN, SqliteStore, memory_store


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def sql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sql]:
    store: Sql
    if request.param == "postgresql":
        store = request.getfixturevalue("postgres_store")
    else:
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


def test_what_every_engine_can_hold_comes_back(sql: Sql) -> None:
    sql.run("CREATE TABLE held (n INTEGER PRIMARY KEY, t TEXT, b BLOB) WITHOUT ROWID")
    rows = [
        (-(2**63), "", b""),
        (0, None, None),
        (2**63 - 1, "O'Brien? 100 % of ’t Anker", bytes(range(256))),
    ]
    sql.run_many("INSERT INTO held VALUES (?, ?, ?)", rows)
    assert sql.rows("SELECT n, t, b FROM held ORDER BY n") == rows
    assert sql.row("SELECT SUM(n), COUNT(*) FROM held WHERE t = 'why?' OR n >= ?", (1,)) == (
        2**63 - 1,
        1,
    )


def test_many_rows_come_back_as_they_were_put(sql: Sql) -> None:
    sql.run("CREATE TABLE many (n INTEGER PRIMARY KEY, t TEXT, b BLOB) WITHOUT ROWID")
    words = ["", None, "NULL", 'say "no"', "back\\slash", "{a,b}", "O'Brien", "nul\0", " é ’ "]
    rows = [(n, words[n % 9], None if n % 5 == 0 else bytes([n % 256, 92, 34])) for n in range(257)]
    sql.run_many("INSERT INTO many VALUES (?, ?, ?)", rows)
    kept = sql.rows("SELECT n, t, b FROM many ORDER BY n")
    assert [(n, t and t.replace("\ufffd", "\0"), b) for n, t, b in kept] == rows
    again = [(n, "again", b"") for n in range(250, 270)]
    sql.run_many("INSERT INTO many (n, t, b) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", again)
    assert sql.row("SELECT COUNT(*) FROM many WHERE t = 'again'") == (13,)
    raised = [(n % 3, str(n), None) for n in range(257)]
    sql.run_many(
        "INSERT INTO many VALUES (?, ?, ?) ON CONFLICT (n) DO UPDATE SET t = excluded.t", raised
    )
    assert sql.rows("SELECT t FROM many WHERE n < 3 ORDER BY n") == [("255",), ("256",), ("254",)]
    with pytest.raises(OverflowError):
        sql.run_many("INSERT INTO t VALUES (?, 'a')", [(2**63 + n,) for n in range(257)])


def test_a_number_that_no_column_holds_is_an_overflow(sql: Sql) -> None:
    with pytest.raises(OverflowError):
        sql.run("INSERT INTO t VALUES (?, 'a')", (2**63,))
    assert sql.rows("SELECT * FROM t") == []


def test_texts_are_ordered_byte_by_byte(sql: Sql) -> None:
    words = ["a", "B", "é", "b", "A", "Z", "-", "z 1", "z1"]
    sql.run_many("INSERT INTO t VALUES (?, ?)", list(enumerate(words)))
    assert [v for (v,) in sql.rows("SELECT v FROM t ORDER BY v")] == sorted(words)


def test_a_text_with_the_one_character_that_a_database_lacks_stops_nothing(sql: Sql) -> None:
    sql.run_many("INSERT INTO t VALUES (?, ?)", [(1, "a\0b")])
    with sql.transaction():
        sql.run("INSERT INTO t VALUES (?, ?)", (2, "c\0"))
    assert sql.row("SELECT COUNT(*) FROM t WHERE v = ?", ("a\0b",)) == (1,)
    assert sql.row("SELECT k FROM t WHERE v = ?", ("c\0",)) == (2,)


def test_a_statement_that_fails_inside_a_transaction_takes_all_of_it_back(sql: Sql) -> None:
    def sell_twice() -> None:
        with sql.transaction():
            sql.run("INSERT INTO t VALUES (1, 'a')")
            sql.run("INSERT INTO t VALUES (1, 'b')")

    with pytest.raises((apsw.ConstraintError, psycopg.errors.UniqueViolation)):
        sell_twice()
    assert sql.rows("SELECT * FROM t") == []
    sql.run("INSERT INTO t VALUES (1, 'c')")
    assert sql.rows("SELECT v FROM t") == [("c",)]


def test_a_house_is_locked_for_a_transaction_as_often_as_one_likes(sql: Sql) -> None:
    create_tables(sql)
    for name in ("one", "two"):
        with sql.transaction():
            sql.lock((7, 3))
            sql.lock((3,))
            sql.lock((7, 0))
            put_setting(sql, name, b"written behind all of them")
    assert setting(sql, "one") == setting(sql, "two") == b"written behind all of them"


def test_making_the_tables_again_changes_nothing(sql: Sql) -> None:
    create_tables(sql)
    put_setting(sql, "name", b"one")
    create_tables(sql)
    assert setting(sql, "name") == b"one"


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


def test_data_of_before_the_first_release_is_not_touched(sql: Sql) -> None:
    create_tables(sql)
    put_setting(sql, "schema", b"1")
    with pytest.raises(StoreOlder, match="older"):
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

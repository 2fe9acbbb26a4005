"""Data of an earlier form is refused in words that say what to do, and left as it is."""

from __future__ import annotations

import contextlib
from pathlib import Path

import apsw
from harness.processes import StoreProcess, call

from sync.store.schema import SCHEMA_VERSION


def make_older(file: Path) -> bytes:
    with contextlib.closing(apsw.Connection(str(file))) as connection:
        older = b"%d" % (SCHEMA_VERSION - 1)
        connection.execute("UPDATE setting SET value = ? WHERE name = 'schema'", (older,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


def test_a_device_of_an_older_form_is_told_to_enrol_again_in_a_new_folder(tmp_path: Path) -> None:
    data = tmp_path / "kassa1"
    with StoreProcess(tmp_path, hours=1) as store:
        store.enrol(data)
        before = make_older(data / "replica.sqlite")
        for words in (("device", "status", data), ("performances", data), ("sync", data)):
            said = call(*words, "--json")
            assert (said.status, said.json["fault"]) == (3, "older_data")
            assert "koppel het toestel opnieuw in een nieuwe map" in said.err
        assert (data / "replica.sqlite").read_bytes() == before
        assert store.enrol(tmp_path / "kassa1-nieuw").status == 0


def test_a_store_of_an_older_form_does_not_serve(tmp_path: Path) -> None:
    store = StoreProcess(tmp_path, hours=1)
    make_older(store.folder / "central.sqlite")
    said = store.central("totals")
    assert (said.status, said.json["fault"]) == (3, "older_data")

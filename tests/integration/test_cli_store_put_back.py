"""A store's folder put back to an older copy, on the command line: it says so and comes right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.processes import StoreProcess, call


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path, hours=30) as process:
        yield process


def held(data: Path) -> int:
    return sum(call("device", "status", data, "--json").json["rights"].values())


def put_back(store: StoreProcess, copy: Path) -> None:
    store.kill()
    shutil.rmtree(store.folder)
    shutil.copytree(copy, store.folder)
    store.start()


def copied(store: StoreProcess, copy: Path) -> None:
    store.kill()
    shutil.copytree(store.folder, copy)
    store.start()


def test_it_says_whom_it_waits_for_and_comes_right_when_they_connect(
    store: StoreProcess, tmp_path: Path
) -> None:
    known, newer = tmp_path / "kassa1", tmp_path / "kassa2"
    store.enrol(known)
    copied(store, tmp_path / "copy")
    store.enrol(newer)
    assert held(newer) > 0
    put_back(store, tmp_path / "copy")
    # Its witness stands beside the folder, so it knows before anybody calls.
    state = store.central("recover").json
    assert [device["name"] for device in state["unheard"]] == ["kassa1"]
    assert (state["logs_missing"], state["done"]) == (1, False)
    assert state["free"] > 0
    refused = call("device", "enrol", tmp_path / "kassa3", "--url", store.url, "--code",
                   store.code("counter"), "--name", "kassa3", "--json")  # fmt: skip
    assert refused.status != 0
    assert refused.json["refused" if "refused" in refused.json else "fault"] == "store_rolled_back"
    assert call("sync", newer, "--once", "--json").status == 0
    assert store.central("recover").json["refused"] == "nothing_forgotten"
    listed = call("central", "device", "list", store.folder, "--json").json
    assert "kassa2" in str(listed)
    store.enrol(tmp_path / "kassa3")


def test_two_people_go_on_without_a_device_that_does_not_come(
    store: StoreProcess, tmp_path: Path
) -> None:
    lost = tmp_path / "kassa1"
    copied(store, tmp_path / "copy")
    store.enrol(lost)
    put_back(store, tmp_path / "copy")
    state = store.central("recover").json
    assert "recover" in call("central", "recover", store.folder).out
    confirm = ("--confirm", state["code"], "--by", "An Claes")
    assert store.central("recover", *confirm).json["refused"] == "two_people"
    assert store.central("recover", *confirm, "--by", "Bo Dekker").json["done"] is True
    assert store.central("recover").json["refused"] == "nothing_forgotten"
    # What the witness still told of was given up: a restart asks nobody again.
    store.kill()
    store.start()
    assert store.central("recover").json["refused"] == "nothing_forgotten"

"""A lost and a closing device on the command line: codes in pictures, and a write-off in words."""

from __future__ import annotations

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


def test_a_closing_device_is_carried_to_the_store_by_another(
    store: StoreProcess, tmp_path: Path
) -> None:
    closing, carrier = tmp_path / "kassa1", tmp_path / "kassa2"
    store.enrol(closing)
    store.enrol(carrier)
    assert held(closing) > 0
    store.kill()
    made = call("device", "closing-code", closing, "--output", tmp_path / "codes", "--json").json
    pictures = [word for file in reversed(made["files"]) for word in ("--image", file)]
    assert held(closing) == 0
    waits = call("device", "take-closing-code", carrier, *pictures, "--json").json
    assert waits["at_store"] is False
    store.start()
    text = (tmp_path / "codes" / f"closing-1-of-{made['parts']}.txt").read_text()
    cut_off = call("device", "take-closing-code", carrier, text[:60], "--json")
    assert (cut_off.status, cut_off.json["refused"]) == (1, "closing_damaged")
    brought = call("device", "take-closing-code", carrier, *made["codes"], "--json").json
    assert brought["at_store"] is True
    assert brought["free"] > 0
    nothing = store.central("write-off", "--device", 2)
    assert nothing.json["refused"] == "nothing_held"


def test_a_lost_device_is_written_off_by_two_people(store: StoreProcess, tmp_path: Path) -> None:
    lost = tmp_path / "kassa1"
    store.enrol(lost)
    told = call("central", "write-off", store.folder, "--device", 2)
    assert told.status == 0
    stated = store.central("write-off", "--device", 2).json
    assert stated["code"] in told.out
    assert stated["pools"][0]["free"] > 0
    confirm = ("write-off", "--device", 2, "--confirm", stated["code"], "--by", "An Claes")
    alone = store.central(*confirm)
    assert alone.json["refused"] == "two_people"
    done = store.central(*confirm, "--by", "Bo Dekker").json
    assert done["done"] is True
    assert call("device", "status", lost, "--json").status == 0

"""Sales that reach the store on a stick, over another device or straight, and the answer back."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.processes import StoreProcess, call


def sell(store: StoreProcess, data: Path) -> None:
    words = ("--performance", store.performances[0], "--best", 1, "--pay", "cash", "--json")
    assert call("sell", data, *words).status == 0


@pytest.mark.parametrize("road", ["straight", "over another device"])
def test_a_device_without_any_network_gets_its_sales_to_the_store(
    tmp_path: Path, road: str
) -> None:
    stick, back = tmp_path / "kassa1.facts", tmp_path / "answer.facts"
    alone, courier = tmp_path / "kassa1", tmp_path / "kassa2"
    with StoreProcess(tmp_path, hours=1) as store:
        store.enrol(alone)
        store.enrol(courier)
        store.kill()
        for _ in range(3):
            sell(store, alone)
        facts = call("facts", "export", alone, stick, "--json").json["facts"]
        assert facts == call("device", "status", alone, "--json").json["unsent"] > 0
        if road == "straight":
            for expected in (facts, 0):
                said = call(
                    "central", "facts", "import", store.folder, stick, "--json"
                )  # fmt: skip
                assert said.json["facts"] == expected
        else:
            assert call("facts", "import", courier, stick, "--json").json["facts"] == facts
            store.start()
            assert call("sync", courier, "--json").json["sent"] == facts
            store.kill()
        assert store.totals()["orders"] == 3
        said = call("central", "facts", "export", store.folder, back, "--for", stick, "--json")
        assert said.status == 0
        assert call("facts", "import", alone, back, "--json").status == 0
        assert call("device", "status", alone, "--json").json["unsent"] == 0


def test_a_file_that_is_no_good_is_refused_in_words_and_takes_nothing(tmp_path: Path) -> None:
    stick = tmp_path / "kassa1.facts"
    data = tmp_path / "kassa1"
    with StoreProcess(tmp_path, hours=1) as store:
        store.enrol(data)
        store.kill()
        sell(store, data)
        call("facts", "export", data, stick, "--json")
        stick.write_bytes(stick.read_bytes()[:-20])
        said = call("central", "facts", "import", store.folder, stick, "--json")
        assert (said.status, said.json["refused"]) == (1, "parcel_damaged")
        assert "beschadigd" in said.err
        assert store.totals()["orders"] == 0
        said = call("facts", "import", data, tmp_path / "nowhere.facts", "--json")
        assert (said.status, said.json["fault"]) == (3, "file")


def test_a_season_that_is_over_takes_less_room_and_changes_no_total(tmp_path: Path) -> None:
    data = tmp_path / "kassa1"
    with StoreProcess(tmp_path, hours=1) as store:
        store.enrol(data)
        for _ in range(4):
            sell(store, data)
        assert call("sync", data, "--json").status == 0
        before = store.totals()
        words = ("central", "compact", store.folder, "--before", "2099-01-01")
        tried = call(*words, "--dry-run", "--json").json
        assert tried["dry_run"]
        done = call(*words, "--json").json
        assert done == {**tried, "dry_run": False}
        assert done["bytes_after"] < done["bytes_before"]
        assert call(*words, "--json").json["facts"] == 0
        assert "samengeperst" in call("facts", "compact", data, "--before", "2099-01-01").out
        assert store.totals() == before
        newcomer = tmp_path / "kassa2"
        store.enrol(newcomer)
        assert call("device", "status", newcomer, "--json").json["totals"] == before
        sell(store, data)
        assert call("sync", data, "--json").status == 0
        assert store.totals()["orders"] == before["orders"] + 1

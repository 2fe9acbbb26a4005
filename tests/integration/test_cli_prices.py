"""A price list and a code from the central store to a sale on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.processes import Said, StoreProcess, call
from test_cli_evening import store

__all__ = ["store"]
HOUSE = "anker"
ROWS = "code;prijs;pas;reden;hoogstens\nvriend;15,00;ja;;2\npers;gratis;;ja;\n"


@pytest.fixture
def counter(store: StoreProcess, tmp_path: Path) -> Path:
    rows = tmp_path / "tarieven.csv"
    rows.write_text(ROWS, encoding="utf-8")
    imported = call("central", "import", store.folder, rows, "--house", HOUSE, "--json")
    assert imported.status == 0, imported
    words = ("LENTE", "--house", HOUSE, "--off", "10%", "--uses", 1, "--json")
    added = call("central", "discount", "add", store.folder, *words)
    assert added.status == 0, added
    folder = tmp_path / "kassa1"
    store.enrol(folder)
    return folder


def sell(device: Path, performance: int, *words: object) -> Said:
    how = ("--performance", performance, "--best", 1, "--pay", "card", "--json")
    return call("sell", device, *how, *words)


def test_terms_hold_and_a_code_for_one_order_is_used_once(
    store: StoreProcess, counter: Path
) -> None:
    number = store.performances[0]
    refused = sell(counter, number, "--tariff", "vriend")
    assert (refused.status, refused.json["refused"]) == (1, "card_needed")
    friend = sell(counter, number, "--tariff", "vriend", "--pass", "V-12")
    assert (friend.status, friend.json["total_cents"]) == (0, 1500)
    press = sell(counter, number, "--tariff", "pers", "--reason", "pers")
    assert (press.status, press.json["total_cents"]) == (0, 0)

    first = sell(counter, number, "--code", "lente")
    second = sell(counter, number, "--code", "lente")

    assert (first.status, first.json["total_cents"]) == (0, 1803)
    assert (second.status, second.json["refused"]) == (1, "discount_used_up")
    listed = call("central", "discount", "list", store.folder, "--house", HOUSE, "--json")
    assert [one["used"] for one in listed.json["discounts"]] == [1]

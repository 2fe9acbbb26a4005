"""A class with one ticket and a card of visits, from the store's files to a door's command line."""

from __future__ import annotations

import json
from pathlib import Path

from harness.processes import StoreProcess, call
from test_cli_evening import store

__all__ = ["store"]
HOUSE = "anker"
PRICES = "code;prijs;groep vanaf;groepsticket\nklas;6,00;10;ja\n"
CARDS = "code;naam;prijs;btw;beurten\nKAART;Drie beurten;30,00;6;3\n"
GATES = {"gates": [{"name": "Zaal", "visits": "held", "doors": [{"device": "Deur 1"}]}]}


def test_a_class_and_a_card_of_visits_go_in(store: StoreProcess, tmp_path: Path) -> None:
    counter, door = tmp_path / "kassa1", tmp_path / "deur1"
    store.enrol(counter)
    store.enrol(door, "door", "--name", "Deur 1")
    for command, name, text in (
        ("import", "tarieven.csv", PRICES),
        ("passes import", "passen.csv", CARDS),
        ("gates import", "deuren.json", json.dumps(GATES)),
    ):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        done = call("central", *command.split(), store.folder, file, "--house", HOUSE, "--json")
        assert done.status == 0, done

    how = ("--performance", store.performances[0], "--best", 12, "--tariff", "klas")
    sold = call("sell", counter, *how, "--pay", "card", "--json")
    assert (sold.status, sold.json["total_cents"]) == (0, 12 * 600), sold
    group, *others = sold.json["tickets"]
    assert [one["persons"] for one in (group, *others)] == [12, *[0] * 11]
    few = call("scan", door, group["code"], "--persons", 5, "--json").json
    assert (few["verdict"], few["persons"]) == ("admit", 5)
    rest = call("scan", door, group["code"], "--json").json
    assert (rest["persons_before"], rest["persons"]) == (5, 7)

    bought = call("passes", "sell", counter, "KAART", "--pay", "card", "--json")
    card = bought.json["passes"][0]["number"]
    visits = [call("scan", door, card, *more, "--json").json for more in ((), ("--another",), ())]
    said = [(one["verdict"], one["reason"], one["visits_left"]) for one in visits]
    assert said == [("admit", None, 2), ("admit", None, 1), ("ask", "another_visit", 1)]
    settled = call("central", "passes", "settle", store.folder, "--house", HOUSE, "--json")
    assert sum(one["count"] for one in settled.json["uses"]) == 2, settled

"""The gates of a house in its catalogue: whole files, kept numbers, what is withdrawn."""

from __future__ import annotations

import json

import pytest

from podium_desk.central.gates import HouseGates, import_gates
from podium_desk.central.programme import HouseProgramme
from podium_desk.i18n.words import Words
from podium_desk.replica.kinds import CARD_KEY

FIRST = "2026-12-01T20:00:00+01:00"


@pytest.fixture
def take(central, house, tmp_path):
    def take_them(**parts):
        path = tmp_path / "gates.json"
        path.write_text(json.dumps(parts), encoding="utf-8")
        return import_gates(central, house, path, Words("nl"))

    return take_them


def numbers(central, house):
    return {gate.name: gate.number for gate in HouseGates(central, house).gates()}


def test_a_gate_keeps_its_number_as_long_as_it_keeps_its_name(central, house, take):
    assert take(gates=[{"name": "Zaal"}, {"name": "Balkon"}]).imported == 2
    assert numbers(central, house) == {"Zaal": 1, "Balkon": 2}
    again = take(gates=[{"name": "Foyer"}, {"name": "Zaal"}])
    assert (again.imported, again.unchanged) == (1, 1)
    assert numbers(central, house) == {"Zaal": 1, "Foyer": 3}
    take(gates=[{"name": "Balkon"}])
    assert numbers(central, house) == {"Balkon": 4}


def test_half_a_file_is_not_taken(central, house, take):
    report = take(gates=[{"name": "Zaal"}, {"name": "Balkon", "performances": [99]}])
    assert [one.reason for one in report.refused] == ["gate_unknown_performance"]
    report = take(gates=[{"name": "Zaal"}, {"name": "Balkon", "doors": [{"device": "Deur 9"}]}])
    assert [one.reason for one in report.refused] == ["gate_unknown_device"]
    assert numbers(central, house) == {}


def test_a_house_gets_its_key_for_cards_once(central, house, take):
    take(gates=[{"name": "Zaal"}])
    key = central.replica.records.get(house.id, CARD_KEY, CARD_KEY)
    take(gates=[{"name": "Balkon"}])
    assert len(key.body) == 32
    assert central.replica.records.get(house.id, CARD_KEY, CARD_KEY).body == key.body


def test_doors_open_so_long_before_the_start_also_when_that_moves(
    central, house, take, bring, event
):
    bring({"season.json": event(FIRST)})
    assert take(gates=[], doors_open={"100001": 30}).refused == []
    performance = HouseProgramme(central, house).performance(100001)
    assert performance.doors_open.isoformat()[11:16] in ("18:30", "19:30")
    bring({"season.json": event(FIRST, name={"nl": "Andere titel"})})
    assert HouseProgramme(central, house).performance(100001).doors_open == performance.doors_open


def test_a_question_stands_in_the_order_of_the_file(central, house, take):
    asked = [{"id": word, "text": word, "tariffs": ["kind"]} for word in ("b", "a")]
    take(questions=asked)
    assert [one.id for one in HouseGates(central, house).questions()] == ["b", "a"]

"""A file of gates: what it says, and what of it no door would understand."""

from __future__ import annotations

import json

import pytest

from podium_desk.domain.door_questions import AnswerKind
from podium_desk.domain.gates import IsolatedPolicy, ReEntry
from podium_desk.integrations.gates import DoorRow, GateRow, QuestionRow, read_gates

BALCONY = {
    "name": "Balkon",
    "performances": [12, "ab-1"],
    "sections": ["Balkon"],
    "re_entry": "never",
    "opens_min_before_start": 45,
    "rule": {"any": [{"product_in": ["vriend"]}, {"after": "start"}]},
    "isolated": "home_sections",
    "checks_out_at": "03:00",
    "doors": [{"device": "Deur 1", "home_sections": ["Balkon"]}, {"device": 7}],
}


def read(**parts):
    return read_gates(json.dumps(parts).encode(), "gates.json")


def test_a_gate_is_read_with_all_that_stands_there():
    (gate,) = read(gates=[BALCONY]).gates
    assert gate == GateRow(
        "Balkon", ("12", "ab-1"), None, ("Balkon",), ReEntry.NEVER, False, 45, None,
        json.dumps(BALCONY["rule"]), False, None, IsolatedPolicy.HOME_SECTIONS, "03:00",
        (DoorRow("Deur 1", ("Balkon",)), DoorRow("7")),
    )  # fmt: skip


def test_an_empty_list_admits_nobody_and_none_everybody():
    nobody, everybody = read(gates=[{"name": "A", "tariffs": []}, {"name": "B"}]).gates
    assert (nobody.tariffs, everybody.tariffs) == ((), None)


def test_a_question_is_read_in_one_language_or_in_several():
    fetch = {"id": "afhaler", "text": "Wie haalt af?", "tariffs": ["kind"], "required": True}
    meal = {"id": "menu", "text": {"nl": "Menu?", "fr": "Menu ?"}, "kind": "choice",
            "tariffs": ["etentje"], "choices": ["vis", "vlees"]}  # fmt: skip
    assert read(questions=[fetch, meal]).questions == (
        QuestionRow("afhaler", {"": "Wie haalt af?"}, ("kind",), is_required=True),
        QuestionRow("menu", {"nl": "Menu?", "fr": "Menu ?"}, ("etentje",), AnswerKind.CHOICE,
                    ("vis", "vlees")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        ({}, "gate_wrong_value"),
        ({"name": " "}, "gate_wrong_value"),
        ({"name": "A", "products": ["x"]}, "gate_unknown_key"),
        ({"name": "A", "tariffs": "basis"}, "gate_wrong_value"),
        ({"name": "A", "re_entry": "sometimes"}, "gate_wrong_value"),
        ({"name": "A", "accepts_unpaid": "yes"}, "gate_wrong_value"),
        ({"name": "A", "opens_min_before_start": 4.5}, "gate_wrong_value"),
        ({"name": "A", "opens_min_before_start": -1}, "gate_wrong_value"),
        ({"name": "A", "checks_out_at": "3:00"}, "gate_wrong_value"),
        ({"name": "A", "rule": {"moon_phase": "full"}}, "gate_unknown_rule"),
        ({"name": "A", "doors": [7]}, "gate_not_an_object"),
        ("A", "gate_not_an_object"),
    ],
)
def test_what_a_door_would_not_understand_is_refused(gate, reason):
    file = read(gates=[gate])
    assert [one.reason.value for one in file.refused] == [reason]
    assert file.gates == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"no JSON", b'{"gates": {}}', b"\xff"])
def test_a_file_of_something_else_is_put_aside(content):
    assert read_gates(content, "gates.json").refused


def test_one_name_stands_for_one_gate():
    (twice,) = read(gates=[{"name": "A"}, {"name": "A"}]).refused
    assert twice.reason.value == "gate_twice"

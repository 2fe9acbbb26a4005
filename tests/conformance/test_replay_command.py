"""`podium-desk replay`: what it says of scenarios that pass, that differ and that are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness.processes import call

from podium_desk.proving.replay.form import BadForm
from podium_desk.proving.replay.form_checks import read_scenario
from podium_desk.proving.replay.playing import Way, play

FIRST = Path(__file__).parent / "admission" / "A01-first-entry-is-admitted.json"
Change = Callable[[dict[str, Any]], None]


def scenario() -> dict[str, Any]:
    """A small one that passes."""
    found: dict[str, Any] = json.loads(FIRST.read_text())
    return found


def wrong(**keys: Any) -> Change:
    return lambda one: one.update(keys)


def in_step(number: int, **keys: Any) -> Change:
    return lambda one: one["steps"][number].update(keys)


def in_gate(**keys: Any) -> Change:
    return lambda one: one["gates"][0].update(keys)


def in_ticket(**keys: Any) -> Change:
    return lambda one: one["tickets"][0].update(keys)


def expecting(**keys: Any) -> Change:
    return lambda one: one["steps"][1]["expect"].update(keys)


CLOCK = {"kind": "clock_skew", "device": "deur-1"}
BREAKING: dict[str, tuple[Change, str]] = {
    "unknown key": (wrong(extra=1), "extra"),
    "a title that is no sentence": (wrong(title="kort"), "title"),
    "a zone that is nowhere": (wrong(timezone="Europe/Nergens"), "Europe/Nergens"),
    "a zone that is no name": (wrong(timezone="../etc/passwd"), "timezone"),
    "no steps": (wrong(steps=[]), "steps"),
    "a step that nobody knows": (in_step(0, do="dance"), "dance"),
    "a day that is in no calendar": (in_step(0, at="2026-02-30T20:00"), "2026-02-30"),
    "a device that is not there": (in_step(0, device="deur-9"), "deur-9"),
    "a code of no ticket": (in_step(0, code="T9"), "T9"),
    "a code of two things": (in_step(0, code={"ticket": "T1", "raw": "x", "generation": 1}), "raw"),
    "an empty code": (in_step(0, code={}), "code"),
    "a null where it means nothing": (in_ticket(note=None), "note"),
    "an event that is not there": (in_gate(events=["E9"]), "E9"),
    "a product twice": (in_gate(products=["a", "a"]), "twice"),
    "a rule of two leaves": (in_gate(rule={"entries_lt": 1, "outside": True}), "rule"),
    "a tolerance of nothing": (in_gate(rule={"entries_lt": 1, "tolerance_min": 1}), "rule"),
    "a leaf with a strange value": (in_gate(rule={"any": [{"entries_lt": -1}]}), "entries_lt"),
    "an add-on of itself": (in_ticket(addon_of="T1"), "itself"),
    "an incident of nothing": (expecting(incidents=[{"kind": "clock_skew"}]), "clock_skew"),
    "an incident twice": (expecting(incidents=[CLOCK, CLOCK]), "twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_the_form_is_said_with_where(name: str) -> None:
    change, where = BREAKING[name]
    broken = scenario()
    change(broken)
    with pytest.raises(BadForm, match=where):
        read_scenario(json.dumps(broken).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_no_scenario(data: bytes) -> None:
    with pytest.raises(BadForm):
        read_scenario(data)


def test_one_line_a_scenario_and_the_first_difference(tmp_path: Path) -> None:
    differing = scenario()
    differing["id"] = "anders"
    differing["steps"][1]["expect"]["inside"] = 7
    (tmp_path / "anders.json").write_text(json.dumps(differing))
    (tmp_path / "goed.json").write_bytes(FIRST.read_bytes())
    (tmp_path / "schema.json").write_text("{}")
    said = call("replay", tmp_path, "--json")
    assert said.status == 1
    told = json.loads(said.out)
    assert [(one["id"], one["passed"]) for one in told["scenarios"]] == [
        ("anders", False),
        (FIRST.stem, True),
    ]
    assert told["scenarios"][0]["difference"] == "step 2 (check): inside is 1 and not 7"
    assert told["passed"] == 1
    assert told["failed"] == [
        {"id": "anders", "step": 2, "expected": {"inside": 7}, "got": {"inside": 1}}
    ]
    assert call("replay", tmp_path / "goed.json").status == 0


def test_what_a_scenario_begins_with_and_cannot_be_made_is_a_difference() -> None:
    impossible = scenario()
    impossible["tickets"][0]["note"] = "85.07.30-033.28"
    played = play(read_scenario(json.dumps(impossible).encode()), Way())
    assert played.difference == "before the first step: national_number {}"


def test_a_whole_number_may_be_written_with_a_point() -> None:
    with_a_point = scenario()
    with_a_point["gates"][0]["opens_min_before_start"] = 45.0
    found = read_scenario(json.dumps(with_a_point).encode())
    assert found.gates[0].opens_min_before_start == 45


def test_a_file_that_is_no_scenario_is_told_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"id": "a"}')
    said = call("replay", tmp_path / "a.json", tmp_path / "weg.json", FIRST, "--json")
    assert said.status == 2
    told = json.loads(said.out)["scenarios"]
    assert [bool(one["bad_form"]) for one in told] == [True, True, False]
    assert call("replay", tmp_path / "schema.json").status == 2

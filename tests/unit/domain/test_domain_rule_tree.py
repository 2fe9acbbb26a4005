"""A gate's own rule: each leaf in a row, and what no program may take for a yes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from podium_desk.domain.gates import Gate, GateId
from podium_desk.domain.ids import HouseId
from podium_desk.domain.rule_tree import UNKNOWN, RuleCase, read_rule
from podium_desk.replica.gates import rule_of

BRUSSELS = ZoneInfo("Europe/Brussels")


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).timestamp() * 1000)


FRIDAY = RuleCase(
    at_ms=ms("2026-10-09T19:45:00"),
    zone=BRUSSELS,
    tariff="basis",
    gate="zaal",
    entries_ms=(ms("2026-10-08T23:50:00"), ms("2026-10-09T19:15:00")),
    is_inside=False,
    doors_open_ms=ms("2026-10-09T19:30:00"),
    start_ms=ms("2026-10-09T20:00:00"),
    end_ms=ms("2026-10-09T22:15:00"),
)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ('{"product_in": ["basis", "pers"]}', True),
        ('{"product_in": []}', False),
        ('{"gate_in": ["balkon"]}', False),
        ('{"entries_lt": 3}', True),
        ('{"entries_lt": 2}', False),
        ('{"entries_today_lt": 2}', True),
        ('{"entries_today_lt": 1}', False),
        ('{"entry_days_lt": 3}', True),
        ('{"entry_days_lt": 2}', False),
        ('{"minutes_since_last_entry_gt": 29}', True),
        ('{"minutes_since_last_entry_gt": 30}', False),
        ('{"minutes_since_first_entry_lt": 1196}', True),
        ('{"minutes_since_first_entry_lt": 1195}', False),
        ('{"outside": true}', True),
        ('{"after": "doors_open"}', True),
        ('{"after": "start", "tolerance_min": 15}', True),
        ('{"after": "start", "tolerance_min": 14}', False),
        ('{"before": "end"}', True),
        ('{"before": "19:45"}', True),
        ('{"before": "19:44"}', False),
        ('{"before": "19:44", "tolerance_min": 1}', True),
        ('{"after": "2026-10-09T19:45"}', True),
        ('{"after": "2026-10-09T17:45:01Z"}', False),
        ('{"weekday_in": [5]}', True),
        ('{"weekday_in": [1, 2, 3, 4, 6, 7]}', False),
        ('{"not": {"weekday_in": [5]}}', False),
        ('{"all": []}', True),
        ('{"any": []}', False),
        ('{"all": [{"entries_lt": 9}, {"any": [{"gate_in": ["zaal"]}, {"outside": true}]}]}', True),
    ],
)
def test_each_leaf_and_each_knot(rule, holds):
    """The table of docs/rules/admission.md."""
    read = read_rule(json.loads(rule))
    assert (read.is_known, read.holds(FRIDAY)) == (True, holds)


def test_who_was_never_in_satisfies_both_leaves_of_minutes():
    first = replace(FRIDAY, entries_ms=())
    for leaf in ("minutes_since_last_entry_gt", "minutes_since_first_entry_lt"):
        rule = read_rule({leaf: 0})
        assert rule.holds(first)


def test_minutes_are_exact_and_not_rounded():
    rule = read_rule({"minutes_since_last_entry_gt": 30})
    assert not rule.holds(FRIDAY)
    assert rule.holds(replace(FRIDAY, at_ms=FRIDAY.at_ms + 1))


@pytest.mark.parametrize(
    ("rule", "at", "holds"),
    [
        ('{"after": "02:30"}', "2026-03-29T03:29:59", False),
        ('{"after": "02:30"}', "2026-03-29T03:30:00", True),
        ('{"before": "02:30"}', "2026-10-25T02:30:00", True),
        ('{"before": "02:30"}', "2026-10-25T02:30:00+01:00", False),
        ('{"before": "2026-10-25T02:30"}', "2026-10-25T02:30:00+01:00", False),
        ('{"entries_today_lt": 1}', "2026-10-10T00:00:00", True),
        ('{"weekday_in": [6]}', "2026-10-10T00:00:00", True),
    ],
)
def test_days_and_times_are_those_of_the_venue_also_when_its_clock_changes(rule, at, holds):
    """A time that is skipped is an hour later, one that comes twice is the first."""
    moment = datetime.fromisoformat(at)
    at_ms = round(moment.timestamp() * 1000) if moment.tzinfo else ms(at)
    read = read_rule(json.loads(rule))
    assert read.holds(replace(FRIDAY, at_ms=at_ms)) is holds


@pytest.mark.parametrize(
    "rule",
    [
        '{"moon_phase": "full"}',
        '{"any": [{"product_in": ["basis"]}, {"moon_phase": "full"}]}',
        '{"not": {"moon_phase": "full"}}',
        '{"all": {"outside": true}}',
        '{"product_in": "basis"}',
        '{"product_in": ["basis"], "gate_in": ["zaal"]}',
        '{"outside": false}',
        '{"entries_lt": true}',
        '{"entries_lt": -1}',
        '{"entries_lt": 1.0}',
        '{"weekday_in": [0]}',
        '{"after": "noon"}',
        '{"after": "25:00"}',
        '{"after": "2026-10-09"}',
        '{"after": "start", "tolerance_min": "10"}',
        '{"after": "start", "before": "end"}',
        '{"entries_lt": 3, "tolerance_min": 1}',
        '{"tolerance_min": 1}',
        "{}",
        "[]",
        "true",
        "no JSON",
        '{"not": ' * 70 + '{"outside": true}' + "}" * 70,
        '{"not": ' * 20_000 + "1" + "}" * 20_000,
    ],
)
def test_what_is_not_understood_holds_for_nobody(rule):
    assert rule_of(Gate(GateId(1), HouseId(1), "zaal", rule=rule)) is UNKNOWN
    assert not UNKNOWN.holds(FRIDAY)


def test_a_gate_without_a_rule_has_none():
    assert rule_of(Gate(GateId(1), HouseId(1), "zaal")) is None

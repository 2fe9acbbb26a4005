"""Evenings of the shipped code in which everything goes wrong that can: a fixed budget of seeds.

Every seed is one evening, the same byte for byte each time it is run. A failing one is repeated
with the command that the failure prints.
"""

from __future__ import annotations

import pytest

from podium_desk.proving.simulation.report import Wish, run
from podium_desk.proving.simulation.running import run_seed
from podium_desk.proving.simulation.scenarios import SCENARIOS

FIRST, LAST = 1, len(SCENARIOS)
"""Each kind of evening once here; `make soak` and the command play as many as one likes."""


def test_everything_that_must_hold_holds(capsys):
    report = run(Wish(FIRST, LAST), lambda _sentence: None)
    with capsys.disabled():
        counted = f"{report['events']} events, {report['faults']} faults"
        print(f"\nsimulated: seeds {FIRST}..{LAST}, {counted}")
    assert report["violations"] == [], report["repeat"]
    assert report["faults"] > 15 * (LAST - FIRST)
    assert all(report["acts"].values()), "an act that never happens proves nothing"


@pytest.mark.parametrize("name", ["everything"])
def test_a_seed_is_the_same_evening_again(name):
    first, again = run_seed(SCENARIOS[name], 5), run_seed(SCENARIOS[name], 5)
    assert (first.events, first.faults) == (again.events, again.faults)
    assert first.fingerprint == again.fingerprint


@pytest.mark.soak
def test_many_more_evenings(request):
    first = int(request.config.getoption("randomly_seed")) * 10_000
    report = run(Wish(first, first + 2000), print)
    assert report["violations"] == [], report["repeat"]

"""Each guard of the shipped code is missed when it is off: a simulator that cannot fail is none."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pytest

from podium_desk.proving.simulation.checks import ALWAYS, AT_THE_END, NOT_CHECKED
from podium_desk.proving.simulation.guards import GUARDS, POWER_CUTS, disabled
from podium_desk.proving.simulation.power_cuts import run_cuts
from podium_desk.proving.simulation.running import run_seed
from podium_desk.proving.simulation.scenarios import SCENARIOS

SEEDS = range(1, 25)
"""A guard that is off must be missed within so many evenings."""
SEEN_AT = {
    "refund_once": 4,
    "own_memory": 4,
    "store_memory": 3,
    "answer_signature": 2,
    "closing_signature": 4,
    "closing_is_old": 6,
    "fork_evidence": 6,
    "durable_claim": 9,
    "spared": 3,
    "peer_answer": 6,
    "paid_once": 2,
    "print_once": 5,
    "witness": 3,
    "store_witness": 9,
    "doubted_jobs": 4,
    "closing_own_places": 11,
    "disbelief": 2,
    "erased_bodies": 14,
    "snapshot_pieces": 4,
    "durable_gift": 6,
}
"""Which evening misses it at present: tried first. The others follow, so that a change of the
simulation makes this slower and not wrong."""
CUTS = 60


@pytest.mark.parametrize("name", list(GUARDS))
def test_a_guard_that_is_off_is_missed_and_one_that_is_on_is_not(name):
    guard = GUARDS[name]
    first = SEEN_AT.get(name, SEEDS[0])
    with disabled([name]):
        missed_at = next((seed for seed in (first, *SEEDS) if violated(guard.scenario, seed)
                          & guard.invariants), None)  # fmt: skip
    assert missed_at is not None, f"nobody misses {name}"
    assert clean_violations(guard.scenario, missed_at) == set()


def test_a_guard_is_put_back_as_it_was():
    for guard in GUARDS.values():
        before = [found(target) for target, _ in guard.swaps]
        with disabled([guard.name]):
            assert [found(target) for target, _ in guard.swaps] != before
        assert [found(target) for target, _ in guard.swaps] == before


def test_every_invariant_is_checked_or_said_not_to_be():
    known = {*ALWAYS, *AT_THE_END, *NOT_CHECKED}
    assert {f"I{n}" for n in range(1, 20)} | {f"L{n}" for n in range(1, 6)} <= known
    assert {one for guard in GUARDS.values() for one in guard.invariants} <= known | {"no_crash"}


def violated(scenario, seed):
    if scenario == POWER_CUTS:
        return {loss.invariant for _, loss in run_cuts(CUTS, seed).losses}
    return {one.invariant for one in run_seed(SCENARIOS[scenario], seed).violations}


@cache
def clean_violations(scenario, seed):
    return violated(scenario, seed)


def found(target):
    module, _, path = target.partition(":")
    owner = import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    return vars(owner)[name]

"""Lamps, buzzer and turnstile: one pulse for each guest, never for nobody."""

from __future__ import annotations

import random

import pytest

from hardware.signals.port import Wiring
from hardware.signals.switching import LATE_MS, Switch, Switching

WIRING = Wiring(opens=0, green=1, red=2, buzzer=3, pulse_ms=500, lamp_ms=2000, buzz_ms=300)


def pulses(switches):
    return sum(one.is_pulse for one in switches)


def run(plan, until_ms, step_ms=10, since_ms=0):
    """All that is switched in this time, with when."""
    out = []
    for now_ms in range(since_ms, until_ms, step_ms):
        out += [(now_ms, one) for one in plan.due(now_ms)]
    return out


def test_who_is_let_in_gets_green_and_one_pulse_that_ends():
    plan = Switching(WIRING)
    assert plan.admitted("a", 1, 0) == (Switch(1, True), Switch(0, True, is_pulse=True))
    assert run(plan, 3000) == [(500, Switch(0, False)), (2000, Switch(1, False))]


def test_the_same_scan_again_opens_nothing():
    plan = Switching(WIRING)
    plan.admitted("a", 1, 0)
    assert plan.admitted("a", 1, 100) == ()
    assert pulses(one for _, one in run(plan, 3000)) == 0


def test_a_group_gets_a_pulse_for_each_with_a_pause_between():
    plan = Switching(WIRING)
    first = plan.admitted("a", 3, 0)
    later = run(plan, 5000)
    assert pulses(first) + pulses(one for _, one in later) == 3
    assert [at for at, one in later if one.relay == 0] == [500, 1000, 1500, 2000, 2500]


def test_who_is_refused_gets_red_and_the_buzzer_and_nothing_opens():
    plan = Switching(WIRING)
    plan.admitted("a", 1, 0)
    assert plan.refused("b", 600) == (Switch(1, False), Switch(2, True), Switch(3, True))
    assert plan.wait_ms(600) == 0
    assert pulses(one for _, one in run(plan, 5000)) == 0


def test_a_pulse_that_comes_too_late_is_not_given_and_is_counted():
    plan = Switching(WIRING)
    first = plan.admitted("a", 1, 0)
    plan.not_given(first[-1], 0)
    plan.was_away(0)
    assert pulses(plan.due(LATE_MS + 501)) == 0
    assert plan.pulses_dropped == 1


def test_a_pulse_that_was_not_given_is_given_when_the_board_is_soon_back():
    plan = Switching(WIRING)
    first = plan.admitted("a", 1, 0)
    plan.not_given(first[-1], 0)
    plan.was_away(0)
    assert pulses(one for _, one in run(plan, 2000, since_ms=1000)) == 1


def test_a_pulse_of_which_nobody_knows_is_never_given_twice():
    plan = Switching(WIRING)
    plan.not_known(plan.admitted("a", 1, 0)[-1])
    plan.was_away(0)
    assert pulses(one for _, one in run(plan, 3000)) == 0
    assert plan.pulses_dropped == 1


@pytest.mark.parametrize("seed", range(2))
def test_an_evening_of_scans_gives_as_many_pulses_as_guests(seed):
    chance, plan, now_ms, guests, given = random.Random(seed), Switching(WIRING), 0, 0, 0
    for scan in range(150):
        if chance.random() < 0.8:
            persons = chance.choice((1, 1, 1, 4))
            given += pulses(plan.admitted(f"{scan}", persons, now_ms))
            guests += persons
        else:
            plan.refused(f"{scan}", now_ms)
        for _ in range(chance.randrange(1000)):
            now_ms += 10
            given += pulses(plan.due(now_ms))
    for _ in range(3000):
        now_ms += 10
        given += pulses(plan.due(now_ms))
    assert given == guests
    assert plan.wait_ms(now_ms) is None

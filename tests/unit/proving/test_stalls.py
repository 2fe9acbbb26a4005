"""What the longest turns of a window say, beside those of an idle one."""

from __future__ import annotations

from podium_desk.proving.measures.stalls import stall_figures
from podium_desk.ui.shell.heartbeat import Turn

IDLE = [Turn(gap_ms=2.0, work_ms=0.5, program_ms=0.5)]


def value(turns: list[Turn], name: str) -> float:
    figures = {one.name: one for one in stall_figures("window", turns, IDLE)}
    return figures[f"window_{name}"].value


def test_a_gap_in_which_this_program_did_nothing_is_not_its_own():
    waited = [Turn(gap_ms=140.0, work_ms=1.0, program_ms=1.5)]

    assert value(waited, "gap_max") == 140.0
    assert value(waited, "own_max") == 1.5


def test_a_window_that_waited_for_another_thread_of_its_program_has_an_own_gap():
    held_up = [Turn(gap_ms=40.0, work_ms=2.0, program_ms=61.0)]

    assert value(held_up, "work_max") == 2.0
    assert value(held_up, "own_max") == 40.0


def test_each_figure_stands_beside_that_of_the_idle_window():
    figures = stall_figures("window", [Turn(6.0, 5.0, 5.0)], IDLE)
    baselines = {one.name: one.value for one in figures if one.is_baseline}

    for one in figures:
        if not one.is_baseline:
            assert one.baseline is not None
            assert one.ratio == one.value / baselines[one.baseline]

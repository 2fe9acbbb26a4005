"""The figures of a window that must not stand still: its longest turn, beside an idle window's.

By the wall's clock (`gap`) only the idle window beside it says what the machine did; `work` is what
the window's thread computed in its longest turn, `own` how long this program can have kept its
window waiting at most (`ui.shell.heartbeat`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.proving.figures import Figure, quantile

if TYPE_CHECKING:
    from podium_desk.ui.shell.heartbeat import Turn

    Turns = list[Turn]


def stall_figures(
    name: str, busy: Turns, idle: Turns, idle_name: str = "idle_window"
) -> list[Figure]:
    """Of a window at work, and of one with nothing to do in the same run."""
    figures: list[Figure] = []
    for what, ours, theirs in (
        ("work_max", _longest(busy, "work_ms"), _longest(idle, "work_ms")),
        ("own_max", _longest(busy, "own_ms"), _longest(idle, "own_ms")),
        ("gap_p99", _gap(busy, 0.99), _gap(idle, 0.99)),
        ("gap_max", _gap(busy, 1.0), _gap(idle, 1.0)),
    ):
        unit = "ms CPU" if what == "work_max" else "ms"
        baseline = f"{idle_name}_{what}"
        figures += [
            Figure(f"{name}_{what}", ours, unit, len(busy), baseline, ours / theirs),
            Figure(baseline, theirs, unit, len(idle), is_baseline=True),
        ]
    return figures


def _longest(turns: Turns, what: str) -> float:
    return max(float(getattr(turn, what)) for turn in turns)


def _gap(turns: Turns, share: float) -> float:
    return quantile([turn.gap_ms for turn in turns], share)

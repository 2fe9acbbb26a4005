"""From a hand scanner's last key, and from a camera's frame, to the painted verdict, at a door that
knows a large season.

The window is the shipped one, on Qt's software rasteriser, offscreen, with the filter that hears
scanners; the verdict is stored durably before it is shown. Beside it, in turn, a key and its paint
in a bare field.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.lane import ReplicaLane
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.counter import BARE_FIELD
from podium_desk.proving.measures.door_camera import PICTURES, door_camera
from podium_desk.proving.measures.full_door import codes_of_tonight, full_door
from podium_desk.proving.pairs import spent_ms

if TYPE_CHECKING:
    from podium_desk.ui.shell.counter_bench import BareField
    from podium_desk.ui.shell.door_bench import DoorAtWork

ROUNDS = 200
WARM_UP = 10
A_TURN = 10
"""So many scans before the bare window has its turn."""


def door_paint(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """p50 and p99 of both; and of ours the CPU, which says what a quiet machine would take."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt is loaded by the measurements that show a window.
    from podium_desk.ui.shell.counter_bench import BareField
    from podium_desk.ui.shell.door_bench import DoorAtWork

    say("200,000 tickets, 400,000 facts…")
    lane = ReplicaLane()
    post = lane(lambda: full_door(folder / "door.sqlite"))
    codes = lane(lambda: codes_of_tonight(post, WARM_UP + ROUNDS + 2 * PICTURES))
    typed, held_up = codes[: WARM_UP + ROUNDS], codes[WARM_UP + ROUNDS :]
    at_work, bare = DoorAtWork(post, lane), BareField()
    try:
        say("a hand scanner…")
        figures = _figures(*_in_turns(at_work, bare, typed))
        return figures + door_camera(at_work, bare, held_up, say)
    finally:
        bare.close()
        at_work.close()
        lane(post.work.replica.sql.close)
        lane.close()


def _in_turns(
    at_work: DoorAtWork, bare: BareField, codes: list[str]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Each scan's time, the CPU of all threads within it, the bare keys, and how long each code
    took from its last key to be known."""
    from podium_desk.ui.shell.counter_bench import breathe

    ours: list[float] = []
    cpu: list[float] = []
    theirs: list[float] = []
    heard: list[float] = []
    for number, code in enumerate(codes):
        if number % A_TURN == 0:
            bare.front()
            theirs += [spent_ms(bare.press) for _ in range(A_TURN)]
            at_work.front()
        at_work.type_code(code)
        began_s = time.process_time()
        spent = spent_ms(at_work.enter)
        if number >= WARM_UP:
            ours.append(spent)
            cpu.append((time.process_time() - began_s) * 1000)
            heard.append(at_work.heard_ms)
        breathe()
    return ours, cpu, theirs[WARM_UP:], heard


def _figures(
    ours: list[float], cpu: list[float], theirs: list[float], heard: list[float]
) -> list[Figure]:
    figures = [Figure("door_paint_cpu_p50", quantile(cpu, 0.5), "ms", len(cpu))]
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        value, base = quantile(ours, share), quantile(theirs, share)
        figures += [
            Figure(f"door_paint_{label}", value, "ms", len(ours), BARE_FIELD, value / base),
            Figure(f"door_scan_heard_{label}", quantile(heard, share), "ms", len(heard)),
            Figure(f"{BARE_FIELD}_{label}", base, "ms", len(theirs), is_baseline=True),
        ]
    return figures

"""From a hand scanner's last letter, and from a camera's frame, to the painted verdict, at a door
that knows a large season.

The window is the shipped one, on Qt's software rasteriser, offscreen, with the filter that hears
scanners; the verdict is stored durably before it is shown. Beside it, in turn, a key and its paint
in a bare field. Then how soon a code is known of a scanner that sends no Enter.
"""

from __future__ import annotations

import os
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
    from podium_desk.ui.shell.door_bench import DoorAtWork, Scanned

ROUNDS = 200
WARM_UP = 10
NO_TICKET = "17394628374928374"
"""As long as the number of a pass."""
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
    codes = lane(lambda: codes_of_tonight(post, WARM_UP + 2 * ROUNDS + 2 * PICTURES))
    typed, held_up = codes[: WARM_UP + ROUNDS], codes[WARM_UP + 2 * ROUNDS :]
    without_enter = codes[WARM_UP + ROUNDS : WARM_UP + 2 * ROUNDS]
    at_work, bare = DoorAtWork(post, lane), BareField()
    try:
        say("a hand scanner…")
        figures = _figures(*_in_turns(at_work, bare, typed))
        say("one that sends no Enter…")
        figures += _without_enter(at_work, without_enter)
        return figures + door_camera(at_work, bare, held_up, say)
    finally:
        bare.close()
        at_work.close()
        lane(post.work.replica.sql.close)
        lane.close()


def _in_turns(
    at_work: DoorAtWork, bare: BareField, codes: list[str]
) -> tuple[list[Scanned], list[float]]:
    """The scans, and the bare keys."""
    from podium_desk.ui.shell.counter_bench import breathe

    ours: list[Scanned] = []
    theirs: list[float] = []
    for number, code in enumerate(codes):
        if number % A_TURN == 0:
            bare.front()
            theirs += [spent_ms(bare.press) for _ in range(A_TURN)]
            at_work.front()
        ours.append(at_work.scan(code))
        breathe()
    return ours[WARM_UP:], theirs[WARM_UP:]


def _without_enter(at_work: DoorAtWork, codes: list[str]) -> list[Figure]:
    """How long after its last key a code is known that nothing ends: a ticket by its own form, any
    other by the silence that was learnt of this scanner."""
    from podium_desk.ui.shell.counter_bench import breathe

    tickets: list[float] = []
    numbers: list[float] = []
    at_work.front()
    for code in codes:
        tickets.append(at_work.scan(code, end="").heard_ms)
        breathe()
        numbers.append(at_work.scan(NO_TICKET, end="", is_ticket=False).heard_ms)
        breathe()
    return [
        Figure(f"{name}_{label}", quantile(heard, share), "ms", len(heard))
        for name, heard in (
            ("door_scan_heard_no_enter", tickets),
            ("door_number_heard_no_enter", numbers),
        )
        for label, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _figures(scans: list[Scanned], theirs: list[float]) -> list[Figure]:
    count = len(scans)
    heard, painted = [one.heard_ms for one in scans], [one.painted_ms for one in scans]
    cpu = [one.cpu_ms for one in scans]
    figures = [Figure("door_paint_cpu_p50", quantile(cpu, 0.5), "ms", count)]
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        value, base = quantile(painted, share), quantile(theirs, share)
        figures += [
            Figure(f"door_paint_{label}", value, "ms", count, BARE_FIELD, value / base),
            Figure(f"door_scan_heard_{label}", quantile(heard, share), "ms", count),
            Figure(f"{BARE_FIELD}_{label}", base, "ms", len(theirs), is_baseline=True),
        ]
    return figures

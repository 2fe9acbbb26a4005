"""Whether a door's window stands still while a hand scanner types and a camera looks.

The door is that of `bench door_paint`, with 200,000 tickets. Codes come once a second and several
in a row, while frames of an empty foyer are read and shown at the camera's pace; some tickets are
held before the camera. The idle window has the same camera.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from podium_desk.application.lane import ReplicaLane
from podium_desk.proving.camera_pictures.sequences import waiting_frames
from podium_desk.proving.camera_pictures.stills import CONDITIONS, picture_of
from podium_desk.proving.measures.door_camera import SEED, HeldUp, NotedReader, as_packed
from podium_desk.proving.measures.full_door import codes_of_tonight, full_door
from podium_desk.proving.measures.stalls import stall_figures

if TYPE_CHECKING:
    from podium_desk.proving.figures import Figure
    from podium_desk.ui.shell.door_bench import DoorAtWork
    from podium_desk.ui.shell.heartbeat import Heartbeat, Turn

ROUNDS = 4
A_SECOND, IN_A_ROW, HELD_UP = 5, 5, 2
EACH = A_SECOND + IN_A_ROW + HELD_UP
IDLE_S = 4.0


def door_scanning(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """The turns of the door's window at work, and of the same one left alone."""
    from podium_desk.ui.shell.door_bench import DoorAtWork
    from podium_desk.ui.shell.heartbeat import Heartbeat

    say("a door with 200,000 tickets…")
    lane = ReplicaLane()
    post = lane(lambda: full_door(folder / "door.sqlite"))
    codes = lane(lambda: codes_of_tonight(post, ROUNDS * EACH))
    at_work, heart = DoorAtWork(post, lane), Heartbeat()
    camera = HeldUp(as_packed(next(waiting_frames(SEED, 1))))
    at_work.look_through(camera, NotedReader(camera))
    at_work.front()
    try:
        say("a hand scanner and a camera at the door…")
        busy: list[Turn] = []
        idle: list[Turn] = []
        for number in range(ROUNDS):
            _let_in((at_work, heart, camera), codes[number * EACH : (number + 1) * EACH])
            busy += heart.take()
            heart.beat_for(IDLE_S)
            idle += heart.take()
        return stall_figures("door_scanning_window", busy, idle, "idle_door_window")
    finally:
        at_work.close()
        lane(post.work.replica.sql.close)
        lane.close()


def _let_in(door: tuple[DoorAtWork, Heartbeat, HeldUp], codes: list[str]) -> None:
    at_work, heart, camera = door
    for number, code in enumerate(codes[: A_SECOND + IN_A_ROW]):
        at_work.hear(code, heart)
        if number < A_SECOND:
            heart.beat_for(1.0)
    for number, code in enumerate(codes[A_SECOND + IN_A_ROW :]):
        rng = np.random.default_rng([SEED, number])
        grey = picture_of("nominal", CONDITIONS["nominal"](rng, 0.5), (code,), rng).grey
        at_work.see(partial(camera.hold_up, as_packed(grey)), heart)
        heart.beat_for(1.0)

"""A full repaint of the seat map of 2,036 seats, against painting as many bare squares."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from podium_desk.application.counter import SeatState
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.domain.ids import PerformanceId
from podium_desk.i18n.words import Words
from podium_desk.proving.measures.workbench import bench_of
from podium_desk.proving.pairs import Pair

NAME = "bare_squares"
ROUNDS = 60


def map_repaint(folder: Path, say: Callable[[str], None]) -> Pair:
    """Both at the same size, offscreen, on Qt's software rasteriser."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt is loaded by this measurement only.
    from podium_desk.presentation.hall import picture_of
    from podium_desk.ui.shell.seat_map_bench import repaint_works

    say("hall of 2,036 seats…")
    bench = bench_of(folder, performances=1)
    desk = Desk(bench.place("counter"), NoPrinter())
    hall = desk.hall(PerformanceId(1))
    states = bytes((SeatState.ASK, SeatState.SOLD, SeatState.HELD)[u % 3] for u in range(2036))
    picture = picture_of(
        replace(hall, states=states), frozenset(), is_online=True, words=Words("nl")
    )
    repaint, bare = repaint_works(bench.plan, picture)
    return Pair("map_repaint", NAME, repaint, bare, ROUNDS)

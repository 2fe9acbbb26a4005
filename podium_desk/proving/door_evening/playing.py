"""Plays that evening: a process a door, its window offscreen, its camera a folder of pictures."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from podium_desk.application.attending import AttendanceTold, told_of
from podium_desk.application.synchronising import CLOCK_ERROR
from podium_desk.bootstrap import database
from podium_desk.central.bootstrap import open_central
from podium_desk.config import DataFolder
from podium_desk.domain.incidents import IncidentKind
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.door_evening.founding import TONIGHT, House, found
from podium_desk.proving.door_evening.pictures import strange_picture
from podium_desk.proving.door_evening.showing import (
    COPIES,
    Part,
    Seen,
    Showing,
    expected,
    of_part,
    showings,
)
from podium_desk.proving.measures.workbench import HOUSE_NUMBER
from podium_desk.proving.wires import Wires
from podium_desk.replica.incident_finder import IncidentFinder
from sync.store.port import Sql
from sync.store.schema import number_setting

DOORS = 3
NO_SHOWS = 18
"""So many tickets are sold and never shown."""
_PATIENCE_S = 60.0
_CLOCKS_MS = 250
"""A clock may still be put right by so much between two looks at it."""
_LOOK_S = 0.02


class EveningFault(Exception):
    """A door did not do in time what it had to; the message says which and what."""


@dataclass(frozen=True, slots=True)
class DoorEvening:
    """What was shown at each door, what the store counted there, and how long it took."""

    shown: int
    played_s: float
    doors: tuple[str, ...]
    expected: tuple[Seen, ...]
    counted: tuple[Seen, ...]
    told: AttendanceTold
    double_admissions: int
    """How many tickets the store has on the list of what is to be settled, as in twice."""
    scan_ms: tuple[float, ...]
    """From the picture's file to the stored verdict, each."""

    @property
    def is_right(self) -> bool:
        """Whether the store counted at each door exactly what was shown there."""
        let_in = sum(seen.first for seen in self.expected)
        count = self.told.count.count
        doubles = sum(seen.doubles for seen in self.expected)
        is_listed = self.double_admissions == doubles
        return self.counted == self.expected and count.admitted == let_in and is_listed

    def report(self) -> dict[str, Any]:
        """For people and programs."""
        count = self.told.count.count
        doors = zip(self.doors, self.expected, self.counted, strict=True)
        ordered = sorted(self.scan_ms)
        return {
            "shown": self.shown, "sold": count.sold, "admitted": count.admitted,
            "no_shows": count.no_shows, "double_admissions": self.double_admissions,
            "played_s": round(self.played_s, 1),
            "picture_to_verdict_ms": {
                "p50": round(ordered[len(ordered) // 2]),
                "p99": round(ordered[len(ordered) * 99 // 100]),
            },
            "doors": [
                {"door": door, "shown": _as_data(seen), "counted": _as_data(counted)}
                for door, seen, counted in doors
            ],
            "ok": self.is_right,
        }  # fmt: skip


def play(
    folder: Path, guests: int, say: Callable[[str], None], copies: float = COPIES
) -> DoorEvening:
    """Play the evening of so many guests in an empty folder, `copies` of them with a ticket that
    somebody else has too. Raises `EveningFault`."""
    planned = showings(guests, DOORS, Random(guests), copies)
    with Wires() as wires:
        house = found(folder, wires, (guests + NO_SHOWS, guests, DOORS), say)
        try:
            with _doors_open(house) as started:
                say(f"{len(planned)} showings at {DOORS} doors…")
                times = _Evening(house, planned, started).run(say)
                # The doors are open until the store has heard everything.
                return _outcome(house, planned, times)
        finally:
            house.store.kill()


@contextlib.contextmanager
def _doors_open(house: House) -> Iterator[float]:
    """The windows of all doors; they end with the evening."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with contextlib.ExitStack() as stack:
        for door in house.doors:
            said = stack.enter_context((house.folder / f"{door}.err").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "podium_desk", "door", str(house.folder / door)],
                stderr=said, env=environment,
            )  # fmt: skip
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield time.monotonic()


class _Evening:
    """The guests: each door's queue is a thread, and a copy waits for what goes before it."""

    def __init__(self, house: House, planned: Sequence[Showing], started_s: float) -> None:
        self._house = house
        self._planned = planned
        self._started_s = started_s
        self._replicas = [database(DataFolder(house.folder / door).replica, read_only=True)
                          for door in house.doors]  # fmt: skip
        self._done = [Event() for _ in planned]
        self._rng = Random(1)
        self._scan_ms: list[float] = []

    def run(self, say: Callable[[str], None]) -> tuple[float, list[float]]:
        """Play it to the end; how long it took, and each showing's time to its verdict."""
        last = self._house.doors[-1]
        try:
            for part in Part:
                if part is Part.CUT:
                    self._house.wires.cut(last)
                if part is Part.AFTER:
                    self._house.wires.heal(last)
                    self._everybody_knows(self._replicas)
                self._play(of_part(self._planned, part))
                heard = self._replicas[:-1] if part is Part.CUT else self._replicas
                self._everybody_knows(heard)
                say(f"{part.name.lower()}: {time.monotonic() - self._started_s:.0f} s")
        finally:
            for replica in self._replicas:
                replica.close()
        return time.monotonic() - self._started_s, self._scan_ms

    def _play(self, showings_now: list[Showing]) -> None:
        queues = [[one for one in showings_now if one.door == door] for door in range(DOORS)]
        with ThreadPoolExecutor(DOORS) as pool:
            for outcome in [pool.submit(self._queue, queue) for queue in queues if queue]:
                outcome.result()

    def _queue(self, queue: list[Showing]) -> None:
        for showing in queue:
            if showing.after is not None:
                first = self._planned[showing.after]
                if not self._done[showing.after].wait(_PATIENCE_S):
                    raise EveningFault(f"showing {showing.after} never ended")
                if showing.part is Part.CUT and DOORS - 1 in (first.door, showing.door):
                    self._comes_later(showing, first)
                else:
                    self._hears_of(showing)
            self._show(showing)
            self._done[showing.number].set()

    def _show(self, showing: Showing) -> None:
        """Hold it before the camera, and wait until its scan is stored there."""
        scans = partial(self._own_scans, showing.door)
        before, began_s = scans(), time.monotonic()
        file = self._house.shown_at(self._house.doors[showing.door]) / f"{showing.number:05d}.jpg"
        hidden = file.with_suffix(".part")
        if showing.ticket is None:
            strange_picture(showing.number, hidden, self._rng)
        else:
            shutil.copyfile(self._house.pictures[showing.ticket], hidden)
        hidden.rename(file)
        self._until(lambda: scans() > before, f"{file}: no scan was stored")
        self._scan_ms.append((time.monotonic() - began_s) * 1000)

    def _own_scans(self, door: int) -> int:
        """How many scans a door has made itself."""
        replica = self._replicas[door]
        row = replica.row(
            "SELECT COUNT(*) FROM scan WHERE gate = ?", (self._house.doors[door].capitalize(),)
        )
        return 0 if row is None else int(row[0])

    def _hears_of(self, showing: Showing) -> None:
        """Nobody runs faster than the news: a copy is shown when its door knows of the entry."""
        replica, ticket = self._replicas[showing.door], showing.ticket
        assert ticket is not None, "a copy is of a ticket"
        first = self._planned[showing.after or 0]
        gate = self._house.doors[first.door].capitalize()
        before = self._planned[: first.number + 1]
        wanted = sum(1 for one in before if one.door == first.door)

        def knows() -> bool:
            row = replica.row("SELECT COUNT(*) FROM scan WHERE gate = ?", (gate,))
            return row is not None and int(row[0]) >= wanted

        self._until(knows, f"door {showing.door} did not hear of showing {showing.after}")

    def _comes_later(self, showing: Showing, first: Showing) -> None:
        """Two doors that do not hear each other are told apart by their clocks, which are right to
        within a slow answer of a busy store: a copy is shown once its own door's clock is past the
        first showing."""
        (first_ms,) = self._replicas[first.door].row(
            "SELECT MAX(at_ms) FROM scan WHERE gate = ?",
            (self._house.doors[first.door].capitalize(),),
        ) or (0,)
        there = self._replicas[showing.door]

        def is_later() -> bool:
            now_ms = time.time_ns() // 1_000_000 - (number_setting(there, CLOCK_ERROR) or 0)
            return now_ms > int(first_ms) + _CLOCKS_MS

        self._until(is_later, f"the clock of door {showing.door} stands still")

    def _everybody_knows(self, replicas: Sequence[Sql]) -> None:
        """All these doors know the same scans."""

        def counts() -> set[int]:
            rows = [replica.row("SELECT COUNT(*) FROM scan") for replica in replicas]
            return {0 if row is None else int(row[0]) for row in rows}

        self._until(lambda: len(counts()) == 1, "the doors know different scans")

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        ends_s = time.monotonic() + _PATIENCE_S
        while not is_so():
            if time.monotonic() > ends_s:
                raise EveningFault(what)
            time.sleep(_LOOK_S)


def _outcome(
    house: House, planned: Sequence[Showing], times: tuple[float, list[float]]
) -> DoorEvening:
    """What the store counts, once all doors have told it everything."""
    ends_s = time.monotonic() + _PATIENCE_S
    while True:
        told = _at_store(house)
        attempts = told.count.doors.entries + told.count.doors.refused
        if attempts >= len(planned) or time.monotonic() > ends_s:
            break
        time.sleep(0.5)
    by_door = dict(told.count.by_door)
    reasons, doubles = _refusals(house), _double_admissions(house)
    counted = tuple(
        Seen(
            by_door[name.capitalize()].first, by_door[name.capitalize()].doubles,
            reasons.get((name.capitalize(), "already_in"), 0),
            reasons.get((name.capitalize(), "unknown"), 0),
        )
        for name in house.doors
    )  # fmt: skip
    return DoorEvening(
        len(planned), times[0], house.doors, tuple(expected(planned, DOORS)), counted, told,
        doubles, tuple(times[1]),
    )  # fmt: skip


def _at_store(house: House) -> AttendanceTold:
    with contextlib.closing(open_central(house.store.folder)) as central:
        told = told_of(central.replica, central.catalogue, HOUSE_NUMBER, TONIGHT)
    assert isinstance(told, AttendanceTold), told
    return told


def _refusals(house: House) -> dict[tuple[str, str], int]:
    with contextlib.closing(open_central(house.store.folder)) as central:
        rows = central.sql.rows(
            "SELECT gate, reason, COUNT(*) FROM scan WHERE verdict = 'refuse' GROUP BY gate, reason"
        )
    return {(gate, reason): count for gate, reason, count in rows}


def _double_admissions(house: House) -> int:
    with contextlib.closing(open_central(house.store.folder)) as central:
        found = IncidentFinder(central.replica, central.catalogue).all_open()
    return sum(1 for one in found if one.kind is IncidentKind.DOUBLE_ADMISSION)


def _as_data(seen: Seen) -> dict[str, int]:
    return {"first": seen.first, "doubles": seen.doubles, "already_in": seen.already_in,
            "unknown": seen.unknown}  # fmt: skip

"""A door in a full season: a scan to its stored verdict, how things stand, the news at eight other
doors, and the memory of its process over an evening of four hours.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.door_post import DoorPost
from podium_desk.application.store_link import NoLink
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import wall_ms
from podium_desk.domain.admission import Verdict
from podium_desk.domain.ids import PerformanceId
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.admission import codes_of_tonight as codes_of_counter
from podium_desk.proving.measures.admission import order_of
from podium_desk.proving.measures.durable_row import NAME, DurableRow, durable_row
from podium_desk.proving.measures.full_door import codes_of_tonight, facts_of, full_door
from podium_desk.proving.measures.sync_tell import enrolled, serving, told_devices
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, Bench, bench_of
from podium_desk.proving.pairs import spent_ms
from podium_desk.replica.catalogue import Catalogue
from sync.exchange.peer_session import PeerSession
from sync.identity.keys import DeviceKey
from sync.store.replica import Replica

ROUNDS = 1000
WARM_UP = 20
OTHER_DOORS = 8
_PROCESSES = 4
_TOLD_ROUNDS = 200
_PAUSE_S = 0.02


def door(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """All figures of a door but those of its eyes and its screen."""
    say("200,000 tickets, 400,000 facts…")
    post = full_door(folder / "door.sqlite")
    say(f"{facts_of(post)} facts are there")
    figures = _scans(post, durable_row(folder))
    post.work.replica.sql.close()
    say("a process, four hours of an evening…")
    figures += _memory(folder / "door.sqlite")
    say(f"{OTHER_DOORS} other doors…")
    return figures + _told(folder / "told")


def _scans(post: DoorPost, row: DurableRow) -> list[Figure]:
    """Each ticket of tonight once, beside a bare commit; and after each how things stand and how
    the evening goes, for which a guest right behind the last one waits."""
    codes = iter(codes_of_tonight(post, WARM_UP + ROUNDS))
    scanned: list[float] = []
    bare: list[float] = []
    stood: list[float] = []
    went: list[float] = []

    def scan() -> None:
        outcome = post.scan(next(codes))
        assert outcome.verdict is Verdict.ADMIT, outcome

    def look() -> None:
        post.status()

    def look_around() -> None:
        post.evening()

    for turn in range(WARM_UP + ROUNDS):
        spent, base = spent_ms(scan), spent_ms(row.commit)
        status, evening = spent_ms(look), spent_ms(look_around)
        if turn >= WARM_UP:
            scanned.append(spent)
            bare.append(base)
            stood.append(status)
            went.append(evening)
        post.work.replica.sql.tidy()
        row.tidy()
    return [
        *_pair("door_scan", scanned, bare),
        *_alone("door_status", stood),
        *_alone("door_evening", went),
    ]


def _alone(name: str, ours: list[float]) -> list[Figure]:
    return [
        Figure(f"{name}_{label}", quantile(ours, share), "ms", len(ours))
        for label, share in (("p50", 0.50), ("p99", 0.99))
    ]


def _pair(name: str, ours: list[float], bare: list[float]) -> list[Figure]:
    figures = []
    for label, share in (("p50", 0.50), ("p99", 0.99)):
        value, base = quantile(ours, share), quantile(bare, share)
        figures += [
            Figure(f"{name}_{label}", value, "ms", len(ours), NAME, value / base),
            Figure(f"{NAME}_{label}", base, "ms", len(bare), is_baseline=True),
        ]
    return figures


def _memory(file: Path) -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "podium_desk.proving.measures.door_soak", str(file)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    early_mb, late_mb, scans = json.loads(done.stdout)
    return [
        Figure("door_memory", late_mb, "MB", scans),
        Figure("door_memory_growth", late_mb - early_mb, "MB", scans),
    ]


def _told(folder: Path) -> list[Figure]:
    """From a ticket's text at one door to the last acknowledgement of eight others."""
    folder.mkdir()
    bench, row = bench_of(folder, 1), durable_row(folder)
    codes = _sold(bench)
    own = enrolled(bench, "door")
    groups = [[enrolled(bench, "door") for _ in range(OTHER_DOORS // _PROCESSES)]
              for _ in range(_PROCESSES)]  # fmt: skip
    with contextlib.ExitStack() as stack:
        stack.callback(bench.central.close)
        ports = [port for group in groups for port in stack.enter_context(serving(folder, group))]
        known, sessions = told_devices(folder, own, ports)
        for session in sessions:
            stack.callback(session.close)
        post = _post(bench, known, DeviceKey(own[0]))
        told, bare = _measure(post, sessions, (codes, row.commit))
    return _pair("door_told", told, bare)


def _measure(
    post: DoorPost, sessions: list[PeerSession], given: tuple[list[str], Callable[[], None]]
) -> tuple[list[float], list[float]]:
    codes, bare_commit = given
    told, bare = [], []
    with ThreadPoolExecutor(len(sessions)) as pool:
        for turn, code in enumerate(codes):
            began = time.perf_counter()
            outcome = post.scan(code)
            heard = list(pool.map(PeerSession.tell, sessions))
            spent = (time.perf_counter() - began) * 1000
            assert outcome.verdict is Verdict.ADMIT, outcome
            assert heard == [1] * len(sessions), heard
            base = spent_ms(bare_commit)
            if turn >= WARM_UP:
                told.append(spent)
                bare.append(base)
            time.sleep(_PAUSE_S)
    return told, bare


def _sold(bench: Bench) -> list[str]:
    """The codes of tickets that a counter sold, of which no door has heard yet."""
    counter = bench.place("counter")
    bench.give_all(counter, PerformanceId(1))
    for number in range(WARM_UP + _TOLD_ROUNDS):
        order = order_of(counter, number + 1, PerformanceId(1), range(number, number + 1))
        counter.replica.append([order])
    return codes_of_counter(counter, WARM_UP + _TOLD_ROUNDS)


def _post(bench: Bench, known: Replica, key: DeviceKey) -> DoorPost:
    known.take_records(bench.store.records.since(HOUSE_NUMBER, 0, 1_000_000))
    for device in bench.store.devices.of_house(HOUSE_NUMBER):
        known.devices.put(device.certificate)
    assert known.own is not None, "it writes a log"
    own = known.devices.get(known.own.origin >> 16)
    assert own is not None, "it has its certificate"
    tokens = iter(range(1_000_000))
    return DoorPost(
        Workplace(
            replica=known, catalogue=Catalogue(known.records), clock=DeviceClock(wall_ms),
            claims=own.claims, key=key, store_device=bench.store.devices.all()[0].claims.device,
            link=NoLink(), new_token=lambda: f"told {next(tokens)}",
        )
    )  # fmt: skip

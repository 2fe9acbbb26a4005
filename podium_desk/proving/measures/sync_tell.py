"""How soon a fact that was committed here is known, durably, on twenty devices of the house.

They stand in processes of their own on loopback and answer over TLS as they do in a house. Measured
is from the commit to the last acknowledgement; beside it one bare durable commit, of which each of
the twenty makes one too.
"""

from __future__ import annotations

import contextlib
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.bootstrap import database, podium_replica, wall_ms
from podium_desk.domain.facts import FactKind
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.measures.tell_worker import Listeners
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, Bench, bench_of
from podium_desk.proving.pairs import spent_ms
from sync.exchange.lan import LanLine
from sync.exchange.peer_session import Lines, PeerSession
from sync.exchange.peer_trust import Member
from sync.facts.fact import Draft
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.server.enrolment import NewDevice
from sync.store.replica import Replica

PEERS = 20
PROCESSES = 4
ROUNDS = 200
WARM_UP = 10
PAUSE_S = 0.02
T = TypeVar("T")


def sync_tell(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """From a commit to the last of twenty acknowledgements, in ms."""
    bench = bench_of(folder, 0)
    row = durable_row(folder)
    own = enrolled(bench)
    groups = [[enrolled(bench) for _ in range(PEERS // PROCESSES)] for _ in range(PROCESSES)]
    with contextlib.ExitStack() as stack:
        stack.callback(bench.central.close)
        ports = [port for group in groups for port in stack.enter_context(serving(folder, group))]
        replica, sessions = told_devices(folder, own, ports)
        for session in sessions:
            stack.callback(session.close)
        say(f"{len(sessions)} devices listen")
        told, bare = _measure(replica, sessions, row.commit)
    return [
        figure
        for label, share in (("p50", 0.50), ("p99", 0.99))
        for figure in _figures(label, quantile(told, share), quantile(bare, share))
    ]


def _figures(label: str, value: float, base: float) -> tuple[Figure, Figure]:
    return (
        Figure(f"sync_tell_{label}", value, "ms", ROUNDS, NAME, value / base),
        Figure(f"{NAME}_{label}", base, "ms", ROUNDS, is_baseline=True),
    )


def _measure(
    replica: Replica, sessions: list[PeerSession], bare_commit: Callable[[], None]
) -> tuple[list[float], list[float]]:
    told, bare = [], []
    with ThreadPoolExecutor(len(sessions)) as pool:
        for turn in range(WARM_UP + ROUNDS):
            replica.append([Draft(FactKind.RIGHTS_MOVED, HOUSE_NUMBER, b"")])
            began = time.perf_counter()
            heard = list(pool.map(PeerSession.tell, sessions))
            spent = (time.perf_counter() - began) * 1000
            assert heard == [1] * len(sessions), heard
            base = spent_ms(bare_commit)
            if turn >= WARM_UP:
                told.append(spent)
                bare.append(base)
            time.sleep(PAUSE_S)
    return told, bare


def enrolled(bench: Bench, role: str = "counter") -> tuple[bytes, Membership]:
    """A device of the house: its key's seed and its membership."""
    seed = secrets.token_bytes(SEED_BYTES)
    certificate = bench.central.enrolment.certify(
        HOUSE_NUMBER, role, NewDevice("listener", DeviceKey(seed).public), wall_ms()
    )
    identity = bench.central.identity
    return seed, Membership(certificate, identity.certificate, identity.authority_public, "bench")


@contextlib.contextmanager
def serving(folder: Path, devices: list[tuple[bytes, Membership]]) -> Iterator[list[int]]:
    """A process that answers for these devices, and its ports."""
    wanted = Listeners(
        str(folder), tuple((seed, membership.to_bytes()) for seed, membership in devices)
    )
    file = folder / f"listeners{devices[0][1].claims.device}"
    file.write_bytes(msgspec.msgpack.encode(wanted))
    process = subprocess.Popen(
        [sys.executable, "-m", "podium_desk.proving.measures.tell_worker", str(file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None, "the pipe was asked for"
        yield [int(port) for port in process.stdout.readline().split()]
    finally:
        process.communicate(timeout=20)


def told_devices(
    folder: Path, own: tuple[bytes, Membership], ports: list[int]
) -> tuple[Replica, list[PeerSession]]:
    """The telling device, which has met all others and exchanged with them once."""
    seed, membership = own
    key = DeviceKey(seed)
    replica = podium_replica(
        database(folder / "teller.sqlite"), membership, key, DeviceClock(wall_ms)
    )
    member = Member(membership.certificate, key, membership.authority_public)
    lock = threading.Lock()

    def lane(work: Callable[[], T], /) -> T:
        with lock:
            return work()

    sessions = []
    for port in ports:
        lines = Lines(LanLine("127.0.0.1", port), LanLine("127.0.0.1", port))
        session = PeerSession(replica, member, lines, lane, lambda: secrets.token_bytes(12))
        session.meet()
        session.exchange()
        sessions.append(session)
    return replica, sessions

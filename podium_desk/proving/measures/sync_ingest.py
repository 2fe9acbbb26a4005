"""Facts a second into PostgreSQL by several server processes together, verified and durable.

Each process checks the chain, the signature and the roles of every batch, keeps it and fills the
tables, as it does for a device that pushes: once with facts that fill no table (the log alone),
once with the scans of doors, where a row of fourteen columns and three indexes goes with each.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.bootstrap import database, podium_replica, wall_ms
from podium_desk.central.bootstrap import create_central
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.domain.facts import Direction, FactKind, ScanRecorded
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure
from podium_desk.proving.own_postgres import Server, new_server
from podium_desk.replica.codec import body_to_bytes
from sync.facts.batch import Batch
from sync.facts.fact import Draft
from sync.identity.keys import DeviceKey
from sync.server.enrolment import NewDevice
from sync.store.replica import Replica

PROCESSES = 3
DEVICES = 9
FACTS_OF_DEVICE = 6_000
FACTS_OF_COMMIT = 50
BATCH_FACTS = 500
_UNKNOWN_KIND = 900
"""A kind of a newer version: kept and passed on, and counted as unread."""


def sync_ingest(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Facts a second, of which each house's come in through one process at a time."""
    server = new_server()
    try:
        figures = []
        for name, draft in (("sync_ingest", _note), ("sync_ingest_scans", _scan)):
            say(f"{DEVICES * FACTS_OF_DEVICE} facts through {PROCESSES} processes…")
            taken, took_s = _ingest(folder / name, server, draft)
            figures.append(Figure(name, taken / took_s, "facts/s", taken))
        return figures
    finally:
        server.stop("immediate")
        server.remove()


def _ingest(folder: Path, server: Server, draft: Callable[[int, int], Draft]) -> tuple[int, float]:
    central = create_central(
        CentralFolder(folder, folder / "witness"), "ingest", server.new_database()
    )
    assert isinstance(central, Central), central
    with closing(central):
        for number in range(PROCESSES):
            add_house(central, NewHouse(f"House {number + 1}"))
        files = []
        for number in range(PROCESSES):
            file = folder / f"batches{number}"
            devices = DEVICES // PROCESSES
            logs = [_log(central, number + 1, draft) for _ in range(devices)]
            file.write_bytes(
                msgspec.msgpack.encode(list(itertools.chain(*zip(*logs, strict=True))))
            )
            files.append(file)
    return _together(folder, files)


def _log(central: Central, house: int, draft: Callable[[int, int], Draft]) -> Sequence[Batch]:
    """All that a new door of the house has written."""
    key = DeviceKey(len(central.replica.devices.all()).to_bytes(32))
    with central.sql.transaction():
        certificate = central.enrolment.certify(
            house, "door", NewDevice("door", key.public), wall_ms()
        )
    identity = central.identity
    membership = Membership(certificate, identity.certificate, identity.authority_public, "ingest")
    with closing(database(None)) as sql:
        replica = podium_replica(sql, membership, key, DeviceClock(wall_ms))
        for first in range(0, FACTS_OF_DEVICE, FACTS_OF_COMMIT):
            replica.append([draft(house, first + n) for n in range(FACTS_OF_COMMIT)])
        return _batches(replica, membership.own_origin)


def _batches(replica: Replica, origin: int) -> list[Batch]:
    batches: list[Batch] = []
    seq = 0
    while (batch := replica.batch_after(origin, seq, None, BATCH_FACTS)) is not None:
        batches.append(batch)
        seq = batch.first_seq + len(batch.items) - 1
    return batches


def _together(folder: Path, files: list[Path]) -> tuple[int, float]:
    module = "podium_desk.proving.measures.ingest_worker"
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", module, str(folder), str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for file in files
    ]  # fmt: skip
    told = [_Told(worker) for worker in workers]
    for one in told:
        one.wait_until_ready()
    for one in told:
        one.go()
    done = [one.outcome() for one in told]
    return sum(d[0] for d in done), max(d[2] for d in done) - min(d[1] for d in done)


@dataclass(frozen=True, slots=True)
class _Told:
    """A worker and the two lines to it."""

    worker: subprocess.Popen[str]

    def wait_until_ready(self) -> None:
        assert self.worker.stdout is not None
        assert self.worker.stdout.readline() == "ready\n"

    def go(self) -> None:
        assert self.worker.stdin is not None
        self.worker.stdin.write("go\n")
        self.worker.stdin.flush()

    def outcome(self) -> tuple[int, float, float]:
        out, _ = self.worker.communicate(timeout=300)
        taken, began, ended = out.split()
        return int(taken), float(began), float(ended)


def _note(house: int, number: int) -> Draft:
    return Draft(_UNKNOWN_KIND, house, b"%060d" % number)


def _scan(house: int, number: int) -> Draft:
    ticket = TicketId(Origin(house << 16), number, 0)
    body = ScanRecorded(
        f"token {house} {number}", 1_795_804_200_000 + number, PerformanceId(house), ticket,
        "gate 1", Direction.ENTRY, "admit", None, 1,
    )  # fmt: skip
    return Draft(FactKind.SCAN_RECORDED, house, body_to_bytes(body))

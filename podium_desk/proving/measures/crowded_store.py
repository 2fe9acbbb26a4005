"""A served store with enrolled counters that hold no right, for a crowd to ask."""

from __future__ import annotations

import contextlib
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path

import msgspec

from podium_desk.bootstrap import wall_ms
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.measures.crowd import Client, Met, Plan
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, Bench, bench_of
from podium_desk.proving.stage import ServedStore
from sync.decoding import decode_json
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.server.enrolment import NewDevice


@dataclass(slots=True)
class CrowdedStore:
    """Server processes over one store, and the counters that were enrolled at it."""

    bench: Bench
    servers: list[ServedStore]
    counters: list[tuple[bytes, bytes]] = field(default_factory=list)
    """The certificate and the seed of each."""

    def enrol(self, count: int) -> None:
        """Make so many counters known; they hold nothing."""
        central = self.bench.central
        for _ in range(count - len(self.counters)):
            key = DeviceKey(secrets.token_bytes(SEED_BYTES))
            with central.sql.transaction():
                certificate = central.enrolment.certify(
                    HOUSE_NUMBER, "counter", NewDevice("counter", key.public), wall_ms()
                )
            self.counters.append((certificate.to_bytes(), key.seed))

    def plan(
        self, units: Callable[[int], tuple[int, tuple[int, ...]]], count: int, folder: str = "",
        wanted: int = 0, patience_s: float = 0.0,
    ) -> Plan:  # fmt: skip
        """A plan for `count` clients; `units` says the pool and the units of each by number."""
        self.enrol(count)
        identity = self.bench.central.identity
        clients = tuple(
            Client(self.servers[number % len(self.servers)].url, *self.counters[number],
                   *units(number))
            for number in range(count)
        )  # fmt: skip
        return Plan(
            HOUSE_NUMBER, self.bench.plan.unit_count, identity.certificate.to_bytes(),
            identity.authority_public, clients, folder, wanted, patience_s,
        )  # fmt: skip


@contextlib.contextmanager
def crowded_store(
    folder: Path, performances: int, database_url: str = "", servers: int = 1
) -> Iterator[CrowdedStore]:
    """A store with so many performances of 2,036 seats, served by so many processes."""
    bench = bench_of(folder, performances, database_url)
    served = [ServedStore(bench.served, 0) for _ in range(servers)]
    try:
        for server in served:
            server.start()
        yield CrowdedStore(bench, served)
    finally:
        for server in served:
            server.kill()
        bench.central.close()


def let_go(plan: Plan, timeout_s: float = 120.0) -> list[Met]:
    """What the clients of a plan met, in processes of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "podium_desk.proving.measures.crowd"],
        input=msgspec.json.encode(plan), stdout=subprocess.PIPE, check=True, timeout=timeout_s,
    )  # fmt: skip
    return decode_json(done.stdout, list[Met])

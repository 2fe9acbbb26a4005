"""A store and devices in one process for measurements: shipped code, no network, real files."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership, podium_charter
from podium_desk.application.store_link import NoLink
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import podium_replica, wall_ms
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import HallPlan
from podium_desk.integrations.refusals import ImportRefusal
from podium_desk.integrations.seatingplan.reading import read_plan
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE, PERFORMANCE, PLAN, TARIFFS
from podium_desk.replica.projection import PodiumProjector
from podium_desk.resources import resource_path
from sync.facts.clock import HybridClock
from sync.facts.fact import Draft, Verb, origin_of
from sync.identity.certificate import Certificate, CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.store.replica import OwnLog, Replica
from sync.store.sqlite import SqliteStore, memory_store

HOUSE_NUMBER = HouseId(1)
CLUSTER = 1
LARGEST_PLAN = "filharmonie-concertzaal.json"


@dataclass(frozen=True, slots=True)
class Bench:
    """The store of a measurement; `place` makes devices that know all it knows."""

    folder: Path
    authority: DeviceKey
    store: Replica
    store_certificate: Certificate
    plan: HallPlan

    def place(self, device: int, role: str) -> Workplace:
        """A device with its replica on disk, up to date with the store's catalogue."""
        key = DeviceKey(secrets.token_bytes(32))
        certificate = _certificate(self.authority, device, role, key)
        self.store.devices.put(certificate)
        membership = Membership(certificate, self.store_certificate, self.authority.public, "bench")
        sql = SqliteStore(self.folder / f"device{device}.sqlite")
        clock = DeviceClock(wall_ms)
        replica = podium_replica(sql, membership, key, clock)
        replica.take_records(self.store.records.since(HOUSE_NUMBER, 0, 1_000_000))
        tokens = itertools.count(1)
        return Workplace(
            replica=replica, catalogue=Catalogue(replica.records), clock=clock,
            claims=membership.claims, key=key, store_origin=membership.store_origin,
            link=NoLink(), new_token=lambda: f"bench {next(tokens)}",
        )  # fmt: skip

    def give_all(self, work: Workplace, performance: PerformanceId) -> None:
        """Hand every place of a performance to a device."""
        hops = dict.fromkeys(range(self.plan.unit_count), 0)
        moves = moves_of(Verb.GIVE, performance, hops, work.origin)
        self.store.append([Draft(FactKind.RIGHTS_MOVED, HOUSE_NUMBER, b"", moves)])
        assert self.store.own is not None, "the store writes a log"
        origin = self.store.own.origin
        batch = self.store.batch_after(origin, work.replica.log.heads().get(origin, 0), None)
        assert batch is not None, "the grant is there to be heard"
        work.replica.receive(batch)


def bench_of(folder: Path, performances: int) -> Bench:
    """A store with one house, the hall of 2,036 seats and so many performances from tonight on."""
    authority = DeviceKey(secrets.token_bytes(32))
    key = DeviceKey(secrets.token_bytes(32))
    certificate = _certificate(authority, 1, "store", key)
    origin = origin_of(1, 0)
    store = Replica(
        memory_store(), podium_charter(), PodiumProjector(origin), HybridClock(wall_ms),
        is_authority=True,
    )  # fmt: skip
    store.own = OwnLog(0, origin, key)
    store.devices.put(certificate)
    path = resource_path("demo", "plans", LARGEST_PLAN)
    plan = read_plan(path.read_bytes(), path.name)
    assert not isinstance(plan, ImportRefusal), "the demo's own plan is good"
    house = House(HOUSE_NUMBER, "filharmonie", "Filharmonie")
    store.write_records([
        (HOUSE_NUMBER, HOUSE, "1", record_to_bytes(house)),
        (HOUSE_NUMBER, PLAN, plan.name, record_to_bytes(plan)),
    ])  # fmt: skip
    start = datetime.now(UTC) + timedelta(hours=1)
    for number in range(performances):
        _put_on_sale(store, plan, PerformanceId(number + 1), start + timedelta(days=number))
    return Bench(folder, authority, store, certificate, plan)


def _put_on_sale(store: Replica, plan: HallPlan, number: PerformanceId, start: datetime) -> None:
    performance = Performance(
        number, HOUSE_NUMBER, str(number), Text.of("nl", f"Concert {number}"), start,
        start + timedelta(hours=2), Text.of("nl", plan.name), "Concert",
        PerformanceStatus.AVAILABLE, plan.name, 6, "", (TariffId(1),),
    )  # fmt: skip
    tariff = Tariff(TariffId(1), number, "base", Text.of("nl", "Basistarief"), {"": 2200}, True)
    store.write_records([
        (HOUSE_NUMBER, PERFORMANCE, str(number), record_to_bytes(performance)),
        (HOUSE_NUMBER, TARIFFS, str(number), record_to_bytes((tariff,))),
    ])  # fmt: skip


def _certificate(authority: DeviceKey, device: int, role: str, key: DeviceKey) -> Certificate:
    house = 0 if role == "store" else HOUSE_NUMBER
    claims = CertificateClaims(
        CLUSTER, house, device, role, f"{role} {device}", key.public, 0, 2**41
    )
    return issue(authority, claims)

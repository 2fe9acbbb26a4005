"""A whole cluster in one process: the shipped store and devices on a clock and wires of the test.

Nothing is mocked but the clock and the network: requests go through real envelopes, signatures
and the store's service, and each device can be cut off.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.door_post import DoorPost
from podium_desk.application.enrolling import Membership, podium_charter
from podium_desk.application.evening_asking import EveningAsking
from podium_desk.application.evening_known import NameShelf, NoShelf
from podium_desk.application.forgetting import Lives, found_replica
from podium_desk.application.lane import direct_lane
from podium_desk.application.own_memory import OwnMemory
from podium_desk.application.synchronising import StoreLine
from podium_desk.application.workplace import Workplace
from podium_desk.central.evening import offer_evening
from podium_desk.central.policy import PodiumGrants
from podium_desk.central.tables import create_central_tables
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import HallPlan
from podium_desk.integrations.seatingplan.reading import read_plan
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE, PERFORMANCE, PLAN, TARIFFS
from podium_desk.replica.projection import PodiumProjector
from podium_desk.resources import resource_path
from sync.exchange.client import StoreClient
from sync.exchange.line import StoreAway, StoreRefused
from sync.exchange.session import Session
from sync.facts.clock import HybridClock
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.server.enrolment import Enrolment
from sync.server.service import ClusterIdentity, RequestRefused, SyncService
from sync.store.port import Sql
from sync.store.replica import OwnLog, Replica
from sync.store.schema import number_setting
from sync.store.sqlite import SqliteStore, memory_store
from sync.store.witness import KeptWitness

EVENING = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
CLUSTER = 4242


class Clock:
    """True time of the scenario, in UTC milliseconds."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.ms = int(now.timestamp() * 1000)

    def __call__(self) -> int:
        self.ms += 1
        return self.ms

    def pass_(self, **span: float) -> None:
        self.ms += int(timedelta(**span).total_seconds() * 1000)


class Wire:
    """A device's line to the store, which can be cut, also after the store has acted."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.is_cut = False
        self.loses_answers = False
        self.bytes_seen: list[bytes] = []

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        if self.is_cut:
            raise StoreAway("cut")
        self.bytes_seen.append(body)
        try:
            answer = self.cluster.service.answer(path, body)
        except RequestRefused as error:
            raise StoreRefused(error.code, str(error)) from error
        if self.loses_answers:
            raise StoreAway("lost")
        self.bytes_seen.append(answer)
        return answer

    def close(self) -> None:
        """Nothing to hang up."""


@dataclass
class Place:
    """One device of the cluster at work."""

    cluster: Cluster
    membership: Membership
    key: DeviceKey
    sql: Sql
    path: Path | None
    wire: Wire
    skew_ms: int = 0
    witness: KeptWitness = field(default_factory=KeptWitness)
    shelf: NameShelf = field(default_factory=NoShelf)
    work: Workplace = field(init=False)
    line: StoreLine = field(init=False)
    desk: Desk = field(init=False)
    door: DoorPost = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the program on the data that is there."""
        clock = DeviceClock(lambda: self.cluster.clock() + self.skew_ms)
        projector = PodiumProjector(self.membership.store_device)
        replica = Replica(self.sql, podium_charter(), projector, HybridClock(clock.now_ms))
        claims = self.membership.claims
        replica.own = OwnLog(claims.house, self.membership.own_origin, self.key)
        replica.devices.put(self.membership.certificate)
        replica.devices.put(self.membership.store_certificate)
        replica.witness = self.witness
        memory = OwnMemory(is_confirmed=False)
        if number_setting(self.sql, "founded") is None:
            found_replica(self.sql, self.membership.own_origin)
        self.lives = Lives(replica, self.membership, self.keep, memory)
        self.lives.look_back()
        client = StoreClient(self.wire, self.key, self.cluster.nonce, claims.device)
        client.store_public = self.membership.store_certificate.claims.public_key
        session = Session(replica, client, direct_lane, self.membership.trust, clock.raw_ms)
        session.confirmed = memory.confirm
        self.line = StoreLine(session, clock, direct_lane, lambda _outcome: None, None)
        self.line.begin_anew = self.lives.begin_anew
        self.work = Workplace(
            replica=replica,
            catalogue=Catalogue(replica.records),
            clock=clock, claims=claims, key=self.key,
            store_device=self.membership.store_device, link=self.line, memory=memory,
            new_token=lambda: f"token {next(self.cluster.numbers)}", clerk="An",
        )  # fmt: skip
        asking = EveningAsking(self.work)
        self.line.after_round = lambda: asking.ask_store(client, direct_lane)
        self.work.evening.shelf = self.shelf
        asking.recall()
        self.desk = Desk(self.work, NoPrinter())
        self.door = DoorPost(self.work)

    def keep(self, membership: Membership) -> None:
        self.membership = membership

    def kill_and_restart(self) -> None:
        """Lose everything that is not on disk."""
        assert self.path is not None, "a device in memory forgets all"
        self.sql.close()
        self.sql = SqliteStore(self.path)
        self.start()

    def sync(self) -> None:
        """One round; a cut line is no error."""
        self.line.once(self.work)


class Cluster:
    """The store with its houses. Devices are made by `device`."""

    def __init__(self, sql: Sql | None = None) -> None:
        self.clock = Clock()
        self.numbers = itertools.count(1)
        self.sql = sql or memory_store()
        create_central_tables(self.sql)
        self.authority = DeviceKey(b"a" * 32)
        self.store_key = DeviceKey(b"s" * 32)
        self.places: list[Place] = []
        self.start_store()

    def start_store(self) -> None:
        """Start the store's program on the data that is there."""
        self.projector = PodiumProjector(1)
        self.replica = Replica(
            self.sql, podium_charter(), self.projector, HybridClock(self.clock), is_authority=True
        )
        claims = CertificateClaims(CLUSTER, 0, 1, "store", "store", self.store_key.public, 0, 2**40)
        certificate = issue(self.authority, claims)
        self.replica.devices.put(certificate)
        identity = ClusterIdentity(
            CLUSTER, "Testcluster", self.authority.public, certificate, self.store_key
        )
        self.catalogue = Catalogue(self.replica.records)
        self.enrolment = Enrolment(self.sql, self.authority, CLUSTER)
        policy = PodiumGrants(self.catalogue, 1, self.clock)
        self.service = SyncService(self.replica, identity, self.enrolment, policy, self.clock)
        offer_evening(self.service, self.catalogue)

    def nonce(self) -> bytes:
        return next(self.numbers).to_bytes(12)

    def house(self, number: int, name: str) -> HouseId:
        house = House(
            HouseId(number), name.lower().replace(" ", "-"), name, legal_name=f"{name} vzw"
        )
        self.replica.write_records([(number, HOUSE, str(number), record_to_bytes(house))])
        return house.id

    def plan(self, house: HouseId, file: str) -> HallPlan:
        path = resource_path("demo", "plans", file)
        plan = read_plan(path.read_bytes(), file)
        assert isinstance(plan, HallPlan)
        self.replica.write_records([(house, PLAN, plan.name, record_to_bytes(plan))])
        return plan

    def performance(
        self, house: HouseId, number: int, plan: HallPlan, start: datetime | None = None
    ) -> PerformanceId:
        start = start or EVENING + timedelta(minutes=90)
        performance = Performance(
            PerformanceId(number), house, f"event-{number}",
            Text.of("nl", f"Voorstelling {number}"), start, start + timedelta(hours=2),
            Text.of("nl", plan.name), "Theater",
            PerformanceStatus.AVAILABLE, plan.name, 6, "rubriek XXVIII", (TariffId(1), TariffId(2)),
        )  # fmt: skip
        tariffs = (
            Tariff(TariffId(1), performance.id, "base", Text.of("nl", "Basis"), {"": 2203}, True),
            Tariff(TariffId(2), performance.id, "min-26", Text.of("nl", "-26"), {"": 1000}, False),
        )
        self.replica.write_records([
            (house, PERFORMANCE, str(number), record_to_bytes(performance)),
            (house, TARIFFS, str(number), record_to_bytes(tariffs)),
        ])  # fmt: skip
        return performance.id

    def cancel(self, number: PerformanceId) -> None:
        """The house says that a performance does not go on."""
        performance = self.catalogue.performances()[number]
        off = replace(performance, status=PerformanceStatus.CANCELLED)
        record = (performance.house, PERFORMANCE, str(number), record_to_bytes(off))
        self.replica.write_records([record])

    def device(
        self, house: HouseId, role: str, name: str, path: Path | None = None, skew_ms: int = 0
    ) -> Place:
        """A device enrolled with a real code over its wire, and its snapshot."""
        key = DeviceKey(name.encode().ljust(32, b"."))
        wire = Wire(self)
        client = StoreClient(wire, key, self.nonce)
        letters = iter(f"{next(self.numbers):08d}".translate(str.maketrans("015", "WXY")))
        code = self.enrolment.new_code(
            house, role, self.clock.ms + 60_000, lambda _alphabet: next(letters)
        )
        membership = Membership.from_answer(client.enrol(code, name, self.clock.ms))
        sql = SqliteStore(path) if path else memory_store()
        place = Place(self, membership, key, sql, path, wire, skew_ms)
        self.places.append(place)
        place.sync()
        place.sync()
        return place

"""A store and devices in one process for measurements: shipped code, no network, real files."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.application.store_link import NoLink
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import database, podium_replica, wall_ms
from podium_desk.central.bootstrap import STORE_DEVICE, create_central
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.importing import Importing
from podium_desk.central.plans import plans_of
from podium_desk.central.refusals import CentralRefusal
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import HallPlan
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import PERFORMANCE, TARIFFS
from podium_desk.resources import resource_path
from sync.facts.fact import NO_HOUSE, Draft, Verb, origin_of
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.rights.rules import moves_of
from sync.server.enrolment import NewDevice
from sync.store.replica import OwnLog, Replica

HOUSE_NUMBER = HouseId(1)
LARGEST_PLAN = "filharmonie-concertzaal.json"


@dataclass(frozen=True, slots=True)
class Bench:
    """The store of a measurement; `place` makes devices that know all it knows."""

    folder: Path
    central: Central
    plan: HallPlan

    @property
    def served(self) -> CentralFolder:
        """The folder that a server of this store works from."""
        return CentralFolder(self.folder / "central", self.folder / "witness")

    @property
    def store(self) -> Replica:
        """The store's replica."""
        return self.central.replica

    def place(self, role: str) -> Workplace:
        """A device with its replica on disk, up to date with the store's catalogue."""
        key = DeviceKey(secrets.token_bytes(SEED_BYTES))
        certificate = self.central.enrolment.certify(
            HOUSE_NUMBER, role, NewDevice(role, key.public), wall_ms()
        )
        identity = self.central.identity
        membership = Membership(
            certificate, identity.certificate, identity.authority_public, "bench"
        )
        sql = database(self.folder / f"device{certificate.claims.device}.sqlite")
        clock = DeviceClock(wall_ms)
        replica = podium_replica(sql, membership, key, clock)
        replica.take_records(self.store.records.since(HOUSE_NUMBER, 0, 1_000_000))
        tokens = itertools.count(1)
        return Workplace(
            replica=replica, catalogue=Catalogue(replica.records), clock=clock,
            claims=membership.claims, key=key, store_device=membership.store_device,
            link=NoLink(), new_token=lambda: f"bench {next(tokens)}",
        )  # fmt: skip

    def give(self, units: range, performance: int, to: int) -> None:
        """Hand places that never moved to a log."""
        moves = moves_of(Verb.GIVE, performance, dict.fromkeys(units, 0), to)
        self.store.append([Draft(FactKind.RIGHTS_MOVED, HOUSE_NUMBER, b"", moves)])

    def give_all(self, work: Workplace, performance: PerformanceId) -> None:
        """Hand every place of a performance to a device."""
        self.give(range(self.plan.unit_count), performance, work.origin)
        store_log = work.store_log(HOUSE_NUMBER)
        known = work.replica.log.heads().get(store_log, 0)
        batch = self.store.batch_after(store_log, known, None)
        assert batch is not None, "the grant is there to be heard"
        work.replica.receive(batch)


def bench_of(folder: Path, performances: int, database_url: str = "") -> Bench:
    """A store with one house, the hall of 2,036 seats and so many performances from tonight on."""
    central = create_central(
        CentralFolder(folder / "central", folder / "witness"), "bench", database_url
    )
    assert not isinstance(central, CentralRefusal), central
    house = add_house(central, NewHouse("Filharmonie"))
    assert not isinstance(house, CentralRefusal), house
    path = resource_path("demo", "plans", LARGEST_PLAN)
    Importing(central, house, Words("nl")).files([path], lambda *_progress: None)
    (plan,) = plans_of(central, HOUSE_NUMBER)
    central.replica.own = OwnLog(NO_HOUSE, origin_of(STORE_DEVICE, 0), central.identity.key)
    start = datetime.now(UTC) + timedelta(hours=1)
    for number in range(performances):
        day = start + timedelta(days=number)
        _put_on_sale(central.replica, plan, PerformanceId(number + 1), day)
    return Bench(folder, central, plan)


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

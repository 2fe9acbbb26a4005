"""A house with UiTPAS: the shipped store and counters in one process, the simulator on a port."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.cluster import EVENING, Cluster, Place
from harness.full_evening import central_of
from harness.uitpas_server import ServedSimulator, served_simulator
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.lane import direct_lane
from podium_desk.application.uitpas import Reductions, UitpasOffers, UitpasPlace, UitpasRefusal
from podium_desk.application.uitpas_desk import UitpasDesk
from podium_desk.application.uitpas_errands import UitpasErrands
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.uitpas.answering import offer_uitpas
from podium_desk.central.uitpas.catching_up import CatchingUp
from podium_desk.central.uitpas.lines import HouseLines, house_lines
from podium_desk.central.uitpas.sales import SaleTable
from podium_desk.central.uitpas.settings import keep_house, set_rules
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TariffId, Unit
from podium_desk.domain.money import cash_due
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.uitpas import OfflinePolicy, PassNo, UitpasRules, chosen_by_itself
from podium_desk.integrations.uitpas.simulator.published import EVENT_MANY, EVENT_ONE
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import PERFORMANCE
from sync.exchange.client import StoreClient
from sync.store.port import Sql

TONIGHT = PerformanceId(100_001)
ONCE_A_WEEK = PerformanceId(100_002)
REGULAR_CENTS = 2203
SOCIAL_CENTS = REGULAR_CENTS * 20 // 100
_TARIFF = TariffId(1)


@dataclass
class Ticking:
    """A clock that never goes back, and that a test can push."""

    ahead_s: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


@dataclass
class UitpasEvening:
    """The house, its counters, and UiTPAS."""

    served: ServedSimulator
    cluster: Cluster
    house: HouseId
    folder: CentralFolder
    now_s: Ticking = field(default_factory=Ticking)
    lines: HouseLines = field(init=False)
    catching_up: CatchingUp = field(init=False)

    def __post_init__(self) -> None:
        self.lines = house_lines(self.folder, self.now_s)
        offer_uitpas(self.central, self.cluster.service, self.lines)
        lock = self.cluster.service.lock
        self.catching_up = CatchingUp(self.central, lock, self.lines)

    @property
    def central(self) -> Central:
        return central_of(self.cluster)

    @property
    def sales(self) -> SaleTable:
        return SaleTable(self.cluster.sql)

    @property
    def weather(self):  # type: ignore[no-untyped-def]
        return self.served.simulator.world.weather

    def registered(self) -> list[str]:
        """Whose places UiTPAS has, by number."""
        return [sale.number for sale in self.served.simulator.world.sales.values()]

    def counter(self, name: str, path: Path | None = None) -> UitpasPlaceAtWork:
        place = self.cluster.device(self.house, "counter", name, path)
        place.sync()
        return UitpasPlaceAtWork(place, self)

    def policy(self, offline: OfflinePolicy, cap: int = 2) -> None:
        set_rules(self.central, self.house, UitpasRules(offline, cap))

    def catch_up(self, minutes: float = 0) -> int:
        self.cluster.clock.pass_(minutes=minutes)
        self.now_s.ahead_s += minutes * 60
        return self.catching_up.once()


@dataclass
class UitpasPlaceAtWork:
    """A counter with its UiTPAS, as the composition root makes it."""

    place: Place
    evening: UitpasEvening

    def __post_init__(self) -> None:
        place, evening = self.place, self.evening
        claims = place.membership.claims
        store = StoreClient(place.wire, place.key, evening.cluster.nonce, claims.device)
        self.store = store
        store.store_public = place.membership.store_certificate.claims.public_key
        self.desk = UitpasDesk(place.work, direct_lane, store, evening.now_s)
        self.errands = UitpasErrands(place.work, direct_lane, store)

    def hold(self, count: int, performance: PerformanceId = TONIGHT) -> tuple[UitpasPlace, ...]:
        held = self.place.desk.hold_best(performance, count, None, 0)
        assert isinstance(held, Held), held
        return tuple(UitpasPlace(performance, unit, REGULAR_CENTS) for unit in held.units)

    def offers(self, number: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers:
        told = self.desk.look(number, places)
        assert isinstance(told, UitpasOffers), told
        return told

    def no(self, number: str, places: tuple[UitpasPlace, ...]) -> PassNo:
        told = self.desk.look(number, places)
        assert isinstance(told, UitpasRefusal), told
        return told.no

    def reduced(self, number: str, places: tuple[UitpasPlace, ...]) -> Reductions:
        """Look, choose what is chosen by itself, and register or grant it."""
        offers = self.offers(number, places)
        if offers.grants:
            given = self.desk.grant(offers)
        else:
            regular = [place.regular_cents for place in places]
            given = self.desk.register(offers, chosen_by_itself(regular, offers.offers))
        assert not isinstance(given, UitpasRefusal), given
        return given

    def sell(self, places: tuple[UitpasPlace, ...], reductions: Reductions) -> SaleDone | Refusal:
        lines = tuple(
            BasketLine(
                one.performance, one.unit, _TARIFF, reductions.get((one.performance, one.unit))
            )
            for one in places
        )
        prices = self.place.desk.quote(lines)
        if isinstance(prices, Refusal):
            return prices
        payment = Payment(PaymentMeans.CASH, sum(prices), cash_due(sum(prices)))
        return self.place.desk.sell(lines, (payment,), self.place.work.new_token(), "nl")

    def sold(self, places: tuple[UitpasPlace, ...], reductions: Reductions) -> SaleDone:
        done = self.sell(places, reductions)
        assert isinstance(done, SaleDone), done
        return done

    def release(self, places: tuple[UitpasPlace, ...]) -> None:
        self.place.desk.release(places[0].performance, tuple(one.unit for one in places))

    def lose_the_line(self) -> None:
        self.place.wire.is_cut = True
        self.place.sync()

    def find_the_line(self) -> None:
        """The line is back: all that is owed is brought."""
        self.place.wire.is_cut = False
        self.place.sync()
        self.errands.once()
        self.place.sync()


@contextmanager
def uitpas_evening(
    folder: Path, offline: OfflinePolicy = OfflinePolicy.REFUSE, sql: Sql | None = None
) -> Iterator[UitpasEvening]:
    """A house whose performances are events that the simulator knows."""
    with served_simulator() as served:
        cluster = Cluster(sql)
        house = cluster.house(1, "GC Het Anker")
        plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
        for number, event in ((TONIGHT, EVENT_MANY), (ONCE_A_WEEK, EVENT_ONE)):
            cluster.performance(house, number, plan)
            known = cluster.catalogue.performance(number)
            assert known is not None
            at = f"{EVENING:%Y-%m-%dT%H:%M:%SZ}"
            linked = replace(known, identity=f"https://io.example/event/{event}@{at}")
            record = (house, PERFORMANCE, str(number), record_to_bytes(linked))
            cluster.replica.write_records([record])
        folder.mkdir(exist_ok=True)
        central_folder = CentralFolder(folder)
        keep_house(central_folder.uitpas(house), served.house)
        evening = UitpasEvening(served, cluster, house, central_folder)
        evening.policy(offline)
        # The simulator counts weeks by the evening's clock.
        served.simulator.world.now = lambda: central_of(cluster).now()
        try:
            yield evening
        finally:
            evening.lines.close()


def units(places: tuple[UitpasPlace, ...]) -> tuple[Unit, ...]:
    return tuple(one.unit for one in places)


def order_of(done: SaleDone) -> OrderId:
    return done.order

"""The public, read-only JSON API: what is on and what is left."""

from __future__ import annotations

from datetime import datetime
from threading import RLock
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException

from podium_desk.central.cluster import Central
from podium_desk.central.houses import find_house
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import sold_counts

_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class HouseOut:
    """A house of the cluster."""

    id: int
    slug: str
    name: str
    language: str
    locality: str


@dataclass(frozen=True, slots=True)
class PriceOut:
    """A tariff; `prices_cents` is per price rank, "" for all that are not named."""

    code: str
    name: str
    prices_cents: dict[str, int]
    is_base: bool


@dataclass(frozen=True, slots=True)
class PerformanceOut:
    """A performance. `free` is how many places are not sold, null when it is not on sale."""

    id: int
    title: str
    start: datetime
    end: datetime | None
    hall: str
    genre: str
    status: str
    free: int | None
    prices: list[PriceOut]


def public_routes(central: Central, lock: RLock) -> APIRouter:
    """Routes under ``/api``; `lock` guards the one connection to the database."""
    router = APIRouter(prefix="/api", tags=["public"])

    @router.get("/houses", summary="The houses of the cluster")
    def houses() -> list[HouseOut]:
        with lock:
            return [
                HouseOut(house.id, house.slug, house.name, house.language, house.locality)
                for house in central.catalogue.houses().values()
            ]

    @router.get("/houses/{slug}/performances", summary="What is still to come in a house")
    def performances(slug: str) -> list[PerformanceOut]:
        with lock:
            house = find_house(central, slug)
            if not isinstance(house, House):
                raise HTTPException(_NOT_FOUND, f"no house {slug!r}")
            return _coming(central, house)

    return router


def _coming(central: Central, house: House) -> list[PerformanceOut]:
    now, sold = central.now(), sold_counts(central.sql)
    coming = [
        performance
        for performance in central.catalogue.performances().values()
        if performance.house == house.id
        and performance.start > now
        and performance.status is not PerformanceStatus.WITHDRAWN
    ]
    coming.sort(key=lambda performance: (performance.start, performance.id))
    return [_performance(central, house, p, sold.get(p.id, 0)) for p in coming]


def _performance(
    central: Central, house: House, performance: Performance, sold: int
) -> PerformanceOut:
    plan = central.catalogue.plan_of(performance)
    zone = ZoneInfo(house.timezone)
    return PerformanceOut(
        id=performance.id,
        title=performance.title.in_language(house.language),
        start=performance.start.astimezone(zone),
        end=performance.end and performance.end.astimezone(zone),
        hall=performance.hall.in_language(house.language),
        genre=performance.genre,
        status=performance.status.value,
        free=None if plan is None else plan.unit_count - sold,
        prices=[_price(tariff, house) for tariff in central.catalogue.tariffs(performance)],
    )


def _price(tariff: Tariff, house: House) -> PriceOut:
    name = tariff.name.in_language(house.language)
    return PriceOut(tariff.code, name, tariff.prices_cents, tariff.is_base)

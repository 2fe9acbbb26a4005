"""In whose hands the places of a performance are: here, at the store, with other devices, sold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from podium_desk.domain.allotment import AFTER_START
from podium_desk.domain.ids import device_of, origin_of
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class HeldPlaces:
    """How many unspent places one device holds of one performance."""

    house: int
    performance: int
    count: int


@dataclass(frozen=True, slots=True)
class PlacesInHands:
    """A performance's places: unspent ones by the device that holds them, and those sold."""

    by_device: dict[int, int]
    sold: int


def held_by(sql: Sql, device: int) -> list[HeldPlaces]:
    """What a device holds, over all its logs, by house and performance."""
    rows = sql.rows(
        "SELECT house, pool, COUNT(*) FROM unit_right"
        " WHERE holder >= ? AND holder < ? AND spent = 0 GROUP BY house, pool ORDER BY house, pool",
        (origin_of(device, 0), origin_of(device + 1, 0)),
    )
    return [HeldPlaces(*row) for row in rows]


def still_to_sell(
    catalogue: Catalogue, held: Iterable[HeldPlaces], now_ms: int
) -> list[HeldPlaces]:
    """Those of performances that are not over."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    coming = []
    for one in held:
        performance = catalogue.performance(one.performance)
        if performance is not None and now < performance.start + AFTER_START:
            coming.append(one)
    return coming


def places_in_hands(sql: Sql, house: int, performance: int) -> PlacesInHands:
    """Who holds what of a performance; places that never moved are their owner's."""
    pool = sql.row(
        "SELECT size, owner FROM pool WHERE house = ? AND pool = ?", (house, performance)
    )
    if pool is None:
        return PlacesInHands({}, 0)
    rows = sql.rows(
        "SELECT holder, spent, COUNT(*) FROM unit_right WHERE house = ? AND pool = ?"
        " GROUP BY holder, spent",
        (house, performance),
    )
    by_device: dict[int, int] = {device_of(pool[1]): pool[0] - sum(count for _, _, count in rows)}
    for holder, is_spent, count in rows:
        if not is_spent:
            device = device_of(holder)
            by_device[device] = by_device.get(device, 0) + count
    return PlacesInHands(by_device, sum(count for _, spent, count in rows if spent))

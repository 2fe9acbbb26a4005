"""Small houses to simulate with: a hall of a few rows, performances tonight, two tariffs."""

from __future__ import annotations

from datetime import datetime, timedelta

from podium_desk.domain.discounts import Cut, Discount
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Category, HallPlan, Seat, Section
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import DISCOUNT, HOUSE, PERFORMANCE, PLAN, TARIFFS
from sync.store.replica import Replica

SEAT_PITCH_TENTHS = 200
BASE_CENTS = 2203
CODE_AMOUNT = 1 << 50
"""The amount of the engine that the uses of a code are."""
BASE, REDUCED = TariffId(1), TariffId(2)
_CATEGORIES = (Category("Rang 1", "#000000"), Category("Rang 2", "#444444"))


def small_hall(name: str, rows: int, seats_per_row: int, standing: int = 0) -> HallPlan:
    """A hall of straight rows, the back half cheaper, with so many standing places."""
    seats = tuple(
        _seat(row * seats_per_row + place, row, place, rows)
        for row in range(rows)
        for place in range(seats_per_row)
    )
    section = Section("Staan", len(seats), standing, _CATEGORIES[1].name)
    return HallPlan(
        name, seats_per_row * SEAT_PITCH_TENTHS, rows * SEAT_PITCH_TENTHS, _CATEGORIES, seats,
        sections=(section,) if standing else (),
    )  # fmt: skip


def _seat(index: int, row: int, place: int, rows: int) -> Seat:
    letter = chr(ord("A") + row)
    category = _CATEGORIES[0 if row * 2 < rows else 1].name
    return Seat(
        index, f"{letter}{place + 1}", "Parterre", letter, str(place + 1), category,
        place * SEAT_PITCH_TENTHS, row * SEAT_PITCH_TENTHS, 80, f"Rij {letter}", row,
    )  # fmt: skip


def write_house(store: Replica, number: int, name: str) -> HouseId:
    """Put a house in the store's catalogue."""
    house = House(HouseId(number), f"house-{number}", name, legal_name=f"{name} vzw")
    store.write_records([(number, HOUSE, str(number), record_to_bytes(house))])
    return house.id


def write_performance(
    store: Replica, house: HouseId, number: int, plan: HallPlan, start: datetime
) -> PerformanceId:
    """Put a performance in this hall on sale."""
    performance = Performance(
        PerformanceId(number), house, f"event-{number}", Text.of("nl", f"Voorstelling {number}"),
        start, start + timedelta(hours=2), Text.of("nl", plan.name), "Theater",
        PerformanceStatus.AVAILABLE, plan.name, 6, "", (BASE, REDUCED),
    )  # fmt: skip
    store.write_records([
        (house, PLAN, plan.name, record_to_bytes(plan)),
        (house, PERFORMANCE, str(number), record_to_bytes(performance)),
    ])  # fmt: skip
    write_tariffs(store, house, performance.id, BASE_CENTS)
    return performance.id


def write_tariffs(store: Replica, house: HouseId, number: PerformanceId, base_cents: int) -> None:
    """Set the prices of a performance."""
    tariffs = (
        Tariff(BASE, number, "base", Text.of("nl", "Basis"), {"": base_cents}, True),
        Tariff(REDUCED, number, "min-26", Text.of("nl", "-26"), {"": 1000}, False),
    )
    store.write_records([(house, TARIFFS, str(number), record_to_bytes(tariffs))])


def write_code(store: Replica, house: HouseId, code: str, uses: int) -> None:
    """Let a house take a tenth off for so many orders that say this code."""
    name = Text.of("nl", code)
    discount = Discount(house, code, name, Cut.PERCENT, 10, uses=uses, amount=CODE_AMOUNT)
    store.write_records([(house, DISCOUNT, code, record_to_bytes(discount))])

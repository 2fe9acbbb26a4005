"""A clerk types into the search for orders: 700,000 tickets, 30,000 orders with a name."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from podium_desk.application.customers import Customers
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.order_finding import OrderFinding
from podium_desk.application.order_pages import OrderPages
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, Unit
from podium_desk.domain.short_code import short_code
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, bench_of
from podium_desk.proving.pairs import Pair
from sync.records.personal import PersonalBody, PersonalParcel, seal
from sync.store.personal import PersonalTable

TICKETS = 700_000
NAMED = 30_000
IN_ORDER = 4
ROUNDS = 300
_FIRST = ("An", "Anaïs", "Bart", "Els", "Fatima", "Jan", "Lotte", "Mehmet", "Rik", "Sofie")
_LAST = ("Claes", "De Smet", "Janssens", "Maes", "Peeters", "Van den Bossche", "Yılmaz")


def order_find(folder: Path, say: Callable[[str], None]) -> Pair:
    """Each call is one key more of a name, a number, a seat, a code or a telephone number."""
    say("700,000 tickets…")
    bench = bench_of(folder, performances=TICKETS // 2036 + 1)
    work = bench.place("counter")
    sql = work.replica.sql
    places = itertools.islice(_places(bench.plan.unit_count), TICKETS)
    with sql.transaction():
        sql.run_many(f"INSERT INTO ticket_sold VALUES ({', '.join('?' * 23)})", _tickets(places))
        sql.run_many(f"INSERT INTO order_sold VALUES ({', '.join('?' * 15)})", _orders())
        _name_orders(work)
    finding = OrderFinding(work, Customers(work))
    pages = OrderPages(work, NamedOrders(work, work.secret))
    wishes = itertools.cycle(_wishes())

    def find() -> None:
        wish = next(wishes)
        found = [pages.found(order) for order in finding.find(wish)]
        assert found or wish == "zzz", wish

    row = durable_row(folder)
    return Pair("order_find", NAME, find, row.commit, ROUNDS, rest=row.tidy)


def _places(units: int) -> Iterator[tuple[int, int, int]]:
    """Which ticket stands where: its number, performance and place."""
    return ((n, n // units + 1, n % units) for n in itertools.count())


def _tickets(places: Iterator[tuple[int, int, int]]) -> Iterator[tuple[Any, ...]]:
    """Rows as the projection writes them for sold orders of four tickets."""
    for number, performance, unit in places:
        order, line = divmod(number, IN_ORDER)
        yield (
            HOUSE_NUMBER, 1 << 16, order + 1, line, performance, unit, 1, "Parterre",
            str(unit // 40), str(unit % 40), 1, 2200, 6, 1, HOUSE_NUMBER, 1 << 16, order + 1,
            order, 0, "", "", None, None,
        )  # fmt: skip


def _orders() -> Iterator[tuple[Any, ...]]:
    for order in range(TICKETS // IN_ORDER):
        yield (
            HOUSE_NUMBER, 1 << 16, order + 1, 1 << 16, order + 1, order, "counter", "An", "nl",
            None, "", None, None, 0, 0,
        )  # fmt: skip


def _name_orders(work: Workplace) -> None:
    """Names of orders spread over the season, sealed as they are on the disk."""
    sql, table = work.replica.sql, PersonalTable(work.replica.sql)
    for number in range(NAMED):
        order = number * (TICKETS // IN_ORDER // NAMED) + 1
        person, key = f"{number:016x}", secrets.token_bytes(32)
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]} {number}"
        body = Customer(name, f"04{70_000_000 + number}").to_body()
        sealed = seal(key, secrets.token_bytes(12), person, body)
        sql.run(
            "INSERT INTO order_named VALUES (?, ?, ?, ?, ?, ?, ?)",
            (HOUSE_NUMBER, 2 << 16, number + 1, 1 << 16, order, person, number),
        )
        house = int(HouseId(HOUSE_NUMBER))
        kept = PersonalBody(house, person, 2 << 16, number + 1, b"", sealed)
        table.put(PersonalParcel(kept, key), is_sent=True)


def _wishes() -> list[str]:
    code = short_code(PerformanceId(7), Unit(99), 1)
    order = str(OrderId(Origin(1 << 16), 98_765))
    typed = [text[:n] for text in ("janssens 29", "sofie va") for n in range(1, len(text) + 1)]
    return [*typed, order, code, "12 17", "0470012345", "1.0.98765.2", "zzz"]

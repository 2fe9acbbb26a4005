"""Passes in the replica: what was sold, what they were used for, and what is left on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.goods import Goods
from podium_desk.domain.house_passes import (
    HousePass,
    PassClosed,
    PassIssued,
    PassTerms,
    PassUsed,
    pool_of_pass,
)
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_visits import door_visits, taken_on_trust
from podium_desk.replica.tickets_by_code import counts_by_code
from sync.facts.fact import Fact, origin_of
from sync.store.amounts import AmountTable
from sync.store.port import Sql

PASS_TABLES = (
    """CREATE TABLE IF NOT EXISTS house_pass (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        number TEXT NOT NULL, home INTEGER NOT NULL, code TEXT NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        price_cents INTEGER NOT NULL, visits INTEGER NOT NULL, valid_until_ms INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS house_pass_by_number ON house_pass (number)",
    "CREATE INDEX IF NOT EXISTS house_pass_by_order ON house_pass (order_origin, order_number)",
    """CREATE TABLE IF NOT EXISTS house_pass_use (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        place INTEGER NOT NULL, number TEXT NOT NULL, performance INTEGER NOT NULL,
        organiser INTEGER NOT NULL, quantity INTEGER NOT NULL, value_cents INTEGER NOT NULL,
        off_cents INTEGER NOT NULL, order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq, place)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS house_pass_use_by_number ON house_pass_use (number)",
    """CREATE TABLE IF NOT EXISTS house_pass_closed (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        number TEXT NOT NULL, at_ms INTEGER NOT NULL, reason TEXT NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS house_pass_closed_by_number ON house_pass_closed (number)",
    """CREATE TABLE IF NOT EXISTS door_visit (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        place INTEGER NOT NULL, number TEXT NOT NULL, performance INTEGER NOT NULL,
        ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL, ticket_line INTEGER NOT NULL,
        quantity INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq, place)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS door_visit_by_number ON door_visit (number, performance)",
    "CREATE INDEX IF NOT EXISTS door_visit_by_performance ON door_visit (performance)",
    """CREATE INDEX IF NOT EXISTS ticket_by_code ON ticket_sold (discount_code, performance)
        WHERE discount_code <> ''""",
)
PASS_FACT_TABLES = ("house_pass", "house_pass_use", "house_pass_closed", "door_visit")
_Rows = Iterator[tuple[str, tuple[Any, ...]]]


def pass_issued(fact: Fact, body: PassIssued) -> _Rows:
    """The row of a pass that was sold."""
    yield f"INSERT INTO house_pass VALUES ({', '.join('?' * 13)})", (
        fact.header.house, fact.origin, fact.seq, body.number, body.home, body.code,
        body.order.origin, body.order.number, body.price_cents, body.visits,
        body.valid_until_ms, body.at_ms, body.clerk,
    )  # fmt: skip


def pass_used(fact: Fact, body: PassUsed) -> _Rows:
    """The rows of what a pass was used for."""
    for place, use in enumerate(body.uses):
        yield f"INSERT INTO house_pass_use VALUES ({', '.join('?' * 14)})", (
            fact.header.house, fact.origin, fact.seq, place, body.number, use.performance,
            use.organiser, use.count, use.value_cents, use.off_cents, body.order.origin,
            body.order.number, body.at_ms, body.clerk,
        )  # fmt: skip
    yield from door_visits(fact, body)


def pass_closed(fact: Fact, body: PassClosed) -> _Rows:
    """The row of a pass that was paid back."""
    yield "INSERT INTO house_pass_closed VALUES (?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.number, body.at_ms, body.reason, body.clerk,
    )  # fmt: skip


def declare_pass(sql: Sql, fact: Fact, body: PassIssued, store_device: int) -> None:
    """Make what it allows known as an amount. The log that sold it has it first, so that it may
    use it or pay it back before the store has heard."""
    owner = origin_of(store_device, body.home)
    pool, total = pool_of_pass(body.number), body.visits or 1
    AmountTable(sql).declare(body.home, pool, total, owner, fact.origin)


def find_pass(sql: Sql, catalogue: Catalogue, number: str) -> HousePass | None:
    """A pass with what is left on it, as far as this replica has heard; None when it has not."""
    row = sql.row(
        "SELECT home, code, order_origin, order_number, price_cents, visits, valid_until_ms"
        " FROM house_pass WHERE number = ? ORDER BY house, origin, seq LIMIT 1",
        (number,),
    )
    if row is None:
        return None
    home, code, origin, order_number, price_cents, visits, valid_until_ms = row
    goods = catalogue.goods(HouseId(home)).get(code)
    accounts = AmountTable(sql).accounts(home, pool_of_pass(number)).values()
    left = sum(account.balance for account in accounts) - taken_on_trust(sql, number)
    closed = sql.row("SELECT 1 FROM house_pass_closed WHERE number = ? LIMIT 1", (number,))
    return HousePass(
        number, HouseId(home), code, _terms(goods, visits), OrderId(Origin(origin), order_number),
        price_cents, max(0, left), valid_until_ms,
        closed is not None, Text.of("nl", code) if goods is None else goods.name,
        _used(sql, number),
    )  # fmt: skip


def passes_of_order(sql: Sql, order: OrderId) -> list[str]:
    """The numbers of the passes that an order bought, in the order of their sale."""
    rows = sql.rows(
        "SELECT DISTINCT number, seq FROM house_pass WHERE order_origin = ? AND order_number = ?"
        " AND house = home ORDER BY seq",
        (order.origin, order.number),
    )
    return [number for number, _seq in rows]


@dataclass(frozen=True, slots=True)
class UseRow:
    """What passes of one kind were used for in one house: places, what the visits were bought
    for, and what went off."""

    home: HouseId
    code: str
    organiser: HouseId
    count: int
    value_cents: int
    off_cents: int


def uses_between(sql: Sql, home: int, from_ms: int, until_ms: int) -> list[UseRow]:
    """What the passes of a house were used for in that time, by kind and organising house."""
    rows = sql.rows(
        "SELECT p.code, u.organiser, SUM(u.quantity), SUM(u.value_cents), SUM(u.off_cents)"
        " FROM house_pass_use u JOIN house_pass p ON p.number = u.number AND p.house = u.house"
        " WHERE u.house = ? AND u.at_ms >= ? AND u.at_ms < ? GROUP BY 1, 2 ORDER BY 1, 2",
        (home, from_ms, until_ms),
    )
    return [
        UseRow(HouseId(home), code, HouseId(organiser), int(count), int(value), int(off))
        for code, organiser, count, value, off in rows
    ]


def used_before(sql: Sql, number: str) -> bool:
    """Whether a pass ever gave a place that did not come back."""
    return any(count > 0 for count in _used(sql, number).values())


def _terms(goods: Goods | None, visits: int) -> PassTerms:
    """What the catalogue says now; the visits are those that were sold."""
    if goods is None or goods.pass_terms is None:
        return PassTerms(visits=visits)
    known = goods.pass_terms
    return PassTerms(
        visits, known.percent, known.tariff, known.seats, known.valid_days,
        known.valid_until_ms, known.presale_days, known.houses,
    )  # fmt: skip


def _used(sql: Sql, number: str) -> dict[PerformanceId, int]:
    """How many places of each performance it gave.

    Its own house hears each use, the house of a performance each ticket: whoever hears both counts
    the same, whoever hears one counts that.
    """
    said = sql.rows(
        "SELECT performance, SUM(quantity) FROM house_pass_use WHERE number = ? GROUP BY 1",
        (number,),
    )
    used: dict[PerformanceId, int] = {}
    for performance, count in (*said, *counts_by_code(sql, number).items()):
        known = used.get(PerformanceId(performance), 0)
        used[PerformanceId(performance)] = max(known, int(count))
    return used

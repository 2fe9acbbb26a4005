"""Guest lists in the replica: which orders are guests', of which performance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.guests import GuestListed
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact
from sync.store.port import Sql

GUEST_TABLES = (
    """CREATE TABLE IF NOT EXISTS guest_listed (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        performance INTEGER NOT NULL, count INTEGER NOT NULL, reason TEXT NOT NULL,
        granted_by TEXT NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS guest_by_performance ON guest_listed (house, performance)",
)
GUEST_FACT_TABLES = ("guest_listed",)
_LISTED = "INSERT INTO guest_listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One guest as it was put on a list."""

    order: OrderId
    count: int
    reason: str
    granted_by: str


def guest_listed(fact: Fact, body: GuestListed) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a guest."""
    yield _LISTED, (
        fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number,
        body.performance, body.count, body.reason, body.granted_by, body.at_ms, body.clerk,
    )  # fmt: skip


def guests_of(sql: Sql, house: int, performance: int) -> list[GuestRow]:
    """The guests of a performance, each once, in the order in which they were put on the list."""
    rows = sql.rows(
        "SELECT order_origin, order_number, count, reason, granted_by FROM guest_listed"
        " WHERE house = ? AND performance = ? ORDER BY at_ms, origin, seq",
        (house, performance),
    )
    found = (GuestRow(OrderId(Origin(origin), number), *rest) for origin, number, *rest in rows)
    return list({one.order: one for one in found}.values())


def is_guest(sql: Sql, house: int, order: OrderId) -> bool:
    """Whether an order is on a guest list."""
    row = sql.row(
        "SELECT 1 FROM guest_listed WHERE house = ? AND order_origin = ? AND order_number = ?",
        (house, order.origin, order.number),
    )
    return row is not None

"""Goods in the replica: what was sold of them and what came back, a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.goods import GoodsBack, GoodsRefunded, GoodsSold
from podium_desk.domain.ids import FactId, HouseId, OrderId, Origin
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact
from sync.store.port import Sql

GOODS_TABLES = (
    """CREATE TABLE IF NOT EXISTS goods_sold (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        line INTEGER NOT NULL, code TEXT NOT NULL, quantity INTEGER NOT NULL,
        price_cents INTEGER NOT NULL, vat_rate INTEGER NOT NULL, vat_basis TEXT NOT NULL,
        seller INTEGER NOT NULL, order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL, language TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq, line)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS goods_by_order ON goods_sold (order_origin, order_number)",
    """CREATE TABLE IF NOT EXISTS goods_refunded (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        line INTEGER NOT NULL, sold_origin INTEGER NOT NULL, sold_seq INTEGER NOT NULL,
        sold_line INTEGER NOT NULL, quantity INTEGER NOT NULL, price_cents INTEGER NOT NULL,
        vat_rate INTEGER NOT NULL, vat_basis TEXT NOT NULL, order_origin INTEGER NOT NULL,
        order_number INTEGER NOT NULL, at_ms INTEGER NOT NULL, reason TEXT NOT NULL,
        clerk TEXT NOT NULL, PRIMARY KEY (house, origin, seq, line)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS goods_back_by_order
        ON goods_refunded (order_origin, order_number)""",
)
GOODS_FACT_TABLES = ("goods_sold", "goods_refunded")
_Rows = Iterator[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A sold line of goods. `left` is what of its `count` did not come back."""

    sold: FactId
    line: int
    house: HouseId
    code: str
    count: int
    left: int
    price_cents: int
    vat_rate_percent: int
    vat_basis: str
    seller: HouseId
    order: OrderId
    at_ms: int

    @property
    def left_cents(self) -> int:
        """What is left of it comes to."""
        return self.left * self.price_cents

    def back(self, count: int) -> GoodsBack:
        """So many of it taken back."""
        return GoodsBack(
            self.sold, self.line, self.code, count, self.price_cents, self.vat_rate_percent,
            self.vat_basis,
        )  # fmt: skip


def goods_sold(fact: Fact, body: GoodsSold) -> _Rows:
    """The rows of goods that were sold."""
    for place, line in enumerate(body.lines):
        yield "INSERT INTO goods_sold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            fact.header.house, fact.origin, fact.seq, place, line.code, line.count,
            line.price_cents, line.vat_rate_percent, line.vat_basis, line.seller,
            body.order.origin, body.order.number, body.at_ms, body.clerk, body.language,
        )  # fmt: skip


def goods_refunded(fact: Fact, body: GoodsRefunded) -> _Rows:
    """The rows of goods that came back."""
    statement = f"INSERT INTO goods_refunded VALUES ({', '.join('?' * 16)})"
    for place, line in enumerate(body.lines):
        yield statement, (
            fact.header.house, fact.origin, fact.seq, place, line.sold.origin, line.sold.seq,
            line.line, line.count, line.price_cents, line.vat_rate_percent, line.vat_basis,
            body.order.origin, body.order.number, body.at_ms, body.reason, body.clerk,
        )  # fmt: skip


def goods_of_order(sql: Sql, order: OrderId) -> list[GoodsRow]:
    """An order's goods, in the order of their lines."""
    rows = sql.rows(
        "SELECT g.origin, g.seq, g.line, g.house, g.code, g.quantity,"
        " g.quantity - COALESCE((SELECT SUM(r.quantity) FROM goods_refunded r"
        "  WHERE r.house = g.house AND r.order_origin = g.order_origin"
        "  AND r.order_number = g.order_number AND r.sold_origin = g.origin"
        "  AND r.sold_seq = g.seq AND r.sold_line = g.line), 0),"
        " g.price_cents, g.vat_rate, g.vat_basis, g.seller, g.at_ms FROM goods_sold g"
        " WHERE g.order_origin = ? AND g.order_number = ? ORDER BY g.seq, g.line",
        (order.origin, order.number),
    )
    return [
        GoodsRow(
            FactId(Origin(row[0]), row[1]), row[2], HouseId(row[3]), row[4], row[5], int(row[6]),
            row[7], row[8], row[9], HouseId(row[10]), order, row[11],
        )
        for row in rows
    ]  # fmt: skip


def goods_in_days(
    sql: Sql, house: int, own: set[int], span: tuple[int, int, int]
) -> Iterator[tuple[int, int, str, int]]:
    """What a house's registers (the logs `own`) sold of goods, less what came back, by time.

    `span` is the length of a step, the first and the last moment, in UTC milliseconds; gives step,
    VAT rate, legal basis and cents.
    """
    step, first, last = span
    for number, rate, basis, cents in sql.rows(
        "SELECT at_ms / ?, vat_rate, vat_basis, SUM(quantity * price_cents) FROM goods_sold"
        " WHERE seller = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1, 2, 3",
        (step, house, first, last),
    ):
        yield int(number), rate, basis, int(cents)
    for number, origin, rate, basis, cents in sql.rows(
        "SELECT at_ms / ?, origin, vat_rate, vat_basis, SUM(quantity * price_cents)"
        " FROM goods_refunded WHERE at_ms >= ? AND at_ms < ? GROUP BY 1, 2, 3, 4",
        (step, first, last),
    ):
        if origin in own:
            yield int(number), rate, basis, -int(cents)


def goods_cents_sold(sql: Sql, house: int | None) -> int:
    """What all goods were sold for, as `queries.totals` counts it: what came back is not off."""
    of_house = "" if house is None else " WHERE house = ?"
    values = () if house is None else (house,)
    row = sql.row(f"SELECT SUM(quantity * price_cents) FROM goods_sold{of_house}", values)
    return 0 if row is None or row[0] is None else int(row[0])

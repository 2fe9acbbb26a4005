"""Questions about whole orders: how they were paid, and whether they still are to be."""

from __future__ import annotations

from podium_desk.domain.facts import PaymentMeans, PaymentTaken
from podium_desk.domain.ids import HouseId, OrderId, Origin
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import SoldRow, tickets_of_order
from sync.store.port import Row, Sql


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One organising house's part of an order.

    `pay_before_ms` stands for a reserved order, `is_paid` tells that it was paid to the last cent,
    `former` is the order whose tickets were exchanged for it.
    """

    order: OrderId
    house: HouseId
    at_ms: int
    channel: str
    clerk: str
    language: str
    pay_before_ms: int | None
    communication: str
    former: OrderId | None
    is_paid: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be paid."""
        return self.pay_before_ms is not None and not self.is_paid


_ORDER = """
    SELECT o.order_origin, o.order_number, o.house, o.at_ms, o.channel, o.clerk, o.language,
        o.pay_before_ms, o.communication, o.former_origin, o.former_number,
        EXISTS (SELECT 1 FROM order_paid p WHERE p.house = o.house
            AND p.order_origin = o.order_origin AND p.order_number = o.order_number)
    FROM order_sold o"""


def parts_of_order(sql: Sql, order: OrderId) -> list[OrderRow]:
    """An order's parts, one a house that is known here, in the order of the basket."""
    rows = sql.rows(
        f"{_ORDER} WHERE o.order_origin = ? AND o.order_number = ? ORDER BY o.seq",
        (order.origin, order.number),
    )
    return [_order_row(row) for row in rows]


def orders_numbered(sql: Sql, logs: list[Origin], number: int) -> list[OrderId]:
    """The orders with this number that any of these logs made, as far as they are known here."""
    known = (
        sql.row(
            "SELECT 1 FROM ticket_sold WHERE order_origin = ? AND order_number = ?"
            " UNION ALL SELECT 1 FROM goods_sold WHERE order_origin = ? AND order_number = ?",
            (log, number, log, number),
        )
        for log in logs
    )
    return [OrderId(log, number) for log, row in zip(logs, known, strict=True) if row is not None]


def order_of_communication(sql: Sql, communication: str) -> list[OrderId]:
    """The orders that a transfer with this structured communication pays."""
    rows = sql.rows(
        "SELECT DISTINCT order_origin, order_number FROM order_sold WHERE communication = ?"
        " AND communication <> ''",
        (communication,),
    )
    return [OrderId(Origin(origin), number) for origin, number in rows]


def refund_reason(sql: Sql, row: SoldRow) -> str | None:
    """Why a ticket was taken back, None while it was not."""
    found = sql.row(
        "SELECT reason FROM ticket_refunded WHERE house = ? AND ticket_origin = ?"
        " AND ticket_seq = ? AND ticket_line = ?",
        (row.house, row.ticket.origin, row.ticket.seq, row.ticket.line),
    )
    return None if found is None else str(found[0])


def open_units(sql: Sql, house: int, performance: int, holder: int) -> dict[int, int]:
    """The places of open orders whose rights a log holds, with their hops."""
    rows = sql.rows(
        "SELECT u.unit, u.hop FROM order_sold o JOIN ticket_sold t ON t.house = o.house"
        "  AND t.origin = o.origin AND t.seq = o.seq"
        " JOIN unit_right u ON u.house = t.house AND u.pool = t.performance AND u.unit = t.unit"
        " WHERE o.house = ? AND o.pay_before_ms IS NOT NULL AND t.performance = ?"
        "  AND u.holder = ? AND u.spent = 1"
        "  AND NOT EXISTS (SELECT 1 FROM order_paid p WHERE p.house = o.house"
        "   AND p.order_origin = o.order_origin AND p.order_number = o.order_number)"
        "  AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "   AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)",
        (house, performance, holder),
    )
    return dict(rows)


def sold_by(
    sql: Sql, house: int, performance: int, hops: dict[int, int], asking: int
) -> dict[int, int]:
    """Of these sold places those that the asking house may change: its own, and what it sold."""
    if asking == house:
        return hops
    marks = ", ".join("?" * len(hops))
    rows = sql.rows(
        f"SELECT unit, MAX(hop), seller FROM ticket_sold WHERE house = ? AND performance = ?"
        f" AND unit IN ({marks}) GROUP BY unit",
        (house, performance, *hops),
    )
    sold = {unit for unit, _hop, seller in rows if seller == asking}
    return {unit: hop for unit, hop in hops.items() if unit in sold}


def rest_cents(sql: Sql, order: OrderId) -> int:
    """What is still to be paid of an open order by those of its tickets that were not let go;
    0 of one that is paid. Known where the payments are: in the house that sells."""
    if not any(part.is_open for part in parts_of_order(sql, order)):
        return 0
    owed = sum(row.price_cents for row in tickets_of_order(sql, order) if not row.is_refunded)
    return owed - sum(payment.amount_cents for payment in payments_of_order(sql, order))


def payments_of_order(sql: Sql, order: OrderId) -> list[PaymentTaken]:
    """The money of an order, taken and given back, in the order in which it was told."""
    rows = sql.rows(
        "SELECT at_ms, means, amount_cents, rounding_cents, tendered_cents, change_cents, clerk,"
        " reference FROM payment WHERE order_origin = ? AND order_number = ?"
        " ORDER BY at_ms, origin, seq",
        (order.origin, order.number),
    )
    return [_payment(order, row) for row in rows]


def payments_behind(sql: Sql, order: OrderId) -> list[PaymentTaken]:
    """The money of an order and of all that it was exchanged for or from, oldest first.

    An exchange moves the difference only: what the first one was paid with pays for the last.
    """
    family = exchanged_with(sql, order)
    payments = [payment for one in family for payment in payments_of_order(sql, one)]
    return sorted(payments, key=lambda payment: payment.at_ms)


def exchanged_with(sql: Sql, order: OrderId) -> list[OrderId]:
    """This order, and those that came of it or it came of by exchanges, as far as known here."""
    family = [order]
    for one in family:
        rows = sql.rows(
            "SELECT former_origin, former_number FROM order_sold"
            " WHERE order_origin = ? AND order_number = ? AND former_origin IS NOT NULL"
            " UNION SELECT order_origin, order_number FROM order_sold"
            " WHERE former_origin = ? AND former_number = ? ORDER BY 1, 2",
            (one.origin, one.number, one.origin, one.number),
        )
        found = (OrderId(Origin(origin), number) for origin, number in rows)
        family += [other for other in found if other not in family]
    return family


def _payment(order: OrderId, row: Row) -> PaymentTaken:
    at_ms, means, amount, rounding, tendered, change, clerk, reference = row
    return PaymentTaken(
        order, at_ms, PaymentMeans(means), amount, rounding, tendered, change, clerk, reference
    )


def _order_row(row: Row) -> OrderRow:
    (origin, number, house, at_ms, channel, clerk, language, pay_before_ms, communication,
     former_origin, former_number, is_paid) = row  # fmt: skip
    former = None if former_origin is None else OrderId(Origin(former_origin), former_number)
    return OrderRow(
        OrderId(Origin(origin), number), HouseId(house), at_ms, channel, clerk, language,
        pay_before_ms, communication, former, bool(is_paid),
    )  # fmt: skip

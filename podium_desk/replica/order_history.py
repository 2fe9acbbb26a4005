"""What happened to an order, one row an event, oldest first; every row comes from one fact."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.queries import SoldRow
from sync.store.port import Row, Sql


class EventKind(StrEnum):
    """What happened."""

    SOLD = "sold"
    RESERVED = "reserved"
    TAKEN_IN_EXCHANGE = "taken_in_exchange"
    NAMED = "named"
    MONEY_TAKEN = "money_taken"
    MONEY_BACK = "money_back"
    PAID = "paid"
    REFUNDED = "refunded"
    REISSUED = "reissued"
    REPRINTED = "reprinted"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ENTERED = "entered"
    LEFT = "left"
    EXCHANGED_FOR = "exchanged_for"
    GOODS_SOLD = "goods_sold"
    GOODS_BACK = "goods_back"
    APPROVED = "approved"
    APPROVAL_BACK = "approval_back"


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One thing that happened: `origin` is the log that says it, `count` of how many tickets.

    `text` is a reason or a gate, `other` the order that was exchanged for or from.
    """

    at_ms: int
    kind: EventKind
    origin: int
    clerk: str = ""
    count: int = 0
    amount_cents: int = 0
    means: PaymentMeans | None = None
    text: str = ""
    other: OrderId | None = None


def order_events(sql: Sql, order: OrderId, rows: Iterable[SoldRow]) -> list[OrderEvent]:
    """All that is known here of an order whose tickets are `rows`."""
    events = [*_sales(sql, order), *_money(sql, order), *_names(sql, order)]
    events += [*_exchanges(sql, order), *_goods(sql, order), *_approvals(sql, order)]
    back: dict[tuple[int, int], OrderEvent] = {}
    for row in rows:
        for event in _back(sql, row):
            key = (event.at_ms, event.origin)
            before = back.get(key, event)
            back[key] = _with_count(event, before.count + 1)
        events += _of_ticket(sql, row)
    events += back.values()
    events += _prints(sql, order)
    return sorted(events, key=lambda event: event.at_ms)


def _with_count(event: OrderEvent, count: int) -> OrderEvent:
    return OrderEvent(event.at_ms, event.kind, event.origin, event.clerk, count, text=event.text)


def _sales(sql: Sql, order: OrderId) -> list[OrderEvent]:
    found = sql.rows(
        "SELECT MIN(o.at_ms), o.origin, o.clerk, o.pay_before_ms, o.former_origin,"
        " o.former_number, COUNT(*) FROM order_sold o JOIN ticket_sold t ON t.house = o.house"
        " AND t.origin = o.origin AND t.seq = o.seq"
        " WHERE o.order_origin = ? AND o.order_number = ?"
        " GROUP BY o.origin, o.clerk, o.pay_before_ms, o.former_origin, o.former_number",
        (order.origin, order.number),
    )
    return [_sale(row) for row in found]


def _sale(row: Row) -> OrderEvent:
    at_ms, origin, clerk, pay_before_ms, former_origin, former_number, count = row
    if former_origin is not None:
        former = OrderId(Origin(former_origin), former_number)
        kind = EventKind.TAKEN_IN_EXCHANGE
        return OrderEvent(at_ms, kind, origin, clerk, count, other=former)
    kind = EventKind.SOLD if pay_before_ms is None else EventKind.RESERVED
    return OrderEvent(at_ms, kind, origin, clerk, count)


def _money(sql: Sql, order: OrderId) -> list[OrderEvent]:
    taken = sql.rows(
        "SELECT at_ms, origin, clerk, means, amount_cents + rounding_cents, reference FROM payment"
        " WHERE order_origin = ? AND order_number = ?",
        (order.origin, order.number),
    )
    events = [
        OrderEvent(
            at_ms, EventKind.MONEY_BACK if cents < 0 else EventKind.MONEY_TAKEN, origin, clerk,
            amount_cents=abs(cents), means=PaymentMeans(means), text=reference,
        )
        for at_ms, origin, clerk, means, cents, reference in taken
    ]  # fmt: skip
    paid = sql.rows(
        "SELECT MIN(at_ms), origin, clerk FROM order_paid"
        " WHERE order_origin = ? AND order_number = ? GROUP BY origin, clerk",
        (order.origin, order.number),
    )
    return events + [OrderEvent(row[0], EventKind.PAID, row[1], row[2]) for row in paid]


def _names(sql: Sql, order: OrderId) -> list[OrderEvent]:
    found = sql.rows(
        "SELECT at_ms, origin FROM order_named WHERE order_origin = ? AND order_number = ?",
        (order.origin, order.number),
    )
    return [OrderEvent(at_ms, EventKind.NAMED, origin) for at_ms, origin in found]


def _approvals(sql: Sql, order: OrderId) -> list[OrderEvent]:
    found = sql.rows(
        "SELECT at_ms, origin, clerk, is_given FROM order_approved"
        " WHERE order_origin = ? AND order_number = ?",
        (order.origin, order.number),
    )
    kinds = (EventKind.APPROVAL_BACK, EventKind.APPROVED)
    return [OrderEvent(at, kinds[is_given], by, who) for at, by, who, is_given in found]


def _exchanges(sql: Sql, order: OrderId) -> list[OrderEvent]:
    """The orders whose tickets were taken for this one's."""
    found = sql.rows(
        "SELECT MIN(at_ms), origin, clerk, order_origin, order_number FROM order_sold"
        " WHERE former_origin = ? AND former_number = ?"
        " GROUP BY origin, clerk, order_origin, order_number",
        (order.origin, order.number),
    )
    return [
        OrderEvent(at_ms, EventKind.EXCHANGED_FOR, origin, clerk,
                   other=OrderId(Origin(new_origin), number))
        for at_ms, origin, clerk, new_origin, number in found
    ]  # fmt: skip


def _goods(sql: Sql, order: OrderId) -> list[OrderEvent]:
    """Goods sold and taken back, an event a fact."""
    events = []
    for kind, table in (
        (EventKind.GOODS_SOLD, "goods_sold"), (EventKind.GOODS_BACK, "goods_refunded"),
    ):  # fmt: skip
        rows = sql.rows(
            f"SELECT at_ms, origin, clerk, SUM(quantity) FROM {table}"
            " WHERE order_origin = ? AND order_number = ? GROUP BY at_ms, origin, clerk",
            (order.origin, order.number),
        )
        events += [OrderEvent(at, kind, by, who, int(count)) for at, by, who, count in rows]
    return events


def _back(sql: Sql, row: SoldRow) -> list[OrderEvent]:
    found = sql.rows(
        "SELECT at_ms, origin, clerk, reason FROM ticket_refunded WHERE house = ?"
        " AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?",
        _key(row),
    )
    return [
        OrderEvent(at_ms, EventKind.REFUNDED, origin, clerk, text=reason)
        for at_ms, origin, clerk, reason in found
    ]


def _of_ticket(sql: Sql, row: SoldRow) -> list[OrderEvent]:
    """New codes, blocks and passages of one ticket."""
    codes = sql.rows(
        "SELECT at_ms, origin, clerk, reason FROM ticket_code WHERE house = ?"
        " AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?",
        _key(row),
    )
    blocks = sql.rows(
        "SELECT at_ms, origin, is_blocked, reason FROM ticket_block WHERE house = ?"
        " AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?",
        _key(row),
    )
    scans = sql.rows(
        "SELECT s.at_ms, s.origin, s.verdict, s.gate FROM scan s WHERE s.house = ?"
        " AND s.performance = ? AND s.ticket_origin = ? AND s.ticket_seq = ?"
        " AND s.ticket_line = ? AND s.verdict IN ('admit', 'exit')"
        f" AND {NOT_ANNULLED}",
        (row.house, row.performance, row.ticket.origin, row.ticket.seq, row.ticket.line),
    )
    renewed = EventKind.REISSUED
    events = [OrderEvent(at, renewed, by, who, 1, text=why) for at, by, who, why in codes]
    for at_ms, origin, is_blocked, reason in blocks:
        kind = EventKind.BLOCKED if is_blocked else EventKind.UNBLOCKED
        events.append(OrderEvent(at_ms, kind, origin, count=1, text=reason))
    for at_ms, origin, verdict, gate in scans:
        kind = EventKind.LEFT if verdict == "exit" else EventKind.ENTERED
        events.append(OrderEvent(at_ms, kind, origin, count=1, text=gate))
    return events


def _prints(sql: Sql, order: OrderId) -> list[OrderEvent]:
    """What was printed again at this very device: papers are not told to others."""
    found = sql.rows(
        "SELECT MIN(at_ms), COUNT(*) FROM print_job WHERE order_origin = ? AND order_number = ?"
        " AND duplicate > 0 AND what <> 'receipt' GROUP BY duplicate",
        (order.origin, order.number),
    )
    return [OrderEvent(at_ms, EventKind.REPRINTED, 0, count=count) for at_ms, count in found]


def _key(row: SoldRow) -> tuple[int, int, int, int]:
    return (row.house, row.ticket.origin, row.ticket.seq, row.ticket.line)

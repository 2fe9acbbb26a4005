"""Tickets by the code that made them cheaper: a pass, a series; those that came back left out."""

from __future__ import annotations

from podium_desk.domain.ids import OrderId, Origin, PerformanceId, TicketId
from sync.store.port import Sql

_TICKETS = (
    # The second condition is that of the index: without it every ticket is looked at.
    " FROM ticket_sold t WHERE t.discount_code = ? AND t.discount_code <> ''"
    " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
    "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)"
)


def counts_by_code(sql: Sql, code: str) -> dict[PerformanceId, int]:
    """How many tickets of each performance have it."""
    rows = sql.rows(f"SELECT t.performance, COUNT(*){_TICKETS} GROUP BY t.performance", (code,))
    return {PerformanceId(performance): int(count) for performance, count in rows}


def places_by_code(sql: Sql, code: str) -> dict[OrderId, list[tuple[str, str, str]]]:
    """The places (zone, row, number) that each order has by it, the oldest order first."""
    rows = sql.rows(
        f"SELECT t.order_origin, t.order_number, t.zone, t.row_name, t.number{_TICKETS}"
        " ORDER BY t.at_ms, t.origin, t.seq, t.line",
        (code,),
    )
    found: dict[OrderId, list[tuple[str, str, str]]] = {}
    for origin, number, *place in rows:
        places = found.setdefault(OrderId(Origin(origin), number), [])
        zone, row_name, seat = place
        if (zone, row_name, seat) not in places:
            places.append((zone, row_name, seat))
    return found


def order_of_place(sql: Sql, code: str, performance: int, unit: int) -> OrderId | None:
    """The order that has this place by it."""
    row = sql.row(
        f"SELECT t.order_origin, t.order_number{_TICKETS} AND t.performance = ? AND t.unit = ?",
        (code, performance, unit),
    )
    return None if row is None else OrderId(Origin(row[0]), row[1])


def tickets_by_code(sql: Sql, code: str, performance: int) -> list[TicketId]:
    """The tickets of a performance that have it, the oldest first."""
    rows = sql.rows(
        f"SELECT t.origin, t.seq, t.line{_TICKETS} AND t.performance = ? AND t.persons > 0"
        " ORDER BY t.at_ms, t.origin, t.seq, t.line",
        (code, performance),
    )
    return [TicketId(Origin(origin), seq, line) for origin, seq, line in rows]

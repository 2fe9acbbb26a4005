"""Places with two tickets that were never taken back: both were sold in good faith.

A store that was put back may have given a place twice before any device told it. Whoever holds the
right by the log that counts has the place; each other ticket is contested.
"""

from __future__ import annotations

from podium_desk.domain.ids import FactId, HouseId, Origin, PerformanceId, TicketId, device_of
from podium_desk.domain.incidents import Incident, IncidentKind
from podium_desk.replica.incidents import seat_details
from sync.store.port import Sql

_LIVE = (
    "SELECT origin, seq, line, zone, row_name, number, price_cents, at_ms FROM ticket_sold t"
    " WHERE house = ? AND performance = ? AND unit = ?"
    " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
    "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)"
    " ORDER BY origin, seq, line"
)
Place = tuple[int, int, int]
"""(house, performance, unit)."""


def is_sold_twice(sql: Sql, place: Place) -> bool:
    """Whether two tickets are good for one place: for a door, so by the key."""
    return len(sql.rows(_LIVE, place)) > 1


def sold_twice(sql: Sql, place: Place) -> list[Incident]:
    """The tickets for a place that another one has the right on."""
    tickets = sql.rows(_LIVE, place)
    if len(tickets) < 2:
        return []
    house, pool, unit = place
    right = sql.row(
        "SELECT holder FROM unit_right WHERE house = ? AND pool = ? AND unit = ?", place
    )
    holder = None if right is None else right[0]
    rightful = next((row for row in tickets if row[0] == holder), tickets[0])
    return [
        Incident(
            IncidentKind.CONTESTED_SEAT, HouseId(house),
            f"{pool}.{unit}:{FactId(Origin(row[0]), row[1])}", row[7], PerformanceId(pool),
            TicketId(Origin(row[0]), row[1], row[2]), device_of(row[0]), row[6],
            seat_details(*row[3:6]),
        )
        for row in tickets
        if row != rightful
    ]  # fmt: skip

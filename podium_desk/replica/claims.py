"""What an admission holder has promised: entries whose fact is still on its way from another door.

A claim is kept durably before it is answered, and counts like an entry until the fact with its
token is here; it is never dropped, since a guest may have gone in on it.
"""

from __future__ import annotations

from podium_desk.domain.admission import Passage
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import PerformanceId, TicketId
from sync.store.port import Sql


def claims_of(sql: Sql, house: int, performance: PerformanceId, ticket: TicketId) -> list[Passage]:
    """The entries promised for a ticket whose facts are not here yet."""
    rows = sql.rows(
        "SELECT c.at_ms, c.gate FROM admission_claim c WHERE c.house = ? AND c.performance = ?"
        " AND c.ticket_origin = ? AND c.ticket_seq = ? AND c.ticket_line = ?"
        " AND NOT EXISTS (SELECT 1 FROM scan s WHERE s.house = c.house AND s.token = c.token)",
        (house, performance, ticket.origin, ticket.seq, ticket.line),
    )
    return [Passage(at_ms, Direction.ENTRY, gate) for at_ms, gate in rows]


def is_claimed(sql: Sql, house: int, ticket: TicketId, token: str) -> bool:
    """Whether this very attempt was promised before: the answer to it got lost."""
    row = sql.row(
        "SELECT 1 FROM admission_claim WHERE house = ? AND ticket_origin = ? AND ticket_seq = ?"
        " AND ticket_line = ? AND token = ?",
        (house, ticket.origin, ticket.seq, ticket.line, token),
    )
    return row is not None


def keep_claim(
    sql: Sql, house: int, performance: PerformanceId, ticket: TicketId, entry: tuple[str, int, str]
) -> None:
    """Promise an entry: its token, when and at which gate. Durable when this returns."""
    token, at_ms, gate = entry
    with sql.transaction():
        sql.run(
            "INSERT INTO admission_claim VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (house, performance, ticket.origin, ticket.seq, ticket.line, token, at_ms, gate),
        )

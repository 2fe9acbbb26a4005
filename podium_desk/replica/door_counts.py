"""How an evening goes at the doors: who came, by section, and what each door let in."""

from __future__ import annotations

from podium_desk.domain.ids import Origin, TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tables import NOT_ANNULLED
from sync.store.port import Sql

_PASSAGES = (
    " FROM scan s WHERE s.house = ? AND s.performance = ? AND s.verdict IN ('admit', 'exit')"
    f" AND {NOT_ANNULLED}"
)


@dataclass(frozen=True, slots=True)
class CameIn:
    """Of one section: the tickets that are inside, and those that came at all."""

    inside: int
    came: int


def came_by_section(sql: Sql, house: int, performance: int) -> dict[str, CameIn]:
    """Who is in, by the section of the ticket; "" holds those without one or not heard of yet."""
    rows = sql.rows(
        "SELECT COALESCE(t.zone, ''),"
        " SUM(CASE WHEN p.direction = 'entry' THEN 1 ELSE 0 END), SUM(p.has_come)"
        " FROM (SELECT s.ticket_origin, s.ticket_seq, s.ticket_line, s.direction,"
        "  ROW_NUMBER() OVER (PARTITION BY s.ticket_origin, s.ticket_seq, s.ticket_line"
        "   ORDER BY s.at_ms DESC, s.origin DESC, s.seq DESC) AS place,"
        "  MAX(CASE WHEN s.direction = 'entry' THEN 1 ELSE 0 END) OVER ("
        "   PARTITION BY s.ticket_origin, s.ticket_seq, s.ticket_line) AS has_come"
        f" {_PASSAGES}) AS p"
        " LEFT JOIN ticket_sold t ON t.house = ? AND t.origin = p.ticket_origin"
        "  AND t.seq = p.ticket_seq AND t.line = p.ticket_line"
        " WHERE p.place = 1 GROUP BY COALESCE(t.zone, '')",
        (house, performance, house),
    )
    return {str(zone): CameIn(int(inside), int(came)) for zone, inside, came in rows}


def sold_by_section(sql: Sql, house: int, performance: int) -> dict[str, int]:
    """How many tickets of each section are expected: sold, and not taken back."""
    rows = sql.rows(
        "SELECT t.zone, COUNT(*) FROM ticket_sold t WHERE t.house = ? AND t.performance = ?"
        " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)"
        " GROUP BY t.zone ORDER BY MIN(t.unit)",
        (house, performance),
    )
    return {str(zone): int(count) for zone, count in rows}


@dataclass(frozen=True, slots=True)
class LetIn:
    """What one device let in: in all, and lately; `first_ms` is its first entry."""

    admitted: int
    lately: int
    first_ms: int


def let_in_by_log(sql: Sql, house: int, performance: int, since_ms: int) -> dict[Origin, LetIn]:
    """The entries of a performance by the log of the device that let them in."""
    rows = sql.rows(
        "SELECT s.origin, COUNT(*), SUM(CASE WHEN s.at_ms >= ? THEN 1 ELSE 0 END), MIN(s.at_ms)"
        f"{_PASSAGES} AND s.direction = 'entry' GROUP BY s.origin",
        (since_ms, house, performance),
    )
    return {
        Origin(origin): LetIn(int(count), int(lately), int(first))
        for origin, count, lately, first in rows
    }


def inside_tickets(sql: Sql, house: int, performance: int) -> frozenset[TicketId]:
    """The tickets whose last passage was an entry."""
    rows = sql.rows(
        "SELECT ticket_origin, ticket_seq, ticket_line FROM (SELECT s.ticket_origin, s.ticket_seq,"
        " s.ticket_line, s.direction, ROW_NUMBER() OVER ("
        "  PARTITION BY s.ticket_origin, s.ticket_seq, s.ticket_line"
        f"  ORDER BY s.at_ms DESC, s.origin DESC, s.seq DESC) AS place {_PASSAGES}) AS passage"
        " WHERE place = 1 AND direction = 'entry'",
        (house, performance),
    )
    return frozenset(TicketId(Origin(origin), seq, line) for origin, seq, line in rows)

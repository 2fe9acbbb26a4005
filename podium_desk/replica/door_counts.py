"""How an evening goes at the doors: who came, by section, and what each door let in."""

from __future__ import annotations

from podium_desk.domain.ids import Origin, TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.evening_counts import stay_at
from podium_desk.replica.gates import last_checked_out_ms
from sync.store.port import Sql

_TICKET = "ticket_origin, ticket_seq, ticket_line"
_PERSONS = "CASE WHEN s.persons > 0 THEN s.persons ELSE 1 END"


@dataclass(frozen=True, slots=True)
class CameTicket:
    """A ticket by which so many persons came at all, and so many are inside; its section is ""
    while its sale is not heard of."""

    ticket: TicketId
    section: str
    inside: int
    came: int = 1

    @property
    def is_inside(self) -> bool:
        """Whether anybody is in."""
        return self.inside > 0


def came(
    sql: Sql, catalogue: Catalogue, performance: tuple[int, int], now_ms: int
) -> tuple[CameTicket, ...]:
    """The tickets of a performance (house, number) by which somebody came. Who was checked out at
    night is not inside."""
    house, number = performance
    since_ms = last_checked_out_ms(catalogue, house, number, now_ms) or 0
    rows = sql.rows(
        "SELECT p.ticket_origin, p.ticket_seq, p.ticket_line, COALESCE(t.zone, ''),"
        " CASE WHEN p.direction = 'entry' AND p.at_ms >= ? THEN 1 ELSE 0 END, p.persons > 0"
        f" FROM (SELECT {_TICKET}, direction, at_ms, ROW_NUMBER() OVER ("
        f"   PARTITION BY {_TICKET} ORDER BY at_ms DESC, hlc DESC, direction, origin DESC,"
        "   seq DESC) AS place,"
        f"  MAX(persons) OVER (PARTITION BY {_TICKET}) AS persons,"
        "  MAX(CASE WHEN direction = 'entry' THEN 1 ELSE 0 END)"
        f"   OVER (PARTITION BY {_TICKET}) AS has_come"
        "  FROM scan s WHERE house = ? AND performance = ?"
        f"  AND verdict IN ('admit', 'exit') AND {NOT_ANNULLED}) AS p"
        " LEFT JOIN ticket_sold t ON t.house = ? AND t.origin = p.ticket_origin"
        "  AND t.seq = p.ticket_seq AND t.line = p.ticket_line"
        " WHERE p.place = 1 AND p.has_come = 1",
        (since_ms, house, number, house),
    )
    came_so = []
    for origin, seq, line, zone, inside, is_group in rows:
        one = CameTicket(TicketId(Origin(origin), seq, line), zone, int(inside))
        if is_group:
            # Of a few tickets an evening: in parts, out and in again is no sum.
            stay = stay_at(sql, catalogue, (house, number, one.ticket), now_ms)
            one = CameTicket(one.ticket, zone, stay.inside, stay.entered)
        came_so.append(one)
    return tuple(came_so)


def sold_by_section(sql: Sql, house: int, performance: int) -> dict[str, int]:
    """How many persons are expected in each section: sold, and not taken back."""
    rows = sql.rows(
        "SELECT t.zone, SUM(t.persons) FROM ticket_sold t WHERE t.house = ? AND t.performance = ?"
        " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)"
        " GROUP BY t.zone ORDER BY MIN(t.unit)",
        (house, performance),
    )
    return {str(zone): int(count) for zone, count in rows}


@dataclass(frozen=True, slots=True)
class LetIn:
    """The persons that one device let in: in all, and lately; `first_ms` is its first entry."""

    admitted: int
    lately: int
    first_ms: int


def let_in_by_log(sql: Sql, house: int, performance: int, since_ms: int) -> dict[Origin, LetIn]:
    """The entries of a performance by the log of the device that let them in."""
    rows = sql.rows(
        f"SELECT s.origin, SUM({_PERSONS}),"
        f" SUM(CASE WHEN s.at_ms >= ? THEN {_PERSONS} ELSE 0 END), MIN(s.at_ms)"
        " FROM scan s WHERE house = ? AND performance = ? AND verdict = 'admit'"
        f" AND {NOT_ANNULLED} GROUP BY s.origin",
        (since_ms, house, performance),
    )
    return {
        Origin(origin): LetIn(int(count), int(lately), int(first))
        for origin, count, lately, first in rows
    }

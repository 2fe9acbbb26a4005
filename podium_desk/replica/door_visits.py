"""The visits of cards that were taken at doors, each with the ticket by which its guest is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.house_passes import PassUsed, pool_of_pass
from podium_desk.domain.ids import FactId, HouseId, OrderId, Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact
from sync.store.port import Sql

_TICKET = "ticket_origin, ticket_seq, ticket_line"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was taken of a card of the house `home`."""

    ticket: TicketId
    number: str
    performance: PerformanceId
    home: HouseId


def at_door(origin: Origin) -> OrderId:
    """What stands for the order where a door takes a visit: it sells nothing."""
    return OrderId(origin, 0)


def door_visits(fact: Fact, body: PassUsed) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows of a visit that was taken at a door, or given back there."""
    ticket = body.ticket
    if ticket is None:
        return
    for place, use in enumerate(body.uses):
        yield f"INSERT INTO door_visit VALUES ({', '.join('?' * 11)})", (
            fact.header.house, fact.origin, fact.seq, place, body.number, use.performance,
            ticket.origin, ticket.seq, ticket.line, use.count, body.at_ms,
        )  # fmt: skip


def taken_on_trust(sql: Sql, number: str) -> int:
    """How many visits of a card were taken without its right: what its holders have is so much
    less."""
    row = sql.row(
        "SELECT SUM(quantity) FROM door_visit WHERE number = ? AND ticket_origin = ?",
        (number, pool_of_pass(number)),
    )
    return 0 if row is None or row[0] is None else int(row[0])


def visits_of_card(sql: Sql, number: str, performance: int) -> list[TicketId]:
    """The tickets of the visits that a card gave for a performance, the oldest first."""
    rows = sql.rows(
        f"SELECT {_TICKET} FROM door_visit WHERE number = ? AND performance = ?"
        f" GROUP BY {_TICKET} HAVING SUM(quantity) > 0 ORDER BY MIN(at_ms), {_TICKET}",
        (number, performance),
    )
    return [TicketId(Origin(origin), seq, line) for origin, seq, line in rows]


def visits_to(sql: Sql, performance: int) -> list[TicketId]:
    """The tickets of all visits to a performance."""
    rows = sql.rows(
        f"SELECT {_TICKET} FROM door_visit WHERE performance = ? GROUP BY {_TICKET}"
        f" HAVING SUM(quantity) > 0 ORDER BY {_TICKET}",
        (performance,),
    )
    return [TicketId(Origin(origin), seq, line) for origin, seq, line in rows]


def visit_taken_by(sql: Sql, entry: FactId, ticket: TicketId) -> Visit | None:
    """The visit that was taken in the commit of this entry, just before it; None for no visit."""
    row = sql.row(
        "SELECT number, performance, house FROM door_visit WHERE origin = ? AND seq = ?"
        " AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ? AND quantity > 0",
        (entry.origin, entry.seq - 1, ticket.origin, ticket.seq, ticket.line),
    )
    if row is None:
        return None
    number, performance, house = row
    return Visit(ticket, number, PerformanceId(performance), HouseId(house))


def taken_since(sql: Sql, origin: int, since_ms: int) -> set[str]:
    """The cards of which a log took visits since then: it may still give them back."""
    rows = sql.rows(
        "SELECT DISTINCT number FROM door_visit WHERE origin = ? AND at_ms >= ?",
        (origin, since_ms),
    )
    return {number for (number,) in rows}

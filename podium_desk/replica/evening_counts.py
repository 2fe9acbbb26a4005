"""How many: who is inside a performance, who was let in, how often it was tried and refused.

A scan that names no ticket counts for each performance of its gate.
"""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.domain.evening import evening_of
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.programme import Performance
from podium_desk.domain.stays import Passage, Stay, stay_of
from podium_desk.domain.venue_time import to_ms
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.gates import checked_out_ms, gates_to, last_checked_out_ms
from podium_desk.replica.queries import passages, sold_ticket
from sync.store.port import Sql

_PASSED = f"verdict IN ('admit', 'exit') AND {NOT_ANNULLED}"
_TICKET = "ticket_origin, ticket_seq, ticket_line"


def inside_count(sql: Sql, catalogue: Catalogue, house: int, performance: int, now_ms: int) -> int:
    """How many persons are inside a performance; of a ticket for one at most that one."""
    since_ms = last_checked_out_ms(catalogue, house, performance, now_ms)
    row = sql.row(
        "SELECT COUNT(*) FROM (SELECT direction, at_ms, ROW_NUMBER() OVER ("
        f"  PARTITION BY {_TICKET} ORDER BY at_ms DESC, hlc DESC, direction, origin DESC) AS place,"
        f"  MAX(persons) OVER (PARTITION BY {_TICKET}) AS persons"
        f" FROM scan s WHERE house = ? AND performance = ? AND {_PASSED}) AS passage"
        " WHERE place = 1 AND direction = 'entry' AND persons = 0 AND at_ms >= ?",
        (house, performance, since_ms or 0),
    )
    groups = sql.rows(
        f"SELECT DISTINCT {_TICKET} FROM scan s"
        f" WHERE house = ? AND performance = ? AND persons > 0 AND {_PASSED}",
        (house, performance),
    )
    tickets = (TicketId(Origin(origin), seq, line) for origin, seq, line in groups)
    inside = sum(
        persons_inside(sql, catalogue, (house, performance, ticket), now_ms) for ticket in tickets
    )
    return (0 if row is None else int(row[0])) + inside


def persons_inside(
    sql: Sql, catalogue: Catalogue, at: tuple[int, int, TicketId], now_ms: int
) -> int:
    """How many persons of one ticket (house, performance, ticket) are inside."""
    return stay_at(sql, catalogue, at, now_ms).inside


def stay_at(sql: Sql, catalogue: Catalogue, at: tuple[int, int, TicketId], now_ms: int) -> Stay:
    """Where the guests of one ticket (house, performance, ticket) are."""
    house, performance, ticket = at
    sold = sold_ticket(sql, house, ticket)
    history = passages(sql, house, performance, ticket)
    closings = closings_after(catalogue, house, performance, history, now_ms)
    return stay_of(history, 1 if sold is None else sold.persons, closings)


def closings_after(
    catalogue: Catalogue, house: int, performance: int, history: list[Passage], now_ms: int
) -> tuple[int, ...]:
    """When everybody was checked out since the first of these passages."""
    entries = [one.at_ms for one in history if one.direction is Direction.ENTRY]
    if not entries:
        return ()
    return checked_out_ms(catalogue, house, performance, min(entries), now_ms)


@dataclass(frozen=True, slots=True)
class DoorCounts:
    """An evening in numbers. `admitted` are tickets, `attempts` scans of all kinds."""

    inside: int
    admitted: int
    attempts: int
    refused: int


def door_counts(
    sql: Sql, catalogue: Catalogue, house: int, performance: int, now_ms: int
) -> DoorCounts:
    """What happened at the doors of a performance, as far as it was heard."""
    admitted = sql.row(
        f"SELECT COUNT(*) FROM (SELECT DISTINCT {_TICKET} FROM scan s WHERE house = ?"
        f" AND performance = ? AND verdict = 'admit' AND {NOT_ANNULLED}) AS ticket",
        (house, performance),
    )
    verdicts = [
        row[0]
        for row in sql.rows(
            "SELECT verdict FROM scan WHERE house = ? AND performance = ?", (house, performance)
        )
    ]
    verdicts += _nameless(sql, catalogue, house, performance)
    return DoorCounts(
        inside_count(sql, catalogue, house, performance, now_ms),
        0 if admitted is None else int(admitted[0]),
        len(verdicts),
        verdicts.count("refuse"),
    )


def _nameless(sql: Sql, catalogue: Catalogue, house: int, performance: int) -> list[str]:
    """The verdicts of scans without a ticket at the gates of a performance."""
    known = catalogue.performance(performance)
    if known is None:
        return []
    is_of_it = was_at_gates_of(catalogue, known)
    rows = sql.rows(
        "SELECT verdict, gate_number, at_ms FROM scan WHERE house = ? AND performance IS NULL",
        (house,),
    )
    return [verdict for verdict, gate, at_ms in rows if is_of_it(gate, at_ms)]


def was_at_gates_of(catalogue: Catalogue, performance: Performance) -> Callable[[int, int], bool]:
    """Whether a scan at a gate (its number) at a time was at one that let in to a performance."""
    house, (from_ms, until_ms) = performance.house, map(to_ms, evening_of(performance))
    named = {gate.number for gate in catalogue.gates(house) if gate.performances is not None}
    admitting = {gate.number for gate in gates_to(catalogue, house, performance.id)} & named

    def is_of_it(gate: int, at_ms: int) -> bool:
        return gate in admitting or (gate not in named and from_ms <= at_ms <= until_ms)

    return is_of_it

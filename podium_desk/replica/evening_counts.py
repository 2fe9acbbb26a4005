"""How many: who is inside a performance, who was let in, how often it was tried and refused.

A scan that names no ticket counts for each performance of its gate.
"""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.domain.evening import evening_of
from podium_desk.domain.programme import Performance
from podium_desk.domain.venue_time import to_ms
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.gates import gates_to
from podium_desk.replica.seen_tickets import seen_tickets
from sync.store.port import Sql


def inside_count(sql: Sql, catalogue: Catalogue, house: int, performance: int, now_ms: int) -> int:
    """How many persons are inside a performance."""
    seen = seen_tickets(sql, catalogue, (house, performance), now_ms)
    return sum(one.stay.inside for one in seen)


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
    seen = seen_tickets(sql, catalogue, (house, performance), now_ms)
    verdicts = [
        row[0]
        for row in sql.rows(
            "SELECT verdict FROM scan WHERE house = ? AND performance = ?", (house, performance)
        )
    ]
    verdicts += _nameless(sql, catalogue, house, performance)
    return DoorCounts(
        sum(one.stay.inside for one in seen),
        sum(1 for one in seen if one.entries),
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

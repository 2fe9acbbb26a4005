"""The tickets that went through a door of a performance, and where their guests are now.

What passages come to is told by `domain.stays` alone; here they are only read.
"""

from __future__ import annotations

from itertools import groupby

from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.stays import Passage, Stay, stay_of
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.gates import checked_out_ms
from sync.store.port import Row, Sql

_PASSED = (
    "SELECT s.ticket_origin, s.ticket_seq, s.ticket_line, s.at_ms, s.direction, s.gate, s.persons,"
    " s.hlc, s.origin, t.zone, t.persons FROM scan s LEFT JOIN ticket_sold t ON t.house = s.house"
    "  AND t.origin = s.ticket_origin AND t.seq = s.ticket_seq AND t.line = s.ticket_line"
    " WHERE s.house = ? AND s.performance = ? AND s.ticket_origin IS NOT NULL"
    f" AND s.verdict IN ('admit', 'exit') AND {NOT_ANNULLED}"
)
_OF_ONE = " AND s.ticket_origin = ? AND s.ticket_seq = ? AND s.ticket_line = ?"
_BY_TICKET = " ORDER BY s.ticket_origin, s.ticket_seq, s.ticket_line"
Entered = tuple[int, int, int]
"""An entry: when, the log of the device that let in, and how many persons."""


@dataclass(frozen=True, slots=True)
class SeenTicket:
    """A ticket by which somebody went in or out. `section` is "" while its sale is not heard of,
    and it then stands for as many persons as went with it at once."""

    ticket: TicketId
    section: str
    is_sale_heard: bool
    stay: Stay
    entries: tuple[Entered, ...]


def seen_tickets(
    sql: Sql,
    catalogue: Catalogue,
    performance: tuple[int, int],
    now_ms: int,
    one: TicketId | None = None,
) -> list[SeenTicket]:
    """All of a performance (house, number), or that one alone."""
    if one is None:
        rows = sql.rows(_PASSED + _BY_TICKET, performance)
    else:
        rows = sql.rows(_PASSED + _OF_ONE, (*performance, one.origin, one.seq, one.line))
    entered_ms = [row[3] for row in rows if row[4] == Direction.ENTRY]
    closings: tuple[int, ...] = ()
    if entered_ms:
        closings = checked_out_ms(catalogue, *performance, min(entered_ms), now_ms)
    return [_seen(list(group), closings) for _, group in groupby(rows, lambda row: row[:3])]


def _seen(rows: list[Row], closings: tuple[int, ...]) -> SeenTicket:
    origin, seq, line, *_, zone, persons = rows[0]
    passages = [
        Passage(row[3], Direction(row[4]), row[5], persons=row[6], hlc=row[7]) for row in rows
    ]
    if persons is None:
        persons = max(passage.persons for passage in passages)
    return SeenTicket(
        TicketId(Origin(origin), seq, line),
        zone or "",
        zone is not None,
        stay_of(passages, persons, closings),
        tuple((row[3], row[8], row[6] or 1) for row in rows if row[4] == Direction.ENTRY),
    )

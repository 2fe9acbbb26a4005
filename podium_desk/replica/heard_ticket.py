"""A ticket whose sale was heard of, with all that a door asks of it.

A guest waits meanwhile, so one question to the tables tells the sale and where else something is
said of the ticket; only there it is asked further. Of an ordinary first entry that is nowhere.
"""

from __future__ import annotations

from podium_desk.domain.ids import TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tickets import (
    NO_HISTORY,
    NO_NOTES,
    STATE_COLUMNS,
    DoorNotes,
    SoldState,
    TicketHistory,
    notes_of,
    state_of,
    ticket_history,
)
from podium_desk.replica.queries import SOLD_COLUMNS, SoldRow, is_blocked, sold_row
from sync.store.port import Sql

_OF_TICKET = (
    "x.house = t.house AND x.ticket_origin = t.origin AND x.ticket_seq = t.seq"
    " AND x.ticket_line = t.line"
)
_OF_PLACE = "x.house = t.house AND x.{pool} = t.performance AND x.unit = t.unit"
_SAID = (
    f"EXISTS (SELECT 1 FROM ticket_block x WHERE {_OF_TICKET}),"
    " EXISTS (SELECT 1 FROM door_note x WHERE x.house = t.house"
    "  AND x.order_origin = t.order_origin AND x.order_number = t.order_number),"
    f" EXISTS (SELECT 1 FROM scan x WHERE {_OF_TICKET} AND x.performance = t.performance)"
    f" OR EXISTS (SELECT 1 FROM code_read x WHERE {_OF_TICKET}),"
    f" EXISTS (SELECT 1 FROM entry_claim x WHERE {_OF_TICKET}),"
    f" EXISTS (SELECT 1 FROM former_right x WHERE {_OF_PLACE.format(pool='pool')})"
    f" OR EXISTS (SELECT 1 FROM ticket_sold x WHERE {_OF_PLACE.format(pool='performance')}"
    "  AND (x.origin <> t.origin OR x.seq <> t.seq OR x.line <> t.line))"
)
_HEARD = (
    f"SELECT {SOLD_COLUMNS}, {STATE_COLUMNS}, {_SAID} FROM ticket_sold t LEFT JOIN order_sold o"
    " ON o.house = t.house AND o.origin = t.origin AND o.seq = t.seq"
    " WHERE t.house = ? AND t.origin = ? AND t.seq = ? AND t.line = ?"
)
_STATE_FROM, _SAID_FROM = -9, -5
"""Where in a row the columns of the state and of what was said begin."""


@dataclass(frozen=True, slots=True)
class HeardTicket:
    """`has_claims`: an entry was promised for it. `has_rivals`: another ticket was sold for its
    place once, or its right was taken back once, so the place may be contested."""

    row: SoldRow
    state: SoldState
    is_blocked: bool = False
    notes: DoorNotes = NO_NOTES
    history: TicketHistory = NO_HISTORY
    has_claims: bool = False
    has_rivals: bool = False


def heard_ticket(sql: Sql, house: int, ticket: TicketId) -> HeardTicket | None:
    """One ticket of a house, None when its sale was not heard of."""
    found = sql.row(_HEARD, (house, ticket.origin, ticket.seq, ticket.line))
    if found is None:
        return None
    row = sold_row(found[:_STATE_FROM])
    state = state_of(row, found[_STATE_FROM:_SAID_FROM])
    blocks, has_notes, has_scans, has_claims, has_rivals = found[_SAID_FROM:]
    return HeardTicket(
        row,
        state,
        bool(blocks) and is_blocked(sql, house, ticket),
        notes_of(sql, house, row.order, ticket) if has_notes else NO_NOTES,
        ticket_history(sql, house, row.performance, ticket) if has_scans else NO_HISTORY,
        bool(has_claims),
        bool(has_rivals),
    )

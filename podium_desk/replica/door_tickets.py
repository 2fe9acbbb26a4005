"""What a door asks of a ticket: what happened to it at all doors, its state, add-ons and card."""

from __future__ import annotations

from podium_desk.domain.admission import TicketStatus
from podium_desk.domain.door_questions import QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import FactId, OrderId, Origin, TicketId
from podium_desk.domain.order_states import Approval
from podium_desk.domain.stays import Passage
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.queries import SoldRow
from sync.store.port import Row, Sql


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """What the doors of one performance said of a ticket.

    `generation` is that of the newest code that was read, let through or not: a true one all the
    same. `answered` are the questions that guests who went in answered. `facts` are those of the
    passages, in their order.
    """

    passages: tuple[Passage, ...] = ()
    generation: int = 0
    answered: frozenset[QuestionId] = frozenset()
    facts: tuple[FactId, ...] = ()


NO_HISTORY = TicketHistory()


def ticket_history(sql: Sql, house: int, performance: int, ticket: TicketId) -> TicketHistory:
    """A ticket's attempts at one performance; annulled ones count for its code alone."""
    rows = sql.rows(
        f"SELECT s.at_ms, s.direction, s.gate, s.verdict, s.generation, s.persons, s.answered,"
        f" {NOT_ANNULLED}, s.hlc, s.origin, s.seq FROM scan s WHERE s.house = ?"
        " AND s.performance = ? AND s.ticket_origin = ? AND s.ticket_seq = ? AND s.ticket_line = ?",
        (house, performance, ticket.origin, ticket.seq, ticket.line),
    )
    read = sql.row(
        "SELECT MAX(generation) FROM code_read"
        " WHERE house = ? AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    elsewhere = 0 if read is None else int(read[0] or 0)
    passed = [row for row in rows if row[3] in ("admit", "exit") and row[7]]
    return TicketHistory(
        tuple(
            Passage(at_ms, Direction(direction), gate, persons=persons, hlc=hlc)
            for at_ms, direction, gate, _, _, persons, _, _, hlc, _, _ in passed
        ),
        max((elsewhere, *(row[4] for row in rows))),
        frozenset(word for row in passed for word in _words(row[6])),
        tuple(FactId(Origin(row[9]), row[10]) for row in passed),
    )


_IS_APPROVED = (
    "COALESCE((SELECT p.is_given FROM order_approved p WHERE p.house = o.house"
    " AND p.order_origin = o.order_origin AND p.order_number = o.order_number"
    " ORDER BY p.hlc DESC, p.origin DESC LIMIT 1), 0)"
)
"""Of a row `o` of `order_sold`: whether what was said last of its approval is that it has it."""


@dataclass(frozen=True, slots=True)
class SoldState:
    """How a sold ticket stands. Validity is in UTC milliseconds, None for no bound."""

    status: TicketStatus
    valid_from_ms: int | None
    valid_until_ms: int | None


STATE_COLUMNS = (
    "t.valid_from_ms, t.valid_until_ms, o.valid_unpaid,"
    f" o.needs_approval = 1 AND NOT {_IS_APPROVED}"
)
"""Of rows `t` of `ticket_sold` and `o` of its `order_sold`: what `state_of` reads."""


def sold_state(sql: Sql, row: SoldRow) -> SoldState:
    """The state of a ticket and when it is valid; that it is blocked is another matter."""
    ticket = row.ticket
    found = sql.row(
        f"SELECT {STATE_COLUMNS} FROM ticket_sold t JOIN order_sold o"
        "  ON o.house = t.house AND o.origin = t.origin AND o.seq = t.seq"
        " WHERE t.house = ? AND t.origin = ? AND t.seq = ? AND t.line = ?",
        (row.house, ticket.origin, ticket.seq, ticket.line),
    )
    return state_of(row, found or (None, None, 0, 0))


def state_of(row: SoldRow, columns: Row) -> SoldState:
    """The same, from `STATE_COLUMNS`."""
    from_ms, until_ms, is_valid_unpaid, is_to_approve = columns
    status = TicketStatus.PAID
    if row.is_refunded:
        status = TicketStatus.CANCELLED
    elif is_to_approve:
        status = TicketStatus.NOT_APPROVED
    elif row.is_open:
        status = TicketStatus.UNPAID_BUT_VALID if is_valid_unpaid else TicketStatus.UNPAID
    return SoldState(status, from_ms, until_ms)


def order_approval(sql: Sql, house: int, order: OrderId) -> Approval:
    """Whether the house's part of an order had to be approved, and is."""
    row = sql.row(
        f"SELECT {_IS_APPROVED} FROM order_sold o"
        " WHERE o.house = ? AND o.order_origin = ? AND o.order_number = ?"
        " AND o.needs_approval = 1",
        (house, order.origin, order.number),
    )
    if row is None:
        return Approval.NOT_NEEDED
    return Approval.GIVEN if row[0] else Approval.AWAITED


def add_ons_of(sql: Sql, house: int, main: TicketId) -> list[TicketId]:
    """The add-ons of a ticket, in the order in which they were tied to it."""
    rows = sql.rows(
        "SELECT ticket_origin, ticket_seq, ticket_line FROM add_on"
        " WHERE house = ? AND main_origin = ? AND main_seq = ? AND main_line = ?"
        " ORDER BY at_ms, origin, seq",
        (house, main.origin, main.seq, main.line),
    )
    return [_ticket(row) for row in rows]


def main_of(sql: Sql, house: int, ticket: TicketId) -> TicketId | None:
    """The ticket that this one is an add-on of."""
    row = sql.row(
        "SELECT main_origin, main_seq, main_line FROM add_on"
        " WHERE house = ? AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return None if row is None else _ticket(row)


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it was last said of it."""

    kind: str
    is_active: bool
    tickets: tuple[TicketId, ...]


def card_of(sql: Sql, house: int, card: bytes) -> Card | None:
    """The card with this hash, None when nobody said anything of it."""
    rows = sql.rows(
        "SELECT kind, active, ticket_origin, ticket_seq, ticket_line, origin, seq FROM card_ticket"
        " WHERE house = ? AND card = ? ORDER BY at_ms DESC, origin DESC, seq DESC, place",
        (house, card),
    )
    newest = [row for row in rows if row[5:] == rows[0][5:]]
    if not newest:
        return None
    tickets = tuple(_ticket(row[2:5]) for row in newest if row[2] is not None)
    return Card(newest[0][0], bool(newest[0][1]), tickets)


@dataclass(frozen=True, slots=True)
class DoorNote:
    """What the newest note says; its words stand beside `fact`, None where it has none."""

    attention: bool = False
    answered: frozenset[QuestionId] = frozenset()
    fact: FactId | None = None


NO_NOTE = DoorNote()


@dataclass(frozen=True, slots=True)
class DoorNotes:
    """What a door is told with a ticket: of its order and of itself."""

    of_order: DoorNote = NO_NOTE
    of_ticket: DoorNote = NO_NOTE

    @property
    def attention(self) -> bool:
        """Whether somebody should look at this guest."""
        return self.of_order.attention or self.of_ticket.attention

    @property
    def answered(self) -> frozenset[QuestionId]:
        """The questions that were answered before the evening."""
        return self.of_order.answered | self.of_ticket.answered


NO_NOTES = DoorNotes()


def notes_of(sql: Sql, house: int, order: OrderId, ticket: TicketId) -> DoorNotes:
    """The newest note of an order and the newest of one of its tickets."""
    rows = sql.rows(
        "SELECT ticket_origin, ticket_seq, ticket_line, attention, answered, person, origin, seq"
        " FROM door_note WHERE house = ? AND order_origin = ? AND order_number = ?"
        " ORDER BY at_ms, origin, seq",
        (house, order.origin, order.number),
    )
    of_order = of_ticket = NO_NOTE
    for row in rows:
        fact = FactId(Origin(row[6]), row[7]) if row[5] else None
        note = DoorNote(bool(row[3]), frozenset(_words(row[4])), fact)
        if row[0] is None:
            of_order = note
        elif _ticket(row) == ticket:
            of_ticket = note
    return DoorNotes(of_order, of_ticket)


def has_door_notes(sql: Sql, house: int) -> bool:
    """Whether a note with words was written for the doors of a house, as far as was heard."""
    return sql.row("SELECT 1 FROM door_note WHERE house = ? AND person <> ''", (house,)) is not None


def holder_fact(sql: Sql, house: int, ticket: TicketId) -> FactId | None:
    """The newest fact that names whom a ticket is for."""
    row = sql.row(
        "SELECT origin, seq FROM ticket_named WHERE house = ? AND ticket_origin = ?"
        " AND ticket_seq = ? AND ticket_line = ? ORDER BY at_ms DESC, origin DESC, seq DESC",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return None if row is None else FactId(Origin(row[0]), row[1])


def _ticket(row: Row) -> TicketId:
    return TicketId(Origin(row[0]), row[1], row[2])


def _words(text: str) -> list[QuestionId]:
    return [QuestionId(word) for word in text.split()]

"""The rows of what happens at doors, and of what counters say for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.door_facts import (
    AddOnTied,
    CardSaid,
    DoorNoted,
    OrderApproved,
    TicketNamed,
)
from podium_desk.domain.facts import ScanAnnulled, ScanRecorded
from podium_desk.replica.incident_tables import scan_knowledge
from sync.facts.fact import Fact

DOOR_TABLES = (
    """CREATE TABLE IF NOT EXISTS scan (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        performance INTEGER, ticket_origin INTEGER, ticket_seq INTEGER, ticket_line INTEGER,
        token TEXT NOT NULL, at_ms INTEGER NOT NULL, gate TEXT NOT NULL,
        direction TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, generation INTEGER NOT NULL,
        gate_number INTEGER NOT NULL, persons INTEGER NOT NULL, overridden INTEGER NOT NULL,
        answered TEXT NOT NULL, hlc INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS scan_by_ticket
        ON scan (house, performance, ticket_origin, ticket_seq, ticket_line)""",
    "CREATE INDEX IF NOT EXISTS scan_by_token ON scan (house, token)",
    """CREATE TABLE IF NOT EXISTS code_read (
        house INTEGER NOT NULL, ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        PRIMARY KEY (house, ticket_origin, ticket_seq, ticket_line, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS scan_annulled (
        house INTEGER NOT NULL, token TEXT NOT NULL, entry_origin INTEGER NOT NULL,
        entry_seq INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (house, token, entry_origin, entry_seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS add_on (
        house INTEGER NOT NULL, ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        main_origin INTEGER NOT NULL, main_seq INTEGER NOT NULL, main_line INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, ticket_origin, ticket_seq, ticket_line)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS add_on_by_main ON add_on (house, main_origin, main_seq, main_line)",
    """CREATE TABLE IF NOT EXISTS door_note (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        ticket_origin INTEGER, ticket_seq INTEGER, ticket_line INTEGER, at_ms INTEGER NOT NULL,
        attention INTEGER NOT NULL, answered TEXT NOT NULL, person TEXT NOT NULL,
        clerk TEXT NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS door_note_by_order
        ON door_note (house, order_origin, order_number)""",
    """CREATE TABLE IF NOT EXISTS ticket_named (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL, ticket_line INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS ticket_named_by
        ON ticket_named (house, ticket_origin, ticket_seq, ticket_line)""",
    """CREATE TABLE IF NOT EXISTS order_approved (
        house INTEGER NOT NULL, order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL,
        origin INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        hlc INTEGER NOT NULL, clerk TEXT NOT NULL, is_given INTEGER NOT NULL,
        PRIMARY KEY (house, order_origin, order_number, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS card_ticket (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        place INTEGER NOT NULL, card BLOB NOT NULL, kind TEXT NOT NULL, active INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, ticket_origin INTEGER, ticket_seq INTEGER, ticket_line INTEGER,
        PRIMARY KEY (house, origin, seq, place)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS card_ticket_by_card ON card_ticket (house, card)",
)
DOOR_FACT_TABLES = (
    "scan", "code_read", "scan_annulled", "add_on", "door_note", "ticket_named",
    "order_approved", "card_ticket",
)  # fmt: skip
DOOR_SIZES = (
    ("scan", "scan", "100000 20000 10000 1"),
    ("scan", "scan_by_ticket", "100000 20000 800 100 2 1"),
    ("scan", "scan_by_token", "100000 20000 1"),
    ("code_read", "code_read", "2000 400 200 2 1 1 1"),
    ("scan_annulled", "scan_annulled", "2000 400 1 1 1"),
    ("add_on", "add_on", "20000 4000 200 2 1"),
    ("add_on", "add_on_by_main", "20000 4000 200 2 1"),
    ("door_note", "door_note", "30000 20000 5000 1"),
    ("door_note", "door_note_by_order", "30000 20000 5000 1"),
    ("ticket_named", "ticket_named", "30000 20000 5000 1"),
    ("ticket_named", "ticket_named_by", "30000 20000 400 2 1"),
    ("order_approved", "order_approved", "2000 400 200 1 1 1"),
    ("card_ticket", "card_ticket", "20000 4000 200 2 1"),
    ("card_ticket", "card_ticket_by_card", "20000 4000 1"),
)
NOT_ANNULLED = (
    "NOT EXISTS (SELECT 1 FROM scan_annulled a WHERE a.house = s.house AND a.token = s.token"
    " AND (a.entry_origin = 0 OR (a.entry_origin = s.origin AND a.entry_seq = s.seq)))"
)
"""Of a row `s` of `scan`: the guest did go through."""
_Rows = Iterator[tuple[str, tuple[Any, ...]]]


def _values(count: int) -> str:
    return f"VALUES ({', '.join('?' * count)})"


_EARLIEST = (
    " DO UPDATE SET origin = excluded.origin, seq = excluded.seq, at_ms = excluded.at_ms{more}"
    " WHERE (excluded.origin, excluded.seq) < ({table}.origin, {table}.seq)"
)
# Two facts say the same thing of one only where something went wrong; then too the tables may not
# depend on which was heard first: that of the lowest log stays.
_ANNULLED = (
    f"INSERT INTO scan_annulled {_values(7)} ON CONFLICT (house, token, entry_origin, entry_seq)"
    + _EARLIEST.format(table="scan_annulled", more="")
)
_ADD_ON = (
    f"INSERT INTO add_on {_values(11)}"
    " ON CONFLICT (house, ticket_origin, ticket_seq, ticket_line)"
    + _EARLIEST.format(
        table="add_on",
        more=", main_origin = excluded.main_origin, main_seq = excluded.main_seq,"
        " main_line = excluded.main_line, clerk = excluded.clerk",
    )
)


_SCAN = f"INSERT INTO scan {_values(19)}"
_CODE_READ = f"INSERT INTO code_read {_values(7)}"


def scan_recorded(fact: Fact, body: ScanRecorded) -> _Rows:
    """One attempt, and what its door knew of a ticket that it let in."""
    ticket, code = body.ticket, body.code_ticket
    named = (None, None, None) if ticket is None else (ticket.origin, ticket.seq, ticket.line)
    yield _SCAN, (
        fact.header.house, fact.origin, fact.seq, body.performance, *named, body.token,
        body.at_ms, body.gate, body.direction.value, body.verdict, body.reason,
        body.generation if code is None else 0,
        body.gate_number, body.persons, int(body.overridden), " ".join(body.answered),
        fact.header.hlc,
    )  # fmt: skip
    if code is not None:
        yield _CODE_READ, (
            fact.header.house, code.origin, code.seq, code.line, fact.origin, fact.seq,
            body.generation,
        )  # fmt: skip
    if body.verdict == "admit":
        yield from scan_knowledge(fact, body)


def scan_annulled(fact: Fact, body: ScanAnnulled) -> _Rows:
    """An entry that did not happen; 0 where an earlier program did not say which."""
    entry = body.entry
    yield _ANNULLED, (
        fact.header.house, body.token, 0 if entry is None else entry.origin,
        0 if entry is None else entry.seq, fact.origin, fact.seq, body.at_ms,
    )  # fmt: skip


def add_on_tied(fact: Fact, body: AddOnTied) -> _Rows:
    """A ticket that is an add-on of another."""
    ticket, main = body.ticket, body.main
    yield _ADD_ON, (
        fact.header.house, ticket.origin, ticket.seq, ticket.line, fact.origin, fact.seq,
        main.origin, main.seq, main.line, body.at_ms, body.clerk,
    )  # fmt: skip


def door_noted(fact: Fact, body: DoorNoted) -> _Rows:
    """A note for the door; its words stand elsewhere."""
    ticket = body.ticket
    named = (None, None, None) if ticket is None else (ticket.origin, ticket.seq, ticket.line)
    yield f"INSERT INTO door_note {_values(13)}", (
        fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number, *named,
        body.at_ms, int(body.attention), " ".join(body.answered), body.person, body.clerk,
    )  # fmt: skip


def ticket_named(fact: Fact, body: TicketNamed) -> _Rows:
    """Whom a ticket is for; the name stands elsewhere."""
    ticket = body.ticket
    yield f"INSERT INTO ticket_named {_values(7)}", (
        fact.header.house, fact.origin, fact.seq, ticket.origin, ticket.seq, ticket.line,
        body.at_ms,
    )  # fmt: skip


def order_approved(fact: Fact, body: OrderApproved) -> _Rows:
    """An order that is good now, or is not any more."""
    yield f"INSERT INTO order_approved {_values(9)}", (
        fact.header.house, body.order.origin, body.order.number, fact.origin, fact.seq,
        body.at_ms, fact.header.hlc, body.clerk, int(body.is_given),
    )  # fmt: skip


def card_said(fact: Fact, body: CardSaid) -> _Rows:
    """A row a ticket; a card that carries none has one row all the same."""
    for place, ticket in enumerate(body.tickets or (None,)):
        named = (None, None, None) if ticket is None else (ticket.origin, ticket.seq, ticket.line)
        yield f"INSERT INTO card_ticket {_values(11)}", (
            fact.header.house, fact.origin, fact.seq, place, body.card, body.kind,
            int(body.is_active), body.at_ms, *named,
        )  # fmt: skip

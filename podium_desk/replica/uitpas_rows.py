"""Rows about UiTPAS: reduced lines as they were sold, and what the store said of them afterwards.

The number of a pass stands in none of them. See `docs/rules/uitpas.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.facts import (
    OrderSold,
    Reduction,
)
from podium_desk.domain.ids import HouseId, Origin, PerformanceId, TicketId, device_of
from podium_desk.domain.incidents import Incident, IncidentKind
from podium_desk.domain.uitpas_facts import UitpasSaleConfirmed, UitpasSaleException
from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact
from sync.store.port import Row, Sql

UITPAS_TABLES = (
    """CREATE TABLE IF NOT EXISTS uitpas_line (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        line INTEGER NOT NULL, performance INTEGER NOT NULL, token TEXT NOT NULL,
        regular_cents INTEGER NOT NULL, price_cents INTEGER NOT NULL, ticket_sale TEXT NOT NULL,
        is_paid_in_full INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq, line)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS uitpas_line_by_token ON uitpas_line (house, token)",
    """CREATE TABLE IF NOT EXISTS uitpas_outcome (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        ticket_origin INTEGER NOT NULL, ticket_seq INTEGER NOT NULL,
        ticket_line INTEGER NOT NULL, token TEXT NOT NULL, at_ms INTEGER NOT NULL,
        ticket_sale TEXT NOT NULL, reason TEXT NOT NULL, price_cents INTEGER,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS uitpas_outcome_by_ticket
        ON uitpas_outcome (house, ticket_origin, ticket_seq, ticket_line)""",
)
UITPAS_FACT_TABLES = ("uitpas_line", "uitpas_outcome")


@dataclass(frozen=True, slots=True)
class UitpasSaid:
    """How a late registration ended: `ticket_sale` is empty where UiTPAS did not agree."""

    ticket_sale: str
    price_cents: int


_LINE = "INSERT INTO uitpas_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OUTCOME = "INSERT INTO uitpas_outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
Values = tuple[Any, ...]


def reduced_lines(fact: Fact, body: OrderSold) -> Iterator[tuple[str, Values]]:
    """One row for each line of an order that cost less because of a pass."""
    for place, line in enumerate(body.lines):
        reduction = line.reduction
        if reduction is not None:
            yield _LINE, (
                fact.header.house, fact.origin, fact.seq, place, line.performance,
                reduction.token, reduction.regular_cents, reduction.price_cents,
                reduction.ticket_sale, int(reduction.is_paid_in_full), body.at_ms,
            )  # fmt: skip


def uitpas_confirmed(fact: Fact, body: UitpasSaleConfirmed) -> Iterator[tuple[str, Values]]:
    """It is registered."""
    yield _outcome(fact, body, (body.ticket_sale, "", body.price_cents))


def uitpas_exception(fact: Fact, body: UitpasSaleException) -> Iterator[tuple[str, Values]]:
    """It is not."""
    yield _outcome(fact, body, ("", body.reason, body.price_cents))


def _outcome(
    fact: Fact, body: UitpasSaleConfirmed | UitpasSaleException, said: Values
) -> tuple[str, Values]:
    ticket = body.ticket
    return _OUTCOME, (
        fact.header.house, fact.origin, fact.seq, ticket.origin, ticket.seq, ticket.line,
        body.token, body.at_ms, *said,
    )  # fmt: skip


def reduction_of(sql: Sql, house: int, ticket: TicketId) -> Reduction | None:
    """The reduction that a ticket was sold with, None for an ordinary one."""
    row = sql.row(
        "SELECT token, regular_cents, price_cents, ticket_sale, is_paid_in_full FROM uitpas_line"
        " WHERE house = ? AND origin = ? AND seq = ? AND line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return None if row is None else Reduction(row[0], row[1], row[2], row[3], bool(row[4]))


def said_of(sql: Sql, house: int, token: str) -> UitpasSaid | None:
    """What the store said of a place after it was sold, the newest; None when nothing yet."""
    row = sql.row(
        "SELECT ticket_sale, price_cents FROM uitpas_outcome WHERE house = ? AND token = ?"
        " ORDER BY at_ms DESC, origin DESC, seq DESC LIMIT 1",
        (house, token),
    )
    return None if row is None else UitpasSaid(row[0], row[1] or 0)


def uitpas_incidents(sql: Sql) -> list[Incident]:
    """Tickets of which UiTPAS says otherwise than was granted, and money to pay back.

    The store may say the same of a ticket twice when it was stopped in between: once counts.
    """
    rows = sql.rows(
        "SELECT o.house, o.ticket_origin, o.ticket_seq, o.ticket_line, MIN(o.at_ms), o.reason,"
        " o.price_cents, u.performance, u.regular_cents, u.price_cents, u.is_paid_in_full,"
        " t.zone, t.row_name, t.number FROM uitpas_outcome o"
        " JOIN uitpas_line u ON u.house = o.house AND u.origin = o.ticket_origin"
        "  AND u.seq = o.ticket_seq AND u.line = o.ticket_line"
        " JOIN ticket_sold t ON t.house = u.house AND t.origin = u.origin AND t.seq = u.seq"
        "  AND t.line = u.line"
        " WHERE (o.reason <> '' OR u.is_paid_in_full = 1) AND NOT EXISTS ("
        "  SELECT 1 FROM ticket_refunded r WHERE r.house = u.house"
        "  AND r.ticket_origin = u.origin AND r.ticket_seq = u.seq AND r.ticket_line = u.line)"
        " GROUP BY o.house, o.ticket_origin, o.ticket_seq, o.ticket_line, o.reason, o.price_cents,"
        " u.performance, u.regular_cents, u.price_cents, u.is_paid_in_full, t.zone, t.row_name,"
        " t.number"
    )
    return [_incident(row) for row in rows]


def _incident(row: Row) -> Incident:
    house, origin, seq, line, at_ms, reason, told_cents, performance, regular_cents = row[:9]
    paid_cents = regular_cents if row[10] else row[9]
    right_cents = regular_cents if told_cents is None else told_cents
    ticket = TicketId(Origin(origin), seq, line)
    zone, row_name, number = row[11:14]
    details: dict[str, str | int] = {
        "zone": zone, "row": row_name, "number": number, "price_cents": paid_cents,
        "right_cents": right_cents, "why": reason,
    }  # fmt: skip
    kind = IncidentKind.UITPAS_NOT_GRANTED if reason else IncidentKind.UITPAS_PAY_BACK
    return Incident(
        kind, HouseId(house), str(ticket), at_ms, PerformanceId(performance), ticket,
        device_of(origin), abs(paid_cents - right_cents), details,
    )  # fmt: skip

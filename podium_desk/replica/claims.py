"""What an admission holder has promised: entries whose fact is still on its way from another door.

A claim is kept durably before it is answered, and counts like an entry until it is known what came
of it. It belongs to the log of the door that asked. A door asks and stores in one step of its lane,
so the next fact of that log after the ask is the entry, or the entry never was: no clock is needed.
"""

from __future__ import annotations

from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import PerformanceId, TicketId
from podium_desk.domain.stays import Passage
from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql

_OF_TICKET = (
    "house = ? AND performance = ? AND ticket_origin = ? AND ticket_seq = ? AND ticket_line = ?"
)
# What came of it is known: the entry, or another fact in its place. One that this version cannot
# read may be the entry.
_NOT_SAID_YET = 2**62
"""A promised entry comes after all that was said by then."""
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM scan s WHERE s.house = c.house AND s.token = c.token)"
    " AND (EXISTS (SELECT 1 FROM unread_fact u"
    " WHERE u.house = c.house AND u.origin = c.origin AND u.seq = c.seq + 1)"
    " OR NOT EXISTS (SELECT 1 FROM log_head h"
    " WHERE h.house = c.house AND h.origin = c.origin AND h.seq > c.seq))"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt to enter: whose ticket, which attempt, by which log.

    `origin` is the asking door's log and `seq` how far it had come; `origin` is 0 for a door of
    an older version, whose claims wait for their entry alone.
    """

    house: int
    performance: PerformanceId
    ticket: TicketId
    token: str
    origin: int = 0
    seq: int = 0
    persons: int = 0
    """How many of a group, 0 for the whole ticket."""

    @property
    def _at(self) -> tuple[int, ...]:
        ticket = self.ticket
        return self.house, self.performance, ticket.origin, ticket.seq, ticket.line


def claims_of(sql: Sql, house: int, performance: PerformanceId, ticket: TicketId) -> list[Passage]:
    """The entries promised for a ticket of which is not known yet what came."""
    return claims_against(sql, Claim(house, performance, ticket, ""))


def claims_against(sql: Sql, claim: Claim) -> list[Passage]:
    """The promised entries that stand in the way of an attempt.

    A door knows all that it stored itself. When it asks once more for a ticket, its attempt before
    was not stored, or the guest went out again; that one is not in its way.
    """
    rows = sql.rows(
        f"SELECT c.at_ms, c.gate, c.persons FROM entry_claim c WHERE {_OF_TICKET} AND {_OPEN}"
        " AND NOT (c.origin = ? AND c.origin > 0 AND c.seq <= ?)",
        (*claim._at, claim.origin, claim.seq),
    )
    return [
        Passage(at_ms, Direction.ENTRY, gate, persons=persons, hlc=_NOT_SAID_YET)
        for at_ms, gate, persons in rows
    ]


def is_claimed(sql: Sql, claim: Claim) -> bool:
    """Whether this very attempt was promised before: the answer to it got lost."""
    row = sql.row(
        f"SELECT 1 FROM entry_claim WHERE {_OF_TICKET} AND token = ? AND origin = ?",
        (*claim._at, claim.token, claim.origin),
    )
    return row is not None


def keep_claim(sql: Sql, claim: Claim, at_ms: int, gate: str) -> None:
    """Promise an entry, in the place of what its log asked before. Durable when this returns."""
    with sql.transaction():
        sql.run(
            f"DELETE FROM entry_claim WHERE {_OF_TICKET} AND origin = ? AND origin > 0"
            " AND seq <= ?",
            (*claim._at, claim.origin, claim.seq),
        )
        sql.run(
            "INSERT INTO entry_claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (*claim._at, claim.token, at_ms, gate, claim.origin, claim.seq, claim.persons),
        )

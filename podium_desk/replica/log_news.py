"""What was heard since one looked last, by the heads of the logs: for who keeps something counted.

To read a whole season after every guest keeps the next one waiting.
"""

from __future__ import annotations

from podium_desk.domain.ids import Origin, TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.incidents import AdmittedTicket
from sync.store.port import Sql
from sync.store.replica import Replica

_PASSED = (
    "SELECT s.performance, s.ticket_origin, s.ticket_seq, s.ticket_line FROM scan s"
    " WHERE s.house = ? AND s.origin = ? AND s.seq > ? AND s.verdict IN ('admit', 'exit')",
    "SELECT s.performance, s.ticket_origin, s.ticket_seq, s.ticket_line FROM scan_annulled a"
    " JOIN scan s ON s.house = a.house AND s.token = a.token"
    " WHERE a.house = ? AND a.origin = ? AND a.seq > ? AND s.ticket_origin IS NOT NULL",
)
_REFUNDED = (
    "SELECT t.performance, t.origin, t.seq, t.line FROM ticket_refunded r"
    " JOIN ticket_sold t ON t.house = r.house AND t.origin = r.ticket_origin"
    "  AND t.seq = r.ticket_seq AND t.line = r.ticket_line"
    " WHERE r.house = ? AND r.origin = ? AND r.seq > ?"
)
_SOLD = (
    "SELECT t.performance, t.origin, t.seq, t.line FROM ticket_sold t"
    " WHERE t.house = ? AND t.origin = ? AND t.seq > ?"
)
After = tuple[int, int, int]
"""(house, log, number): what a log says of a house after that fact."""


@dataclass(frozen=True, slots=True)
class News:
    """`grown` are the logs of which more is here, with the number known before. `is_afresh`: facts
    that were looked at are here no more or were put aside, or nobody has looked yet."""

    heads: dict[int, int]
    grown: tuple[tuple[int, int], ...]
    is_afresh: bool

    def after(self, house: int) -> tuple[After, ...]:
        """The same for one house."""
        return tuple((house, log, seq) for log, seq in self.grown)


class LogNews:
    """Looks at the logs of one replica."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._heads: dict[int, int] | None = None
        self._put_aside = 0

    def look(self) -> News:
        """What is new since the last look; the first time nothing is known."""
        before, heads = self._heads, self._replica.log.heads()
        self._heads = heads
        is_afresh = self._was_put_aside() or before is None
        known = before or {}
        is_shorter = any(heads.get(log, 0) < seq for log, seq in known.items())
        grown = tuple((log, known.get(log, 0)) for log, seq in heads.items()
                      if seq > known.get(log, 0))  # fmt: skip
        return News(heads, grown, is_afresh or is_shorter)

    def _was_put_aside(self) -> bool:
        row = self._replica.sql.row("SELECT COUNT(*) FROM quarantine")
        before, self._put_aside = self._put_aside, 0 if row is None else int(row[0])
        return before != self._put_aside


def passed_since(sql: Sql, after: After) -> set[AdmittedTicket]:
    """The tickets of which a log says that they went through a door, or did not after all."""
    return {one for query in _PASSED for one in _named(sql, query, after)}


def refunded_since(sql: Sql, after: After) -> set[AdmittedTicket]:
    """The tickets that a log takes back."""
    return _named(sql, _REFUNDED, after)


def sold_since(sql: Sql, after: After) -> set[AdmittedTicket]:
    """The tickets that a log sells."""
    return _named(sql, _SOLD, after)


def _named(sql: Sql, query: str, after: After) -> set[AdmittedTicket]:
    return {
        AdmittedTicket(after[0], performance, TicketId(Origin(origin), seq, line))
        for performance, origin, seq, line in sql.rows(query, after)
    }

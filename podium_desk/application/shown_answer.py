"""The answer that was stored and perhaps never seen: the program ended between verdict and paint.

The guest stands there still, and the volunteer scans again. That is the same scan, so it gets the
same answer and nothing is recorded; not "already scanned", which would be the guest's own entry.
What was painted is noted, so that it holds for an answer that nobody can have seen, and for the
first code after the start only.
"""

from __future__ import annotations

from typing import Protocol

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.tickets import NotATicket, read_ticket_text, unpack
from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql

AGAIN_WITHIN_MS = 5 * 60_000
"""A guest does not stand longer before a door that is starting again."""


class ShownMark(Protocol):
    """Remembers, through the end of the program, which answer was painted last."""

    def last(self) -> str:
        """The token of that scan; empty when nothing was."""
        ...

    def note(self, token: str, /) -> None:
        """This one is on the screen now."""
        ...


@dataclass(frozen=True, slots=True)
class _LastPassage:
    token: str
    at_ms: int
    direction: Direction
    ticket: TicketId


class UnseenAnswer:
    """What a start finds of its former life; used up by the first scan."""

    def __init__(self, work: Workplace, shown: ShownMark | None) -> None:
        self._left: _LastPassage | None = None
        last = None if shown is None else _last_passage(work.replica.sql, work)
        if shown is not None and last is not None and last.token != shown.last():
            is_late = work.clock.now_ms() - last.at_ms > AGAIN_WITHIN_MS
            self._left = None if is_late else last

    def token_of(self, code: str, direction: Direction) -> str | None:
        """The token under which this very scan was answered unseen; None for any other code."""
        left, self._left = self._left, None
        if left is None or direction is not left.direction or _ticket_in(code) != left.ticket:
            return None
        return left.token


def _last_passage(sql: Sql, work: Workplace) -> _LastPassage | None:
    """The newest attempt of this device, if it let somebody through and was not annulled."""
    row = sql.row(
        "SELECT s.token, s.at_ms, s.direction, s.ticket_origin, s.ticket_seq, s.ticket_line,"
        " s.verdict IN ('admit', 'exit') AND NOT EXISTS (SELECT 1 FROM scan_annulled a"
        "  WHERE a.house = s.house AND a.token = s.token)"
        " FROM scan s WHERE s.house = ? AND s.origin = ? ORDER BY s.seq DESC LIMIT 1",
        (work.house, work.origin),
    )
    if row is None or not row[6]:
        return None
    return _LastPassage(row[0], row[1], Direction(row[2]), TicketId(Origin(row[3]), row[4], row[5]))


def _ticket_in(code: str) -> TicketId | None:
    """Which ticket a code names; whether it is genuine the door decides."""
    parts = read_ticket_text(code)
    content = parts if isinstance(parts, NotATicket) else unpack(parts[0])
    return None if isinstance(content, NotATicket) else content.ticket

"""How an evening goes at the doors, counted on: only what is new is looked at.

A door asks after every guest, and the next one must not wait until two thousand are counted again.
The sums are those of `seen_tickets`, ticket by ticket.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import field

from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.programme import Performance
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.evening_counts import sold_by_section
from podium_desk.replica.gates import checked_out_ms
from podium_desk.replica.log_news import (
    LogNews,
    News,
    passed_since,
    refunded_since,
    sold_since,
)
from podium_desk.replica.queries import sold_count
from podium_desk.replica.seen_tickets import Entered, SeenTicket, seen_tickets
from sync.store.replica import Replica

ONE_BY_ONE_MOST = 200
"""When a log brings more tickets than that, all are counted anew: that is quicker."""
_Number = tuple[int, int]
"""(house, performance)."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """The persons that one device let in: in all, and lately; `first_ms` is its first entry."""

    admitted: int
    lately: int
    first_ms: int


@dataclass(slots=True)
class PerformanceTally:
    """One performance in sums, all of persons: by section who is inside, who came at all and who
    is expected (sold and not taken back, in the order of the hall)."""

    inside: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    expected: dict[str, int] = field(default_factory=dict)
    sold: int = 0
    """How many places are sold, also those whose tickets are not in scope."""
    closings: tuple[int, ...] = ()
    """When everybody was checked out, as the sums have it."""
    _seen: dict[TicketId, SeenTicket] = field(default_factory=dict)
    _entries: list[Entered] = field(default_factory=list)
    _admitted: Counter[int] = field(default_factory=Counter)

    @property
    def first_ms(self) -> int | None:
        """When the first guest of all came; None before."""
        return self._entries[0][0] if self._entries else None

    def is_seen(self, ticket: TicketId) -> bool:
        """Whether anybody went through a door with it."""
        return ticket in self._seen

    def inside_by(self, ticket: TicketId) -> int:
        """How many are in by one ticket."""
        seen = self._seen.get(ticket)
        return 0 if seen is None else seen.stay.inside

    def let_in(self, since_ms: int) -> dict[Origin, LetIn]:
        """The entries by the log of the device that let them in; `lately` is since that time."""
        lately, first_ms = Counter[int](), dict[int, int]()
        for _, log, persons in self._entries[bisect_left(self._entries, (since_ms, 0, 0)) :]:
            lately[log] += persons
        for at_ms, log, _ in self._entries:
            if len(first_ms) == len(self._admitted):
                break
            first_ms.setdefault(log, at_ms)
        return {
            Origin(log): LetIn(admitted, lately[log], first_ms[log])
            for log, admitted in self._admitted.items()
        }

    def put(self, ticket: TicketId, seen: SeenTicket | None) -> None:
        """What is to be told of a ticket from now on; None when nobody went through with it."""
        before = self._seen.pop(ticket, None)
        if before is not None:
            self._count(before, -1)
        if seen is not None:
            self._seen[ticket] = seen
            self._count(seen, 1)

    def _count(self, seen: SeenTicket, sign: int) -> None:
        self.inside[seen.section] += sign * seen.stay.inside
        if seen.entries:
            self.came[seen.section] += sign * seen.stay.entered
        for entry in seen.entries:
            if sign > 0:
                insort(self._entries, entry)
            else:
                del self._entries[bisect_left(self._entries, entry)]
            self._admitted[entry[1]] += sign * entry[2]
            if not self._admitted[entry[1]]:
                del self._admitted[entry[1]]


class EveningTally:
    """The sums of the performances that were asked for last. Used on the replica's lane only."""

    def __init__(self, replica: Replica, catalogue: Catalogue) -> None:
        self._replica = replica
        self._catalogue = catalogue
        self._news = LogNews(replica)
        self._kept: dict[_Number, PerformanceTally] = {}

    def of(self, performances: Iterable[Performance], now_ms: int) -> list[PerformanceTally]:
        """How these go, as far as it was heard; who was checked out at night is not inside."""
        numbers = [(int(one.house), int(one.id)) for one in performances]
        news = self._news.look()
        known = {} if news.is_afresh else {n: self._kept[n] for n in numbers if n in self._kept}
        for house in {house for house, _ in known}:
            self._take(news, house, known, now_ms)
        own = self._replica.own
        if any(own is None or log != own.origin for log, _ in news.grown):
            # Others sell, and of some of it only the rights that moved are told here.
            for number, tally in known.items():
                tally.sold = sold_count(self._replica.sql, *number)
        self._kept = {
            number: self._current(number, known.get(number), now_ms) for number in numbers
        }
        return [self._kept[number] for number in numbers]

    def _take(
        self, news: News, house: int, known: dict[_Number, PerformanceTally], now_ms: int
    ) -> None:
        """Count anew what logs that have grown say of these performances."""
        sql = self._replica.sql
        for after in news.after(house):
            sold, refunded = sold_since(sql, after), refunded_since(sql, after)
            passed = passed_since(sql, after)
            if len(passed) > ONE_BY_ONE_MOST:
                known.clear()
                return
            for one in passed | sold:
                number = (house, one.performance)
                # Its section and its persons are known only from its sale on.
                if number in known and (one in passed or known[number].is_seen(one.ticket)):
                    self._put(number, known[number], one.ticket, now_ms)
            for number in {(house, one.performance) for one in sold | refunded} & known.keys():
                known[number].expected = sold_by_section(sql, *number)
                known[number].sold = sold_count(sql, *number)

    def _put(self, number: _Number, tally: PerformanceTally, ticket: TicketId, now_ms: int) -> None:
        found = seen_tickets(self._replica.sql, self._catalogue, number, now_ms, ticket)
        tally.put(ticket, found[0] if found else None)

    def _current(
        self, number: _Number, known: PerformanceTally | None, now_ms: int
    ) -> PerformanceTally:
        """The same, unless everybody was checked out meanwhile: then all is counted anew."""
        if known is not None and known.closings == self._closings(number, known, now_ms):
            return known
        sql = self._replica.sql
        tally = PerformanceTally(
            expected=sold_by_section(sql, *number), sold=sold_count(sql, *number)
        )
        for seen in seen_tickets(sql, self._catalogue, number, now_ms):
            tally.put(seen.ticket, seen)
        tally.closings = self._closings(number, tally, now_ms)
        return tally

    def _closings(self, number: _Number, tally: PerformanceTally, now_ms: int) -> tuple[int, ...]:
        first_ms = tally.first_ms
        if first_ms is None:
            return ()
        return checked_out_ms(self._catalogue, *number, first_ms, now_ms)

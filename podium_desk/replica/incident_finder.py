"""Keeps the list of incidents up to date by looking only at what is new.

A window asks after every change, and a door's next guest must not wait for it. So the facts since
the last look name the tickets to look at again, and sales are checked some hundreds at a time.
"""

from __future__ import annotations

from dataclasses import field

from podium_desk.domain.gates import Gate
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.incidents import Incident, by_urgency
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.device_incidents import device_incidents
from podium_desk.replica.incidents import (
    AdmittedTicket,
    table_incidents,
    ticket_incidents,
    tickets_to_look_at,
)
from podium_desk.replica.log_news import LogNews, News, passed_since, refunded_since
from podium_desk.replica.lost_doors import lost_door_incidents
from podium_desk.replica.sale_checks import (
    HAS_OTHERS,
    IS_REFUNDED,
    price_incident,
    sold_after,
    sold_after_cancellation,
)
from podium_desk.replica.settled import settlements
from podium_desk.replica.sold_facts import SalesReader
from podium_desk.replica.sold_twice import Place, sold_twice
from sync.store.port import Row, Sql
from sync.store.replica import Replica

SALES_AT_ONCE = 500
"""How many sold lines one look checks: a few milliseconds."""
SALES_IN_A_HURRY = 20
"""So many where a guest may be waiting already."""
_Line = tuple[int, int]
"""The last sold line of a log that was checked: the number of its fact, and the line there."""
_LAST_LINE = 1 << 31


@dataclass(slots=True)
class IncidentFinder:
    """The open incidents of one replica. Used on the replica's lane only."""

    replica: Replica
    catalogue: Catalogue
    _news: LogNews = field(init=False)
    _of_ticket: dict[AdmittedTicket, list[Incident]] = field(default_factory=dict)
    _checked: dict[tuple[int, int], _Line] = field(default_factory=dict)
    _wrong_prices: dict[TicketId, Incident] = field(default_factory=dict)
    _shared: set[Place] = field(default_factory=set)
    _gates: tuple[tuple[Gate, ...], ...] | None = None
    is_whole: bool = False
    """Whether every sale has been checked; else look again."""

    def __post_init__(self) -> None:
        self._news = LogNews(self.replica)

    def open_incidents(
        self, now_ms: int | None = None, sales_at_once: int = SALES_AT_ONCE
    ) -> tuple[Incident, ...]:
        """What is to be settled, the most urgent first; `now_ms` is for the store only."""
        with self.catalogue.steady():
            self._look(sales_at_once)
        sql = self.replica.sql
        found = [incident for several in self._of_ticket.values() for incident in several]
        found += [one for one in self._wrong_prices.values() if not _is_refunded(sql, one)]
        found += sold_after_cancellation(sql, self.catalogue)
        contested = table_incidents(sql)
        known = {incident.id for incident in contested}
        twice = (one for place in sorted(self._shared) for one in sold_twice(sql, place))
        found += contested + [one for one in twice if one.id not in known]
        found += device_incidents(self.replica, self.catalogue, now_ms)
        found += lost_door_incidents(self.replica, self.catalogue)
        settled = settlements(sql)
        return by_urgency(one for one in found if one.id not in settled)

    def all_open(self, now_ms: int | None = None) -> tuple[Incident, ...]:
        """The same, once every sale is checked."""
        found = self.open_incidents(now_ms)
        while not self.is_whole:
            found = self.open_incidents(now_ms)
        return found

    def _look(self, sales_at_once: int) -> None:
        news = self._news.look()
        if self._has_other_gates() or news.is_afresh:
            self._start_over()
            touched = tickets_to_look_at(self.replica.sql)
        else:
            touched = self._touched(news)
        for ticket in touched:
            self._look_at(ticket)
        self._check_sales(news.heads, sales_at_once)

    def _look_at(self, ticket: AdmittedTicket) -> None:
        found = ticket_incidents(self.replica.sql, self.catalogue, ticket)
        if found:
            self._of_ticket[ticket] = found
        else:
            self._of_ticket.pop(ticket, None)

    def _has_other_gates(self) -> bool:
        """Whether a house changed how its gates let in since the last look."""
        before = self._gates
        self._gates = tuple(self.catalogue.gates(house) for house in self.catalogue.houses())
        return before is not None and before != self._gates

    def _start_over(self) -> None:
        self._of_ticket.clear()
        self._checked.clear()
        self._wrong_prices.clear()
        self._shared.clear()

    def _touched(self, news: News) -> set[AdmittedTicket]:
        sql = self.replica.sql
        return {
            ticket
            for house in self.catalogue.houses()
            for after in news.after(house)
            for ticket in passed_since(sql, after) | refunded_since(sql, after)
        }

    def _check_sales(self, heads: dict[int, int], room: int) -> None:
        for house in self.catalogue.houses():
            for origin in heads:
                checked = self._checked.get((house, origin), (0, 0))
                if room > 0 and checked < (heads[origin], _LAST_LINE):
                    room -= self._check_log((house, origin), heads[origin], room)
        self.is_whole = room > 0

    def _check_log(self, log: tuple[int, int], head: int, most: int) -> int:
        """Check the next sold lines of a log (house, origin); how many there were."""
        rows = sold_after(self.replica.sql, log, self._checked.get(log, (0, 0)), most)
        sales = SalesReader(self.replica)
        for row in rows:
            self._check_line(sales, row)
        # A full page may end inside a sale, and that may be the newest.
        self._checked[log] = rows[-1][2:4] if len(rows) == most else (head, _LAST_LINE)
        return len(rows)

    def _check_line(self, sales: SalesReader, row: Row) -> None:
        ticket = TicketId(Origin(row[1]), row[2], row[3])
        incident = price_incident(self.replica.sql, self.catalogue, sales, row)
        if incident is not None:
            self._wrong_prices[ticket] = incident
        if row[HAS_OTHERS]:
            self._shared.add((row[0], row[4], row[5]))
        # Its scans or its refund may have come before the sale itself.
        scanned = AdmittedTicket(row[0], row[4], ticket)
        if row[IS_REFUNDED] or scanned in self._of_ticket:
            self._look_at(scanned)


def _is_refunded(sql: Sql, incident: Incident) -> bool:
    ticket = incident.ticket
    assert ticket is not None, "a price belongs to a ticket"
    return sql.row(
        "SELECT 1 FROM ticket_refunded WHERE house = ? AND ticket_origin = ? AND ticket_seq = ?"
        " AND ticket_line = ?",
        (incident.house, ticket.origin, ticket.seq, ticket.line),
    ) is not None  # fmt: skip

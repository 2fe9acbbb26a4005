"""Keeps the list of incidents up to date by looking only at what is new.

A window asks after every change, and a door's next guest must not wait for it. So the facts since
the last look name the tickets to look at again, and sales are checked some thousands at a time.
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
"""How many sold lines one look checks: about ten milliseconds."""


@dataclass(slots=True)
class IncidentFinder:
    """The open incidents of one replica. Used on the replica's lane only."""

    replica: Replica
    catalogue: Catalogue
    _heads: dict[int, int] | None = None
    _of_ticket: dict[AdmittedTicket, list[Incident]] = field(default_factory=dict)
    _checked: dict[tuple[int, int], int] = field(default_factory=dict)
    _wrong_prices: dict[TicketId, Incident] = field(default_factory=dict)
    _shared: set[Place] = field(default_factory=set)
    _put_aside: int = 0
    _gates: tuple[tuple[Gate, ...], ...] | None = None
    is_whole: bool = False
    """Whether every sale has been checked; else look again."""

    def open_incidents(self, now_ms: int | None = None) -> tuple[Incident, ...]:
        """What is to be settled, the most urgent first; `now_ms` is for the store only."""
        self._look()
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

    def _look(self) -> None:
        heads = self.replica.log.heads()
        before = self._heads
        is_new_gate = self._has_other_gates()
        if before is None or is_new_gate or self._was_taken_back(before, heads):
            self._start_over()
            before = {}
            touched = tickets_to_look_at(self.replica.sql)
        else:
            touched = self._touched(before, heads)
        self._heads = heads
        for ticket in touched:
            self._look_at(ticket)
        self._check_sales(heads)

    def _look_at(self, ticket: AdmittedTicket) -> None:
        found = ticket_incidents(self.replica.sql, self.catalogue, ticket)
        if found:
            self._of_ticket[ticket] = found
        else:
            self._of_ticket.pop(ticket, None)

    def _was_taken_back(self, before: dict[int, int], heads: dict[int, int]) -> bool:
        """Whether facts that were looked at are here no more, or were put aside since."""
        row = self.replica.sql.row("SELECT COUNT(*) FROM quarantine")
        put_aside, self._put_aside = self._put_aside, 0 if row is None else row[0]
        is_shorter = any(heads.get(origin, 0) < seq for origin, seq in before.items())
        return is_shorter or put_aside != self._put_aside

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

    def _touched(self, before: dict[int, int], heads: dict[int, int]) -> set[AdmittedTicket]:
        grown = [origin for origin, seq in heads.items() if seq > before.get(origin, 0)]
        return {
            ticket
            for origin in grown
            for house in self.catalogue.houses()
            for ticket in _news(self.replica.sql, house, origin, before.get(origin, 0))
        }

    def _check_sales(self, heads: dict[int, int]) -> None:
        room = SALES_AT_ONCE
        for house in self.catalogue.houses():
            for origin in heads:
                if room > 0 and self._checked.get((house, origin), 0) < heads[origin]:
                    room -= self._check_log(house, origin, heads[origin])
        self.is_whole = room > 0

    def _check_log(self, house: int, origin: int, head: int) -> int:
        """Check the next sold lines of a log; how many there were."""
        after = self._checked.get((house, origin), 0)
        rows = sold_after(self.replica.sql, house, origin, after, SALES_AT_ONCE)
        sales = SalesReader(self.replica)
        for row in rows:
            self._check_line(sales, row)
        # A full page may end inside a sale: its last fact is looked at again.
        is_full = len(rows) == SALES_AT_ONCE and rows[-1][2] > rows[0][2]
        self._checked[house, origin] = rows[-1][2] - 1 if is_full else head
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


def _news(sql: Sql, house: int, origin: int, seq: int) -> set[AdmittedTicket]:
    """The tickets that facts of a log after `seq` say something of, at a door or a refund."""
    named = (
        "SELECT s.performance, s.ticket_origin, s.ticket_seq, s.ticket_line FROM scan s"
        " WHERE s.house = ? AND s.origin = ? AND s.seq > ? AND s.verdict IN ('admit', 'exit')",
        "SELECT s.performance, s.ticket_origin, s.ticket_seq, s.ticket_line FROM scan_annulled a"
        " JOIN scan s ON s.house = a.house AND s.token = a.token"
        " WHERE a.house = ? AND a.origin = ? AND a.seq > ? AND s.ticket_origin IS NOT NULL",
        "SELECT t.performance, t.origin, t.seq, t.line FROM ticket_refunded r"
        " JOIN ticket_sold t ON t.house = r.house AND t.origin = r.ticket_origin"
        "  AND t.seq = r.ticket_seq AND t.line = r.ticket_line"
        " WHERE r.house = ? AND r.origin = ? AND r.seq > ?",
    )
    rows = [row for query in named for row in sql.rows(query, (house, origin, seq))]
    return {
        AdmittedTicket(house, performance, TicketId(Origin(first), number, line))
        for performance, first, number, line in rows
    }


def _is_refunded(sql: Sql, incident: Incident) -> bool:
    ticket = incident.ticket
    assert ticket is not None, "a price belongs to a ticket"
    return sql.row(
        "SELECT 1 FROM ticket_refunded WHERE house = ? AND ticket_origin = ? AND ticket_seq = ?"
        " AND ticket_line = ?",
        (incident.house, ticket.origin, ticket.seq, ticket.line),
    ) is not None  # fmt: skip

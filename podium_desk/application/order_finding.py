"""Finding an order by whatever the customer has: a name, a number, a seat, a ticket.

Each way ends in an index of the replica; names are looked for in memory (`name_index`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from podium_desk.application.customers import Customers
from podium_desk.application.name_index import NameIndex
from podium_desk.application.order_desk import Scanned
from podium_desk.application.ticket_codes import read_code
from podium_desk.application.workplace import Workplace
from podium_desk.domain.communication import parse_communication
from podium_desk.domain.ids import OrderId, Origin, TicketId, Unit
from podium_desk.domain.programme import Performance
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.short_code import parse_short_code, place_of
from podium_desk.domain.tickets import PREFIX, NotATicket
from podium_desk.domain.venue import HallPlan
from podium_desk.replica.orders import order_of_communication, orders_numbered
from podium_desk.replica.queries import SoldRow, find_ticket, sold_ticket, ticket_at, ticket_of_unit

FOUND_MOST = 20
SEATS_SOON = timedelta(days=14)
"""A seat alone is looked for in performances that start so soon."""
_JUST_BEGUN = timedelta(hours=12)


class OrderFinding:
    """Finds orders as a clerk types. Runs on the replica's lane."""

    def __init__(self, work: Workplace, customers: Customers) -> None:
        self._work = work
        self._names = NameIndex(work)
        self._customers = customers

    def find(self, text: str) -> list[OrderId]:
        """The orders that fit what was typed, the surest first; at most `FOUND_MOST`."""
        wanted = text.strip()
        if not wanted:
            return []
        found: dict[OrderId, None] = {}
        for way in (self._by_code, self._by_number, self._by_communication, self._by_seat):
            found.update(dict.fromkeys(way(wanted)))
        found.update(dict.fromkeys(self._names.find(wanted, FOUND_MOST)))
        if len(found) < FOUND_MOST:
            found.update(dict.fromkeys(self._customers.orders_called(wanted, FOUND_MOST)))
        return list(found)[:FOUND_MOST]

    def scanned(self, text: str) -> Scanned | Refusal:
        """The order of a scanned ticket; refuses another house's, and what is no ticket."""
        content = read_code(self._work, text)
        if isinstance(content, NotATicket):
            return Refusal(RefusalReason.NOT_OUR_TICKET, {"why": content.value})
        if content.content is None:
            return Refusal(RefusalReason.NOT_OUR_TICKET, {"why": "wrong"})
        row = sold_ticket(self._work.replica.sql, content.content.house, content.content.ticket)
        if row is None:
            ticket = str(content.content.ticket)
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": ticket})
        return Scanned(row.order, row.ticket)

    def _by_code(self, text: str) -> Iterator[OrderId]:
        """A whole ticket code, a ticket's number, or a short code."""
        if text.upper().startswith(PREFIX):
            scanned = self.scanned(text)
            if isinstance(scanned, Scanned):
                yield scanned.order
        ticket = _parsed_ticket(text)
        if ticket is not None:
            row = find_ticket(self._work.replica.sql, ticket, sorted(self._work.catalogue.houses()))
            if row is not None:
                yield row.order
        code = parse_short_code(text)
        for one in () if code is None else self._near(timedelta(days=400)):
            place = place_of(one.id, str(code))
            if place is not None:
                sold = ticket_at(self._work.replica.sql, one.house, one.id, *place)
                if sold is not None:
                    yield sold.order

    def _by_number(self, text: str) -> Iterator[OrderId]:
        """An order's number, whole or only what stands behind the dash."""
        try:
            order = OrderId.parse(text)
        except ValueError:
            if text.isascii() and text.isdigit():
                yield from orders_numbered(self._work.replica.sql, self._logs(), int(text))
            return
        yield from orders_numbered(self._work.replica.sql, [order.origin], order.number)

    def _by_communication(self, text: str) -> Iterator[OrderId]:
        communication = parse_communication(text)
        if communication is not None:
            yield from order_of_communication(self._work.replica.sql, communication)

    def _by_seat(self, text: str) -> Iterator[OrderId]:
        """A row and a seat (``F12``, ``F 12``, ``F-12``) of a performance that is near."""
        units: dict[int, tuple[Unit, ...]] = {}
        for one in self._near(SEATS_SOON):
            plan = self._work.catalogue.plan_of(one)
            if plan is None:
                continue
            if id(plan) not in units:
                units[id(plan)] = _seats_called(plan, text)
            for unit in units[id(plan)]:
                row = self._newest_at(one, unit)
                if row is not None and not row.is_refunded:
                    yield row.order

    def _newest_at(self, one: Performance, unit: Unit) -> SoldRow | None:
        return ticket_of_unit(self._work.replica.sql, one.house, one.id, unit)

    def _near(self, ahead: timedelta) -> list[Performance]:
        """What began a short while ago or begins soon, the next one first."""
        now: datetime = self._work.clock.now()
        near = [
            one
            for one in self._work.catalogue.performances().values()
            if now - _JUST_BEGUN <= one.start <= now + ahead
        ]
        return sorted(near, key=lambda one: one.start)

    def _logs(self) -> list[Origin]:
        return [Origin(origin) for origin in self._work.replica.log.heads()]


def _parsed_ticket(text: str) -> TicketId | None:
    try:
        return TicketId.parse(text)
    except ValueError:
        return None


def _seats_called(plan: HallPlan, text: str) -> tuple[Unit, ...]:
    wanted = "".join(letter for letter in text.casefold() if letter.isalnum())
    return tuple(
        Unit(seat.index)
        for seat in plan.seats
        if seat.number.casefold() and f"{seat.row}{seat.number}".casefold() == wanted
    )

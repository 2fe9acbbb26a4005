"""What a sale's own fact says of a ticket, where no table keeps it."""

from __future__ import annotations

from podium_desk.domain.facts import OrderSold
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.replica.upcasting import UP_CASTERS
from sync.facts.fact import Fact
from sync.store.replica import Replica


class SalesReader:
    """Reads sales one after the other. The run in which the last one stands is kept: a run has up
    to a thousand facts, and to read one of them is to hash them all."""

    def __init__(self, replica: Replica) -> None:
        self._log = replica.log
        self._homes = replica.log.homes()
        self._origin = 0
        self._run: list[Fact] = []

    def order_sold(self, origin: Origin, seq: int) -> OrderSold | None:
        """The sale with this number in this log; None when its body is not here, or it is none."""
        run = self._run
        if origin != self._origin or not run or not run[0].seq <= seq <= run[-1].seq:
            home = self._homes.get(origin)
            run = self._run = [] if home is None else self._log.run_of(home, origin, seq)
            self._origin = origin
        if not run or run[seq - run[0].seq].body is None:
            return None
        body = UP_CASTERS.body_of(run[seq - run[0].seq])
        return body if isinstance(body, OrderSold) else None


def order_sold(replica: Replica, origin: Origin, seq: int) -> OrderSold | None:
    """The sale with this number in this log; None when its body is not here, or it is no sale."""
    return SalesReader(replica).order_sold(origin, seq)


def guest_of(replica: Replica, ticket: TicketId) -> TicketId | None:
    """The ticket that this one goes with, None when it goes alone."""
    sold = order_sold(replica, ticket.origin, ticket.seq)
    parent = None if sold is None else sold.lines[ticket.line].parent_line
    return None if parent is None else TicketId(ticket.origin, ticket.seq, parent)


def companions_of(replica: Replica, ticket: TicketId) -> tuple[TicketId, ...]:
    """The tickets that go with this one, and come back with it."""
    sold = order_sold(replica, ticket.origin, ticket.seq)
    lines = () if sold is None else sold.lines
    return tuple(
        TicketId(ticket.origin, ticket.seq, place)
        for place, line in enumerate(lines)
        if line.parent_line == ticket.line
    )

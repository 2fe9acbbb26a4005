"""What a sale's own fact says of a ticket, where no table keeps it."""

from __future__ import annotations

from podium_desk.domain.facts import OrderSold
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.replica.upcasting import UP_CASTERS
from sync.store.replica import Replica


def order_sold(replica: Replica, origin: Origin, seq: int) -> OrderSold | None:
    """The sale with this number in this log; None when its body is not here, or it is no sale."""
    home = replica.log.homes().get(origin)
    facts = [] if home is None else replica.log.between(home, origin, seq, seq)
    if not facts or facts[0].body is None:
        return None
    body = UP_CASTERS.body_of(facts[0])
    return body if isinstance(body, OrderSold) else None


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

"""The places of a group's ticket: the lines of its sale at its tariff (domain.group_tickets)."""

from __future__ import annotations

from podium_desk.domain.ids import TicketId
from podium_desk.replica.queries import SoldRow, places_sold_with
from podium_desk.replica.sold_facts import guest_of
from sync.store.port import Sql
from sync.store.replica import Replica


def places_of(sql: Sql, ticket: SoldRow) -> list[SoldRow]:
    """All places that a ticket is for, its own first."""
    if ticket.persons <= 1:
        return [ticket]
    others = places_sold_with(sql, ticket)
    return [ticket, *(row for row in others if not row.persons)]


def ticket_of_place(replica: Replica, place: SoldRow) -> TicketId:
    """The ticket that lets in who sits at a place: a group's for each of its places."""
    if place.persons:
        return place.ticket
    group = ticket_of_part(replica.sql, place)
    return group or guest_of(replica, place.ticket) or place.ticket


def ticket_of_part(sql: Sql, place: SoldRow) -> TicketId | None:
    """The group's ticket that a place belongs to; None for one that is a ticket, or makes room."""
    if place.persons:
        return None
    beside = places_sold_with(sql, place)
    return next((row.ticket for row in beside if row.persons > 1), None)

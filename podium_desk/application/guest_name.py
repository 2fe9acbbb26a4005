"""Whose ticket it is, for the screen of whoever scans it; empty where nobody may be told."""

from __future__ import annotations

from podium_desk.application.order_names import OrderNames
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.roles import PERSONAL_ROLES


def guest_name(work: Workplace, ticket: TicketId, order: OrderId | None) -> str:
    """The name that this device knows of a ticket of this order.

    A desk reads it where its house keeps it; a door knows what it was told of tonight.
    """
    if work.claims.role not in PERSONAL_ROLES:
        words = work.evening.words_of(ticket)
        return "" if words is None else words.name
    return "" if order is None else OrderNames(work.replica.sql, work.house).name_of(order) or ""

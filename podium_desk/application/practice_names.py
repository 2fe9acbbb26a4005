"""Invented people for practice: a copy leaves all real names behind, and so nobody is found in it.

A counter that practises gets them on its orders, as if somebody had written them there; a door is
told them, as a counter would tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from podium_desk.application.evening_messages import EveningTold, TicketWords
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.tonight import Tonight
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import OrderId
from podium_desk.domain.roles import PERSONAL_ROLES
from podium_desk.replica.queries import SoldRow, kept_tickets

ORDERS_MOST = 60
"""Enough to look for; each is written to the disk."""
_MARK = b"practice"
_STILL_ON = timedelta(hours=6)
_FIRST = (
    "Rita", "Jan", "Noor", "Karel", "Amina", "Luc", "Marie", "Zoë", "Wim", "Fatima", "Pieter",
    "Chloé", "Jef",
)  # fmt: skip
_LAST = (
    "Oefenaar", "Voorbeeld", "Proefman", "Testelmans", "Van Oefen", "Probeer", "Dupont-Essai",
    "Modèle", "Muster", "Schijnbaar", "Verzonnen",
)  # fmt: skip


def invent_names(work: Workplace) -> None:
    """Give the orders of tonight, and at a counter of what comes next, names that nobody has. On
    the lane, of a practice copy only; a door is told after its evening was found."""
    assert work.is_training, "nobody real gets an invented name"
    if work.claims.role in PERSONAL_ROLES:
        desk = NamedOrders(work, work.secret)
        for order in _orders(work):
            desk.name(order, name_of(order))
        return
    words = tuple(
        TicketWords(row.ticket.origin, row.ticket.seq, row.ticket.line, name_of(row.order))
        for one in Tonight(work).performances()
        for row in kept_tickets(work.replica.sql, one.house, one.id)
    )
    work.evening.take(EveningTold((), _MARK, words), work.clock.now_ms(), is_store=False)


def name_of(order: OrderId) -> str:
    """The name of whoever made an order; the same one each time."""
    return f"{_FIRST[order.number % len(_FIRST)]} {_LAST[order.number % len(_LAST)]}"


def _orders(work: Workplace) -> list[OrderId]:
    orders: dict[OrderId, None] = {}
    for row in _tickets(work):
        orders[row.order] = None
        if len(orders) == ORDERS_MOST:
            break
    return list(orders)


def _tickets(work: Workplace) -> Iterator[SoldRow]:
    """The tickets of what is on or comes, the soonest first."""
    since = work.clock.now() - _STILL_ON
    coming = [
        one
        for one in work.catalogue.performances().values()
        if one.house == work.house and one.start > since
    ]
    for one in sorted(coming, key=lambda one: one.start):
        yield from kept_tickets(work.replica.sql, one.house, one.id)

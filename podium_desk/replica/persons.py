"""Rows of the facts about persons: which order has a name, and who was erased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.customer_facts import CustomerSaid
from podium_desk.domain.door_facts import DoorNoted, TicketNamed
from podium_desk.domain.facts import (
    FactKind,
    IncidentSettled,
    OrderNamed,
    PersonErased,
    ScanRecorded,
)
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.domain.parked import BasketParked
from podium_desk.domain.waiting_list import WaitingListed
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody
from sync.facts.fact import Fact
from sync.records.personal import unseal
from sync.store.personal import ERASE
from sync.store.port import Sql

_NAMING = frozenset(
    {
        FactKind.ORDER_NAMED,
        FactKind.INCIDENT_SETTLED,
        FactKind.CUSTOMER_SAID,
        FactKind.BASKET_PARKED,
        FactKind.WAITING_LISTED,
        FactKind.SCAN_RECORDED,
        FactKind.DOOR_NOTED,
        FactKind.TICKET_NAMED,
    }
)
_PAGE_MAX = 1_000
_Naming = (
    OrderNamed | IncidentSettled | BasketParked | WaitingListed
    | ScanRecorded | DoorNoted | TicketNamed
)  # fmt: skip
_NAMED = "INSERT INTO order_named VALUES (?, ?, ?, ?, ?, ?, ?)"


def order_named(fact: Fact, body: OrderNamed) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a named order; the name is not in it."""
    yield _NAMED, (
        fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number,
        body.person, body.at_ms,
    )  # fmt: skip


def person_erased(fact: Fact, body: PersonErased) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What erases a person here: keys and bodies go, and what comes later is refused."""
    for statement in ERASE:
        yield statement, (fact.header.house, body.person)


def person_named_in(fact: Fact) -> tuple[str, bytes] | None:
    """The person and the commitment in a fact's body; None where it names none."""
    if fact.header.kind not in _NAMING or fact.body is None:
        return None
    try:
        body = UP_CASTERS.body_of(fact)
    except UnreadBody:
        # Written by a newer version: what it names cannot be told, so no body is taken for it.
        return None
    if isinstance(body, CustomerSaid):
        return body.customer, body.commitment
    if not isinstance(body, _Naming) or not body.person:
        return None
    return body.person, body.commitment


def names_since(sql: Sql, house: int, number: int) -> list[tuple[int, OrderId, bytes]]:
    """The names on orders that came here after the body of that number, in the clear, a page at
    most: each with its number and its order."""
    rows = sql.rows(
        "SELECT b.number, n.order_origin, n.order_number, b.person, b.sealed, k.key"
        " FROM personal_body b"
        " JOIN order_named n ON n.house = b.house AND n.origin = b.origin AND n.seq = b.seq"
        " JOIN person_key k ON k.house = b.house AND k.person = b.person"
        f" WHERE b.house = ? AND b.number > ? ORDER BY b.number LIMIT {_PAGE_MAX}",
        (house, number),
    )
    opened = [
        (row[0], OrderId(Origin(row[1]), row[2]), unseal(row[5], row[3], row[4])) for row in rows
    ]
    return [(at, order, plain) for at, order, plain in opened if plain is not None]

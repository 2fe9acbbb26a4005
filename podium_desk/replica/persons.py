"""Rows of the facts about persons: which order has a name, and who was erased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.customer_facts import CustomerSaid
from podium_desk.domain.facts import FactKind, IncidentSettled, OrderNamed, PersonErased
from podium_desk.domain.parked import BasketParked
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody
from sync.facts.fact import Fact
from sync.store.personal import ERASE

_NAMING = frozenset(
    {
        FactKind.ORDER_NAMED,
        FactKind.INCIDENT_SETTLED,
        FactKind.CUSTOMER_SAID,
        FactKind.BASKET_PARKED,
    }
)
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
    if not isinstance(body, OrderNamed | IncidentSettled | BasketParked) or not body.person:
        return None
    return body.person, body.commitment

"""What is said of customers: facts that any desk of a house writes, and that cannot conflict.

No fact holds a person's data: what a customer is called stands in a personal body beside the log,
under the customer's own key (docs/decisions/0014). The bodies here hold references and moments.

`stamp` says which of two facts about one thing is the newer: the corrected clock's milliseconds
with sixteen bits of counter, and always above every stamp that the writer knew of this customer.
So whoever sees something and corrects it wins, also from a clock that ran ahead.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.ids import CustomerId, FactId, HouseId, OrderId
from podium_desk.late_dataclass import dataclass

STAMP_COUNTER_BITS = 16


class Purpose(StrEnum):
    """What a customer may be written to, or looked at, for."""

    NEWSLETTER = "newsletter"
    """By e-mail."""
    POST = "post"
    """The programme on paper."""
    PHONE = "phone"
    """Called, or a message on the telephone."""
    PROFILE = "profile"
    """What was bought decides what is proposed."""


class ConsentWay(StrEnum):
    """How a customer was asked."""

    COUNTER = "counter"
    TELEPHONE = "telephone"
    FORM = "form"
    """A paper with a signature, which the house keeps."""
    MAIL = "mail"
    """By the customer's own letter or e-mail."""


class SameReason(StrEnum):
    """Why two customers are one person."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    """A name that is nearly the same, at the same postcode."""
    CARD = "card"
    SAID = "said"
    """The customer, or a clerk who knows, says so."""


@dataclass(frozen=True, slots=True)
class CustomerSaid:
    """A customer was written down or corrected: the fields that were said stand beside the log.

    `commitment` is of that personal body, which holds only what was said this time; a field said
    as empty is taken away.
    """

    customer: CustomerId
    commitment: bytes
    stamp: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """A customer gave, or took back, the consent that `house` asks for one purpose."""

    customer: CustomerId
    house: HouseId
    purpose: Purpose
    is_given: bool
    how: ConsentWay
    stamp: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class CustomersJoined:
    """Two customers are one person."""

    one: CustomerId
    other: CustomerId
    reason: SameReason
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class JoinUndone:
    """That joining was a mistake: the two are two again."""

    join: FactId
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class OrderTied:
    """An order is this customer's; nobody's any more where `customer` is empty."""

    order: OrderId
    customer: CustomerId
    stamp: int
    at_ms: int
    clerk: str


def next_stamp(now_ms: int, known: int) -> int:
    """A stamp for what is said now, above the highest one that is known of this customer."""
    return max(now_ms << STAMP_COUNTER_BITS, known + 1)

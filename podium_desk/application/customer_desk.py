"""What a screen and a command can ask about customers: the port, and its answers.

Every method runs on the replica's lane and returns frozen values; a "no" is a `Refusal`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from podium_desk.application.customer_found import CustomerFound as CustomerFound
from podium_desk.application.customer_found import line_of as line_of
from podium_desk.application.order_desk import OrderFound
from podium_desk.domain.customer_facts import ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Said, SaleKind
from podium_desk.domain.ids import CustomerId, FactId, OrderId
from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    """How a purpose stands: `said_at` is None where nobody asked yet.

    `is_in_force` is what counts; a consent of a minor is given and not in force.
    """

    purpose: Purpose
    is_in_force: bool
    said_at: datetime | None = None
    how: ConsentWay | None = None


@dataclass(frozen=True, slots=True)
class JoiningSeen:
    """A joining that stands, for who wants to undo it."""

    fact: FactId
    reason: SameReason
    at: datetime
    clerk: str


@dataclass(frozen=True, slots=True)
class LikelySame:
    """Another customer who is likely the same person, and why."""

    customer: CustomerFound
    reason: SameReason


@dataclass(frozen=True, slots=True)
class CustomerSeen:
    """All that the own house knows of a customer. `members` are the ids that were joined."""

    id: CustomerId
    members: frozenset[CustomerId]
    said: Said
    is_minor: bool
    consents: tuple[ConsentSeen, ...]
    joinings: tuple[JoiningSeen, ...]
    likely_same: tuple[LikelySame, ...]
    orders: tuple[OrderFound, ...]

    @property
    def found(self) -> CustomerFound:
        """The line of a list."""
        return line_of(self.id, self.said)


class CustomerDesk(Protocol):
    """The customers of the own house, as a counter sees them."""

    def find(self, text: str) -> tuple[CustomerFound, ...]:
        """Customers by name, company, telephone, e-mail or card, as it is typed."""
        ...

    def read_ahead(self) -> bool:
        """Read some of the customers before anybody looks for one; whether there are more."""
        ...

    def by_id(self, customer: CustomerId) -> CustomerFound | None:
        """A customer by any id it ever had; None for one who is not here or was forgotten."""
        ...

    def look(self, customer: CustomerId) -> CustomerSeen | Refusal:
        """All that is known of a customer."""
        ...

    def problem(
        self, customer: CustomerId, kind: SaleKind, *, needs_birth: bool = False
    ) -> Refusal | None:
        """What a sale of this kind still needs to know of a customer; None when it is enough."""
        ...

    def write_down(self, fields: Said) -> CustomerId | Refusal:
        """A new customer, with what was typed."""
        ...

    def correct(self, customer: CustomerId, fields: Said) -> Refusal | None:
        """Say fields of a customer anew; an empty one is taken away, the others stay."""
        ...

    def consent(
        self, customer: CustomerId, purpose: Purpose, is_given: bool, how: ConsentWay
    ) -> Refusal | None:
        """What the customer says of one purpose of the own house."""
        ...

    def join(self, one: CustomerId, other: CustomerId, reason: SameReason) -> Refusal | None:
        """Two customers are one person."""
        ...

    def undo_join(self, customer: CustomerId) -> Refusal | None:
        """The newest joining of this person was a mistake."""
        ...

    def tie(self, order: OrderId, customer: CustomerId | None) -> Refusal | None:
        """An order is this customer's; None for nobody's."""
        ...

    def customer_of(self, order: OrderId) -> CustomerFound | None:
        """Whose order it is; None when nobody's, or not here (any more)."""
        ...

    def erase(self, customer: CustomerId) -> int | Refusal:
        """Forget a customer for ever, with all that were joined; how many ids it had."""
        ...

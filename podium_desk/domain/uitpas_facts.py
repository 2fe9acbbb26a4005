"""What the store says became of tickets that were sold while UiTPAS could not be asked."""

from __future__ import annotations

from podium_desk.domain.ids import TicketId
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class UitpasSaleConfirmed:
    """The store registered a ticket that was sold while UiTPAS could not be asked.

    `price_cents` is what UiTPAS lets the customer pay.
    """

    ticket: TicketId
    token: str
    at_ms: int
    ticket_sale: str
    price_cents: int


@dataclass(frozen=True, slots=True)
class UitpasSaleException:
    """UiTPAS does not agree with a ticket that was sold without it; a person settles it.

    `reason` is a `LateOutcome`, which tells nothing of the person. `price_cents` is the price that
    UiTPAS names instead, None when it names none.
    """

    ticket: TicketId
    token: str
    at_ms: int
    reason: str
    price_cents: int | None = None

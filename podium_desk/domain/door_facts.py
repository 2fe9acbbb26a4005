"""What counters say of tickets for the doors: add-ons, notes, approvals, cards that carry them."""

from __future__ import annotations

from podium_desk.domain.door_questions import QuestionId
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class AddOnTied:
    """A ticket is an add-on of another one: a gate that matches add-ons takes it by that code."""

    ticket: TicketId
    main: TicketId
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class DoorNoted:
    """What a door is told of a ticket or, without one, of all tickets of an order.

    `attention`: somebody should look at this guest. `answered` are the questions of the door that
    were answered before. The words (a note, the answers) are not here: `commitment` is of
    what stands beside the log under `person`, a reference of random letters; both are empty
    without words. The newest by its time holds.
    """

    order: OrderId
    ticket: TicketId | None
    at_ms: int
    clerk: str
    attention: bool = False
    answered: tuple[QuestionId, ...] = ()
    person: str = ""
    commitment: bytes = b""


@dataclass(frozen=True, slots=True)
class TicketNamed:
    """Who a ticket is for, when that is another than whoever bought it (`OrderNamed`).

    The name is not here: `commitment` is of what stands beside the log under `person`.
    """

    ticket: TicketId
    at_ms: int
    person: str
    commitment: bytes


@dataclass(frozen=True, slots=True)
class OrderApproved:
    """An order that had to be approved is: its tickets are good. What was said last holds; without
    `is_given` the approval is taken back."""

    order: OrderId
    at_ms: int
    clerk: str
    is_given: bool = True


@dataclass(frozen=True, slots=True)
class CardSaid:
    """A card carries these tickets from now on, in this order; what was said of it before is over.

    `card` is a hash of its number under the house's key, never the number. `kind` is what sort of
    card it is, in the house's words. A card that is not active carries nothing.
    """

    card: bytes
    kind: str
    tickets: tuple[TicketId, ...]
    at_ms: int
    clerk: str
    is_active: bool = True

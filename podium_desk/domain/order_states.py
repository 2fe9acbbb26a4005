"""How an order and its tickets stand: one word each, for lists and pages."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from podium_desk.domain.refunds import EXCHANGED, EXPIRED
from podium_desk.late_dataclass import dataclass


class TicketStanding(StrEnum):
    """How one ticket stands."""

    GOOD = "good"
    UNPAID = "unpaid"
    INSIDE = "inside"
    BLOCKED = "blocked"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    LET_GO = "let_go"


class OrderStanding(StrEnum):
    """How a whole order stands."""

    OPEN = "open"
    """Reserved, to be paid in time."""
    EXPIRED = "expired"
    """Reserved, and the time to pay has gone by; its places are still held."""
    PAID = "paid"
    INSIDE = "inside"
    """Paid, and somebody of it is inside."""
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    LET_GO = "let_go"


class Approval(StrEnum):
    """Whether the house still has to say of an order that its tickets are good."""

    NOT_NEEDED = "not_needed"
    AWAITED = "awaited"
    GIVEN = "given"


GONE = (TicketStanding.REFUNDED, TicketStanding.EXCHANGED, TicketStanding.LET_GO)
"""Tickets that were taken back."""


@dataclass(frozen=True, slots=True)
class TicketTraces:
    """What is known of a ticket: `back_reason` is why it was taken back, None while it was not."""

    back_reason: str | None
    is_open: bool
    is_inside: bool
    is_blocked: bool


def ticket_standing(traces: TicketTraces) -> TicketStanding:
    """What was done last and counts most: taken back, blocked, inside, to be paid."""
    if traces.back_reason is not None:
        by_reason = {EXCHANGED: TicketStanding.EXCHANGED, EXPIRED: TicketStanding.LET_GO}
        return by_reason.get(traces.back_reason, TicketStanding.REFUNDED)
    if traces.is_blocked:
        return TicketStanding.BLOCKED
    if traces.is_inside:
        return TicketStanding.INSIDE
    return TicketStanding.UNPAID if traces.is_open else TicketStanding.GOOD


def order_standing(
    tickets: Sequence[TicketStanding], pay_before_ms: int | None, now_ms: int
) -> OrderStanding:
    """How an order stands by its tickets; `pay_before_ms` of a reserved one."""
    kept = [one for one in tickets if one not in GONE]
    if not kept:
        return OrderStanding(tickets[-1].value) if tickets else OrderStanding.LET_GO
    if TicketStanding.UNPAID in kept:
        is_late = pay_before_ms is not None and pay_before_ms < now_ms
        return OrderStanding.EXPIRED if is_late else OrderStanding.OPEN
    if len(kept) < len(tickets):
        return OrderStanding.PARTLY_REFUNDED
    return OrderStanding.INSIDE if TicketStanding.INSIDE in kept else OrderStanding.PAID

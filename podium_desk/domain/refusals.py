"""Every "no" the rules can say, as values. The words for it belong to `i18n`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class RefusalReason(StrEnum):
    """Why something was not done; the name is the stable code in JSON and in the catalogues."""

    UNKNOWN_PERFORMANCE = "unknown_performance"
    NOT_ON_SALE = "not_on_sale"
    PERFORMANCE_CANCELLED = "performance_cancelled"
    UNKNOWN_SEAT = "unknown_seat"
    SEAT_TAKEN = "seat_taken"
    SEAT_ELSEWHERE = "seat_elsewhere"
    """Free, but held elsewhere, and nobody can be asked now."""
    NOT_ENOUGH_TOGETHER = "not_enough_together"
    SOLD_OUT = "sold_out"
    NOTHING_LEFT_HERE = "nothing_left_here"
    """The line is down and this desk has no places left of its own."""
    UNKNOWN_TARIFF = "unknown_tariff"
    TARIFF_NOT_FOR_SEAT = "tariff_not_for_seat"
    TARIFF_NOT_SOLD_HERE = "tariff_not_sold_here"
    TARIFF_NOT_NOW = "tariff_not_now"
    CARD_NEEDED = "card_needed"
    """The number of a pass or card must be written down."""
    REMARK_NEEDED = "remark_needed"
    GROUP_TOO_SMALL = "group_too_small"
    TOO_MANY_OF_TARIFF = "too_many_of_tariff"
    COMPANION_WITHOUT_OTHERS = "companion_without_others"
    DISCOUNT_NOT_NOW = "discount_not_now"
    DISCOUNT_NOT_FOR_THESE = "discount_not_for_these"
    UNKNOWN_DISCOUNT = "unknown_discount"
    NOT_YET_ON_SALE = "not_yet_on_sale"
    REDUCTION_OUTDATED = "reduction_outdated"
    """The price that a reduction was for is another one now, or it was taken back."""
    EMPTY_BASKET = "empty_basket"
    DOUBLE_LINE = "double_line"
    NOT_ENOUGH_MONEY = "not_enough_money"
    WRONG_AMOUNT = "wrong_amount"
    OVER_CASH_LIMIT = "over_cash_limit"
    CASH_TWICE = "cash_twice"
    """Cash is one part of a payment: it is rounded once."""
    NOT_PAID_SO = "not_paid_so"
    """Money goes back by the means that paid it, and not more than that."""
    NOT_PAID_YET = "not_paid_yet"
    """The order is still to be paid."""
    NOT_OPEN = "not_open"
    """The order is paid, or was let go."""
    UNKNOWN_TICKET = "unknown_ticket"
    UNKNOWN_ORDER = "unknown_order"
    ALREADY_REFUNDED = "already_refunded"
    RIGHT_ELSEWHERE = "right_elsewhere"
    """Another device holds the right of this ticket: it must do it, or hand it over."""
    NOT_KEEPER = "not_keeper"
    """Only the venue's keeper changes tonight's performances while nobody else can."""
    NO_SUCH_COUNTER = "no_such_counter"
    """The device named is no counter of this house."""
    NO_SUCH_DOOR = "no_such_door"
    """The device named is no door, counter or office of this house."""
    NOT_TONIGHT = "not_tonight"
    NOT_BLOCKED = "not_blocked"
    ALREADY_INSIDE = "already_inside"
    ROLE_MAY_NOT = "role_may_not"
    UNKNOWN_INCIDENT = "unknown_incident"
    WRONG_OUTCOME = "wrong_outcome"
    MEMORY_UNCONFIRMED = "memory_unconfirmed"
    """What this desk holds waits until the store, a peer or a person confirms its memory."""
    REPLICA_OUTDATED = "replica_outdated"
    """This device's data was put back to an older copy: it might sell the same places again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A "no" with the facts that explain it, as named values for the sentence on the screen."""

    reason: RefusalReason
    details: dict[str, str | int] = field(default_factory=dict)

"""Money that arrived at the bank, held against the orders that wait for it.

Only what fits to the cent by its structured communication is booked without a person; what nearly
fits is shown with the orders that it may be for. Rules: `docs/rules/paying.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from podium_desk.domain.communication import parse_communication
from podium_desk.domain.ids import OrderId
from podium_desk.late_dataclass import dataclass

_WRITTEN = re.compile(r"(?:[+*]{3})?\s?\d{3}\s?/?\s?\d{4}\s?/?\s?\d{5}\s?(?:[+*]{3})?")
CANDIDATES = 5
"""More orders than this for one amount tell nothing."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One amount on a bank statement. `reference` names it for ever, also in another file.

    `communication` is the structured one, twelve digits, or empty; `text` is what else stands
    there. `amount_cents` is negative for money that went out.
    """

    reference: str
    day: date
    amount_cents: int
    communication: str
    text: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """An open order that a transfer is to pay."""

    order: OrderId
    communication: str
    rest_cents: int


class Fit(StrEnum):
    """How a movement fits what is owed."""

    EXACT = "exact"
    LESS = "less"
    MORE = "more"
    NEAR = "near"
    """Another communication, or none, but an amount or digits that look like an order's."""
    NOT_OPEN = "not_open"
    """Its order is paid, or was let go."""
    BOOKED = "booked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A movement with the orders that it may be for; one, where its communication says so."""

    movement: Movement
    fit: Fit
    orders: tuple[OrderId, ...] = ()


def match(
    movement: Movement, owed: Sequence[Owed], known: Mapping[str, OrderId], *, is_booked: bool
) -> Match:
    """How this money fits. `known` has the orders of all communications, open or not."""
    if is_booked:
        return Match(movement, Fit.BOOKED)
    told = movement.communication or communication_in(movement.text)
    for one in owed:
        if told and one.communication == told:
            return Match(movement, _fit(movement.amount_cents, one.rest_cents), (one.order,))
    if told in known:
        return Match(movement, Fit.NOT_OPEN, (known[told],))
    near = [one.order for one in owed if _is_near(movement, one)]
    if 0 < len(near) <= CANDIDATES:
        return Match(movement, Fit.NEAR, tuple(near))
    return Match(movement, Fit.UNKNOWN)


def communication_in(text: str) -> str:
    """The structured communication that was written as free text; empty when there is none."""
    for found in _WRITTEN.findall(text):
        digits = parse_communication(found)
        if digits is not None:
            return digits
    return ""


def _fit(amount_cents: int, rest_cents: int) -> Fit:
    if amount_cents == rest_cents:
        return Fit.EXACT
    return Fit.LESS if amount_cents < rest_cents else Fit.MORE


def _is_near(movement: Movement, owed: Owed) -> bool:
    """The same amount, or its communication with one digit wrong or two in each other's place."""
    if movement.amount_cents == owed.rest_cents:
        return True
    digits = "".join(re.findall(r"\d", movement.communication or movement.text))
    if len(digits) != len(owed.communication):
        return False
    wrong = sum(a != b for a, b in zip(digits, owed.communication, strict=True))
    return wrong == 1 or (wrong == 2 and sorted(digits) == sorted(owed.communication))

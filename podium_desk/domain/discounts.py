"""What goes off a price: promotion codes and the discounts of passes.

One discount a line, the one that is best for the customer; a discount never makes a line dearer
and never lower than free. It stays on the line, with its code and who bears it, because the
definitive price stands on the ticket (domain.md 5.6). Rules: `docs/rules/pricing.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.pricing import Priced
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass


class Cut(StrEnum):
    """How a discount is counted."""

    PERCENT = "percent"
    AMOUNT = "amount"
    """So many cents off each ticket."""
    PRICE = "price"
    """Each ticket for so many cents."""


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount of a house; times are UTC milliseconds, 0 is no limit, no names are all.

    `code` is what the customer says, in capitals. `most_in_order` limits the tickets of one order.
    `uses` is how many orders it can be used for in all; each use is taken from `amount`, the number
    of the amount that those who sell have a part of.
    """

    house: HouseId
    code: str
    name: Text
    cut: Cut
    value: int
    performances: tuple[PerformanceId, ...] = ()
    tariffs: tuple[str, ...] = ()
    valid_from_ms: int = 0
    valid_until_ms: int = 0
    most_in_order: int = 0
    uses: int = 0
    amount: int = 0


def off_cents(discount: Discount, price_cents: int) -> int:
    """What goes off one price: half a cent of a percentage goes to the customer."""
    match discount.cut:
        case Cut.PERCENT:
            wanted = (price_cents * discount.value + 50) // 100
        case Cut.AMOUNT:
            wanted = discount.value
        case Cut.PRICE:
            wanted = price_cents - discount.value
    return max(0, min(wanted, price_cents))


def with_discounts(
    priced: Sequence[Priced], discounts: Sequence[Discount], occasion: Occasion
) -> tuple[Priced, ...] | Refusal:
    """The lines with what goes off them; refuses a discount that is good for none of them.

    A discount for so many tickets of an order goes to the dearest ones.
    """
    lines = list(priced)
    for discount in discounts:
        if not _is_valid(discount, occasion):
            return Refusal(RefusalReason.DISCOUNT_NOT_NOW, {"code": discount.code})
        fitting = [place for place, one in enumerate(lines) if _fits(discount, one)]
        if not fitting:
            return Refusal(RefusalReason.DISCOUNT_NOT_FOR_THESE, {"code": discount.code})
        for place in _dearest(lines, fitting, discount.most_in_order):
            lines[place] = _better(lines[place], discount)
    return tuple(lines)


def _is_valid(discount: Discount, occasion: Occasion) -> bool:
    is_over = discount.valid_until_ms and occasion.at_ms >= discount.valid_until_ms
    return occasion.at_ms >= discount.valid_from_ms and not is_over


def _fits(discount: Discount, one: Priced) -> bool:
    return (
        one.performance.house == discount.house
        # What UiTPAS lets a holder pay is a price of its own: nothing else goes off it.
        and one.line.reduction is None
        and (not discount.performances or one.performance.id in discount.performances)
        and (not discount.tariffs or one.tariff.code in discount.tariffs)
    )


def _dearest(lines: Sequence[Priced], places: Sequence[int], most: int) -> list[int]:
    """The places in the list with the most to gain; all of them without a limit."""
    ordered = sorted(places, key=lambda place: (-_full_cents(lines[place]), place))
    return ordered[:most] if most else ordered


def _better(one: Priced, discount: Discount) -> Priced:
    full_cents = _full_cents(one)
    cut_cents = off_cents(discount, full_cents)
    if cut_cents <= one.discount_cents:
        return one
    return replace(
        one, price_cents=full_cents - cut_cents, discount_cents=cut_cents,
        discount_code=discount.code, discount_bearer=discount.house,
    )  # fmt: skip


def _full_cents(one: Priced) -> int:
    return one.price_cents + one.discount_cents

"""What a basket costs: each line's price, if its tariff's terms are met, less the discounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from podium_desk.domain.concessions import Concession, opens_presale, with_concessions
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.pricing import Offer, Priced, QuoteLine, price_each
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_checks import terms_problem
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Where and when a price is asked, and what the customer said or showed to pay less.

    A price `is_shown` before it is paid, while the basket is still being filled: its tariffs'
    terms are not looked at. Without an occasion nothing but the price is.
    """

    occasion: Occasion | None = None
    said: tuple[Concession, ...] = ()
    is_shown: bool = False


TO_SHOW = Asked()


def quote(
    lines: Sequence[QuoteLine], offers: Mapping[PerformanceId, Offer], asked: Asked = TO_SHOW
) -> tuple[Priced, ...] | Refusal:
    """The price of each line, in the order of the lines; the first line that fails refuses all.

    Refuses what `price_each` refuses, and for a sale: a performance that is not on sale yet, what
    the tariffs' terms refuse (`terms_problem`), and a discount or a pass that is good for none of
    the lines.
    """
    priced = price_each(lines, offers)
    if isinstance(priced, Refusal) or asked.occasion is None:
        return priced
    if not asked.is_shown:
        problem = _not_yet(priced, asked) or terms_problem(priced, asked.occasion)
        if problem is not None:
            return problem
    return with_concessions(priced, asked.said, offers, asked.occasion)


def _not_yet(priced: Sequence[Priced], asked: Asked) -> Refusal | None:
    """Before the sale begins only who shows a pass buys, and not before the presale."""
    at_ms = 0 if asked.occasion is None else asked.occasion.at_ms
    for one in priced:
        from_ms = opens_presale(asked.said, one, priced)
        if one.line.pass_number and one.performance.presale_from_ms:
            from_ms = min(from_ms, one.performance.presale_from_ms)
        if at_ms < from_ms:
            details: dict[str, str | int] = {"performance": one.performance.id}
            return Refusal(RefusalReason.NOT_YET_ON_SALE, details | {"from_ms": from_ms})
    return None

"""What goes off a basket because somebody said a code or showed a pass, one after the other.

One concession a line, the one that is best for the customer. Rules: `docs/rules/pricing.md` and
`docs/rules/passes.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from podium_desk.domain.discounts import Discount, with_discounts
from podium_desk.domain.house_passes import HousePass, spoken_pass
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.pricing import Offer, Priced
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import Series, with_series
from podium_desk.domain.tariff_terms import Occasion

Concession = Discount | HousePass | Series
Offers = Mapping[PerformanceId, Offer]


def with_concessions(
    priced: Sequence[Priced], said: Sequence[Concession], offers: Offers, occasion: Occasion
) -> tuple[Priced, ...] | Refusal:
    """The lines with what goes off them; refuses what is good for none of them."""
    lines = tuple(priced)
    for one in said:
        if isinstance(one, Discount):
            outcome = with_discounts(lines, (one,), occasion)
        elif isinstance(one, Series):
            outcome = with_series(lines, one, occasion)
        else:
            outcome = with_pass(lines, one, offers, occasion)
        if isinstance(outcome, Refusal):
            return outcome
        lines = outcome
    return lines


def with_pass(
    priced: Sequence[Priced], shown: HousePass, offers: Offers, occasion: Occasion
) -> tuple[Priced, ...] | Refusal:
    """The lines with what a pass allows: the dearest first, as many as it has left.

    Refuses a pass that holds no more, one that is good for none of the lines, and one that gave
    all its places of these performances before.
    """
    problem = shown.why_not(occasion.at_ms)
    if problem is not None:
        return problem
    lines, details = list(priced), {"number": spoken_pass(shown.number)}
    fitting = [place for place, one in enumerate(lines) if _fits(shown, one)]
    if not fitting:
        return Refusal(RefusalReason.PASS_NOT_FOR_THESE, {**details})
    chosen = _chosen(shown, lines, fitting)
    if not chosen:
        return Refusal(RefusalReason.PASS_GAVE_ALL, {**details, "seats": shown.terms.seats})
    for place in chosen:
        lines[place] = _better(lines[place], shown, offers)
    return tuple(lines)


def opens_presale(said: Sequence[Concession], one: Priced, basket: Sequence[Priced]) -> int:
    """When the first of these passes, or a subscription that this basket makes up, lets its holder
    buy this line, in UTC milliseconds."""
    sold_from_ms, number = one.performance.sold_from_ms, one.performance.id
    opened = [sold_from_ms]
    for shown in said:
        if isinstance(shown, HousePass) and one.performance.house in shown.houses:
            opened.append(shown.opens_at_ms(sold_from_ms))
        elif isinstance(shown, Series) and number in shown.performances:
            chosen = (each.performance.id for each in basket)
            opened += [] if shown.missing(chosen) else [shown.sold_from_ms]
    return min(opened)


def _fits(shown: HousePass, one: Priced) -> bool:
    # What UiTPAS lets a holder pay is a price of its own: nothing else goes off it.
    is_place_of = one.performance.house in shown.houses and one.line.reduction is None
    return is_place_of and (not shown.terms.visits or _full_cents(one) > 0)


def _chosen(shown: HousePass, lines: Sequence[Priced], fitting: Sequence[int]) -> list[int]:
    """The dearest places: of a card as many as it has visits, else so many of a performance."""
    ordered = sorted(fitting, key=lambda place: (-_full_cents(lines[place]), place))
    if shown.terms.visits:
        return ordered[: min(shown.left, shown.most or shown.left)]
    if not shown.terms.seats:
        return ordered[: shown.most or len(ordered)]
    left: dict[PerformanceId, int] = {}
    chosen = []
    for place in ordered:
        number = lines[place].performance.id
        left.setdefault(number, shown.terms.seats - shown.used.get(number, 0))
        if left[number] > 0:
            left[number] -= 1
            chosen.append(place)
    return chosen[: shown.most or len(chosen)]


def _better(one: Priced, shown: HousePass, offers: Offers) -> Priced:
    full_cents = _full_cents(one)
    cut_cents = full_cents - _price_cents(one, shown, offers)
    if cut_cents <= one.discount_cents:
        return one
    return replace(
        one, price_cents=full_cents - cut_cents, discount_cents=cut_cents,
        discount_code=shown.number, discount_bearer=shown.home,
    )  # fmt: skip


def _price_cents(one: Priced, shown: HousePass, offers: Offers) -> int:
    """What the place costs whoever shows it: half a cent of a percentage goes to the customer."""
    full_cents, terms = _full_cents(one), shown.terms
    if terms.visits:
        return 0
    if terms.percent:
        return full_cents - (full_cents * terms.percent + 50) // 100
    tariffs = offers[one.performance.id].tariffs
    own = next((tariff for tariff in tariffs if tariff.code == terms.tariff), None)
    cents = None if own is None else own.price_cents(one.place.category)
    return full_cents if cents is None else min(full_cents, cents)


def _full_cents(one: Priced) -> int:
    return one.price_cents + one.discount_cents

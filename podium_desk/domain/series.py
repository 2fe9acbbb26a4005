"""Subscriptions: the same place in every performance of a fixed series, or so many of a list.

A subscription is a price rule of a house's catalogue. What it sells are ordinary tickets of one
order, each with its own right and its own price, so that each can be exchanged, refunded and
admitted by itself. Rules: `docs/rules/passes.md` (domain.md 8.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from podium_desk.domain.discounts import Cut
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.pricing import Priced
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass


class SeriesKind(StrEnum):
    """Who chooses the performances."""

    FIXED = "fixed"
    """All of them, on the same place."""
    CHOICE = "choice"
    """At least so many of the list, chosen by the customer."""


@dataclass(frozen=True, slots=True)
class Step:
    """From so many performances on each costs so much less, or a price of its own."""

    least: int
    cut: Cut
    value: int


@dataclass(frozen=True, slots=True)
class Series:
    """A subscription of a house; times are UTC milliseconds, 0 is no limit.

    `prices_cents` are those of a fixed series for one place in all its performances, by category;
    the key "" holds for categories not named. `steps` are those of a choice, the lowest first.
    """

    house: HouseId
    code: str
    name: Text
    kind: SeriesKind
    performances: tuple[PerformanceId, ...]
    prices_cents: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    sold_from_ms: int = 0
    sold_until_ms: int = 0

    @property
    def least(self) -> int:
        """How many performances its price needs."""
        if self.kind is SeriesKind.FIXED:
            return len(self.performances)
        return self.steps[0].least if self.steps else 0

    def is_sold_at(self, at_ms: int) -> bool:
        """Whether it is sold at that moment."""
        is_over = self.sold_until_ms and at_ms >= self.sold_until_ms
        return at_ms >= self.sold_from_ms and not is_over

    def missing(self, chosen: Iterable[PerformanceId]) -> int:
        """How many performances are still to be chosen before its price holds."""
        return max(0, self.least - len(set(chosen) & set(self.performances)))


def with_series(
    priced: Sequence[Priced], series: Series, occasion: Occasion
) -> tuple[Priced, ...] | Refusal:
    """The lines at the price of the series; what does not make one up keeps its usual price.

    Refuses a series that is not sold now, and a basket with none of its performances.
    """
    if not series.is_sold_at(occasion.at_ms):
        return Refusal(RefusalReason.DISCOUNT_NOT_NOW, {"code": series.code})
    mine = [place for place, one in enumerate(priced) if _fits(series, one)]
    if not mine:
        return Refusal(RefusalReason.DISCOUNT_NOT_FOR_THESE, {"code": series.code})
    lines = list(priced)
    for places in _subscribers(series, lines, mine):
        if series.kind is SeriesKind.FIXED:
            prices = _fixed_cents(series, [lines[place] for place in places])
        else:
            prices = _choice_cents(series, [lines[place] for place in places])
        for place, cents in zip(places, prices, strict=True):
            lines[place] = _better(lines[place], series, cents)
    return tuple(lines)


def spread_cents(total_cents: int, single_cents: Sequence[int]) -> tuple[int, ...]:
    """A price for all, spread over its parts as their single prices are to each other.

    Each part is rounded down to the cent; what is left then goes a cent each to the first parts.
    A price that is not lower than the single ones together leaves those as they are.
    """
    whole = sum(single_cents)
    if total_cents >= whole:
        return tuple(single_cents)
    parts = [total_cents * cents // whole for cents in single_cents]
    rest = total_cents - sum(parts)
    for place, cents in enumerate(single_cents):
        if rest and parts[place] < cents:
            parts[place] += 1
            rest -= 1
    return tuple(parts)


def _fits(series: Series, one: Priced) -> bool:
    return one.performance.id in series.performances and one.line.reduction is None


def _subscribers(series: Series, lines: Sequence[Priced], mine: Sequence[int]) -> list[list[int]]:
    """The lines of each subscriber, in the order of the series.

    Of a fixed series it is who has the same place everywhere; of a choice the first place of each
    performance is the first subscriber's, the second the second's.
    """
    groups: dict[object, list[int]] = {}
    counts: dict[tuple[object, ...], int] = {}
    for place in mine:
        where = lines[place].place
        seat: tuple[object, ...] = (where.zone, where.row, where.number)
        if series.kind is SeriesKind.CHOICE:
            seat = ()
        key = (lines[place].performance.id, *seat)
        counts[key] = number = counts.get(key, 0) + 1
        groups.setdefault((*seat, number), []).append(place)
    order = {number: at for at, number in enumerate(series.performances)}
    return [
        sorted(group, key=lambda place: order[lines[place].performance.id])
        for group in groups.values()
    ]


def _fixed_cents(series: Series, lines: Sequence[Priced]) -> tuple[int, ...]:
    full = [_full_cents(one) for one in lines]
    category = lines[0].place.category
    total_cents = series.prices_cents.get(category, series.prices_cents.get(""))
    if len(lines) < len(series.performances) or total_cents is None:
        return tuple(full)
    return spread_cents(total_cents, full)


def _choice_cents(series: Series, lines: Sequence[Priced]) -> tuple[int, ...]:
    step = next((one for one in reversed(series.steps) if len(lines) >= one.least), None)
    full = [_full_cents(one) for one in lines]
    if step is None:
        return tuple(full)
    if step.cut is Cut.PERCENT:
        return tuple(cents - (cents * step.value + 50) // 100 for cents in full)
    if step.cut is Cut.AMOUNT:
        return tuple(max(0, cents - step.value) for cents in full)
    return tuple(min(cents, step.value) for cents in full)


def _better(one: Priced, series: Series, price_cents: int) -> Priced:
    full_cents = _full_cents(one)
    cut_cents = full_cents - price_cents
    if cut_cents <= one.discount_cents:
        return one
    return replace(
        one, price_cents=price_cents, discount_cents=cut_cents, discount_code=series.code,
        discount_bearer=series.house,
    )  # fmt: skip


def _full_cents(one: Priced) -> int:
    return one.price_cents + one.discount_cents

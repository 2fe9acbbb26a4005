"""The basket, and how it changes: each change is one piece of work on the replica's lane.

The functions below run on the lane with the desk; they hold and let go of places, ask the
prices and give back a whole new basket or the desk's refusal. A refused change leaves the
places as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from podium_desk.application.counter import BasketLine, CounterDesk, HallView, Held
from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import LANGUAGES
from podium_desk.presentation.hall import base_tariff, category_of

Place = tuple[PerformanceId, Unit]


class Advice(StrEnum):
    """A quiet remark about the places that were just taken; never a block (ux.md 3.1)."""

    NONE = "none"
    APART = "apart"
    LEAVES_SINGLE = "leaves_single"


@dataclass(frozen=True, slots=True)
class Basket:
    """The customer's places with their prices; `proposed` are those the desk chose itself."""

    lines: tuple[BasketLine, ...] = ()
    prices_cents: tuple[int, ...] = ()
    proposed: frozenset[Place] = frozenset()
    advice: Advice = Advice.NONE
    language: str = ""
    """What its papers speak, once the clerk chose it for this customer."""

    @property
    def total_cents(self) -> int:
        """What the customer has to pay before rounding."""
        return sum(self.prices_cents)

    def papers_language(self, screen: str) -> str:
        """The customer's language; that of the `screen` while nobody chose."""
        return self.language or screen

    def units(self, performance: PerformanceId) -> frozenset[Unit]:
        """The places in this basket of one performance."""
        return frozenset(line.unit for line in self.lines if line.performance == performance)

    def proposed_units(self, performance: PerformanceId) -> tuple[Unit, ...]:
        """The places of one performance that the desk chose, in the basket's order."""
        return tuple(
            line.unit
            for line in self.lines
            if line.performance == performance and (performance, line.unit) in self.proposed
        )


@dataclass(frozen=True, slots=True)
class BestRequest:
    """Ask for the `skip`-th best `count` places in a hall."""

    hall: HallView
    count: int
    skip: int


def take_best(desk: CounterDesk, basket: Basket, wanted: BestRequest) -> Basket | Refusal:
    """Put the best places in the basket instead of those proposed before."""
    performance = wanted.hall.performance.id
    earlier = basket.proposed_units(performance)
    if earlier:
        desk.release(performance, earlier)
    held = desk.hold_best(performance, wanted.count, None, wanted.skip)
    outcome = held if isinstance(held, Refusal) else _add(desk, basket, wanted.hall, held)
    if isinstance(outcome, Refusal) and earlier:
        desk.hold(performance, earlier)
    return outcome


def take_seat(desk: CounterDesk, basket: Basket, hall: HallView, unit: Unit) -> Basket | Refusal:
    """Add one chosen place."""
    held = desk.hold(hall.performance.id, (unit,))
    if isinstance(held, Refusal):
        return held
    added = _add(desk, replace(basket, proposed=frozenset()), hall, held)
    return added if isinstance(added, Refusal) else replace(added, proposed=basket.proposed)


def drop_places(desk: CounterDesk, basket: Basket, places: frozenset[Place]) -> Basket | Refusal:
    """Let these places go and keep the rest."""
    for performance in sorted({performance for performance, _ in places}):
        units = tuple(unit for owner, unit in sorted(places) if owner == performance)
        desk.release(performance, units)
    kept = [
        (line, price)
        for line, price in zip(basket.lines, basket.prices_cents, strict=True)
        if (line.performance, line.unit) not in places
    ]
    return Basket(
        lines=tuple(line for line, _ in kept),
        prices_cents=tuple(price for _, price in kept),
        proposed=basket.proposed - places,
        language=basket.language if kept else "",
    )


def speak_next(_: CounterDesk, basket: Basket, screen: str) -> Basket:
    """Give its papers the next of the four languages."""
    at = LANGUAGES.index(basket.papers_language(screen))
    return replace(basket, language=LANGUAGES[(at + 1) % len(LANGUAGES)])


def change_tariffs(
    desk: CounterDesk, basket: Basket, tariffs: dict[Place, TariffId]
) -> Basket | Refusal:
    """Give these places another tariff; what a pass took off the one before is over."""
    lines = tuple(
        replace(line, tariff=tariffs[place_of(line)], reduction=None)
        if place_of(line) in tariffs
        else line
        for line in basket.lines
    )
    prices = desk.quote(lines)
    if isinstance(prices, Refusal):
        return prices
    return replace(basket, lines=lines, prices_cents=prices)


def reduce_places(
    desk: CounterDesk, basket: Basket, reductions: Mapping[Place, Reduction]
) -> Basket | Refusal:
    """Let a pass take off the prices of these places; the others stay as they are."""
    lines = tuple(
        replace(line, reduction=reductions.get(place_of(line), line.reduction))
        for line in basket.lines
    )
    prices = desk.quote(lines)
    if isinstance(prices, Refusal):
        return prices
    # A proposal that a pass was used for is no mere proposal any more.
    kept = basket.proposed - frozenset(reductions)
    return replace(basket, lines=lines, prices_cents=prices, proposed=kept)


def place_of(line: BasketLine) -> Place:
    """Which place a line is."""
    return line.performance, line.unit


def restore(desk: CounterDesk, emptied: Basket) -> Basket | Refusal:
    """Bring an emptied basket back whole; when a place is gone nothing is held."""
    held_so_far: list[Held] = []
    for performance in sorted({line.performance for line in emptied.lines}):
        held = desk.hold(performance, tuple(sorted(emptied.units(performance))))
        if isinstance(held, Refusal):
            for earlier in held_so_far:
                desk.release(earlier.performance, earlier.units)
            return held
        held_so_far.append(held)
    # What a pass took off was given up with the basket.
    lines = tuple(replace(line, reduction=None) for line in emptied.lines)
    prices = desk.quote(lines)
    if isinstance(prices, Refusal):
        return prices
    return replace(emptied, lines=lines, prices_cents=prices)


def _add(desk: CounterDesk, basket: Basket, hall: HallView, held: Held) -> Basket | Refusal:
    """The basket with newly held places; its earlier proposal in this hall is gone."""
    performance = hall.performance.id
    replaced = {(performance, unit) for unit in basket.proposed_units(performance)}
    kept = tuple(line for line in basket.lines if (line.performance, line.unit) not in replaced)
    lines = list(kept)
    for unit in held.units:
        tariff = base_tariff(hall.tariffs, category_of(hall.plan, unit))
        if tariff is None:
            desk.release(performance, held.units)
            return Refusal(RefusalReason.TARIFF_NOT_FOR_SEAT)
        lines.append(BasketLine(performance, unit, tariff.id))
    prices = desk.quote(tuple(lines))
    if isinstance(prices, Refusal):
        desk.release(performance, held.units)
        return prices
    return Basket(
        lines=tuple(lines),
        prices_cents=prices,
        proposed=(basket.proposed - replaced) | {(performance, unit) for unit in held.units},
        advice=_advice(held),
        language=basket.language,
    )


def _advice(held: Held) -> Advice:
    if not held.together:
        return Advice.APART
    return Advice.LEAVES_SINGLE if held.leaves_single else Advice.NONE

"""The basket, and how it changes: each change is one piece of work on the replica's lane.

The functions below run on the lane with the desk; they hold and let go of places, ask the
prices and give back a whole new basket or the desk's refusal. A refused change leaves the
places as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from podium_desk.application.counter import BasketLine, CounterDesk, HallView, Held, SaleTerms
from podium_desk.application.customer_found import CustomerFound
from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import Series
from podium_desk.domain.text import LANGUAGES
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket_goods import BasketGoods
from podium_desk.presentation.hall import base_tariff, category_of, is_wheelchair

Place = tuple[PerformanceId, Unit]


class Advice(StrEnum):
    """A quiet remark about the places that were just taken; never a block (ux.md 3.1)."""

    NONE = "none"
    APART = "apart"
    LEAVES_SINGLE = "leaves_single"
    CODE_LEFT_OUT = "code_left_out"
    PRICE_CHANGED = "price_changed"


@dataclass(frozen=True, slots=True)
class Basket:
    """The customer's places with their prices; `proposed` are those the desk chose itself.

    `full_cents` are the prices before the `codes` that the customer said. `problem` is why it
    cannot be sold as it is: told before anybody pays. `lost` are places that were let go and
    could not be had again.
    """

    lines: tuple[BasketLine, ...] = ()
    prices_cents: tuple[int, ...] = ()
    proposed: frozenset[Place] = frozenset()
    advice: Advice = Advice.NONE
    codes: tuple[str, ...] = ()
    full_cents: tuple[int, ...] = ()
    problem: Refusal | None = None
    lost: tuple[Place, ...] = ()
    language: str = ""
    """What its papers speak, once the clerk chose it for this customer."""
    goods: tuple[BasketGoods, ...] = ()
    """What is sold beside places."""
    customer: CustomerFound | None = None
    """Whose it will be."""
    series: Series | None = None
    """The subscription that its places are chosen for."""

    @property
    def total_cents(self) -> int:
        """What the customer has to pay before rounding."""
        return sum(self.prices_cents) + sum(one.sum_cents for one in self.goods)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to pay for in it."""
        return not self.lines and not self.goods

    def papers_language(self, screen: str) -> str:
        """The customer's language; that of the `screen` while nobody chose."""
        return self.language or screen

    @property
    def off_cents(self) -> tuple[int, ...]:
        """What the codes take off each line."""
        pairs = zip(self.full_cents, self.prices_cents, strict=True)
        return tuple(full - price for full, price in pairs)

    @property
    def terms(self) -> SaleTerms:
        """What is special about its sale."""
        goods = tuple(one.wish for one in self.goods)
        customer = None if self.customer is None else self.customer.id
        return SaleTerms(codes=self.codes, goods=goods, customer=customer)

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
    """Ask for the `skip`-th best `count` places in a hall, with these tariffs in their order.

    A place beyond the tariffs, or with None, gets the base one.
    """

    hall: HallView
    count: int
    skip: int
    tariffs: tuple[TariffId | None, ...] = ()


def take_best(desk: CounterDesk, basket: Basket, wanted: BestRequest) -> Basket | Refusal:
    """Put the best places in the basket instead of those proposed before."""
    performance = wanted.hall.performance.id
    earlier = basket.proposed_units(performance)
    if earlier:
        desk.release(performance, earlier)
    held = desk.hold_best(performance, wanted.count, None, wanted.skip)
    outcome = held if isinstance(held, Refusal) else (
        add_held(desk, basket, wanted.hall, held, wanted.tariffs)
    )  # fmt: skip
    if isinstance(outcome, Refusal) and earlier:
        desk.hold(performance, earlier)
    return outcome


def take_units(
    desk: CounterDesk, basket: Basket, hall: HallView, units: tuple[Unit, ...]
) -> Basket | Refusal:
    """Put these places in the basket instead of those proposed before."""
    performance = hall.performance.id
    earlier = basket.proposed_units(performance)
    if earlier:
        desk.release(performance, earlier)
    held = desk.hold(performance, units)
    outcome = held if isinstance(held, Refusal) else add_held(desk, basket, hall, held)
    if isinstance(outcome, Refusal) and earlier:
        desk.hold(performance, earlier)
    return outcome


def take_seat(desk: CounterDesk, basket: Basket, hall: HallView, unit: Unit) -> Basket | Refusal:
    """Add one chosen place."""
    held = desk.hold(hall.performance.id, (unit,))
    if isinstance(held, Refusal):
        return held
    added = add_held(desk, replace(basket, proposed=frozenset()), hall, held)
    return added if isinstance(added, Refusal) else replace(added, proposed=basket.proposed)


def drop_places(desk: CounterDesk, basket: Basket, places: frozenset[Place]) -> Basket | Refusal:
    """Let these places go, companions of them too, and keep the rest."""
    tied = {
        place_of(line)
        for line in basket.lines
        if line.goes_with is not None and (line.performance, line.goes_with) in places
    }
    places |= tied
    for performance in sorted({performance for performance, _ in places}):
        units = tuple(unit for owner, unit in sorted(places) if owner == performance)
        desk.release(performance, units)
    kept = tuple(line for line in basket.lines if place_of(line) not in places)
    if not kept:
        return Basket(goods=basket.goods)
    return priced(desk, replace(basket, proposed=basket.proposed - places), kept)


def with_goods(
    desk: CounterDesk, basket: Basket, goods: tuple[BasketGoods, ...]
) -> Basket | Refusal:
    """The same places with these goods beside them."""
    wanted = replace(basket, goods=goods)
    if basket.lines:
        return priced(desk, wanted, basket.lines)
    problem = desk.problem((), wanted.terms) if goods else None
    return replace(wanted, problem=problem, advice=Advice.NONE, lost=())


def drop_all(desk: CounterDesk, basket: Basket) -> Basket | Refusal:
    """Let everything go."""
    return drop_places(desk, replace(basket, goods=()), frozenset(map(place_of, basket.lines)))


def speak_next(_: CounterDesk, basket: Basket, screen: str) -> Basket:
    """Give its papers the next of the four languages."""
    at = LANGUAGES.index(basket.papers_language(screen))
    return replace(basket, language=LANGUAGES[(at + 1) % len(LANGUAGES)])


def change_lines(
    desk: CounterDesk, basket: Basket, lines: tuple[BasketLine, ...]
) -> Basket | Refusal:
    """The same places with something else said of them."""
    return priced(desk, basket, lines)


def say_codes(desk: CounterDesk, basket: Basket, codes: tuple[str, ...]) -> Basket | Refusal:
    """Let these codes take off, and no others; refused whole when one of them cannot."""
    prices = desk.quote(basket.lines, codes)
    if isinstance(prices, Refusal):
        return prices
    return priced(desk, replace(basket, codes=codes), basket.lines)


def reduce_places(
    desk: CounterDesk, basket: Basket, reductions: Mapping[Place, Reduction]
) -> Basket | Refusal:
    """Let a pass take off the prices of these places; the others stay as they are."""
    lines = tuple(
        replace(line, reduction=reductions.get(place_of(line), line.reduction))
        for line in basket.lines
    )
    # A proposal that a pass was used for is no mere proposal any more.
    kept = basket.proposed - frozenset(reductions)
    return priced(desk, replace(basket, proposed=kept), lines)


def place_of(line: BasketLine) -> Place:
    """Which place a line is."""
    return line.performance, line.unit


def restore(desk: CounterDesk, now: Basket, wanted: Basket) -> Basket | Refusal:
    """Bring a basket back whole, instead of the one there is; when a place is gone nothing changes.

    What a pass took off was given up with it, unless it still stands in the basket of now.
    """
    held_so_far: list[Held] = []
    for performance in sorted({line.performance for line in wanted.lines}):
        missing = wanted.units(performance) - now.units(performance)
        held = desk.hold(performance, tuple(sorted(missing))) if missing else None
        if isinstance(held, Refusal):
            for earlier in held_so_far:
                desk.release(earlier.performance, earlier.units)
            return held
        if held is not None:
            held_so_far.append(held)
    standing = {place_of(line): line.reduction for line in now.lines}
    lines = tuple(
        line if line.reduction == standing.get(place_of(line)) else replace(line, reduction=None)
        for line in wanted.lines
    )
    emptied = Basket(goods=wanted.goods, customer=wanted.customer)
    outcome = priced(desk, wanted, lines) if lines else emptied
    if isinstance(outcome, Refusal):
        for held in held_so_far:
            desk.release(held.performance, held.units)
        return outcome
    for performance in sorted({line.performance for line in now.lines}):
        spare = now.units(performance) - wanted.units(performance)
        if spare:
            desk.release(performance, tuple(sorted(spare)))
    return replace(outcome, advice=wanted.advice)


def let_places_go(desk: CounterDesk, basket: Basket) -> Basket | Refusal:
    """Let others have the places; the basket stays as it was, to `retake` them."""
    for performance in sorted({line.performance for line in basket.lines}):
        desk.release(performance, tuple(sorted(basket.units(performance))))
    return replace(basket, lines=tuple(replace(line, reduction=None) for line in basket.lines))


def retake(desk: CounterDesk, basket: Basket) -> Basket | Refusal:
    """Hold the places of a basket again that were let go; `lost` has those that are gone.

    A companion whose guest's place is gone is let go too.
    """
    taken = {
        place_of(line)
        for line in basket.lines
        if isinstance(desk.hold(line.performance, (line.unit,)), Held)
    }
    stranded = {
        place_of(line)
        for line in basket.lines
        if line.goes_with is not None and (line.performance, line.goes_with) not in taken
    }
    for performance, unit in sorted(stranded & taken):
        desk.release(performance, (unit,))
    kept = tuple(line for line in basket.lines if place_of(line) in taken - stranded)
    lost = tuple(place for place in map(place_of, basket.lines) if place not in taken)
    emptied = Basket(goods=basket.goods, customer=basket.customer)
    outcome = priced(desk, basket, kept) if kept else emptied
    return outcome if isinstance(outcome, Refusal) else replace(outcome, lost=lost)


def swap_place(
    desk: CounterDesk, basket: Basket, hall: HallView, swap: tuple[Unit, Unit]
) -> Basket | Refusal:
    """Another place of the same hall instead of one in the basket, (old, new); the rest stays.

    It keeps its tariff where the new place has it, and who goes with it.
    """
    (old, new), performance = swap, hall.performance.id
    held = desk.hold(performance, (new,))
    if isinstance(held, Refusal):
        return held
    lines = tuple(
        _swapped(hall, line, old, new) if line.performance == performance else line
        for line in basket.lines
    )
    kept = replace(basket, proposed=basket.proposed - {(performance, old)})
    outcome = priced(desk, kept, lines)
    desk.release(performance, (new if isinstance(outcome, Refusal) else old,))
    return outcome


def _swapped(hall: HallView, line: BasketLine, old: Unit, new: Unit) -> BasketLine:
    goes_with = new if line.goes_with == old else line.goes_with
    if line.unit != old:
        return replace(line, goes_with=goes_with)
    tariff = _tariff_for(hall, new, line.tariff) or _tariff_for(hall, new, None)
    number = line.tariff if tariff is None else tariff.id
    return replace(line, unit=new, tariff=number, reduction=None, goes_with=goes_with)


def add_held(
    desk: CounterDesk,
    basket: Basket,
    hall: HallView,
    held: Held,
    tariffs: tuple[TariffId | None, ...] = (),
) -> Basket | Refusal:
    """The basket with newly held places; its earlier proposal in this hall is gone."""
    performance = hall.performance.id
    replaced = {(performance, unit) for unit in basket.proposed_units(performance)}
    lines = [line for line in basket.lines if place_of(line) not in replaced]
    for position, unit in enumerate(held.units):
        wanted = tariffs[position] if position < len(tariffs) else None
        tariff = _tariff_for(hall, unit, wanted)
        if tariff is None:
            desk.release(performance, held.units)
            return Refusal(RefusalReason.TARIFF_NOT_FOR_SEAT)
        lines.append(BasketLine(performance, unit, tariff.id))
    new = {(performance, unit) for unit in held.units}
    proposed = replace(basket, proposed=(basket.proposed - replaced) | new)
    outcome = priced(desk, proposed, tuple(lines))
    if isinstance(outcome, Refusal):
        desk.release(performance, held.units)
        return outcome
    advice = _advice(held) if outcome.advice is Advice.NONE else outcome.advice
    return replace(outcome, advice=advice)


def priced(desk: CounterDesk, basket: Basket, lines: tuple[BasketLine, ...]) -> Basket | Refusal:
    """The basket with these lines, what they cost, and why they could not be sold so.

    A code that is good for none of them any more is left out.
    """
    full = desk.quote(lines)
    if isinstance(full, Refusal):
        return full
    prices = desk.quote(lines, basket.codes) if basket.codes else full
    codes = basket.codes
    advice = Advice.PRICE_CHANGED if _costs_otherwise(basket, lines, full) else Advice.NONE
    if isinstance(prices, Refusal):
        advice, codes, prices = Advice.CODE_LEFT_OUT, (), full
    problem = desk.problem(lines, SaleTerms(codes=codes, goods=basket.terms.goods))
    return replace(
        basket, lines=lines, prices_cents=prices, full_cents=full, codes=codes,
        advice=advice, problem=problem, lost=(),
    )  # fmt: skip


def _costs_otherwise(basket: Basket, lines: tuple[BasketLine, ...], full: tuple[int, ...]) -> bool:
    """Whether a place that stays as it is has another price than the one that was said."""
    pairs = zip(basket.lines, basket.full_cents, strict=True)
    said = {(place_of(line), line.tariff, line.reduction): cents for line, cents in pairs}
    return any(
        said.get((place_of(line), line.tariff, line.reduction), cents) != cents
        for line, cents in zip(lines, full, strict=True)
    )


def _tariff_for(hall: HallView, unit: Unit, wanted: TariffId | None) -> Tariff | None:
    """The tariff that is wanted, if the place has it; of none that is wanted its usual one."""
    category = category_of(hall.plan, unit)
    if wanted is None:
        return base_tariff(hall.tariffs, category, is_wheelchair=is_wheelchair(hall.plan, unit))
    found = (tariff for tariff in hall.tariffs if tariff.id == wanted)
    return next((one for one in found if one.price_cents(category) is not None), None)


def _advice(held: Held) -> Advice:
    if not held.together:
        return Advice.APART
    return Advice.LEAVES_SINGLE if held.leaves_single else Advice.NONE

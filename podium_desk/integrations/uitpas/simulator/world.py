"""What the simulated API remembers: sales, limits, points; and the weather that it works in.

Rules as publiq documents them. The prices are an example of what card systems do: a holder of the
region pays a fifth, a holder of another region a quarter.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import datetime, timedelta

from podium_desk.integrations.uitpas.simulator import saying
from podium_desk.integrations.uitpas.simulator.published import (
    EVENTS,
    PASSES,
    SimulatedEvent,
    SimulatedPass,
    Social,
)
from podium_desk.integrations.uitpas.simulator.saying import Said
from podium_desk.late_dataclass import dataclass

WEEK = timedelta(days=7)
SOCIAL = "SOCIALTARIFF"
_REGION_PERCENT = 20
_ELSEWHERE_PERCENT = 25


@dataclass(slots=True)
class Weather:
    """How the API behaves today. `silent_after_accept`: so many writes act and are not answered."""

    latency_s: float = 0.0
    is_out: bool = False
    is_garbled: bool = False
    is_rate_limited: bool = False
    silent_after_accept: int = 0


@dataclass(frozen=True, slots=True)
class Sale:
    """A registered sale."""

    id: str
    number: str
    event: SimulatedEvent
    tariff: str
    name: str
    price_cents: int
    regular_cents: int
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tariff:
    """A tariff on offer."""

    id: str
    name: str
    price_cents: int
    remaining: int

    @property
    def kind(self) -> str:
        """As the API calls it."""
        return SOCIAL if self.id == SOCIAL else "COUPON"


@dataclass(slots=True)
class World:
    """The passes, events and sales of one simulated test environment; `now` is aware."""

    now: Callable[[], datetime]
    passes: dict[str, SimulatedPass] = field(
        default_factory=lambda: {one.number: one for one in PASSES}
    )
    events: dict[str, SimulatedEvent] = field(
        default_factory=lambda: {one.id: one for one in EVENTS}
    )
    sales: dict[str, Sale] = field(default_factory=dict)
    weather: Weather = field(default_factory=Weather)
    _numbers: Iterable[int] = field(default_factory=lambda: itertools.count(101))

    def next_id(self) -> str:
        """A number that nothing had before."""
        return str(next(iter(self._numbers)))

    def found(self, identifier: str) -> SimulatedPass | Said:
        """The pass with this number or chip number, when it may be used."""
        known = self.passes.get(identifier)
        if known is None:
            chips = {one.chip: one for one in self.passes.values() if one.chip}
            known = chips.get(identifier.upper())
        if known is None:
            return saying.PASS_NOT_FOUND
        return _unusable(known) or known

    def holder(self, number: str) -> SimulatedPass | Said:
        """The pass that is to buy."""
        known = self.passes.get(number)
        if known is None:
            return saying.NUMBER_INVALID
        return _unusable(known) or known

    def event(self, number: str) -> SimulatedEvent | Said:
        """An event that these credentials may sell."""
        event = self.events.get(number)
        if event is None:
            return saying.EVENT_NOT_FOUND
        return event if event.is_permitted else saying.FORBIDDEN

    def tariffs(
        self, holder: SimulatedPass, event: SimulatedEvent, regular_cents: int
    ) -> tuple[tuple[Tariff, ...], str]:
        """What is available, and the sentence that comes with it."""
        offers = []
        message = ""
        if holder.social is Social.ACTIVE:
            left = self._room(holder, event)
            if left:
                price_cents = social_price(regular_cents, holder.is_of_region)
                offers.append(Tariff(SOCIAL, "Kansentarief", price_cents, left))
            else:
                message = saying.MAXIMUM_REACHED.nl
        elif holder.social is Social.EXPIRED:
            message = saying.SOCIAL_EXPIRED.nl
        for coupon in holder.coupons:
            left = coupon.uses - self._used(holder, coupon.id)
            if left > 0 and coupon.price_cents < regular_cents:
                offers.append(Tariff(coupon.id, coupon.name, coupon.price_cents, left))
        return tuple(offers), message

    def priced(
        self, holder: SimulatedPass, event: SimulatedEvent, tariff: str, regular_cents: int
    ) -> Tariff | Said:
        """The tariff that a sale is registered with, or why it is not."""
        offers, _ = self.tariffs(holder, event, regular_cents)
        found = next((one for one in offers if one.id == tariff), None)
        if found is not None:
            return found
        if tariff != SOCIAL:
            return saying.COUPON_INVALID
        if holder.social is Social.EXPIRED:
            return saying.SOCIAL_EXPIRED
        if holder.social is Social.NONE:
            return Said("social-tariff-not-available", 400)
        return saying.MAXIMUM_REACHED

    def put(self, sale: Sale) -> None:
        """Remember a sale."""
        self.sales[sale.id] = sale

    def _room(self, holder: SimulatedPass, event: SimulatedEvent) -> int:
        """How many places the holder may still have; one at a time for a person."""
        since = self.now() - (timedelta(days=1) if holder.group else WEEK)
        taken = sum(
            sale.number == holder.number and sale.event.id == event.id
            and sale.tariff == SOCIAL and sale.at > since
            for sale in self.sales.values()
        )  # fmt: skip
        if holder.group:
            return max(0, holder.group - taken)
        return min(1, max(0, event.weekly - taken))

    def _used(self, holder: SimulatedPass, coupon: str) -> int:
        return sum(
            sale.number == holder.number and sale.tariff == coupon for sale in self.sales.values()
        )


def social_price(regular_cents: int, is_of_region: bool) -> int:
    """What the holder of a social tariff pays."""
    percent = _REGION_PERCENT if is_of_region else _ELSEWHERE_PERCENT
    return regular_cents * percent // 100


def _unusable(known: SimulatedPass) -> Said | None:
    if known.is_blocked:
        told: dict[str, object] = {
            "cardStatus": "BLOCKED", "passType": "GROUP" if known.group else "INDIVIDUAL",
            "passholderId": passholder_id(known.number),
        }  # fmt: skip
        return Said("invalid-card-status", 400, saying.CARD_BLOCKED, told)
    return None if known.is_registered else Said("passholder-not-found", 404)


def passholder_id(number: str) -> str:
    """A stable id in the form that the API has."""
    return f"00000000-0000-4000-8000-{number:0>12.12}"

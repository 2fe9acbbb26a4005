"""A subscriber's seats for the next season: reserved until a date, and then free for everybody.

Each order of the series that ends gets a reservation of the same places in every performance of the
one that comes, at its price and on the same name. It is a reservation like any other: it is paid
like one, and lapses like one. Doing it again reserves nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from podium_desk.application.counter import BasketLine
from podium_desk.application.desk import Desk
from podium_desk.application.order_desk import Reservation
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import OrderId, Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import Series
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.tickets_by_code import order_of_place, places_by_code

_Seat = tuple[str, str, str]
"""Zone, row and number."""


class Renewal(StrEnum):
    """What became of one subscriber."""

    RESERVED = "reserved"
    BEFORE = "before"
    """The places were reserved by an earlier renewal."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Renewed:
    """One order of the old series: its places, and the reservation or why there is none."""

    former: OrderId
    seats: tuple[str, ...]
    outcome: Renewal
    order: OrderId | None = None
    refusal: Refusal | None = None


class Renewing:
    """Renews a series at one desk. Runs on the replica's lane."""

    def __init__(self, work: Workplace, desk: Desk) -> None:
        self._work = work
        self._desk = desk

    def renew(self, old_code: str, new_code: str, until_ms: int) -> list[Renewed] | Refusal:
        """Reserve until `until_ms` for every subscriber of the old series, the oldest first.

        Refuses a code that is no series of this house.
        """
        known = self._work.catalogue.series(self._work.house)
        for code in (old_code, new_code):
            if code not in known:
                return Refusal(RefusalReason.UNKNOWN_DISCOUNT, {"code": code})
        new = known[new_code]
        return [
            self._one(order, seats, new, until_ms)
            for order, seats in places_by_code(self._work.replica.sql, old_code).items()
        ]

    def _one(self, former: OrderId, seats: list[_Seat], new: Series, until_ms: int) -> Renewed:
        names = tuple(f"{row} {number}".strip() for _zone, row, number in seats)
        lines = list(self._lines(seats, new))
        before = self._order_of(lines, new.code)
        if before is not None:
            return Renewed(former, names, Renewal.BEFORE, before)
        refusal = self._hold(lines) if lines else Refusal(RefusalReason.UNKNOWN_SEAT)
        if refusal is not None:
            return Renewed(former, names, Renewal.REFUSED, refusal=refusal)
        page = self._desk.orders.look(former)
        wish = Reservation(until_ms, codes=(new.code,))
        if not isinstance(page, Refusal):
            written = page.customer if page.known is None else None
            wish = replace(wish, customer=written, known=page.known)
        language = self._work.own_house.language
        token = self._work.new_token()
        done = self._desk.orders.reserve(tuple(lines), wish, token, language)
        if isinstance(done, Refusal):
            self._release(lines)
            return Renewed(former, names, Renewal.REFUSED, refusal=done)
        return Renewed(former, names, Renewal.RESERVED, done.order)

    def _lines(self, seats: list[_Seat], new: Series) -> Iterator[BasketLine]:
        """Each place in each performance; what a hall does not have is left out."""
        for number in new.performances:
            on_sale = self._work.on_sale(number)
            if on_sale is None:
                continue
            performance, plan = on_sale
            tariffs = self._work.catalogue.tariffs(performance)
            for seat in seats:
                unit = _unit_of(plan, seat)
                if unit is None:
                    continue
                tariff = _usual(tariffs, plan.seats[unit].category)
                if tariff is not None:
                    yield BasketLine(performance.id, unit, tariff.id)

    def _order_of(self, lines: list[BasketLine], code: str) -> OrderId | None:
        """The order that has these places by that code already."""
        sql = self._work.replica.sql
        found = (order_of_place(sql, code, line.performance, line.unit) for line in lines)
        return next((order for order in found if order is not None), None)

    def _hold(self, lines: list[BasketLine]) -> Refusal | None:
        held: list[BasketLine] = []
        for line in lines:
            outcome = self._desk.hold(line.performance, (line.unit,))
            if isinstance(outcome, Refusal):
                self._release(held)
                return outcome
            held.append(line)
        return None

    def _release(self, lines: list[BasketLine]) -> None:
        for line in lines:
            self._desk.release(line.performance, (line.unit,))


def _unit_of(plan: HallPlan, seat: _Seat) -> Unit | None:
    found = (one for one in plan.seats if (one.zone, one.row, one.number) == seat)
    one = next(found, None)
    return None if one is None else Unit(one.index)


def _usual(tariffs: tuple[Tariff, ...], category: str) -> Tariff | None:
    fitting = [one for one in tariffs if one.price_cents(category) is not None]
    return next((one for one in fitting if one.is_base), fitting[0] if fitting else None)

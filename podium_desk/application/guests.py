"""Guest lists at the counter: put on, read from a file, given out once, struck off."""

from __future__ import annotations

from podium_desk.application.counter import BasketLine, Held, SaleDone
from podium_desk.application.guest_file import guests_in
from podium_desk.application.holding import Holding
from podium_desk.application.order_desk import OrderDesk, OrderSeen, Reservation
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.guests import (
    GuestLine,
    GuestListed,
    GuestStanding,
    GuestWish,
    cleaned,
    free_tariff,
    guest_problem,
    same_guest,
    units_named,
)
from podium_desk.domain.ids import OrderId, PerformanceId, Unit
from podium_desk.domain.order_states import OrderStanding
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.guests import GuestRow, guests_of, is_guest
from sync.facts.fact import Draft

_LATE_MS = 900_000
"""Guests who are put on the list after the start are awaited this long."""
_STANDINGS = {
    OrderStanding.OPEN: GuestStanding.AWAITED,
    OrderStanding.EXPIRED: GuestStanding.AWAITED,
    OrderStanding.INSIDE: GuestStanding.INSIDE,
    OrderStanding.LET_GO: GuestStanding.STRUCK,
    OrderStanding.REFUNDED: GuestStanding.STRUCK,
}


@dataclass(frozen=True, slots=True)
class GuestSeen:
    """A guest as a list shows it; `holder` is the device that has the places, empty for this one
    and the store. `name` is empty once it was forgotten."""

    order: OrderId
    name: str
    count: int
    reason: str
    granted_by: str
    seats: tuple[str, ...]
    standing: GuestStanding
    holder: str


class GuestLists:
    """The guests of the house's performances. Runs on the replica's lane."""

    def __init__(self, work: Workplace, holding: Holding, orders: OrderDesk) -> None:
        self._work = work
        self._holding = holding
        self._orders = orders

    def listed(self, number: PerformanceId) -> tuple[GuestSeen, ...]:
        """The guests of a performance by name; who was struck off last."""
        rows = guests_of(self._work.replica.sql, int(self._work.house), number)
        seen = [one for one in map(self._seen, rows) if one is not None]
        return tuple(
            sorted(seen, key=lambda one: (one.standing is GuestStanding.STRUCK, one.name.lower()))
        )

    def add(self, number: PerformanceId, wish: GuestWish, token: str) -> GuestSeen | Refusal:
        """Put a guest on the list, once a `token`: places are reserved at the free tariff.

        Refuses who is on it already, a performance without a free tariff or without such places.
        """
        wish = cleaned(wish)
        refusal = self._problem(number, wish)
        if refusal is not None:
            return refusal
        lines = self._lines(number, wish)
        if isinstance(lines, Refusal):
            return lines
        performance = self._work.catalogue.performance(number)
        assert performance is not None, "its places are held"
        start_ms = int(performance.start.timestamp() * 1000)
        ends_ms = max(start_ms, self._work.clock.now_ms() + _LATE_MS)
        language = self._work.own_house.language
        reservation = Reservation(ends_ms, Customer(wish.name))
        done = self._orders.reserve(lines, reservation, token, language)
        if isinstance(done, Refusal):
            self._holding.release(number, [line.unit for line in lines])
            return done
        # After a crash the token brings the order of before, and the places held now are spare.
        sold = {ticket.unit for ticket in done.tickets}
        spare = [line.unit for line in lines if line.unit not in sold]
        if spare:
            self._holding.release(number, spare)
        self._list(done.order, number, wish)
        row = GuestRow(done.order, wish.count, wish.reason, wish.granted_by)
        return self._seen(row) or Refusal(RefusalReason.UNKNOWN_ORDER)

    def read(self, number: PerformanceId, text: str) -> tuple[GuestLine, ...]:
        """The guests of a file that are not on the list yet; refused lines say why."""
        known = self._wishes(number)
        lines = []
        for line in guests_in(text, self._work.clerk):
            outcome = line.outcome
            if isinstance(outcome, GuestWish) and any(same_guest(outcome, one) for one in known):
                outcome = Refusal(RefusalReason.GUEST_TWICE, {"name": outcome.name})
            lines.append(GuestLine(line.number, outcome))
        return tuple(lines)

    def give_out(self, order: OrderId, token: str) -> SaleDone | Refusal:
        """Give a guest the tickets, which are printed; refuses who has them already."""
        if not is_guest(self._work.replica.sql, int(self._work.house), order):
            return Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(order)})
        outcome = self._orders.pay(order, (), token)
        if isinstance(outcome, Refusal) and outcome.reason is RefusalReason.NOT_OPEN:
            return Refusal(RefusalReason.GUEST_SERVED)
        return outcome

    def strike(self, order: OrderId) -> Refusal | None:
        """Take a guest off the list who has no tickets yet: the places are free again."""
        outcome = self._orders.let_go(order)
        if isinstance(outcome, Refusal) and outcome.reason is RefusalReason.NOT_OPEN:
            return Refusal(RefusalReason.GUEST_SERVED)
        return outcome if isinstance(outcome, Refusal) else None

    def _problem(self, number: PerformanceId, wish: GuestWish) -> Refusal | None:
        role = Role(self._work.claims.role)
        if role not in WRITERS[FactKind.GUEST_LISTED]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        problem = guest_problem(wish)
        if problem is not None:
            return problem
        found = self._work.on_sale(number)
        if found is None or found[0].house != self._work.house:
            return Refusal(RefusalReason.NOT_ON_SALE, {"performance": number})
        if any(same_guest(wish, one) for one in self._wishes(number)):
            return Refusal(RefusalReason.GUEST_TWICE, {"name": wish.name})
        return None

    def _wishes(self, number: PerformanceId) -> list[GuestWish]:
        """Who is on the list and was not struck off."""
        return [
            GuestWish(one.name, one.count, one.reason)
            for one in self.listed(number)
            if one.standing is not GuestStanding.STRUCK
        ]

    def _lines(self, number: PerformanceId, wish: GuestWish) -> tuple[BasketLine, ...] | Refusal:
        """The guest's places, held, at the free tariff of each."""
        found = self._work.on_sale(number)
        assert found is not None, "looked up by the caller"
        performance, plan = found
        held = self._hold(number, plan, wish)
        if isinstance(held, Refusal):
            return held
        remark = " · ".join(filter(None, (wish.reason, wish.granted_by)))
        lines = []
        for unit in held.units:
            tariff = self._tariff(performance, plan, unit)
            if isinstance(tariff, Refusal):
                self._holding.release(number, held.units)
                return tariff
            lines.append(BasketLine(number, unit, tariff.id, remark=remark))
        return tuple(lines)

    def _hold(self, number: PerformanceId, plan: HallPlan, wish: GuestWish) -> Held | Refusal:
        if wish.seats:
            units = units_named(plan, wish.seats)
            if isinstance(units, Refusal):
                return units
            if len(units) != wish.count:
                return Refusal(RefusalReason.WRONG_GUEST_SEATS, {"wanted": wish.count})
            return self._holding.hold(number, units)
        if wish.section:
            category = next((s.category for s in plan.sections if s.name == wish.section), None)
            return self._holding.hold_best(number, wish.count, category or wish.section, 0)
        return self._holding.hold_best(number, wish.count, None, 0)

    def _tariff(self, performance: Performance, plan: HallPlan, unit: Unit) -> Tariff | Refusal:
        place = place_at(plan, unit)
        tariffs = self._work.catalogue.tariffs(performance)
        tariff = None if place is None else free_tariff(tariffs, place.category)
        return tariff or Refusal(RefusalReason.NO_FREE_TARIFF)

    def _list(self, order: OrderId, number: PerformanceId, wish: GuestWish) -> None:
        """Say whose order it is, once."""
        if is_guest(self._work.replica.sql, int(self._work.house), order):
            return
        body = GuestListed(
            order, number, wish.count, wish.reason, wish.granted_by,
            self._work.clock.now_ms(), self._work.clerk,
        )  # fmt: skip
        draft = Draft(FactKind.GUEST_LISTED, int(self._work.house), body_to_bytes(body))
        self._work.replica.append([draft])
        self._work.wake()

    def _seen(self, row: GuestRow) -> GuestSeen | None:
        page = self._orders.look(row.order)
        if not isinstance(page, OrderSeen):
            return None
        name = "" if page.customer is None else page.customer.name
        seats = tuple(f"{one.row} {one.number}".strip() or one.zone for one in page.kept)
        return GuestSeen(
            row.order, name, row.count, row.reason, row.granted_by, seats,
            _STANDINGS.get(page.standing, GuestStanding.GIVEN), page.holder,
        )  # fmt: skip

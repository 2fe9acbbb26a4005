"""Baskets that are put aside, and taken back on this counter or on another one of the house.

Its places stay in the hands of the desk that put it aside, also over a restart. That desk alone
says who has it from then on, on its one lane, and with that word go the rights of the places: so
of two counters that want it one gets it. It needs no store, but the desk that keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.aside_places import (
    end_aside,
    end_lapsed,
    is_given_here,
    keep_aside,
    keep_parked,
)
from podium_desk.application.basket_shelf import Beside, ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine
from podium_desk.application.customer_found import CustomerFound, line_of
from podium_desk.application.exposure import just_given
from podium_desk.application.offers import Offers
from podium_desk.application.parked_gift import ask_for_basket
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.places import held_hop
from podium_desk.application.uitpas_sale import let_go
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.goods import GoodsWish
from podium_desk.domain.ids import CustomerId, FactId, Origin, PerformanceId, Unit, device_of
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.parked import (
    PARKED_MS,
    BasketParked,
    BasketTaken,
    ParkedGoods,
    ParkedLine,
    ParkedStanding,
    why_not_taken,
)
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.customers import CustomerRows
from podium_desk.replica.parked import ParkedRow, parked_basket, parked_baskets
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Move
from sync.store.personal import PersonalTable


class Parking:
    """The `BasketShelf` of one desk."""

    def __init__(self, work: Workplace, offers: Offers) -> None:
        self._work = work
        self._offers = offers
        self._personal = PersonalTable(work.replica.sql)

    def kept(self) -> tuple[ParkedSeen, ...]:
        """Those of the house that can be taken up, the oldest first."""
        self.lapse()
        rows = parked_baskets(self._work.replica.sql, self._work.house, self._now())
        return tuple(self._seen(row) for row in rows if self._can_be_had(row))

    def park(self, wish: ParkWish, moves: tuple[Move, ...] = ()) -> ParkedSeen | Refusal:
        """Put a basket aside whose places are held here; they stay held. `moves` go with it."""
        refusal = self._why_not_parked(wish)
        if refusal is not None:
            return refusal
        for number, units in _by_performance(wish.lines).items():
            let_go(self._work, number, units)
        text = None
        if wish.known is None and wish.waiting is None:
            text = PersonalText.of(wish.customer.to_body().decode(), self._work.secret)
        body, sql = self._body(wish, text), self._work.replica.sql
        with sql.transaction():
            stored = body_to_bytes(body)
            draft = Draft(FactKind.BASKET_PARKED, int(self._work.house), stored, moves)
            (fact,) = self._work.replica.append([draft])
            if text is not None:
                text.keep(sql, fact)
        basket = FactId(Origin(fact.origin), fact.seq)
        row = parked_basket(sql, self._work.house, basket)
        assert row is not None, "it was just put aside"
        keep_aside(self._work, row)
        self._work.wake()
        return self._seen(row)

    def take_up(self, basket: FactId) -> ParkedSeen | Refusal:
        """Take one back: its places are held here by nobody's basket, to be held again."""
        work = self._work
        row = parked_basket(work.replica.sql, work.house, basket)
        if row is None:
            return Refusal(RefusalReason.UNKNOWN_BASKET)
        refusal = why_not_taken(row.state, work.claims.device, self._now())
        if refusal is not None:
            return refusal
        seen = self._seen(row)
        if row.id.origin == work.origin:
            self._end(row, work.claims.device)
        elif not is_given_here(work, row):
            refusal = ask_for_basket(work, row)
            if refusal is not None:
                return self._told_where(refusal, seen)
        end_aside(work, row)
        work.taken_up.add(row.id)
        for number, units in _by_performance(seen.lines).items():
            performance = work.catalogue.performance(number)
            if performance is not None:
                just_given(work, performance, frozenset(units))
        for said in row.body.prices:
            self._offers.adopt(said)
        return seen

    def let_go(self, basket: FactId) -> Refusal | None:
        """Nobody comes for it: its places are for everybody again."""
        work = self._work
        row = parked_basket(work.replica.sql, work.house, basket)
        if row is None:
            return Refusal(RefusalReason.UNKNOWN_BASKET)
        is_kept = row.state.standing(self._now()) is ParkedStanding.KEPT
        if not is_kept and not is_given_here(work, row):
            return Refusal(RefusalReason.BASKET_LAPSED)
        if row.id.origin == work.origin:
            self._end(row, 0)
            return None
        taken = self.take_up(basket)
        return taken if isinstance(taken, Refusal) else None

    def lapse(self) -> tuple[PerformanceId, ...]:
        """Keep what was given since, and let the places go of those whose time is over; of which
        performances. Asked every second."""
        keep_parked(self._work)
        return end_lapsed(self._work)

    def _end(self, row: ParkedRow, device: int) -> None:
        body = BasketTaken(row.id, device, self._now(), self._work.clerk)
        draft = Draft(FactKind.BASKET_TAKEN, int(self._work.house), body_to_bytes(body))
        self._work.replica.append([draft])
        end_aside(self._work, row)
        self._work.wake()

    def _body(self, wish: ParkWish, text: PersonalText | None) -> BasketParked:
        now_ms, beside = self._now(), wish.beside
        lines = tuple(
            ParkedLine(one.performance, one.unit, one.tariff, one.remark, one.goes_with)
            for one in wish.lines
        )
        return BasketParked(
            lines, now_ms, wish.until_ms or now_ms + PARKED_MS, self._work.clerk,
            "" if text is None else text.person, b"" if text is None else text.commitment,
            wish.codes, self._offers.said(one.performance for one in lines), wish.waiting,
            wish.known,
            tuple(ParkedGoods(one.house, one.code, one.count) for one in beside.goods),
            beside.language, beside.series,
        )  # fmt: skip

    def _whose(self, row: ParkedRow) -> Customer:
        """Whose it is: the house's customer, who waits on the list, or the name that was typed."""
        body = row.body
        if body.known is not None:
            known = self._known(body.known)
            return Customer("") if known is None else Customer(known.name, known.phone)
        named = row.id if body.waiting is None else body.waiting
        plain = self._personal.plain(int(self._work.house), named.origin, named.seq)
        return Customer("") if plain is None else Customer.from_body(plain)

    def _why_not_parked(self, wish: ParkWish) -> Refusal | None:
        work, role = self._work, Role(self._work.claims.role)
        if role not in WRITERS[FactKind.BASKET_PARKED]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        if not wish.lines:
            return Refusal(RefusalReason.EMPTY_BASKET)
        if is_outdated(work.replica):
            return Refusal(RefusalReason.REPLICA_OUTDATED)
        for line in wish.lines:
            performance = work.catalogue.performance(line.performance)
            if performance is None or held_hop(work, performance, line.unit) is None:
                return Refusal(RefusalReason.SEAT_TAKEN, {"unit": line.unit})
        return refused_number(wish.customer.name, *(line.remark for line in wish.lines))

    def _can_be_had(self, row: ParkedRow) -> bool:
        """Whether it stands in the list: kept by a log that goes on, or on its way to us."""
        if row.state.standing(self._now()) is not ParkedStanding.KEPT:
            return is_given_here(self._work, row)
        holder = device_of(row.id.origin)
        return row.id.origin == self._work.replica.log.newest_of(holder)

    def _seen(self, row: ParkedRow) -> ParkedSeen:
        holder = device_of(row.id.origin)
        is_here = row.id.origin == self._work.origin or is_given_here(self._work, row)
        known = self._work.replica.devices.get(holder)
        name = "" if is_here or known is None else known.claims.name
        lines = tuple(
            BasketLine(
                one.performance, one.unit, one.tariff, remark=one.remark, goes_with=one.goes_with
            )
            for one in row.body.lines
        )
        return ParkedSeen(
            row.id, self._whose(row), lines, row.body.codes, row.body.until_ms, row.body.clerk,
            name, is_here or self._work.venue.hears(holder), row.body.waiting,
            self._known(row.body.known), _beside(row.body),
        )  # fmt: skip

    def _known(self, customer: CustomerId | None) -> CustomerFound | None:
        if customer is None:
            return None
        said = CustomerRows(self._work.replica.sql, self._work.house).known(customer)
        return line_of(customer, said) if said else None

    def _told_where(self, refusal: Refusal, seen: ParkedSeen) -> Refusal:
        if refusal.reason is not RefusalReason.BASKET_ELSEWHERE:
            return refusal
        return Refusal(refusal.reason, {"device": seen.kept_by})

    def _now(self) -> int:
        return self._work.clock.now_ms()


def _beside(body: BasketParked) -> Beside:
    goods = tuple(GoodsWish(one.house, one.code, one.count) for one in body.goods)
    return Beside(goods, body.language, body.series)


def _by_performance(lines: Iterable[BasketLine]) -> dict[PerformanceId, tuple[Unit, ...]]:
    found: dict[PerformanceId, tuple[Unit, ...]] = {}
    for line in lines:
        found[line.performance] = (*found.get(line.performance, ()), line.unit)
    return found

"""Waiting lists at the counter: put on, closed, drawn, offered in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.application.basket_shelf import ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine, Held, SeatState
from podium_desk.application.holding import Holding
from podium_desk.application.list_right import holder_name, holder_of_list, proof, take_list
from podium_desk.application.order_desk import Due
from podium_desk.application.parking import Parking
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.places import seat_states
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import FactId, Origin, PerformanceId, Unit
from podium_desk.domain.parked import ParkedStanding
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.waiting_list import (
    Apart,
    Entry,
    EntryStanding,
    WaitingListed,
    WaitingSaid,
    WaitingWord,
    list_digest,
    offer_ends,
    parts_of,
    said_number,
    turns,
    waiting_problem,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.parked import offers_to
from podium_desk.replica.waiting import entries_of, lists_with_entries, words_on
from sync.facts.fact import Draft
from sync.store.personal import PersonalTable


@dataclass(frozen=True, slots=True)
class WaitingSeen:
    """Somebody on a list, as a screen shows it. `until_ms` is the end of an offer, which is the
    basket `offer`; `is_drawn` tells who was in the draw."""

    id: FactId
    customer: Customer
    count: int
    apart: Apart
    standing: EntryStanding
    until_ms: int | None
    offer: FactId | None
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A whole list in the order of its turns.

    `digest` is what a closed list is known by, `said` the number it was drawn with; `holder` names
    the desk that draws and offers, empty for this one. `free` counts the places that can be had.
    """

    entries: tuple[WaitingSeen, ...]
    digest: str
    said: str
    holder: str
    free: int


@dataclass(frozen=True, slots=True)
class _Turns:
    """A list as the rules have it."""

    order: tuple[Entry, ...]
    closed: frozenset[FactId] | None
    digest: str
    said: str
    withdrawn: frozenset[FactId]


class WaitingLists:
    """The waiting lists of the house. Runs on the replica's lane."""

    def __init__(self, work: Workplace, holding: Holding, parking: Parking) -> None:
        self._work = work
        self._holding = holding
        self._parking = parking
        self._personal = PersonalTable(work.replica.sql)

    def listed(self, number: PerformanceId) -> ListSeen:
        """A performance's list."""
        known = self._turns(number)
        entries = tuple(self._seen(one, known) for one in known.order)
        holder = holder_name(self._work, holder_of_list(self._work, number))
        return ListSeen(entries, known.digest, known.said, holder, self._free(number))

    def add(
        self, number: PerformanceId, customer: Customer, count: int, apart: Apart
    ) -> FactId | Refusal:
        """Put somebody on the list; the entry's number, which the customer is told."""
        work = self._work
        refusal = self._role_problem() or waiting_problem(customer.name, customer.phone, count)
        if refusal is not None:
            return refusal
        performance = work.catalogue.performance(number)
        if performance is None or performance.house != work.house:
            return Refusal(RefusalReason.NOT_ON_SALE, {"performance": number})
        text = PersonalText.of(customer.to_body().decode(), work.secret)
        body = WaitingListed(
            number, count, apart, work.clock.now_ms(), work.clerk, text.person, text.commitment
        )
        with work.replica.sql.transaction():
            draft = Draft(FactKind.WAITING_LISTED, int(work.house), body_to_bytes(body))
            (fact,) = work.replica.append([draft])
            text.keep(work.replica.sql, fact)
        work.wake()
        return FactId(Origin(fact.origin), fact.seq)

    def withdraw(self, number: PerformanceId, entry: FactId) -> Refusal | None:
        """Somebody waits no longer; an offer that this desk can reach is let go."""
        refusal = self._role_problem()
        if refusal is not None:
            return refusal
        for offer in offers_to(self._work.replica.sql, int(self._work.house), entry):
            if offer.state.standing(self._work.clock.now_ms()) is ParkedStanding.KEPT:
                refusal = self._parking.let_go(offer.id)
                if refusal is not None:
                    return refusal
        self._say(number, WaitingWord.WITHDRAWN, entry=entry)
        return None

    def close(self, number: PerformanceId) -> str | Refusal:
        """Close the list for a draw; its digest, to be made public before the number is said."""
        refusal = self._role_problem() or take_list(self._work, number)
        if refusal is not None:
            return refusal
        known = self._turns(number)
        waiting = [one for one in known.order if self._standing(one, known)[0] is _WAITING]
        if known.closed is not None:
            return Refusal(RefusalReason.LIST_CLOSED)
        if not waiting:
            return Refusal(RefusalReason.NOBODY_WAITS)
        self._say(number, WaitingWord.CLOSED, entries=tuple(one.id for one in waiting))
        return list_digest(number, waiting)

    def draw(self, number: PerformanceId, said: str) -> ListSeen | Refusal:
        """Draw the closed list with the number that was said in public, once."""
        refusal = self._role_problem() or take_list(self._work, number)
        if refusal is not None:
            return refusal
        known = self._turns(number)
        if known.closed is None:
            return Refusal(RefusalReason.LIST_OPEN)
        if known.said:
            return Refusal(RefusalReason.LIST_DRAWN)
        if not said_number(said):
            return Refusal(RefusalReason.NUMBER_NEEDED)
        self._say(number, WaitingWord.DRAWN, said=said_number(said))
        return self.listed(number)

    def offer(self, number: PerformanceId) -> ParkedSeen | Refusal:
        """Hold places for the next whom they suit, until a time; refuses when they suit nobody."""
        refusal = self._role_problem() or take_list(self._work, number)
        if refusal is not None:
            return refusal
        known = self._turns(number)
        waiting = [one for one in known.order if self._standing(one, known)[0] is _WAITING]
        if not waiting:
            return Refusal(RefusalReason.NOBODY_WAITS)
        for entry in waiting:
            units = self._hold(number, entry)
            if units:
                return self._park(number, entry, units)
        return Refusal(RefusalReason.NOTHING_SUITS)

    def due(self) -> tuple[Due, ...]:
        """The performances with free places that somebody waits for."""
        work, found = self._work, []
        for number in lists_with_entries(work.replica.sql, int(work.house)):
            performance = work.catalogue.performance(number)
            if performance is None or performance.start <= work.clock.now():
                continue
            known = self._turns(number)
            waiting = [one for one in known.order if self._standing(one, known)[0] is _WAITING]
            free = self._free(number) if waiting else 0
            if free >= min((one.count for one in waiting), default=1):
                found.append(Due(number, performance.title, free, len(waiting)))
        return tuple(found)

    def _role_problem(self) -> Refusal | None:
        role = Role(self._work.claims.role)
        if role in WRITERS[FactKind.WAITING_SAID]:
            return None
        return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})

    def _turns(self, number: PerformanceId) -> _Turns:
        sql, house = self._work.replica.sql, int(self._work.house)
        entries, words = entries_of(sql, house, number), words_on(sql, house, number)
        closed = words.closed or frozenset()
        digest = ""
        if words.closed is not None:
            digest = list_digest(number, [one for one in entries if one.id in closed])
        order = turns(entries, closed, digest, words.said)
        return _Turns(order, words.closed, digest, words.said, words.withdrawn)

    def _standing(
        self, entry: Entry, known: _Turns
    ) -> tuple[EntryStanding, int | None, FactId | None]:
        """How an entry stands, and the end and the number of an offer that stands."""
        if entry.id in known.withdrawn:
            return EntryStanding.WITHDRAWN, None, None
        offers = offers_to(self._work.replica.sql, int(self._work.house), entry.id)
        now_ms = self._work.clock.now_ms()
        standings = {offer.state.standing(now_ms): offer for offer in offers}
        kept = standings.get(ParkedStanding.KEPT)
        if kept is not None:
            return EntryStanding.OFFERED, kept.state.until_ms, kept.id
        if ParkedStanding.TAKEN in standings:
            return EntryStanding.SERVED, None, None
        return (EntryStanding.PASSED if standings else _WAITING), None, None

    def _seen(self, entry: Entry, known: _Turns) -> WaitingSeen:
        plain = self._personal.plain(int(self._work.house), entry.id.origin, entry.id.seq)
        customer = Customer("") if plain is None else Customer.from_body(plain)
        standing, until_ms, offer = self._standing(entry, known)
        is_drawn = bool(known.said) and entry.id in (known.closed or ())
        return WaitingSeen(
            entry.id, customer, entry.count, entry.apart, standing, until_ms, offer, is_drawn
        )

    def _free(self, number: PerformanceId) -> int:
        """The places that this desk can have now, or ask for."""
        found = self._work.on_sale(number)
        if found is None or found[0].status is PerformanceStatus.CANCELLED:
            return 0
        states = seat_states(self._work, *found)
        count = states.count(SeatState.MINE) + states.count(SeatState.ASK)
        return count - len(self._work.in_basket.get(number, ()))

    def _hold(self, number: PerformanceId, entry: Entry) -> tuple[Unit, ...]:
        """Places for one party, held; none when none suit."""
        for parts in parts_of(entry.count, entry.apart):
            units: tuple[Unit, ...] = ()
            for part in parts:
                held = self._holding.hold_best(number, part, None, 0)
                if not isinstance(held, Held):
                    break
                units += held.units
                if not held.together:
                    break
            else:
                return units
            self._holding.release(number, units)
        return ()

    def _park(
        self, number: PerformanceId, entry: Entry, units: Sequence[Unit]
    ) -> ParkedSeen | Refusal:
        """The offer: a basket that is put aside for whoever waits."""
        lines = self._lines(number, units)
        if isinstance(lines, Refusal):
            self._holding.release(number, units)
            return lines
        performance = self._work.catalogue.performance(number)
        assert performance is not None, "its places are held"
        start_ms = int(performance.start.timestamp() * 1000)
        until_ms = offer_ends(self._work.clock.now_ms(), start_ms)
        wish = ParkWish(lines, until_ms=until_ms, waiting=entry.id)
        parked = self._parking.park(wish, proof(number))
        if isinstance(parked, Refusal):
            self._holding.release(number, units)
        return parked

    def _lines(
        self, number: PerformanceId, units: Iterable[Unit]
    ) -> tuple[BasketLine, ...] | Refusal:
        """The places at their usual tariff; the clerk gives another one when they are taken up."""
        found = self._work.on_sale(number)
        assert found is not None, "its places are held"
        performance, plan = found
        tariffs = self._work.catalogue.tariffs(performance)
        lines = []
        for unit in units:
            place = place_at(plan, unit)
            category = "" if place is None else place.category
            usual = [one for one in tariffs if one.is_base and one.price_cents(category)]
            if not usual:
                return Refusal(RefusalReason.TARIFF_NOT_FOR_SEAT)
            lines.append(BasketLine(number, unit, usual[0].id))
        return tuple(lines)

    def _say(
        self,
        number: PerformanceId,
        word: WaitingWord,
        *,
        entry: FactId | None = None,
        entries: tuple[FactId, ...] = (),
        said: str = "",
    ) -> None:
        work = self._work
        body = WaitingSaid(number, word, work.clock.now_ms(), work.clerk, entry, entries, said)
        moves = () if word is WaitingWord.WITHDRAWN else proof(number)
        draft = Draft(FactKind.WAITING_SAID, int(work.house), body_to_bytes(body), moves)
        work.replica.append([draft])
        work.wake()


_WAITING = EntryStanding.WAITING

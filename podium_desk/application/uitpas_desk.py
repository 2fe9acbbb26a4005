"""A counter that asks its store to ask UiTPAS, and goes by the house's policy when nobody answers.

A place is written down before it is asked for, so that after a crash the next start knows what to
take back. See `docs/rules/uitpas.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from podium_desk.application.counter import Connection
from podium_desk.application.lane import Lane
from podium_desk.application.uitpas import (
    Reductions,
    UitpasOffers,
    UitpasPlace,
    UitpasRefusal,
)
from podium_desk.application.uitpas_asking import AsksStore, StoreAsking
from podium_desk.application.uitpas_messages import (
    OFFERS,
    REGISTER,
    OffersAsked,
    OffersTold,
    RegisterAsked,
    RegisterItem,
    RegisterTold,
    no_of,
)
from podium_desk.application.uitpas_points import PointsDesk
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import HouseId
from podium_desk.domain.uitpas import (
    SILENT,
    Chosen,
    OfferedTariff,
    OfflineRequest,
    PassNo,
    ReadPass,
    SaleEvent,
    SaleState,
    TariffForm,
    UitpasRules,
    decide_offline,
    read_pass,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.uitpas_own import OwnPlace, OwnPlaces
from sync.store.schema import put_setting, setting

_MARK_KEY = "uitpas_mark_key"
_MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class _House:
    """The house whose places are sold, and how it works with UiTPAS."""

    number: HouseId
    rules: UitpasRules
    is_online: bool


class UitpasDesk:
    """The `UitpasCounter` of a device. Not for the lane: it waits for the store."""

    def __init__(
        self, work: Workplace, lane: Lane, store: AsksStore, now_s: Callable[[], float]
    ) -> None:
        """`now_s` is a clock that never goes back."""
        self._work = work
        self._lane = lane
        self._asking = StoreAsking(store, now_s)
        self._points = PointsDesk(self._asking)
        self._own = OwnPlaces(work.replica.sql)

    @property
    def points(self) -> PointsDesk:
        """Points and rewards."""
        return self._points

    def left_over(self) -> int:
        """Give up what an earlier run began and never saw paid; how many places it was."""
        return self._lane(self._give_up_all)

    def look(self, typed: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers | UitpasRefusal:
        """What the pass may have: told by UiTPAS, or granted by the house when that is silent."""
        read = read_pass(typed)
        if isinstance(read, PassNo):
            return UitpasRefusal(read)
        house = self._lane(lambda: self._house_of(places))
        if isinstance(house, PassNo):
            return UitpasRefusal(house)
        prices = tuple(dict.fromkeys(place.regular_cents for place in places))
        asked = OffersAsked(places[0].performance, read.text, prices, self._asking.nonce())
        told = self._asking.ask(OFFERS, asked, OffersTold) if house.is_online else None
        no = PassNo.AWAY if told is None else no_of(told.no)
        if told is None or no in SILENT:
            return self._lane(lambda: self._by_policy(read, places, house))
        if no is not None:
            return UitpasRefusal(no, told.message)
        return _told_offers(told, read, places)

    def register(
        self, offers: UitpasOffers, chosen: tuple[Chosen, ...]
    ) -> Reductions | UitpasRefusal:
        """Register, all or none. Without an answer nothing is granted, and it is taken back."""
        begun = self._lane(lambda: self._begin(offers, chosen))
        if isinstance(begun, PassNo):
            return UitpasRefusal(begun)
        items = tuple(
            RegisterItem(
                own.token, own.performance, own.number, own.regular_cents, choice.tariff.id
            )
            for own, choice in zip(begun, chosen, strict=True)
        )
        told = self._asking.ask(REGISTER, RegisterAsked(items, self._asking.nonce()), RegisterTold)
        no = PassNo.AWAY if told is None else no_of(told.no)
        tokens = [own.token for own in begun]
        if told is None or no is not None:
            # Silence is no answer: it may be registered all the same.
            event = SaleEvent.ABANDONED if no in SILENT else SaleEvent.NOT_REGISTERED
            self._lane(lambda: self._happened(tokens, event))
            return UitpasRefusal(no or PassNo.AWAY, "" if told is None else told.message)
        return self._lane(lambda: self._registered(begun, told))

    def grant(self, offers: UitpasOffers) -> Reductions | UitpasRefusal:
        """Grant by the house's policy; the cap is looked at once more."""
        return self._lane(lambda: self._granted(offers))

    # On the lane

    def _give_up_all(self) -> int:
        with self._work.replica.sql.transaction():
            tokens = [one.token for one in self._own.unpaid()]
            return self._own.happened(tokens, SaleEvent.ABANDONED)

    def _house_of(self, places: Sequence[UitpasPlace]) -> _House | PassNo:
        found = self._work.catalogue.performance(places[0].performance) if places else None
        if found is None:
            return PassNo.EVENT_UNKNOWN
        rules = self._work.catalogue.uitpas_rules(found.house)
        if rules is None or not rules.is_active:
            return PassNo.NOT_SET_UP
        is_online = self._work.link.state().connection is Connection.ONLINE
        return _House(found.house, rules, is_online and not self._asking.is_silent)

    def _by_policy(
        self, read: ReadPass, places: tuple[UitpasPlace, ...], house: _House
    ) -> UitpasOffers | UitpasRefusal:
        performance = places[0].performance
        request = OfflineRequest(
            read, tuple(place.regular_cents for place in places),
            self._own.granted_offline(self._mark(read.text), performance),
            self._work.clock.now_ms(),
        )  # fmt: skip
        grants = decide_offline(house.rules, request, self._own.statics(performance))
        if isinstance(grants, PassNo):
            return UitpasRefusal(grants)
        return UitpasOffers(read.text, places, grants=grants)

    def _begin(
        self, offers: UitpasOffers, chosen: tuple[Chosen, ...]
    ) -> tuple[OwnPlace, ...] | PassNo:
        """Write the places down; they are in nobody's hands but ours until they are answered."""
        house = self._house_of(offers.places)
        if isinstance(house, PassNo) or not chosen:
            return house if isinstance(house, PassNo) else PassNo.NOT_GRANTED
        begun = tuple(
            self._own_place(house, offers, choice.place, choice.tariff.price_cents)
            for choice in chosen
        )
        with self._work.replica.sql.transaction():
            self._own.put(begun)
        return begun

    def _granted(self, offers: UitpasOffers) -> Reductions | UitpasRefusal:
        read = read_pass(offers.number)
        house = self._house_of(offers.places)
        if isinstance(read, PassNo) or isinstance(house, PassNo):
            return UitpasRefusal(read if isinstance(read, PassNo) else PassNo.NOT_SET_UP)
        again = self._by_policy(read, offers.places, house)
        if isinstance(again, UitpasRefusal):
            return again
        begun = tuple(
            self._own_place(house, again, grant.place, grant.price_cents, is_offline=True)
            for grant in again.grants
        )
        with self._work.replica.sql.transaction():
            self._own.put(begun)
        return {
            (own.performance, own.unit): Reduction(
                own.token, own.regular_cents, own.price_cents,
                is_paid_in_full=grant.is_paid_in_full,
            )
            for own, grant in zip(begun, again.grants, strict=True)
        }  # fmt: skip

    def _registered(self, begun: tuple[OwnPlace, ...], told: RegisterTold) -> Reductions:
        given = {item.token: item for item in told.items}
        reductions = {}
        with self._work.replica.sql.transaction():
            for own in begun:
                item = given[own.token]
                self._own.registered(own.token, item.ticket_sale, item.price_cents)
                reductions[own.performance, own.unit] = Reduction(
                    own.token, own.regular_cents, item.price_cents, item.ticket_sale
                )
        return reductions

    def _happened(self, tokens: list[str], event: SaleEvent) -> None:
        with self._work.replica.sql.transaction():
            self._own.happened(tokens, event)

    def _own_place(
        self, house: _House, offers: UitpasOffers, at: int, price_cents: int,
        is_offline: bool = False,
    ) -> OwnPlace:  # fmt: skip
        place = offers.places[at]
        return OwnPlace(
            house.number, self._work.new_token(), place.performance, place.unit, offers.number,
            self._mark(offers.number), place.regular_cents, price_cents, SaleState.REGISTERING,
            is_offline=is_offline, at_ms=self._work.clock.now_ms(),
        )  # fmt: skip

    def _mark(self, number: str) -> bytes:
        """What tells passes apart on this device alone, when their numbers are gone."""
        sql = self._work.replica.sql
        key = setting(sql, _MARK_KEY)
        if key is None:
            key = self._work.new_token().encode()
            with sql.transaction():
                put_setting(sql, _MARK_KEY, key)
        return blake2b(number.encode(), digest_size=_MARK_BYTES, key=key[:64]).digest()


def _told_offers(told: OffersTold, read: ReadPass, places: tuple[UitpasPlace, ...]) -> UitpasOffers:
    known = {form.value for form in TariffForm}
    offers = tuple(
        OfferedTariff(
            one.id, one.name, one.price_cents, TariffForm(one.form), one.remaining,
            one.regular_cents,
        )
        for one in told.offers
        if one.form in known
    )  # fmt: skip
    notes = (*told.notes, *((told.message,) if told.message else ()))
    return UitpasOffers(
        told.number or read.text, places, offers, tuple(dict.fromkeys(notes)),
        is_doubtful=read.is_doubtful, is_group=told.is_group, points=told.points,
    )  # fmt: skip

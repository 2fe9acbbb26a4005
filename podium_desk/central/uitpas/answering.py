"""What the store answers its devices about UiTPAS: it asks for them, with the house's credentials.

The store's lock is held for looking things up and writing them down, never while UiTPAS is waited
for. A device speaks for its own places only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import RLock

import msgspec

from podium_desk.application import uitpas_messages as wire
from podium_desk.application.uitpas_messages import (
    CheckInAsked,
    CheckInTold,
    LateAsked,
    Offer,
    OffersAsked,
    OffersTold,
    RegisterAsked,
    RegisteredItem,
    RegisterItem,
    RegisterTold,
    StaticPrice,
    StaticsAsked,
    StaticsTold,
    TokensAsked,
    TokensTold,
)
from podium_desk.central.cluster import Central
from podium_desk.central.uitpas.events import event_of, is_ours
from podium_desk.central.uitpas.lines import HouseLine, HouseLines
from podium_desk.central.uitpas.rewards import RewardAnswers
from podium_desk.central.uitpas.sales import SaleTable, StoreSale
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import Performance
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.domain.uitpas import (
    SILENT,
    OfferedTariff,
    PassForm,
    PassNo,
    SaleEvent,
    SaleState,
    read_pass,
)
from podium_desk.integrations.uitpas.answers import TicketSale, WantedSale
from podium_desk.integrations.uitpas.calling import UitpasAway
from podium_desk.integrations.uitpas.client import UitpasClient
from podium_desk.integrations.uitpas.problems import Problem
from sync.facts.batch import from_wire
from sync.identity.certificate import CertificateClaims
from sync.server.service import RequestRefused, SyncService

Handler = Callable[[CertificateClaims, bytes], msgspec.Struct]


class UitpasAnswers:
    """The handlers of one store; `handlers` is what its service is given."""

    def __init__(self, central: Central, lock: RLock, lines: HouseLines) -> None:
        self._central = central
        self._lock = lock
        self._lines = lines
        self._sales = SaleTable(central.sql)
        self._rewards = RewardAnswers(lines)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What is answered, by path."""
        return {
            wire.OFFERS: self._offers,
            wire.REGISTER: self._register,
            wire.CANCEL: self._cancel,
            wire.LATE: self._late,
            wire.STATICS: self._statics,
            wire.REWARDS: self._selling(self._rewards.list_for),
            wire.REDEEM: self._selling(self._rewards.redeem),
            wire.UNDO_REDEEM: self._selling(self._rewards.undo),
            wire.CHECK_IN: self._selling(self._check_in),
        }

    # What a pass may have

    def _offers(self, claims: CertificateClaims, payload: bytes) -> OffersTold:
        _check_sells(claims)
        asked = from_wire(payload, OffersAsked)
        _check_count(asked.regular_cents)
        read = read_pass(asked.identifier)
        found = self._line_for(asked.performance)
        if isinstance(read, PassNo) or isinstance(found, PassNo):
            return OffersTold(read.value if isinstance(read, PassNo) else str(found))
        line, _, event = found
        ends_at_s = line.ends_at_s()
        told = line.ask(read.text, lambda client: client.look_up(read.text), ends_at_s)
        if isinstance(told, Problem):
            # Without the right to look passes up a number can still be asked for its tariffs.
            if read.form is PassForm.CHIP or told.no is not PassNo.NOT_ALLOWED:
                return OffersTold(told.no.value, told.message)
            number, head = read.text, OffersTold(number=read.text)
        else:
            line.note_system(told.number, told.card_system)
            number = told.number
            head = OffersTold("", "", told.number, told.is_group, told.points, told.notes)
        return _with_tariffs(line, head, (number, event, asked.regular_cents), ends_at_s)

    def _line_for(self, performance: int) -> tuple[HouseLine, Performance, str] | PassNo:
        """The line of the house whose performance it is, and what UiTPAS calls the event."""
        with self._lock:
            found = self._central.catalogue.performance(performance)
            rules = None if found is None else self._central.catalogue.uitpas_rules(found.house)
        if found is None:
            return PassNo.EVENT_UNKNOWN
        line = self._lines.of(found.house)
        if line is None or rules is None or not rules.is_active:
            return PassNo.NOT_SET_UP
        return line, found, event_of(found)

    # Registering

    def _register(self, claims: CertificateClaims, payload: bytes) -> RegisterTold:
        _check_sells(claims)
        asked = from_wire(payload, RegisterAsked)
        _check_count(asked.items)
        performances = {item.performance for item in asked.items}
        if len(performances) != 1:
            raise RequestRefused("bad_request", "one performance at a time", 400)
        found = self._line_for(asked.items[0].performance)
        if isinstance(found, PassNo):
            return RegisterTold(found.value)
        line, performance, event = found
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((performance.house,))
            known = self._begin(claims, performance, asked.items)
        if isinstance(known, RegisterTold):
            return known
        wanted = [
            WantedSale(item.number, event, item.regular_cents, item.tariff) for item in asked.items
        ]
        try:
            sales = line.attempt(wanted[0].number, lambda client: client.register(wanted))
        except UitpasAway:
            # Perhaps it is registered. The device gives it up, and `catching_up` finds it.
            return RegisterTold(PassNo.AWAY.value)
        return self._noted(performance.house, asked.items, sales)

    def _begin(
        self, claims: CertificateClaims, performance: Performance, items: Sequence[RegisterItem]
    ) -> RegisterTold | None:
        """Write down what is about to be sent; what was asked before is answered as it was."""
        known = [self._sales.get(performance.house, item.token) for item in items]
        if any(one is not None for one in known):
            return _as_before(claims, known)
        now_ms = self._central.now_ms()
        self._sales.put(
            StoreSale(
                performance.house, item.token, claims.device, performance.id, item.number,
                item.regular_cents, item.tariff, SaleState.REGISTERING, at_ms=now_ms,
                sent_ms=now_ms,
            )
            for item in items
        )  # fmt: skip
        return None

    def _noted(
        self, house: HouseId, items: Sequence[RegisterItem], said: Sequence[TicketSale] | Problem
    ) -> RegisterTold:
        """Write down what UiTPAS said."""
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((house,))
            for place, item in enumerate(items):
                sale = self._sales.get(house, item.token)
                assert sale is not None, "written down before it was sent"
                if isinstance(said, Problem):
                    # Too many calls is no answer about this sale, but nothing was registered.
                    self._sales.happened(sale, SaleEvent.NOT_REGISTERED)
                    continue
                self._sales.registered(sale, said[place].id, said[place].price_cents)
                self._sales.happened(sale, SaleEvent.REGISTERED)
        if isinstance(said, Problem):
            return RegisterTold(said.no.value, said.message)
        return RegisterTold(
            items=tuple(
                RegisteredItem(item.token, sale.id, sale.price_cents)
                for item, sale in zip(items, said, strict=True)
            )
        )

    # What a device gives up, or brings

    def _cancel(self, claims: CertificateClaims, payload: bytes) -> TokensTold:
        _check_sells(claims)
        asked = from_wire(payload, TokensAsked)
        _check_count(asked.tokens)
        with self._lock, self._central.sql.transaction():
            if asked.house not in self._central.catalogue.houses():
                raise RequestRefused("bad_request", "no such house", 400)
            self._central.sql.lock((asked.house,))
            for token in asked.tokens:
                sale = self._sales.get(asked.house, token)
                if sale is None:
                    # Its registration may still be on its way: then it must not be taken.
                    self._sales.put([_given_up(claims, asked.house, token)])
                elif sale.device == claims.device:
                    self._sales.happened(sale, SaleEvent.ABANDONED)
        return TokensTold(asked.tokens)

    def _late(self, claims: CertificateClaims, payload: bytes) -> TokensTold:
        _check_sells(claims)
        asked = from_wire(payload, LateAsked)
        _check_count(asked.items)
        taken = []
        with self._lock, self._central.sql.transaction():
            performances = self._central.catalogue.performances()
            ours = [item for item in asked.items if is_ours(performances, item.performance)]
            self._central.sql.lock(
                {performances[PerformanceId(item.performance)].house for item in ours}
            )
            for item in ours:
                house = performances[PerformanceId(item.performance)].house
                sale = self._sales.get(house, item.token)
                if sale is None:
                    sale = StoreSale(
                        house, item.token, claims.device, PerformanceId(item.performance), "",
                        item.regular_cents, "", SaleState.REGISTERING,
                        at_ms=self._central.now_ms(),
                    )  # fmt: skip
                    self._sales.put([sale])
                is_wanted = sale.state in (SaleState.REGISTERING, SaleState.PROVISIONAL)
                if sale.device == claims.device and is_wanted:
                    self._sales.bring(sale, item.number)
                taken.append(item.token)
        return TokensTold(tuple(taken))

    def _statics(self, claims: CertificateClaims, payload: bytes) -> StaticsTold:
        _check_sells(claims)
        asked = from_wire(payload, StaticsAsked)
        _check_count(asked.prices)
        told = []
        for one in asked.prices:
            found = self._line_for(one.performance)
            if isinstance(found, PassNo):
                continue
            line, _, event = found
            read = partial(UitpasClient.static_tariff, event=event, regular_cents=one.regular_cents)
            price_cents = line.ask("", read)
            if isinstance(price_cents, Problem):
                if price_cents.no in SILENT:
                    break
                continue
            told.append(StaticPrice(one.performance, one.regular_cents, price_cents))
        return StaticsTold(tuple(told))

    def _check_in(self, _claims: CertificateClaims, payload: bytes) -> CheckInTold:
        """Points for attending: given at once or not at all, for UiTPAS knows its own hours."""
        asked = from_wire(payload, CheckInAsked)
        found = self._line_for(asked.performance)
        if isinstance(found, PassNo):
            return CheckInTold(found.value)
        line, _, event = found
        try:
            done = line.attempt(asked.number, lambda client: client.check_in(event, asked.number))
        except UitpasAway:
            return CheckInTold(PassNo.AWAY.value)
        if isinstance(done, Problem):
            return CheckInTold(done.no.value, done.message)
        return CheckInTold(points=done.points)

    @staticmethod
    def _selling(handler: Handler) -> Handler:
        def checked(claims: CertificateClaims, payload: bytes) -> msgspec.Struct:
            _check_sells(claims)
            return handler(claims, payload)

        return checked


def offer_uitpas(central: Central, service: SyncService, lines: HouseLines) -> None:
    """Answer devices about UiTPAS too."""
    service.outside |= UitpasAnswers(central, service.lock, lines).handlers


def _with_tariffs(
    line: HouseLine, head: OffersTold, asked: tuple[str, str, Sequence[int]], ends_at_s: float
) -> OffersTold:
    """What a pass may have for each of the prices; the first "no" is the answer."""
    number, event, prices = asked
    offers: list[OfferedTariff] = []
    message = ""
    for cents in dict.fromkeys(prices):
        read = partial(UitpasClient.tariffs, number=number, event=event, regular_cents=cents)
        told = line.ask(number, read, ends_at_s)
        if isinstance(told, Problem):
            return OffersTold(told.no.value, told.message)
        offers += told.offers
        message = message or told.message
    shown = tuple(
        Offer(one.id, one.name, one.price_cents, one.form.value, one.remaining, one.regular_cents)
        for one in offers
    )
    return msgspec.structs.replace(head, message=message, offers=shown)


def _as_before(claims: CertificateClaims, known: Sequence[StoreSale | None]) -> RegisterTold:
    """The same request again: the same answer, or that its registration is over."""
    items = []
    for sale in known:
        if sale is None or sale.device != claims.device:
            return RegisterTold(PassNo.ENDED.value)
        if sale.state is SaleState.REGISTERING:
            return RegisterTold(PassNo.AWAY.value)
        if sale.state not in (SaleState.PENDING_PAYMENT, SaleState.CONFIRMED):
            return RegisterTold(PassNo.ENDED.value)
        items.append(RegisteredItem(sale.token, sale.ticket_sale, sale.price_cents))
    return RegisterTold(items=tuple(items))


def _given_up(claims: CertificateClaims, house: int, token: str) -> StoreSale:
    return StoreSale(
        HouseId(house), token, claims.device, PerformanceId(0), "", 0, "", SaleState.CANCELLED
    )


def _check_sells(claims: CertificateClaims) -> None:
    if claims.role not in SELLING_ROLES:
        raise RequestRefused("role_may_not", "only a device that sells asks about passes", 403)


def _check_count(items: Sequence[object]) -> None:
    if not 0 < len(items) <= wire.ITEMS_MAX:
        raise RequestRefused("bad_request", "none, or too many at once", 400)

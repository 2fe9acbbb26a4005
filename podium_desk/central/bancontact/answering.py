"""What the store answers its counters about Bancontact Pay, and what Bancontact calls back.

The store's lock is held for looking things up and writing them down, never while Bancontact is
waited for. A counter speaks for its own payments only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import RLock

import msgspec

from podium_desk.application import qr_messages as wire
from podium_desk.application.qr_messages import QrAsked, QrBeginAsked, QrTold
from podium_desk.central.bancontact.lines import QrLine, QrLines
from podium_desk.central.bancontact.payments import PaymentTable, StorePayment
from podium_desk.central.cluster import Central
from podium_desk.domain.ids import HouseId
from podium_desk.domain.money import CASH_LIMIT_CENTS
from podium_desk.domain.qr_pay import QrState
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.integrations.bancontact.client import (
    BancontactAway,
    BancontactRefused,
    QrPayment,
    Wanted,
)
from sync.facts.batch import from_wire
from sync.identity.certificate import CertificateClaims
from sync.server.service import RequestRefused, SyncService

Handler = Callable[[CertificateClaims, bytes], msgspec.Struct]
_AMOUNT_CENTS_MAX = CASH_LIMIT_CENTS * 10
_REFERENCE_MAX = 35


class QrAnswers:
    """The handlers of one store; `handlers` is what its service is given."""

    def __init__(self, central: Central, lock: RLock, lines: QrLines) -> None:
        self._central = central
        self._lock = lock
        self._lines = lines
        self._table = PaymentTable(central.sql)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What is answered, by path."""
        return {wire.BEGIN: self._begin, wire.STATUS: self._status, wire.CANCEL: self._cancel}

    def called_back(self, house: int, told: QrPayment) -> bool:
        """Bancontact told how a payment is, and its signature was right; whether we know it."""
        with self._lock:
            known = self._table.called(house, told.id)
        if known is None:
            return False
        self._heard(known, told)
        return True

    def _begin(self, claims: CertificateClaims, payload: bytes) -> QrTold:
        asked = from_wire(payload, QrBeginAsked)
        line = self._line(claims, asked.reference)
        if not 0 < asked.amount_cents <= _AMOUNT_CENTS_MAX:
            raise RequestRefused("bad_request", "no amount to pay", 400)
        wanted = StorePayment(
            claims.house, asked.reference, claims.device, asked.amount_cents, QrState.ASKING
        )
        known = self._written(wanted)
        if known is not None:
            return self._again(claims, line, known, asked.amount_cents)
        try:
            made = line.attempt(lambda client: client.create(self._wanted(wanted, line)))
        except BancontactAway:
            return _told(replace(wanted, state=QrState.UNKNOWN))
        except BancontactRefused:
            return _told(self._noted(replace(wanted, state=QrState.FAILED)))
        return self._made(line, wanted, made)

    def _made(self, line: QrLine, wanted: StorePayment, made: QrPayment) -> QrTold:
        """A payment was made. A counter that gave it up meanwhile shows it to nobody."""
        kept = self._heard(wanted, made)
        if kept.state is QrState.CANCELLED and made.state is not QrState.CANCELLED:
            try:
                line.attempt(lambda client: client.cancel(made.id))
            except BancontactAway:
                # Nobody ever sees its picture: it expires by itself.
                return _told(kept)
        return _told(kept)

    def _again(
        self, claims: CertificateClaims, line: QrLine, known: StorePayment, amount_cents: int
    ) -> QrTold:
        if known.device != claims.device or known.amount_cents not in (0, amount_cents):
            raise RequestRefused("bad_request", "another payment has this reference", 400)
        return self._looked(line, known)

    def _status(self, claims: CertificateClaims, payload: bytes) -> QrTold:
        asked = from_wire(payload, QrAsked)
        line = self._line(claims, asked.reference)
        known = self._own(claims, asked.reference)
        if known is None:
            known = StorePayment(claims.house, asked.reference, claims.device, 0, QrState.ASKING)
        return self._looked(line, known)

    def _cancel(self, claims: CertificateClaims, payload: bytes) -> QrTold:
        asked = from_wire(payload, QrAsked)
        line = self._line(claims, asked.reference)
        known = self._own(claims, asked.reference)
        if known is not None and known.payment and not known.state.is_final:
            payment = known.payment
            try:
                line.attempt(lambda client: client.cancel(payment))
            except BancontactAway:
                return _told(replace(known, state=QrState.UNKNOWN))
        return self._status(claims, payload)

    def _looked(self, line: QrLine, known: StorePayment) -> QrTold:
        """How it stands, asked of Bancontact unless that is final."""
        if known.state.is_final:
            return _told(known)
        try:
            if known.payment:
                return _told(self._heard(known, line.attempt(lambda one: one.look(known.payment))))
            found = line.attempt(lambda one: one.find(known.reference))
        except (BancontactAway, BancontactRefused):
            return _told(replace(known, state=QrState.UNKNOWN))
        if found is not None:
            return _told(self._heard(known, found))
        return _told(self._dead(known))

    def _dead(self, known: StorePayment) -> StorePayment:
        """Bancontact never heard of it, and now it never will: nobody saw its picture."""
        dead = replace(known, state=QrState.CANCELLED)
        standing = self._written(dead)
        return dead if standing is None else self._noted(dead)

    def _heard(self, known: StorePayment, told: QrPayment) -> StorePayment:
        """Keep what Bancontact told. Another amount than was asked is nobody's payment yet."""
        state = told.state
        is_other = known.amount_cents not in (0, told.amount_cents)
        if state is QrState.SUCCEEDED and is_other:
            state = QrState.WRONG_AMOUNT
        picture = told.picture or known.picture
        return self._noted(replace(known, state=state, payment=told.id, picture=picture))

    def _noted(self, changed: StorePayment) -> StorePayment:
        """Keep it; what stands afterwards, which may have been final before."""
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((changed.house,))
            self._table.begin(changed, self._central.now_ms())
            self._table.note(changed)
            kept = self._table.get(changed.house, changed.reference)
        return changed if kept is None else kept

    def _written(self, wanted: StorePayment) -> StorePayment | None:
        with self._lock, self._central.sql.transaction():
            self._central.sql.lock((wanted.house,))
            return self._table.begin(wanted, self._central.now_ms())

    def _own(self, claims: CertificateClaims, reference: str) -> StorePayment | None:
        with self._lock:
            known = self._table.get(claims.house, reference)
        if known is not None and known.device != claims.device:
            raise RequestRefused("bad_request", "another counter's payment", 403)
        return known

    def _line(self, claims: CertificateClaims, reference: str) -> QrLine:
        if claims.role not in SELLING_ROLES:
            raise RequestRefused("role_may_not", "only a device that sells takes money", 403)
        if not 0 < len(reference) <= _REFERENCE_MAX:
            raise RequestRefused("bad_request", "no reference", 400)
        line = self._lines.of(claims.house)
        if line is None:
            raise RequestRefused("not_set_up", "this house has no key at Bancontact", 409)
        return line

    def _wanted(self, payment: StorePayment, line: QrLine) -> Wanted:
        with self._lock:
            house = self._central.catalogue.houses().get(HouseId(payment.house))
        name = "" if house is None else house.name
        url = line.kept.callback_url
        return Wanted(payment.amount_cents, payment.reference, name, url)


def offer_qr(central: Central, service: SyncService, lines: QrLines) -> QrAnswers:
    """Answer counters about Bancontact Pay too."""
    answers = QrAnswers(central, service.lock, lines)
    service.outside |= answers.handlers
    return answers


def _told(payment: StorePayment) -> QrTold:
    return QrTold(payment.state.value, payment.picture, payment.payment)

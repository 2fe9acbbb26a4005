"""What this device answers the others of its house: gifts of places, and its word at the doors."""

from __future__ import annotations

import msgspec

from podium_desk.application.admission_holder import TOPIC, EntryAsked, answer_entry
from podium_desk.application.admitting import Admitting
from podium_desk.application.door_finding import NAMES_TOPIC, answer_names
from podium_desk.application.evening_messages import EVENING_TOPIC, EveningAsked
from podium_desk.application.evening_told import EveningWords, passed_on
from podium_desk.application.help_call import HELP_TOPIC, answer_help
from podium_desk.application.keeping import gift
from podium_desk.application.list_right import LIST_TOPIC, answer_list
from podium_desk.application.names_at_doors import shows_names
from podium_desk.application.parked_gift import BASKET_TOPIC, answer_basket
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Origin, device_of
from podium_desk.domain.roles import PERSONAL_ROLES, Role
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.exchange.peer_messages import Ask
from sync.facts.fact import Draft
from sync.identity.certificate import CertificateClaims

_MAY_ASK_ENTRY = frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE})


class VenuePolicy:
    """The application's `PeerPolicy`. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._admitting = Admitting(work, work.claims.name)
        self._words = EveningWords(work.replica.sql)

    def gift(self, claims: CertificateClaims, ask: Ask) -> Draft | None:
        """The fact that gives what this device can spare of an ask."""
        return gift(self._work, claims, ask)

    def consulted(self, claims: CertificateClaims, topic: str, question: bytes) -> bytes:
        """The holder's word on an entry, or what is kept here for who asks first.

        Raises `StoreRefused` for anything else.
        """
        if topic == BASKET_TOPIC:
            return answer_basket(self._work, claims, question)
        if topic == LIST_TOPIC:
            return answer_list(self._work, claims, question)
        if topic == EVENING_TOPIC:
            return self._evening(claims, question)
        if topic == NAMES_TOPIC:
            return answer_names(self._work, claims, question)
        if topic == HELP_TOPIC:
            return answer_help(self._work, claims)
        if topic != TOPIC or claims.role not in _MAY_ASK_ENTRY:
            raise StoreRefused("unknown_topic", "this device does not answer that")
        try:
            asked = decode(question, EntryAsked)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StoreRefused("bad_request", str(error)) from error
        if asked.origin and device_of(Origin(asked.origin)) != claims.device:
            raise StoreRefused("bad_request", "a door asks for its own log only")
        answer = answer_entry(self._work, asked, self._admitting.judged_for)
        return msgspec.msgpack.encode(answer)

    def _evening(self, claims: CertificateClaims, question: bytes) -> bytes:
        """What a desk, which has the words, tells a door of its house; or a door that was told as
        much as the other one may know."""
        work = self._work
        try:
            asked = decode(question, EveningAsked)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StoreRefused("bad_request", str(error)) from error
        gates = work.catalogue.gates(work.house)
        may_show = shows_names(gates, claims)
        told = None
        if claims.role == Role.DOOR and work.claims.role in PERSONAL_ROLES:
            told = self._words.told(work.house, asked, may_show)
        elif claims.role == Role.DOOR and may_show <= shows_names(gates, work.claims):
            told = passed_on(work.evening, asked, may_show)
        if told is None:
            raise StoreRefused("unknown_topic", "this device does not answer that")
        return msgspec.msgpack.encode(told)

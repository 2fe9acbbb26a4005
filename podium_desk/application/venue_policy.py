"""What this device answers the others of its house: gifts of places, and its word at the doors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from podium_desk.application.admission_holder import TOPIC, EntryAsked, answer_entry
from podium_desk.application.admitting import Admitting
from podium_desk.application.door_finding import NAMES_TOPIC, answer_names
from podium_desk.application.evening_answers import EveningAnswers
from podium_desk.application.evening_messages import EVENING_TOPIC
from podium_desk.application.help_call import HELP_TOPIC, answer_help
from podium_desk.application.keeping import gift
from podium_desk.application.list_right import LIST_TOPIC, answer_list
from podium_desk.application.parked_gift import BASKET_TOPIC, answer_basket
from podium_desk.application.pass_gift import PASS_TOPIC, answer_pass
from podium_desk.application.printer_answers import PRINTER_TOPIC, answer_turn
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Origin, device_of
from podium_desk.domain.roles import Role
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
        self._answers: dict[str, Callable[[CertificateClaims, bytes], bytes]] = {
            BASKET_TOPIC: partial(answer_basket, work),
            PASS_TOPIC: partial(answer_pass, work),
            LIST_TOPIC: partial(answer_list, work),
            EVENING_TOPIC: EveningAnswers(work).answer,
            NAMES_TOPIC: partial(answer_names, work),
            PRINTER_TOPIC: partial(answer_turn, work),
            HELP_TOPIC: lambda claims, _question: answer_help(work, claims),
        }

    def gift(self, claims: CertificateClaims, ask: Ask) -> Draft | None:
        """The fact that gives what this device can spare of an ask."""
        return gift(self._work, claims, ask)

    def consulted(self, claims: CertificateClaims, topic: str, question: bytes) -> bytes:
        """The holder's word on an entry, or what is kept here for who asks first.

        Raises `StoreRefused` for anything else.
        """
        if topic in self._answers:
            return self._answers[topic](claims, question)
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

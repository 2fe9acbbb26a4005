"""What a device of the house tells a door of its evening, while the store is silent."""

from __future__ import annotations

import msgspec

from podium_desk.application.evening_asking import asked_about
from podium_desk.application.evening_messages import EveningAsked
from podium_desk.application.evening_told import EveningOfDoor, EveningWords, passed_on
from podium_desk.application.gate_here import GateHere
from podium_desk.application.names_at_doors import shows_names
from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import PERSONAL_ROLES, Role
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.identity.certificate import CertificateClaims


class EveningAnswers:
    """A desk has the words itself; a door passes on what it was told, to one that may know as
    much. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._words = EveningWords(work.replica.sql)

    def answer(self, claims: CertificateClaims, question: bytes) -> bytes:
        """The answer to a door's question; raises `StoreRefused` where there is none to give."""
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
            own = EveningOfDoor(work.evening, asked_about(GateHere(work)))
            told = passed_on(work.replica.sql, work.house, own, asked, may_show)
        if told is None:
            raise StoreRefused("unknown_topic", "this device does not answer that")
        return msgspec.msgpack.encode(told)

"""A door asks about its evening: the store after a round, else a device of its house."""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec

from podium_desk.application.evening_messages import (
    EVENING,
    EVENING_TOPIC,
    PERFORMANCES_MAX,
    EveningAsked,
    EveningTold,
)
from podium_desk.application.gate_here import GateHere
from podium_desk.application.lane import Lane
from podium_desk.application.names_at_doors import shows_names
from podium_desk.application.venue_link import PeerState
from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import PERSONAL_ROLES, Role
from podium_desk.replica.keeping import keeper_of
from sync.decoding import decode
from sync.exchange.line import ExchangeFault
from sync.exchange.personal import drop_out_of_scope

_A = TypeVar("_A", bound=msgspec.Struct)
EVERY_MS = 60_000
"""A door asks so often: who buys at the desk shows no name for a minute."""
STORE_ANSWER_S = 5.0
PEER_ANSWER_S = 0.4


class AsksStore(Protocol):
    """The line to the store: `sync.exchange.client.StoreClient`."""

    def request(self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float) -> _A:
        """A request and its answer; raises `ExchangeFault`."""
        ...

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        ...


def asked_about(here: GateHere) -> tuple[int, ...]:
    """The performances that a door is told about.

    A gate may let in to a whole season; what is on now is asked for before the rest of it.
    """
    numbers = dict.fromkeys(int(one.id) for one in (*here.tonight(), *here.performances()))
    return tuple(numbers)[:PERFORMANCES_MAX]


class EveningAsking:
    """One door's questions."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._here = GateHere(work)

    def ask_store(self, store: AsksStore, lane: Lane) -> bool:
        """Ask the store when it is time, on the line's thread; whether names changed.

        One that does not answer, or is too old to know the question, is asked again in a minute.
        """
        asked = lane(self._due)
        if asked is None:
            return False
        question = EveningAsked(asked.performances, asked.mark, store.nonce())
        try:
            told = store.request(EVENING, question, EveningTold, STORE_ANSWER_S)
        except ExchangeFault:
            return False
        now_ms = self._work.clock.now_ms()
        return lane(lambda: self._work.evening.take(told, now_ms, is_store=True))

    def ask_peer(self, lane: Lane) -> bool:
        """Ask a device of the house that is heard, where there may be something to be told, on a
        thread of the venue's network; whether the words changed. For the hours without a store.
        """
        work = self._work
        asked = lane(self._due_of_peer)
        if asked is None:
            return False
        peer, question = asked
        said = work.venue.errand(
            peer.device, EVENING_TOPIC, msgspec.msgpack.encode(question), PEER_ANSWER_S
        )
        try:
            told = None if said is None else decode(said, EveningTold)
        except msgspec.MsgspecError:
            return False
        if told is None:
            return False
        now_ms = work.clock.now_ms()
        if peer.role == Role.DOOR:
            return lane(lambda: work.evening.add(told, now_ms))
        return lane(lambda: work.evening.take(told, now_ms, is_store=False))

    def recall(self) -> None:
        """At a start, on the lane: the words that this door still finds, names only where they are
        shown now; a device that may hold no personal body drops what it held before."""
        work = self._work
        if work.claims.role == Role.DOOR:
            work.evening.recall(work.clock.now_ms())
            if not shows_names(work.catalogue.gates(work.house), work.claims):
                work.evening.drop_names(work.clock.now_ms())
        else:
            work.evening.drop_words()
        drop_out_of_scope(work.replica)

    def _due_of_peer(self) -> tuple[PeerState, EveningAsked] | None:
        """Whom to ask what; None when it is not time, and when nobody could tell."""
        if self._work.claims.role != Role.DOOR or not self._may_be_told():
            return None
        peer = self._peer()
        asked = None if peer is None else self._due()
        return None if peer is None or asked is None else (peer, asked)

    def _may_be_told(self) -> bool:
        """Whether names are shown here, or some ticket has a note for the door."""
        # A counter, which never gets here, starts without what a door knows of tickets.
        from podium_desk.replica.door_tickets import has_door_notes

        work = self._work
        is_shown = shows_names(work.catalogue.gates(work.house), work.claims)
        return is_shown or has_door_notes(work.replica.sql, work.house)

    def _peer(self) -> PeerState | None:
        """Who of the house is heard and knows most: the keeper, a desk, else a door."""
        keeper = keeper_of(self._work.replica.sql, self._work.house)
        heard = [peer for peer in self._work.venue.peers() if peer.is_heard]
        heard = [peer for peer in heard if peer.role in PERSONAL_ROLES | {Role.DOOR}]
        heard.sort(key=lambda peer: (peer.device != keeper, peer.role == Role.DOOR, peer.device))
        return next(iter(heard), None)

    def _due(self) -> EveningAsked | None:
        evening, now_ms = self._work.evening, self._work.clock.raw_ms()
        asked_ms = evening.asked_ms
        if self._work.claims.role != Role.DOOR:
            return None
        if asked_ms is not None and 0 <= now_ms - asked_ms < EVERY_MS:
            return None
        evening.asked_ms = now_ms
        if not self._here.performances():
            evening.drop_words()
        return EveningAsked(asked_about(self._here), evening.mark)

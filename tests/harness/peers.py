"""Devices of one house and the lines between them, in memory or over sockets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from harness.plain_sync import AUTHORITY, claims_of, device_key, give, replica_of
from sync.exchange.line import StoreAway, StoreRefused
from sync.exchange.peer_messages import Ask
from sync.exchange.peer_service import Ears, PeerService
from sync.exchange.peer_session import Lines, PeerLine, PeerSession
from sync.exchange.peer_trust import Member
from sync.exchange.session import Lane
from sync.facts.fact import Draft, device_of
from sync.identity.certificate import CertificateClaims, issue
from sync.store.replica import Replica

NONCES = itertools.count(1)


def nonce() -> bytes:
    return next(NONCES).to_bytes(12)


def direct(work):
    return work()


class Generous:
    """Gives what is asked and here, and answers a question with itself."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica

    def gift(self, claims: CertificateClaims, ask: Ask) -> Draft | None:
        own = self.replica.own
        assert own is not None
        right = self.replica.rights.right(ask.house, ask.pool, ask.units[0])
        if right is None or right.holder != own.origin or right.is_spent:
            return None
        return give(device_of(ask.receiver), ask.units[0], hop=right.hop + 1)

    def consulted(self, claims: CertificateClaims, topic: str, question: bytes) -> bytes:
        if topic != "echo":
            raise StoreRefused("unknown_topic", topic)
        return question


@dataclass
class Peer:
    """A device at the venue."""

    replica: Replica
    member: Member
    heard: list[int] = field(default_factory=list)
    outdated: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.service = self.on_lane(direct)

    def on_lane(self, lane: Lane) -> PeerService:
        """What it answers, on this lane."""
        ears = Ears(self.heard.append, lambda _logs: self.outdated.append(True), lambda: (99,))
        return PeerService(self.replica, self.member, lane, Generous(self.replica), ears)

    @property
    def origin(self) -> int:
        assert self.replica.own is not None
        return self.replica.own.origin


class MemoryLine:
    """A line that calls the other side's `answer` at once; it can be cut."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.is_cut = False
        self.calls: list[tuple[str, bytes]] = []

    def peer_public(self, timeout_s: float) -> bytes:
        self._check()
        return self.peer.member.key.public

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        self._check()
        self.calls.append((path, body))
        return self.peer.service.answer(path, body)

    def close(self) -> None:
        """Nothing to hang up."""

    def _check(self) -> None:
        if self.is_cut:
            raise StoreAway("cut")


def peer(device: int, claims: CertificateClaims | None = None, authority=AUTHORITY) -> Peer:
    """A device that knows the others' certificates."""
    claims = claims or claims_of(device)
    return Peer(
        replica_of(device),
        Member(issue(authority, claims), device_key(device), authority.public),
    )


def session(caller: Peer, line: PeerLine, questions: PeerLine | None = None) -> PeerSession:
    """What `caller` has with whoever is on the line."""
    return PeerSession(caller.replica, caller.member, Lines(line, questions or line), direct, nonce)


def met(caller: Peer, called: Peer) -> PeerSession:
    """A session in memory whose two sides have met."""
    talk = session(caller, MemoryLine(called))
    talk.meet()
    return talk

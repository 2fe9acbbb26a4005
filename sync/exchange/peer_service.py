"""The serving side of a device on the venue's own network: what it answers its peers.

The twin of the store's service: one `answer` for a path and its bytes. Every request is signed
for this very device by one that is certified for the same house and not revoked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import msgspec

from sync.decoding import decode
from sync.exchange.certified import revocations_of
from sync.exchange.line import StoreRefused
from sync.exchange.messages import Envelope, from_wire, is_from, seal_answer
from sync.exchange.peer_facts import batch_for, facts_for, logs_beyond_us, take_facts
from sync.exchange.peer_messages import (
    ASK,
    CONSULT,
    EXCHANGE,
    MEET,
    PERSONAL,
    TELL,
    Ask,
    AskAnswer,
    Consult,
    ConsultAnswer,
    Exchange,
    ExchangeAnswer,
    Meet,
    MeetAnswer,
    PersonalGiven,
    PersonalWanted,
    Tell,
    TellAnswer,
    meant_for,
)
from sync.exchange.peer_trust import Member, peer_claims
from sync.exchange.session import Lane
from sync.facts.batch import BATCH_FACTS_MAX, Batch, WireError
from sync.facts.fact import Draft, device_of
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError
from sync.store.hearsay import Ages
from sync.store.personal_scope import newest_personal, personal_page
from sync.store.replica import Replica

ASK_PAGES_MAX = 4
"""So many batches of our own log go with a gift; who lacks more exchanges first."""
_M = TypeVar("_M", bound=msgspec.Struct)


class PeerPolicy(Protocol):
    """What the application answers its peers. Runs on the replica's lane."""

    def gift(self, claims: CertificateClaims, ask: Ask) -> Draft | None:
        """The fact that gives what this device can spare of an ask; None for nothing."""
        ...

    def consulted(self, claims: CertificateClaims, topic: str, question: bytes) -> bytes:
        """The answer to a question; raises `StoreRefused` for a topic that it does not know."""
        ...


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what a peer brought. Called on the thread of whoever answers."""

    heard_facts: Callable[[int], None] = lambda _count: None
    """Hears how many facts were new."""
    outdated: Callable[[tuple[int, ...]], None] = lambda _logs: None
    """Hears, on the lane, that a peer knows more of our own logs than we do, and of which."""
    hears: Callable[[], tuple[int, ...]] = lambda: ()
    """Tells which devices were heard lately."""
    ages: Callable[[], Ages] = lambda: ()
    """Tells how long ago the others of the house were heard of, and the store."""


class PeerService:
    """Answers peers for one device."""

    def __init__(
        self, replica: Replica, member: Member, lane: Lane, policy: PeerPolicy, ears: Ears
    ) -> None:
        self._replica = replica
        self._member = member
        self._lane = lane
        self._policy = policy
        self._ears = ears
        self._handlers: dict[str, Callable[[Envelope], msgspec.Struct]] = {
            MEET: self._meet,
            EXCHANGE: self._exchange,
            TELL: self._tell,
            ASK: self._ask,
            CONSULT: self._consult,
            PERSONAL: self._personal,
        }

    def also_answers(
        self, path: str, answer: Callable[[CertificateClaims, bytes], msgspec.Struct]
    ) -> None:
        """Answer this path too: `answer` is told the peer's claims and the request's payload."""

        def handler(envelope: Envelope) -> msgspec.Struct:
            return answer(self._sender(envelope, path), envelope.payload)

        self._handlers[path] = handler

    def answer(self, path: str, body: bytes) -> bytes:
        """The signed answer to a request's bytes; `StoreRefused` when there is none."""
        handler = self._handlers.get(path)
        if handler is None:
            raise StoreRefused("bad_request", "no such path")
        try:
            envelope = decode(body, Envelope)
            message = self._lane(lambda: handler(envelope))
        except (msgspec.MsgspecError, UnicodeDecodeError, WireError, OverflowError) as error:
            raise StoreRefused("bad_request", str(error)) from error
        return seal_answer(envelope, message, self._member.key, self._member.claims.device)

    def _meet(self, envelope: Envelope) -> MeetAnswer:
        request = from_wire(envelope.payload, Meet)
        with self._replica.sql.transaction():
            claims = peer_claims(
                self._member, self._replica.devices, request.certificate,
                _key_in(request.certificate),
            )  # fmt: skip
        self._check_signature(envelope, MEET, claims)
        return MeetAnswer(self._member.certificate.to_bytes())

    def _exchange(self, envelope: Envelope) -> ExchangeAnswer:
        claims, request = self._from_peer(envelope, EXCHANGE, Exchange)
        replica = self._replica
        vector = dict(request.vector)
        beyond = logs_beyond_us(replica, vector)
        if beyond:
            self._ears.outdated(beyond)
        batches, more = facts_for(replica, claims, vector)
        known = set(request.devices_known)
        certificates = tuple(
            device.certificate.to_bytes()
            for device in replica.devices.all()
            if device.claims.device not in known
        )
        return ExchangeAnswer(
            tuple(sorted(replica.log.heads().items())), batches, certificates, more,
            self._heads_of(claims), self._ears.hears(), revocations_of(replica),
            newest_personal(replica, claims), self._ears.ages(),
        )  # fmt: skip

    def _tell(self, envelope: Envelope) -> TellAnswer:
        _, request = self._from_peer(envelope, TELL, Tell)
        taken = take_facts(self._replica, self._member, request.batches)
        if taken.is_outdated:
            self._ears.outdated(())
        if taken.facts:
            self._ears.heard_facts(taken.facts)
        heads = self._replica.log.heads()
        told = sorted({batch.origin for batch in request.batches})
        return TellAnswer(tuple((origin, heads.get(origin, 0)) for origin in told))

    def _ask(self, envelope: Envelope) -> AskAnswer:
        claims, request = self._from_peer(envelope, ASK, Ask)
        if device_of(request.receiver) != claims.device:
            raise StoreRefused("bad_request", "a device asks for its own log only")
        replica = self._replica
        with replica.sql.transaction():
            gift = self._policy.gift(claims, request)
            if gift is not None:
                replica.append([gift])
        granted = () if gift is None else tuple(
            unit for move in gift.moves for unit in range(move.first, move.first + move.count)
        )  # fmt: skip
        return AskAnswer(self._own_log_after(claims, request.giver_seq), granted)

    def _consult(self, envelope: Envelope) -> ConsultAnswer:
        claims, request = self._from_peer(envelope, CONSULT, Consult)
        return ConsultAnswer(self._policy.consulted(claims, request.topic, request.question))

    def _personal(self, envelope: Envelope) -> PersonalGiven:
        claims, request = self._from_peer(envelope, PERSONAL, PersonalWanted)
        page, number = personal_page(self._replica, claims, request.after)
        return PersonalGiven(tuple(page), number)

    def _from_peer(
        self, envelope: Envelope, path: str, kind: type[_M]
    ) -> tuple[CertificateClaims, _M]:
        return self._sender(envelope, path), from_wire(envelope.payload, kind)

    def _sender(self, envelope: Envelope, path: str) -> CertificateClaims:
        device = self._replica.devices.get(envelope.device)
        if device is None:
            raise StoreRefused("unknown_device", "no such device was met")
        claims = peer_claims(
            self._member, self._replica.devices, device.certificate.to_bytes(),
            device.claims.public_key,
        )  # fmt: skip
        self._check_signature(envelope, path, claims)
        return claims

    def _check_signature(self, envelope: Envelope, path: str, claims: CertificateClaims) -> None:
        if not is_from(envelope, meant_for(path, self._member.key.public), claims.public_key):
            raise StoreRefused("bad_signature", "the request is not signed by it for us")

    def _own_log_after(self, reader: CertificateClaims, seq: int) -> tuple[Batch, ...]:
        own = self._replica.own
        assert own is not None, "only a device with a log has peers"
        batches: list[Batch] = []
        while len(batches) < ASK_PAGES_MAX:
            batch = batch_for(self._replica, reader, own.origin, seq, BATCH_FACTS_MAX)
            if batch is None:
                break
            batches.append(batch)
            seq = batch.first_seq + len(batch.items) - 1
        return tuple(batches)

    def _heads_of(self, claims: CertificateClaims) -> tuple[tuple[int, int, bytes], ...]:
        """How far the logs of a device are known here, with the hash there."""
        return tuple(
            (origin, *self._replica.log.head(claims.house, origin))
            for origin in sorted(self._replica.log.heads())
            if device_of(origin) == claims.device
        )


def _key_in(certificate_bytes: bytes) -> bytes:
    """The key that a certificate names; its signature is checked by `peer_claims`."""
    try:
        return Certificate.from_bytes(certificate_bytes).claims.public_key
    except CertificateError as error:
        raise StoreRefused("foreign_device", str(error)) from error

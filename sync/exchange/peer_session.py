"""A peer on the venue's own network as a device sees it: meet, exchange, tell, ask, consult.

Two lines lead to each peer: `news`, which may be busy with a page of facts, and `questions`, for
which a guest is waiting. The replica is touched through the lane only; `ask` and `consult` may be
called from the lane itself, within their short deadlines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

import msgspec

from sync.decoding import decode
from sync.exchange.line import Line, NotAStore, StoreAway, StoreRefused
from sync.exchange.messages import Envelope, from_wire, is_answer_to, seal_request
from sync.exchange.peer_facts import batch_for, facts_for, is_later_life, take_facts
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
from sync.exchange.peer_trust import Member, peer_claims, take_certificates, take_revocations
from sync.exchange.personal import followed_of_peer, may_hold, take_from_peer
from sync.exchange.session import Lane
from sync.facts.batch import BATCH_FACTS_MAX, Batch, WireError, without_hash
from sync.identity.certificate import CertificateClaims
from sync.store.hearsay import Ages
from sync.store.replica import Replica

PAGES_MAX = 20
"""So many pages one exchange fetches or brings at most; the next one goes on."""
CALL_TIMEOUT_S = 5.0
_A = TypeVar("_A", bound=msgspec.Struct)


class PeerLine(Line, Protocol):
    """A line whose other side has proved to hold a key."""

    def peer_public(self, timeout_s: float) -> bytes:
        """That key, 32 bytes of Ed25519; dials when nobody is on the line.

        Raises `StoreAway` or `NotAStore`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one exchange did. `is_outdated`: the peer knows more of our own log than we do;
    `is_confirmed`: before we told it anything it had our own log exactly as far as we do."""

    received: int
    sent: int
    hears: tuple[int, ...]
    is_outdated: bool
    is_confirmed: bool = False
    own_logs: tuple[int, ...] = ()
    """The logs of our own device that the peer knows."""
    ages: Ages = ()
    """How long ago the peer heard of others."""


@dataclass(slots=True)
class Lines:
    """The two lines to one peer."""

    news: PeerLine
    questions: PeerLine

    def close(self) -> None:
        """Hang both up."""
        self.news.close()
        self.questions.close()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The units of one pool whose rights a device asks for: free ones, or spent ones."""

    house: int
    pool: int
    units: tuple[int, ...]
    is_spent: bool = False

    def asked(self, receiver: int, giver_seq: int, nonce: bytes) -> Ask:
        """The message that asks for them."""
        return Ask(self.house, self.pool, self.units, receiver, giver_seq, nonce, self.is_spent)


@dataclass(frozen=True, slots=True)
class _Question:
    path: str
    message: msgspec.Struct
    timeout_s: float = CALL_TIMEOUT_S


@dataclass(slots=True)
class PeerSession:
    """Exchanges with one peer. Methods raise `ExchangeFault`; repeat after any failure."""

    replica: Replica
    member: Member
    lines: Lines
    lane: Lane
    nonce: Callable[[], bytes]
    claims: CertificateClaims | None = None
    """Who answers there, once met."""
    _vector: dict[int, int] | None = field(default=None)
    """How far the peer has each log, as it last said; None until the first exchange."""
    _early_at: tuple[int, int] | None = field(default=None)
    """The peer's newest personal body and how many facts were here, when some body was early."""

    def meet(self) -> CertificateClaims:
        """Learn on both lines who answers, and prove who calls."""
        for line in (self.lines.news, self.lines.questions):
            claims = self._meet_on(line)
            if self.claims is None or self.claims.public_key != claims.public_key:
                self._vector = None
            self.claims = claims
        return claims

    def exchange(self) -> Exchanged:
        """Fetch what we lack and bring what the peer lacks, in bounded pages."""
        received, answer = 0, self._exchange_once()
        own_head, is_outdated = self._own_head(answer), self._is_beyond_us(answer)
        # Only what it knew before we told it anything says something of our memory.
        is_confirmed = self._vector is None and self.lane(self._head) == own_head
        for _ in range(PAGES_MAX):
            taken = self._take(answer)
            received += taken[0]
            is_outdated = is_outdated or taken[1]
            if not answer.more or not taken[0]:
                break
            answer = self._exchange_once()
        self._vector = dict(answer.vector)
        self._fetch_personal(answer.personal_newest)
        is_confirmed = is_confirmed and not is_outdated
        own_logs = tuple(origin for origin, _, _ in answer.own_heads)
        return Exchanged(
            received, self._bring(), answer.hears, is_outdated, is_confirmed, own_logs, answer.ages
        )

    def tell(self) -> int:
        """Bring our own newest facts at once; how many went. Nothing before the first exchange."""
        own, vector = self.replica.own, self._vector
        assert own is not None, "only a device with a log has peers"
        if vector is None:
            return 0
        known = vector.get(own.origin, 0)
        reader = self._met()
        batch = self.lane(
            lambda: batch_for(self.replica, reader, own.origin, known, BATCH_FACTS_MAX)
        )
        return 0 if batch is None else self._bring_batches((without_hash(batch),))

    def ask(self, wanted: Wanted, giver: int, timeout_s: float) -> frozenset[int]:
        """Ask for rights that the peer's log `giver` holds; the units given.

        The gift is known here, with all that the giver said before it, when this returns.
        """
        own = self.replica.own
        assert own is not None, "only a device with a log asks"
        seq = self.lane(lambda: self.replica.log.heads().get(giver, 0))
        request = wanted.asked(own.origin, seq, self.nonce())
        answer = self._call(self.lines.questions, _Question(ASK, request, timeout_s), AskAnswer)
        self.lane(lambda: take_facts(self.replica, self.member, answer.batches))
        return frozenset(answer.granted)

    def consult(self, topic: str, question: bytes, timeout_s: float) -> bytes:
        """The application's answer there, within a short deadline."""
        return self._consulted(self.lines.questions, topic, question, timeout_s)

    def errand(self, topic: str, question: bytes, timeout_s: float) -> bytes:
        """The same on the line of the news, so that no question waits behind it."""
        return self._consulted(self.lines.news, topic, question, timeout_s)

    def _consulted(self, line: PeerLine, topic: str, question: bytes, timeout_s: float) -> bytes:
        request = _Question(CONSULT, Consult(topic, question, self.nonce()), timeout_s)
        return self._call(line, request, ConsultAnswer).answer

    def close(self) -> None:
        """Hang up."""
        self.lines.close()

    def _meet_on(self, line: PeerLine) -> CertificateClaims:
        key = line.peer_public(CALL_TIMEOUT_S)
        request = Meet(self.member.certificate.to_bytes(), self.nonce())
        answer = self._sealed_call(line, key, _Question(MEET, request), MeetAnswer)

        def known() -> CertificateClaims:
            with self.replica.sql.transaction():
                devices = self.replica.devices
                return peer_claims(self.member, devices, answer.certificate, key)

        return self.lane(known)

    def _exchange_once(self) -> ExchangeAnswer:
        request = self.lane(self._exchange_request)
        return self._call(self.lines.news, _Question(EXCHANGE, request), ExchangeAnswer)

    def _exchange_request(self) -> Exchange:
        replica = self.replica
        return Exchange(
            tuple(sorted(replica.log.heads().items())),
            tuple(device.claims.device for device in replica.devices.all()),
            self.nonce(),
        )

    def _take(self, answer: ExchangeAnswer) -> tuple[int, bool]:
        if not answer.batches and not answer.certificates and not answer.revocations:
            return 0, False

        def take() -> tuple[int, bool]:
            with self.replica.sql.transaction():
                take_certificates(self.member, self.replica.devices, answer.certificates)
                take_revocations(self.member, self.replica, answer.revocations)
            taken = take_facts(self.replica, self.member, answer.batches)
            return taken.facts, taken.is_outdated

        return self.lane(take)

    def _fetch_personal(self, newest: int) -> None:
        """Fetch what the peer holds of persons, once the facts that name them are here.

        What is still early then is fetched again when there are more facts.
        """
        device = self._met().device
        after, facts = self.lane(lambda: self._followed(device, newest))
        if after >= newest or self._early_at == (newest, facts):
            return
        is_whole = True
        for _ in range(PAGES_MAX):
            wanted = _Question(PERSONAL, PersonalWanted(after, self.nonce()))
            given = self._call(self.lines.news, wanted, PersonalGiven)
            is_whole = self.lane(partial(take_from_peer, self.replica, device, given, is_whole))
            if not after < given.number < newest:
                break
            after = given.number
        self._early_at = None if is_whole else (newest, facts)

    def _followed(self, device: int, newest: int) -> tuple[int, int]:
        """How far we have the peer's personal bodies, all of them where we may have none; and
        how many facts are here."""
        facts = sum(self.replica.log.heads().values())
        if not newest or not may_hold(self.replica):
            return newest, facts
        return followed_of_peer(self.replica, device), facts

    def _is_beyond_us(self, answer: ExchangeAnswer) -> bool:
        """Whether the peer has another history of our own log than ours, more of it, or one of a
        later life of this device."""
        own = self.replica.own
        assert own is not None, "only a device with a log has peers"
        if any(is_later_life(own.origin, origin) for origin, _, _ in answer.own_heads):
            return True
        seq, hash_ = self._own_head(answer)
        hash_at = partial(self.replica.log.hash_at, own.house, own.origin, seq)
        return seq > 0 and self.lane(hash_at) != hash_

    def _own_head(self, answer: ExchangeAnswer) -> tuple[int, bytes]:
        """How far the peer has our own log, and the hash there."""
        own = self.replica.own
        assert own is not None, "only a device with a log has peers"
        heads = {origin: (seq, hash_) for origin, seq, hash_ in answer.own_heads}
        return heads.get(own.origin, (0, b""))

    def _head(self) -> tuple[int, bytes]:
        own = self.replica.own
        assert own is not None, "only a device with a log has peers"
        return self.replica.log.head(own.house, own.origin)

    def _bring(self) -> int:
        """All that the peer lacks, page by page."""
        sent = 0
        reader = self._met()
        for _ in range(PAGES_MAX):
            vector = dict(self._vector or {})
            batches, _more = self.lane(partial(facts_for, self.replica, reader, vector))
            page = self._bring_batches(batches) if batches else 0
            if not page:
                break
            sent += page
        return sent

    def _bring_batches(self, batches: tuple[Batch, ...]) -> int:
        """How many facts the peer has more than before."""
        request = Tell(batches, self.nonce())
        answer = self._call(self.lines.news, _Question(TELL, request), TellAnswer)
        vector = self._vector if self._vector is not None else {}
        heads = dict(answer.heads)
        gained = sum(max(0, seq - vector.get(origin, 0)) for origin, seq in heads.items())
        vector.update(heads)
        return gained

    def _met(self) -> CertificateClaims:
        if self.claims is None:
            raise StoreAway("nobody was met there yet")
        return self.claims

    def request(self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float) -> _A:
        """Any other request and its answer."""
        return self._call(self.lines.news, _Question(path, message, timeout_s), kind)

    def _call(self, line: PeerLine, question: _Question, kind: type[_A]) -> _A:
        key = self._met().public_key
        self._check_believed()
        if line.peer_public(question.timeout_s) != key:
            raise StoreAway("another device answers there now")
        try:
            return self._sealed_call(line, key, question, kind)
        except StoreRefused as error:
            if error.code == "unknown_device":
                self.claims = None  # It has forgotten us, so we introduce ourselves again.
            raise

    def _check_believed(self) -> None:
        """Nothing is said to, or heard of, one that was revoked since it was met."""
        device = self._met().device
        known = self.lane(lambda: self.replica.devices.get(device))
        if known is not None and known.is_revoked:
            raise StoreRefused("revoked", "that device was revoked")

    def _sealed_call(self, line: PeerLine, key: bytes, question: _Question, kind: type[_A]) -> _A:
        member = self.member
        signed_path = meant_for(question.path, key)
        request = seal_request(signed_path, question.message, member.claims.device, member.key)
        answer = line.call(question.path, request, question.timeout_s)
        try:
            envelope = decode(answer, Envelope)
            if not is_answer_to(request, envelope, key):
                raise NotAStore("the answer is not signed by that device")
            return from_wire(envelope.payload, kind)
        except (msgspec.MsgspecError, WireError) as error:
            raise NotAStore(f"what answers is no peer: {error}") from error

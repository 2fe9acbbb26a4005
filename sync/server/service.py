"""The store's half of the exchange, without HTTP: enrol, push, pull and ask.

One lock keeps one writer on the replica. What the store grants is the application's policy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from sync.decoding import decode
from sync.exchange.messages import (
    PERSONAL,
    RECALL,
    AskAnswer,
    AskRequest,
    EnrolAnswer,
    EnrolRequest,
    Envelope,
    NewsAnswer,
    NewsRequest,
    PersonalAnswer,
    PersonalRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    RecallAnswer,
    RecallRequest,
    from_wire,
    is_from,
    seal_answer,
)
from sync.facts.batch import BATCH_FACTS_MAX, Batch, WireError
from sync.facts.fact import Verb, device_of, home_of, origin_of
from sync.identity.certificate import Certificate, CertificateClaims
from sync.identity.keys import DeviceKey
from sync.rights.amounts import movement
from sync.rights.rules import moves_of
from sync.server.closings import Closings
from sync.server.contacts import Heard, note_contact, note_hearsay
from sync.server.enrolment import Enrolment, EnrolmentRefused, NewDevice
from sync.server.grants import GrantPolicy as GrantPolicy
from sync.server.group_commit import GroupCommit
from sync.server.mark import newest_mark
from sync.server.pages import behind, devices_unknown_to, records_for
from sync.server.personal import answer_personal
from sync.server.protocol import check_range
from sync.server.pushes import Pushes
from sync.server.recalling import Recalling
from sync.server.refusing import RequestRefused as RequestRefused
from sync.store.devices import Device
from sync.store.personal_scope import newest_personal
from sync.store.port import DatabaseUnreachable, RecallUnderWay, StoreBusy
from sync.store.replica import OwnLog, Replica
from sync.store.witness import Head

NEWS = "/sync/news"
BATCH_FACTS_MIN = 50
"""What each lagging log gets of an answer at least."""
_M = TypeVar("_M", bound=msgspec.Struct)


def _nobody_watches(_path: str, _message: msgspec.Struct) -> None:
    """Answers are given whether anybody counts them or not."""


@dataclass(frozen=True, slots=True)
class ClusterIdentity:
    """Who this store is."""

    cluster: int
    cluster_name: str
    authority_public: bytes
    certificate: Certificate
    key: DeviceKey


class SyncService:
    """Honours requests of devices, one at a time."""

    def __init__(
        self,
        replica: Replica,
        identity: ClusterIdentity,
        enrolment: Enrolment,
        policy: GrantPolicy,
        now_ms: Callable[[], int],
    ) -> None:
        self.replica = replica
        self.identity = identity
        self.enrolment = enrolment
        self.lock = threading.RLock()
        self._asks = GroupCommit[AskAnswer, RequestRefused](replica.sql, self.lock, RequestRefused)
        self._keys: dict[int, bytes] = {}
        self.watch: Callable[[str, msgspec.Struct], None] = _nobody_watches
        """Told of each answer with its path, for whoever counts them."""
        self.also: dict[str, Callable[[CertificateClaims, bytes], msgspec.Struct]] = {}
        """What else is answered, by path: told the device's claims and the request's payload."""
        self.outside: dict[str, Callable[[CertificateClaims, bytes], msgspec.Struct]] = {}
        """The same for what waits for others than this store: called without the lock."""
        self._policy = policy
        closings = Closings(replica, identity.certificate.claims.device, policy.moved)
        own = (identity.certificate.claims.device, identity.authority_public)
        self.recalling = Recalling(replica, own, policy.moved, now_ms)
        self._pushes = Pushes(replica, self.lock, closings, self.recalling, now_ms)
        self._now_ms = now_ms
        claims = identity.certificate.claims
        self.device = claims.device
        replica.own = OwnLog(claims.house, origin_of(claims.device, 0), identity.key)

    def answer(self, path: str, body: bytes, address: str = "") -> bytes:
        """The signed answer to a request's bytes; `RequestRefused` when there is none."""
        try:
            envelope = decode(body, Envelope)
            check_range(path, envelope)
            message = self._answer(path, envelope, address)
            self.watch(path, message)
        except (msgspec.MsgspecError, UnicodeDecodeError, WireError, OverflowError) as error:
            raise RequestRefused("bad_request", str(error), 400) from error
        except RecallUnderWay as error:
            raise RequestRefused("store_rolled_back", str(error), 409) from error
        return seal_answer(envelope, message, self.identity.key, self.device)

    def _answer(self, path: str, envelope: Envelope, address: str) -> msgspec.Struct:
        """As `_handle`, and once more when another program or a broken line was in the way.

        Every request may be made again: what was kept of it is answered as it was.
        """
        try:
            return self._handle(path, envelope, address)
        except (StoreBusy, DatabaseUnreachable):
            return self._handle(path, envelope, address)

    def _handle(self, path: str, envelope: Envelope, address: str) -> msgspec.Struct:
        if path == "/sync/ask":
            return self._ask(envelope)
        if path == "/sync/push":
            return self._push(envelope)
        if path == RECALL:
            return self._recall(envelope)
        handlers: dict[str, Callable[[Envelope], msgspec.Struct]] = {
            "/sync/enrol": lambda asked: self._enrol(asked, address),
            "/sync/pull": self._pull,
            PERSONAL: self._personal,
            NEWS: self._news,
        }
        if path in self.also:
            self._check_sender(envelope, path)
            with self.lock:
                return self.also[path](self._device(envelope).claims, envelope.payload)
        if path in self.outside:
            self._check_sender(envelope, path)
            with self.lock:
                claims = self._device(envelope).claims
            return self.outside[path](claims, envelope.payload)
        if path not in handlers:
            raise RequestRefused("bad_request", "this store does not answer that", 400)
        with self.lock:
            return handlers[path](envelope)

    def asked_for_news(self, body: bytes) -> tuple[Envelope, int]:
        """A request for news, checked, and the mark it waits to see changed."""
        try:
            envelope = decode(body, Envelope)
            with self.lock:
                _, request = self._from_device(envelope, NEWS, NewsRequest)
        except (msgspec.MsgspecError, UnicodeDecodeError, WireError, OverflowError) as error:
            raise RequestRefused("bad_request", str(error), 400) from error
        return envelope, request.mark

    def news_answer(self, envelope: Envelope, mark: int) -> bytes:
        """The signed answer to a request for news."""
        return seal_answer(envelope, NewsAnswer(mark), self.identity.key, self.device)

    def mark(self) -> int:
        """A number that changes with every fact, record and certificate."""
        with self.lock:
            return newest_mark(self.replica.sql)

    def _news(self, envelope: Envelope) -> NewsAnswer:
        """The mark at once, for a line that cannot wait."""
        self._from_device(envelope, NEWS, NewsRequest)
        return NewsAnswer(newest_mark(self.replica.sql))

    def _enrol(self, envelope: Envelope, address: str) -> EnrolAnswer:
        request = from_wire(envelope.payload, EnrolRequest)
        if not is_from(envelope, "/sync/enrol", request.public_key):
            raise RequestRefused("bad_signature", "the request is not signed by its own key")
        # The number that a new device would get may be another one's already.
        self._check_own_memory(self.recalling.is_in_doubt())
        device = NewDevice(request.name, request.public_key)
        try:
            certificate = self.enrolment.enrol(request.code, device, self._now_ms(), address)
        except EnrolmentRefused as error:
            raise RequestRefused(error.refusal.value, str(error)) from error
        return EnrolAnswer(
            certificate.to_bytes(), self.identity.certificate.to_bytes(),
            self.identity.authority_public, self.identity.cluster, self.identity.cluster_name,
            self._now_ms(), self.replica.devices.revoked_of(certificate.claims.house),
            sum(self.replica.log.heads().values()),
        )  # fmt: skip

    def _push(self, envelope: Envelope) -> PushAnswer:
        """After a cut everybody brings what is new at once, so pushes share commits too."""
        self._check_sender(envelope, "/sync/push")
        request = from_wire(envelope.payload, PushRequest)
        return self._pushes.answer(request, lambda: self._device(envelope))

    def _pull(self, envelope: Envelope) -> PullAnswer:
        device, request = self._from_device(envelope, "/sync/pull", PullRequest)
        claims = device.claims
        self._check_own_memory(self.recalling.knows_otherwise(claims, request))
        contacts = note_contact(self.replica.sql, claims, request, self._now_ms())
        heard = Heard(contacts, request.ages, self._now_ms())
        ages = note_hearsay(self.replica.hearsay, claims.device, heard)
        claims = self._renewed(claims)
        if self._may_be_granted(claims) and self._policy.on_contact(self.replica, claims):
            self._grant_on_contact(claims)
        known = set(request.devices_known)
        if request.certified_until_ms != claims.not_after_ms:
            known.discard(claims.device)
        devices = devices_unknown_to(self.replica, known)
        records, more_records = records_for(self.replica, claims, dict(request.revisions))
        batches, facts_left = self._batches_for(claims, dict(request.vector))
        return PullAnswer(
            batches, records, devices, more_records or facts_left > 0, facts_left,
            self._heads_of(device), self._now_ms(), behind(self.replica, dict(request.vector)),
            contacts,
            self.replica.forks.told(), newest_personal(self.replica, claims), ages,
        )  # fmt: skip

    def _recall(self, envelope: Envelope) -> RecallAnswer:
        """Take back what this store has forgotten, perhaps the device that brings it too."""
        request = from_wire(envelope.payload, RecallRequest)
        if envelope.device not in self._keys:
            with self.lock, self.replica.sql.transaction():
                self.recalling.take_devices(request.devices)
        self._check_sender(envelope, RECALL)
        with self.lock:
            return self.recalling.answer(self._device(envelope).claims, request)

    def _personal(self, envelope: Envelope) -> PersonalAnswer:
        device, request = self._from_device(envelope, PERSONAL, PersonalRequest)
        return answer_personal(self.replica, device.claims, request)

    def _ask(self, envelope: Envelope) -> AskAnswer:
        """Many may ask at once for one evening, so their answers share transactions."""
        self._check_sender(envelope, "/sync/ask")
        request = from_wire(envelope.payload, AskRequest)
        return self._asks.run(request.house, lambda: self._answer_ask(envelope, request))

    def _answer_ask(self, envelope: Envelope, request: AskRequest) -> AskAnswer:
        claims = self._device(envelope).claims
        own_log = origin_of(self.device, request.house)
        head = Head(own_log, request.store_seq, request.store_hash)
        self._check_own_memory(self.recalling.contradicts(claims, head))
        self._check_own_memory(self.recalling.is_in_doubt())
        if not self._may_be_granted(claims):
            raise RequestRefused("certificate_ended", "no grants outside the certificate's dates")
        self._grant_asked(claims, request)
        granted = self.replica.rights.granted_since(
            request.house, request.pool, self.replica.log.newest_of(claims.device),
            (own_log, request.store_seq), request.spent,
        )  # fmt: skip
        batches = []
        seq = request.store_seq
        while (batch := self.replica.batch_after(own_log, seq, claims)) is not None:
            batches.append(batch)
            seq = batch.first_seq + len(batch.items) - 1
        asked = granted & set(request.units)
        return AskAnswer(tuple(batches), tuple(sorted(asked)), self._now_ms())

    def _from_device(self, envelope: Envelope, path: str, kind: type[_M]) -> tuple[Device, _M]:
        self._check_sender(envelope, path)
        return self._device(envelope), from_wire(envelope.payload, kind)

    def _check_sender(self, envelope: Envelope, path: str) -> None:
        """Refuse what its device did not sign, before anybody waits for the database."""
        if envelope.device not in self._keys:
            with self.lock:
                self._device(envelope)
        if not is_from(envelope, path, self._keys[envelope.device]):
            raise RequestRefused("bad_signature", "the request is not signed by that device")

    def _device(self, envelope: Envelope) -> Device:
        """The device that made this request, as the store knows it now."""
        device = self.replica.devices.get(envelope.device)
        if device is None:
            raise RequestRefused("unknown_device", "this cluster has no such device")
        # A number and its key belong together for ever.
        self._keys[envelope.device] = device.claims.public_key
        if device.is_revoked:
            raise RequestRefused("revoked", "this device was revoked")
        return device

    def _may_be_granted(self, claims: CertificateClaims) -> bool:
        """Whether a device gets new rights: within its dates, with one history of its log, and
        from a store that has not forgotten what it gave."""
        if self.recalling.is_in_doubt():
            return False
        is_dated = claims.not_before_ms <= self._now_ms() <= claims.not_after_ms
        newest = self.replica.log.newest_of(claims.device)
        return is_dated and self.replica.forks.limit(newest) is None

    def _renewed(self, claims: CertificateClaims) -> CertificateClaims:
        """A certificate that ends soon and has not ended is renewed by the contact itself."""
        return self.enrolment.renewed(claims, self._now_ms())

    def _grant_on_contact(self, claims: CertificateClaims) -> None:
        # Decided once more inside the transaction: another program may grant of it too.
        with self.replica.sql.transaction():
            self.replica.sql.lock((claims.house,))
            drafts = self._policy.on_contact(self.replica, claims)
            if drafts:
                self.replica.append(drafts)

    def _grant_asked(self, claims: CertificateClaims, request: AskRequest) -> None:
        """Give what may be given of an ask; one that names no units is for an amount."""
        hops = {}
        own_log = origin_of(self.device, request.house)
        if not request.units:
            self._give_amount(claims, request, own_log)
            return
        for unit in self._policy.on_ask(claims, request):
            right = self.replica.rights.right(request.house, request.pool, unit)
            if right is not None and (right.holder, right.is_spent) == (own_log, request.spent):
                hops[unit] = right.hop
        hops = self._policy.may_have(self.replica, claims, request, hops) if hops else {}
        if hops:
            verb = Verb.GIVE_SPENT if request.spent else Verb.GIVE
            receiver = self.replica.log.newest_of(claims.device)
            moves = moves_of(verb, request.pool, hops, receiver)
            self.replica.append([self._policy.moved(request.house, moves)])

    def _give_amount(self, claims: CertificateClaims, request: AskRequest, own_log: int) -> None:
        """Give all that is held here of an amount: what is left of it, or what was used."""
        account = self.replica.rights.amounts.account(request.house, request.pool, own_log)
        quantity = account.spent if request.spent else account.balance
        if quantity > 0 and self._policy.may_have_amount(claims, request):
            verb = Verb.GIVE_SPENT if request.spent else Verb.GIVE
            receiver = self.replica.log.newest_of(claims.device)
            moves = (movement(verb, request.pool, quantity, receiver),)
            self.replica.append([self._policy.moved(request.house, moves)])

    def _batches_for(
        self, claims: CertificateClaims, vector: dict[int, int]
    ) -> tuple[tuple[Batch, ...], int]:
        batches: list[Batch] = []
        left = 0
        heads = self.replica.log.heads()
        lagging = [origin for origin in sorted(heads) if vector.get(origin, 0) < heads[origin]]
        # Each log gets its share: one that the device does not take must not starve the others.
        share = max(BATCH_FACTS_MIN, BATCH_FACTS_MAX // max(1, len(lagging)))
        room = BATCH_FACTS_MAX + BATCH_FACTS_MIN
        for origin in lagging:
            known = vector.get(origin, 0)
            if room > 0:
                batch = self.replica.batch_after(origin, known, claims, min(share, room))
                if batch is not None:
                    batches.append(batch)
                    room -= len(batch.items)
                    known += len(batch.items)
            left += heads[origin] - known
        return tuple(batches), left

    def _heads_of(self, device: Device) -> tuple[tuple[int, int, bytes], ...]:
        """How far the store has the logs of a device, with the hash there."""
        claims = device.claims
        return tuple(
            (origin, *self.replica.log.head(home_of(origin, claims.house), origin))
            for origin in sorted(self.replica.log.heads())
            if device_of(origin) == claims.device
        )

    def _check_own_memory(self, is_doubted: bool) -> None:
        """Refuse to go on while this store may have forgotten what it gave: it was put back."""
        if is_doubted:
            raise RequestRefused("store_rolled_back", "this store may have been put back", 409)

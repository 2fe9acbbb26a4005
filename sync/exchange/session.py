"""One round with the store: bring what it lacks, fetch what we lack, in bounded pages.

The replica is touched only through `lane`, so that a round's network never runs on the lane.
Only `ask` may be called from the lane itself: a clerk waits for it, within a short deadline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from sync.exchange.certified import take_device
from sync.exchange.client import StoreClient
from sync.exchange.clock_reading import ClockReading
from sync.exchange.line import NotAStore, OwnLogOutdated, StoreRefused
from sync.exchange.messages import (
    AskRequest,
    Outside,
    PersonalRequest,
    PullAnswer,
    PullRequest,
    PushRequest,
    Refused,
    heads_digest,
)
from sync.exchange.personal import next_request, take_answer
from sync.exchange.recalling import bring_back, store_heads
from sync.exchange.relay import (
    Relay,
    facts_before,
    keep_common,
    keep_pushed,
    next_whole_batch,
    own_logs,
    pushed_up_to,
)
from sync.facts.batch import BATCH_FACTS_MAX, PASSING, Batch, BatchFault, BatchRefused
from sync.facts.fact import chain_start, device_of, home_of, origin_of
from sync.identity.certificate import CertificateError
from sync.store.closings import ClosingTable
from sync.store.contacts import ContactTable
from sync.store.replica import Replica
from sync.store.schema import number_setting, put_setting

T = TypeVar("T")
CONTACT_RESOLUTION_MS = 60_000
"""How exactly a device remembers when the others were heard."""
_OUTDATED = "outdated"
_FORGETS = ("store_rolled_back", "unknown_device")
"""What a store says that was put back to an older copy."""


class Lane(Protocol):
    """Runs a piece of work where the replica lives, and waits for it."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """The outcome of `work`."""
        ...


@dataclass(frozen=True, slots=True)
class Trust:
    """What a device believes since its enrolment: who certifies, and which device is the store."""

    authority_public: bytes
    store_device: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    sent: int
    received: int
    records: int
    refused: tuple[Refused, ...]
    clock: ClockReading

    def then(self, later: Round) -> Round:
        """Both rounds as one."""
        return Round(
            self.sent + later.sent, self.received + later.received,
            self.records + later.records, later.refused, later.clock,
        )  # fmt: skip


class Session:
    """Exchanges with the store for one device. Rounds are idempotent: repeat after any failure."""

    def __init__(
        self,
        replica: Replica,
        client: StoreClient,
        lane: Lane,
        trust: Trust,
        raw_ms: Callable[[], int],
    ) -> None:
        """`raw_ms` is the device's clock before any correction, in UTC milliseconds."""
        self._replica = replica
        self._client = client
        self._lane = lane
        self._trust = trust
        self._raw_ms = raw_ms
        self.confirmed: Callable[[], None] = lambda: None
        """Called on the lane whenever the store has nothing of us that we forgot."""
        self._refused: dict[int, bytes] = {}
        self._common: dict[int, int] | None = None
        self._told: dict[int, int] = {}
        self._contacts = ContactTable(replica.sql)
        self._personal_newest = 0
        self.version = ""
        """What the store is told of our program."""

    def round(self, progress: Callable[[int], None] = lambda _left: None) -> Round:
        """Fetch what is new, after a look at our own memory, then bring all that is unsent.

        `progress` hears how many facts are still to come. Raises `ExchangeFault`; whatever was
        exchanged before it is kept.
        """
        try:
            received, records, clock, behind = self._pull(progress)
        except StoreRefused as no:
            if no.code == Outside.CALLER:
                # This program is too old for the store, which takes its facts all the same.
                self._push({})
            if no.code not in _FORGETS:
                raise
            bring_back(self._replica, self._client, self._lane, self._trust.store_device)
            received, records, clock, behind = self._pull(progress)
        sent, refused = self._push(behind)
        refused += self._carry_closings()
        self._exchange_personal()
        if sent or received or self._common is None:
            self._lane(self._keep_common)
        return Round(sent, received, records, refused, clock)

    def _exchange_personal(self) -> None:
        """Bring what we wrote of persons and fetch what others did, once their facts are here."""
        while True:
            request = self._lane(self._personal_request)
            if request is None:
                return
            answer = self._client.personal(request)
            self._lane(partial(take_answer, self._replica, request, answer))

    def _personal_request(self) -> PersonalRequest | None:
        return next_request(self._replica, self._personal_newest, self._client.nonce())

    def ask(
        self,
        house: int,
        pool: int,
        units: tuple[int, ...],
        timeout_s: float,
        is_spent: bool = False,
    ) -> frozenset[int]:
        """Ask the store for rights, spent ones or not, and take over what it grants: the units."""
        seq, hash_ = self._lane(lambda: self._store_head(house))
        nonce = self._client.nonce()
        request = AskRequest(house, pool, units, seq, nonce, is_spent, hash_)
        answer = self._client.ask(request, timeout_s)
        self._lane(lambda: self._take_batches(answer.batches))
        return frozenset(answer.granted)

    def _carry_closings(self) -> tuple[Refused, ...]:
        """Bring what other devices gave back for good; the store keeps it from then on."""
        closings = self._lane(self._carried_closings)
        if not closings:
            return ()
        answer = self._client.push(PushRequest((), self._client.nonce(), closings))
        self._lane(partial(self._drop_closings, closings))
        return answer.refused

    def _carried_closings(self) -> tuple[Batch, ...]:
        ours = own_logs(self._replica)
        kept = ClosingTable(self._replica.sql).all()
        return tuple(batch for batch in kept if batch.origin not in ours)

    def _drop_closings(self, closings: tuple[Batch, ...]) -> None:
        with self._replica.sql.transaction():
            for batch in closings:
                ClosingTable(self._replica.sql).drop(batch)

    def _store_head(self, house: int) -> tuple[int, bytes]:
        return self._replica.log.head(house, origin_of(self._trust.store_device, house))

    def _push(self, behind: dict[int, int]) -> tuple[int, tuple[Refused, ...]]:
        """Bring every log that the store lacks facts of: our own, and those `behind` names.

        The log whose next fact is the oldest goes first: what gives a right was written before
        what uses it. One that is still too early is tried again as long as others get further.
        """
        sent = 0
        refused: dict[int, tuple[Refused, ...]] = {}
        relay = Relay(self._replica, behind)
        self._told.update(behind)
        waiting = self._lane(relay.oldest_first)
        while waiting:
            got_further = 0
            for origin in waiting:
                count, refused[origin] = self._push_log(relay, origin)
                got_further += count
            sent += got_further
            early = {o for o in waiting if any(r.fault == BatchFault.EARLY for r in refused[o])}
            waiting = [origin for origin in waiting if origin in early] if got_further else []
        return sent, tuple(no for noes in refused.values() for no in noes)

    def _push_log(self, relay: Relay, origin: int) -> tuple[int, tuple[Refused, ...]]:
        """Bring what the store lacks of one log, as far as it takes it."""
        sent = 0
        refused: list[Refused] = []
        facts_max = BATCH_FACTS_MAX
        while True:
            batch = self._lane(partial(relay.next_batch, origin, facts_max))
            if batch is None or self._refused.get(origin) == batch.signature:
                break
            answer = self._client.push(PushRequest((batch,), self._client.nonce()))
            refused += answer.refused
            self._lane(partial(self._check_own_log, answer.refused))
            if self._lane(partial(relay.is_other_history, origin, answer)):
                self._push_evidence(relay, origin)
                break
            further = self._lane(partial(relay.note, answer))
            self._told[origin] = max(self._told.get(origin, 0), relay.reached(origin))
            sent += further
            if further:
                continue
            narrower = facts_before(refused, batch)
            if 0 < narrower < min(facts_max, len(batch.items)):
                facts_max = narrower
                continue
            if not any(no.fault == BatchFault.EARLY for no in answer.refused):
                # Not brought again until there is more of it: the store would say no again.
                self._refused[origin] = batch.signature
            break
        return sent, tuple(refused)

    def _push_evidence(self, relay: Relay, origin: int) -> None:
        """Bring a former log whole: where it parts from what the store has is seen only there."""
        seq = 0
        while batch := self._lane(partial(next_whole_batch, self._replica, origin, seq)):
            self._client.push(PushRequest((batch,), self._client.nonce()))
            seq = batch.first_seq + len(batch.items) - 1
        self._lane(partial(relay.note_evidence, origin))

    def _keep_common(self) -> None:
        if self._common != self._told:
            with self._replica.sql.transaction():
                keep_common(self._replica, self._told)
            self._common = dict(self._told)

    def _check_own_log(self, refused: tuple[Refused, ...]) -> None:
        """Another device writes our log too: a copy of this data is at work somewhere."""
        own = self._replica.own
        for one in refused:
            if own is not None and one.origin == own.origin and one.fault == BatchFault.FORK:
                note_outdated(self._replica, ())
                raise OwnLogOutdated(one.explanation)

    def _pull(
        self, progress: Callable[[int], None]
    ) -> tuple[int, int, ClockReading, dict[int, int]]:
        received = records = 0
        while True:
            request = self._lane(self._pull_request)
            self._told = dict(request.vector)
            asked_ms = self._raw_ms()
            answer = self._client.pull(request)
            took_ms = max(0, self._raw_ms() - asked_ms)
            clock = ClockReading(asked_ms + took_ms // 2 - answer.store_ms, (took_ms + 1) // 2)
            new_facts, new_records = self._lane(partial(self._take, answer))
            received += new_facts
            records += new_records
            progress(answer.facts_left)
            if not answer.more or (new_facts == 0 and new_records == 0):
                return received, records, clock, dict(answer.behind)

    def _pull_request(self) -> PullRequest:
        replica = self._replica
        heads = replica.log.heads()
        for origin, _, taken in replica.forks.told():
            # The branch that counts can follow no more on the one that is here.
            heads[origin] = max(heads.get(origin, 0), taken)
        return PullRequest(
            tuple(sorted(heads.items())),
            tuple(sorted(replica.records.revisions().items())),
            tuple(device.claims.device for device in replica.devices.all()
                  if not device.is_revoked),
            self._client.nonce(), self._raw_ms(), self.version, self._certified_until_ms(),
            heads_digest(store_heads(replica, self._trust.store_device)),
            replica.hearsay.ages(self._raw_ms(), replica.company()),
        )  # fmt: skip

    def _certified_until_ms(self) -> int:
        own = self._replica.own
        device = None if own is None else self._replica.devices.get(device_of(own.origin))
        return 0 if device is None else device.claims.not_after_ms

    def _take(self, answer: PullAnswer) -> tuple[int, int]:
        compare_memory(self._replica, answer.own_heads)
        self.confirmed()
        with self._replica.sql.transaction():
            for certificate_bytes, revocation_bytes in answer.devices:
                self._take_device(certificate_bytes, revocation_bytes)
            self._take_forks(answer)
            self._personal_newest = answer.personal_newest
            records = self._replica.take_records(answer.records)
        for contact in answer.contacts:
            self._contacts.keep(contact, CONTACT_RESOLUTION_MS)
        self._replica.hearsay.heard(self._trust.store_device, self._raw_ms())
        self._replica.hearsay.told(answer.ages, self._raw_ms(), self._replica.company())
        return self._take_batches(answer.batches), records

    def _take_forks(self, answer: PullAnswer) -> None:
        for told in answer.forked:
            writer = self._replica.devices.get(device_of(told[0]))
            house = 0 if writer is None else home_of(told[0], writer.claims.house)
            self._replica.forks.hear(house, told, self._replica.clock.now_ms())

    def _take_device(self, certificate_bytes: bytes, revocation_bytes: bytes | None) -> None:
        try:
            take_device(self._replica, certificate_bytes, revocation_bytes,
                        self._trust.authority_public)  # fmt: skip
        except CertificateError as error:
            raise NotAStore(str(error)) from error

    def _take_batches(self, batches: tuple[Batch, ...]) -> int:
        received = 0
        for batch in batches:
            last = batch.first_seq + len(batch.items) - 1
            self._told[batch.origin] = max(self._told.get(batch.origin, 0), last)
            try:
                received += self._replica.receive(batch)
            except BatchRefused as error:
                if error.fault not in PASSING:
                    self._replica.quarantine(error, batch)
        return received


def compare_memory(replica: Replica, own_heads: tuple[tuple[int, int, bytes], ...]) -> None:
    """Hold our own logs against what the store has of them: (log, number, hash).

    A store that has less than it confirmed is told again, one that heard more of us from others
    is not. One that has more than we have, another history, or a later life of this device, shows
    that this data was put back to an older copy: `OwnLogOutdated`.
    """
    own = replica.own
    assert own is not None, "only a device with a log exchanges"
    store_heads = {origin: (seq, hash_) for origin, seq, hash_ in own_heads}
    if max(store_heads, default=0) > own.origin:
        # Also when the store heard nothing of the life that this data is of.
        note_outdated(replica, tuple(store_heads))
        raise OwnLogOutdated("this device has lived on in a later log")
    for origin in {own.origin, *own_logs(replica)}:
        seq, hash_ = store_heads.get(origin, (0, chain_start(origin)))
        ours = replica.log.hash_at(own.house, origin, seq)
        if ours != hash_:
            # A log of before a repair may differ: it is refused there and kept as evidence.
            if origin != own.origin:
                continue
            note_outdated(replica, tuple(store_heads))
            raise OwnLogOutdated(f"log {origin} differs from fact {seq} on")
        if seq != pushed_up_to(replica, origin):
            with replica.sql.transaction():
                keep_pushed(replica, origin, seq)


def note_outdated(replica: Replica, logs_at_store: tuple[int, ...]) -> None:
    """Remember that this data was put back, and the newest of our logs that the store knows."""
    own = replica.own
    assert own is not None, "only a device with a log exchanges"
    newest = max((own.origin, *logs_at_store))
    with replica.sql.transaction():
        put_setting(replica.sql, _OUTDATED, b"%d" % newest)


def outdated_by(replica: Replica) -> int | None:
    """The newest own log that the store was seen to know better; None when nothing was seen."""
    return number_setting(replica.sql, _OUTDATED)


def note_renewed(replica: Replica) -> None:
    """The device writes another log now: what its former one forgot is of no more danger."""
    replica.sql.run("DELETE FROM setting WHERE name = ?", (_OUTDATED,))


def is_outdated(replica: Replica) -> bool:
    """Whether it was found that this data had been put back to an older copy."""
    return outdated_by(replica) is not None


def unsent_count(replica: Replica) -> int:
    """How many own facts the store has not confirmed."""
    heads = replica.log.heads()
    return sum(heads[origin] - pushed_up_to(replica, origin) for origin in own_logs(replica))

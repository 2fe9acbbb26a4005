"""What travels between a device and the store: signed envelopes around small messages.

Every request is signed by its device and every answer by the store over the request it answers,
so that neither can be forged, altered or replayed as the answer to something else.
"""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from sync.decoding import decode
from sync.facts.batch import Batch, from_wire, to_wire
from sync.identity.keys import DeviceKey, is_signed
from sync.records.personal import PersonalParcel
from sync.records.record import Record
from sync.store.contacts import Contact
from sync.store.hearsay import Ages

PROTOCOL = 2
"""The newest form of the messages that this program speaks."""
PROTOCOL_MIN = 2
"""The oldest that it still understands."""


class Envelope(msgspec.Struct, frozen=True, array_like=True):
    """A payload and who signed it; `device` 0 before enrolment.

    `protocol` is the newest form that the sender speaks, `protocol_min` the oldest; 0 is one
    that speaks its newest only.
    """

    protocol: int
    device: int
    payload: bytes
    signature: bytes
    protocol_min: int = 0


class Outside(StrEnum):
    """Which of two sides is too old to speak with the other; the code that people are told."""

    CALLER = "update_device"
    ANSWERER = "update_store"


def outside_of(sender: Envelope, is_caller: bool = True) -> Outside | None:
    """Who must be updated before these two can speak; None when their ranges meet."""
    caller, answerer = Outside.CALLER, Outside.ANSWERER
    if sender.protocol < PROTOCOL_MIN:
        return caller if is_caller else answerer
    if (sender.protocol_min or sender.protocol) > PROTOCOL:
        return answerer if is_caller else caller
    return None


class EnrolRequest(msgspec.Struct, frozen=True, array_like=True):
    """A new device shows its one-time code and its public key. Times are UTC milliseconds."""

    code: str
    name: str
    public_key: bytes
    nonce: bytes
    sent_ms: int


class EnrolAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The device's certificate and what it needs to trust the cluster from now on.

    `revoked` are the devices of its house that it must not believe: certificate and revocation.
    `facts` is how many there are, so that a newcomer of a long history looks for a snapshot.
    """

    certificate: bytes
    store_certificate: bytes
    authority_public: bytes
    cluster: int
    cluster_name: str
    store_ms: int
    revoked: tuple[tuple[bytes, bytes], ...] = ()
    facts: int = 0


class PushRequest(msgspec.Struct, frozen=True, array_like=True):
    """Facts for the store, and closings of devices that do not come themselves."""

    batches: tuple[Batch, ...]
    nonce: bytes
    closings: tuple[Batch, ...] = ()


PERSONAL = "/sync/personal"


class PersonalRequest(msgspec.Struct, frozen=True, array_like=True):
    """What a device wrote of persons, and the number after which it wants what others wrote."""

    parcels: tuple[PersonalParcel, ...]
    after: int
    nonce: bytes


class PersonalAnswer(msgspec.Struct, frozen=True, array_like=True):
    """A page of what came after, and the number to go on from."""

    parcels: tuple[PersonalParcel, ...]
    number: int


class Refused(msgspec.Struct, frozen=True, array_like=True):
    """From which fact on the store did not take a batch, or which it set aside, and why."""

    origin: int
    seq: int
    fault: str
    explanation: str


class PushAnswer(msgspec.Struct, frozen=True, array_like=True):
    """How far the store now has each pushed log, durably."""

    heads: tuple[tuple[int, int], ...]
    refused: tuple[Refused, ...]
    store_ms: int


class PullRequest(msgspec.Struct, frozen=True, array_like=True):
    """What a device has: the newest fact of each log, the newest revision of each house.

    `sent_ms` is its uncorrected clock and `version` its program, for people who look after it.
    """

    vector: tuple[tuple[int, int], ...]
    revisions: tuple[tuple[int, int], ...]
    devices_known: tuple[int, ...]
    nonce: bytes
    sent_ms: int = 0
    version: str = ""
    certified_until_ms: int = 0
    """The end of the certificate that the device has of itself."""
    store_digest: bytes = b""
    """`heads_digest` of the store's logs as the device has them: whether it forgot any of them."""
    ages: Ages = ()
    """How long ago it heard of the other devices of its house."""


class PullAnswer(msgspec.Struct, frozen=True, array_like=True):
    """What it lacks, at most a page of each; `more` when there is more to ask for.

    `own_heads` says how far the store has the asking device's own logs: (log, number, hash).
    `behind` says how far it has the logs that the device knows more of than it: (log, number).
    `contacts` says when each device of its house was last heard.
    `forked` names each log with two histories: (log, where they part, how far its facts count).
    """

    batches: tuple[Batch, ...]
    records: tuple[Record, ...]
    devices: tuple[tuple[bytes, bytes | None], ...]
    more: bool
    facts_left: int
    own_heads: tuple[tuple[int, int, bytes], ...]
    store_ms: int
    behind: tuple[tuple[int, int], ...] = ()
    contacts: tuple[Contact, ...] = ()
    forked: tuple[tuple[int, int, int], ...] = ()
    personal_newest: int = 0
    """The number of the newest personal body that the asking device may fetch."""
    ages: Ages = ()
    """How long ago the other devices of its house were heard of."""


class AskRequest(msgspec.Struct, frozen=True, array_like=True):
    """A device asks for the rights on these units of one pool.

    `store_seq` is how far it has the store's log of that house. With `spent` it asks for the rights
    of units that were spent: to change, free or use them. Without units the pool is an amount, and
    all is asked for that the store holds of it, left or (with `spent`) used.
    """

    house: int
    pool: int
    units: tuple[int, ...]
    store_seq: int
    nonce: bytes
    spent: bool = False
    store_hash: bytes = b""
    """The chain's hash there, by which the store sees whether that is what it said."""


class AskAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The store's log of that house since `store_seq`: the grants stand in it.

    `granted` names the units.
    """

    batches: tuple[Batch, ...]
    granted: tuple[int, ...]
    store_ms: int


class NewsRequest(msgspec.Struct, frozen=True, array_like=True):
    """A device waits for anything newer than the mark it was last told; 0 at first."""

    mark: int
    nonce: bytes


class NewsAnswer(msgspec.Struct, frozen=True, array_like=True):
    """The store's mark now: another one than was asked about, or the same after a while."""

    mark: int


RECALL = "/sync/recall"
Trail = tuple[tuple[int, bytes], ...]
"""Some facts of a log, (number, hash), the newest first and ever further apart."""


class RecallRequest(msgspec.Struct, frozen=True, array_like=True):
    """What a device knows of a store that was put back: a look at first, then what it wants.

    `trails` says which facts of which of the store's logs the device has; `revisions` how far it
    has each house's records; `is_all`, that it has nothing more to bring.
    """

    trails: tuple[tuple[int, Trail], ...]
    revisions: tuple[tuple[int, int], ...]
    nonce: bytes
    devices: tuple[tuple[bytes, bytes | None], ...] = ()
    batches: tuple[Batch, ...] = ()
    records: tuple[Record, ...] = ()
    is_all: bool = False


class RecallAnswer(msgspec.Struct, frozen=True, array_like=True):
    """What the store wants of it, and what the device must let go of.

    `wanted` are logs with the fact after which they are wanted, `records_after` houses with the
    revision. `undone` are logs with the last fact that counts: the rest is said again.
    """

    wanted: tuple[tuple[int, int], ...]
    records_after: tuple[tuple[int, int], ...]
    undone: tuple[tuple[int, int], ...]


def heads_digest(heads: Iterable[tuple[int, int, bytes]]) -> bytes:
    """A short hash over heads of logs: (log, number, hash)."""
    return blake2b(msgspec.msgpack.encode(sorted(heads)), digest_size=16).digest()


def seal_request(path: str, message: object, device: int, key: DeviceKey) -> bytes:
    """A request's bytes, signed for that path."""
    payload = to_wire(message)
    signature = key.sign(_request_message(path, payload))
    return msgspec.msgpack.encode(Envelope(PROTOCOL, device, payload, signature, PROTOCOL_MIN))


def is_from(envelope: Envelope, path: str, public_key: bytes) -> bool:
    """Whether the holder of that key sent this request to this path."""
    return is_signed(public_key, envelope.signature, _request_message(path, envelope.payload))


def seal_answer(request: Envelope, message: object, key: DeviceKey, device: int) -> bytes:
    """An answer's bytes, bound to the request that it answers."""
    payload = to_wire(message)
    signature = key.sign(_answer_message(request.payload, payload))
    return msgspec.msgpack.encode(Envelope(PROTOCOL, device, payload, signature, PROTOCOL_MIN))


def is_answer_to(request_bytes: bytes, answer: Envelope, store_public: bytes) -> bool:
    """Whether the store made this answer for this request."""
    request = decode(request_bytes, Envelope)
    message = _answer_message(request.payload, answer.payload)
    return is_signed(store_public, answer.signature, message)


def _request_message(path: str, payload: bytes) -> bytes:
    return b"podium-desk request 1\n" + path.encode() + b"\n" + _digest(payload)


def _answer_message(request_payload: bytes, payload: bytes) -> bytes:
    return b"podium-desk answer 1\n" + _digest(request_payload) + _digest(payload)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()


__all__ = [
    "PROTOCOL",
    "PROTOCOL_MIN",
    "AskAnswer",
    "AskRequest",
    "EnrolAnswer",
    "EnrolRequest",
    "Envelope",
    "NewsAnswer",
    "NewsRequest",
    "Outside",
    "PullAnswer",
    "PullRequest",
    "PushAnswer",
    "PushRequest",
    "Refused",
    "from_wire",
    "is_answer_to",
    "is_from",
    "outside_of",
    "seal_answer",
    "seal_request",
]

"""The fact: something one device says happened, chained to all it said before.

A fact is a header and a body. The chain runs over headers and the hashes of bodies, so that a
replica without a body (it keeps a stub) still verifies the whole log (architecture.md, decision
2). The header also names the rights the fact moves, so that exclusivity is checked without
knowing what is sold. `docs/formats/facts.md` tells every byte.
"""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.
from dataclasses import dataclass
from enum import IntEnum

import msgspec

from sync.decoding import decoder_of

INCARNATION_BITS = 16
HASH_BYTES = 32
NO_HOUSE = 0
"""The house of the store: it belongs to none and writes one log for each."""
BODY_HASH_BYTES = 20


class Verb(IntEnum):
    """What a fact does with a right."""

    SPEND = 0
    """The holder uses it up: the place is sold."""
    FREE = 1
    """The holder gives it back to itself unspent: the ticket is refunded."""
    USE = 2
    """The holder acts on what it spent, exclusively: the ticket is reissued."""
    GIVE = 3
    """The holder hands it, unspent, to the log `to`."""
    GIVE_SPENT = 4
    """The holder hands what it spent to the log `to`: who may refund or reissue it from now on."""
    TAKE = 5
    """The pool's owner takes it back, free, from a log that is lost; `to` is the hop it had."""
    TAKE_SPENT = 6
    """The same for what was spent: the place stays sold."""


class Move(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One verb on the units ``first .. first + count - 1`` of a pool.

    `hop` is the number that the right of each of these units gets by this move: exactly one
    more than before (a take: the first hop of the next epoch). Only the holder makes the next
    hop, so hops order a unit's history without any clock.
    """

    verb: Verb
    pool: int
    first: int
    count: int
    hop: int
    to: int = 0


class Header(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What every replica knows of a fact. Its bytes are made once, by the device that writes it.

    `group_index` of `group_size` facts stand or fall together: an order over two houses is two
    facts of one group. `hlc` is hybrid time, for order on screens only. The log and the number in
    it are not repeated here: the chain's start and the signature name them.
    """

    kind: int
    version: int
    hlc: int
    house: int
    group_index: int
    group_size: int
    moves: tuple[Move, ...]


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A fact in its place in a log: the exact header bytes, and the body if it is in scope.

    `origin` is ``device << 16 | incarnation``, `seq` its place in that log, 1 first. `signature`
    signs the log up to here; facts inside a commit, and those before the last of a batch, carry
    None.
    """

    origin: int
    seq: int
    header: Header
    header_bytes: bytes
    body_hash: bytes
    body: bytes | None
    hash: bytes
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before it has a number: what the application wants to say."""

    kind: int
    house: int
    body: bytes
    moves: tuple[Move, ...] = ()
    version: int = 1


class DamagedFact(Exception):
    """Bytes that are no fact."""


def origin_of(device: int, incarnation: int) -> int:
    """The number of a device's log in one incarnation; for the store: in one house."""
    return device << INCARNATION_BITS | incarnation


def device_of(origin: int) -> int:
    """The device that writes this log."""
    return origin >> INCARNATION_BITS


def home_of(origin: int, device_house: int) -> int:
    """The house a log lives in, given the house of the device that writes it.

    A device's logs live in its house. The store writes one log for each house, numbered by it,
    so that whatever it does in a house touches that house's rows only.
    """
    return device_house or origin & ((1 << INCARNATION_BITS) - 1)


def chain_start(origin: int) -> bytes:
    """The hash before a log's first fact."""
    return blake2b(b"podium-desk log 2\n%d" % origin, digest_size=HASH_BYTES).digest()


new_link = blake2b(digest_size=HASH_BYTES).copy
"""An empty hash of the chain. To copy one takes a quarter less than to make it with its length,
and a fact costs two."""
new_body_hash = blake2b(digest_size=BODY_HASH_BYTES).copy
"""An empty hash of a body, likewise."""


def chain(previous: bytes, header_bytes: bytes, hash_of_body: bytes) -> bytes:
    """The hash after one more fact."""
    link = new_link()
    link.update(previous + header_bytes + hash_of_body)
    return link.digest()


def body_hash(body: bytes) -> bytes:
    """What the chain holds of a body."""
    hashed = new_body_hash()
    hashed.update(body)
    return hashed.digest()


def head_message(origin: int, seq: int, head_hash: bytes) -> bytes:
    """What a device signs to stand for its log up to `seq`."""
    return b"podium-desk head 2\n%d %d " % (origin, seq) + head_hash


decode_header = decoder_of(Header)
"""As `read_header`, raising the decoder's own errors."""
header_to_bytes = msgspec.msgpack.Encoder().encode


def read_header(header_bytes: bytes) -> Header:
    """The header in these bytes; `DamagedFact` when they are none."""
    try:
        return decode_header(header_bytes)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedFact(str(error)) from error

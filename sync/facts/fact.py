"""The fact: something one device says happened, chained to all it said before.

A fact is a header and a body. The chain runs over headers, and a header holds its body's hash,
so that a replica without the body (a stub) still verifies the whole log (architecture.md,
decision 2). The header also names the rights the fact moves, so that exclusivity is checked
without knowing what is sold.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

import msgspec

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


class Move(msgspec.Struct, frozen=True, array_like=True):
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


class Header(msgspec.Struct, frozen=True, array_like=True):
    """What every replica knows of a fact. `origin` is ``device << 16 | incarnation``.

    `group_index` of `group_size` facts stand or fall together: an order over two houses is two
    facts of one group. `hlc` is hybrid time, for order on screens only.
    """

    origin: int
    seq: int
    kind: int
    version: int
    hlc: int
    house: int
    group_index: int
    group_size: int
    moves: tuple[Move, ...]
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as stored: the exact header bytes, its place in the chain, the body if in scope.

    `signature` signs the log up to here; facts inside a commit carry None.
    """

    header: Header
    header_bytes: bytes
    body: bytes | None
    hash: bytes
    signature: bytes | None

    @property
    def origin(self) -> int:
        """The log it stands in."""
        return self.header.origin

    @property
    def seq(self) -> int:
        """Its place in the log, 1 first."""
        return self.header.seq


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before it has a number: what the application wants to say."""

    kind: int
    house: int
    body: bytes
    moves: tuple[Move, ...] = ()
    version: int = 1


class DamagedFact(Exception):
    """Bytes that are no fact, or a body that is not the one the header names."""


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
    return blake2b(b"podium-desk log 1\n%d" % origin, digest_size=HASH_BYTES).digest()


def chain(previous: bytes, header_bytes: bytes) -> bytes:
    """The hash after one more fact."""
    return blake2b(previous + header_bytes, digest_size=HASH_BYTES).digest()


def body_hash(body: bytes) -> bytes:
    """The commitment to a body that stands in its header."""
    return blake2b(body, digest_size=BODY_HASH_BYTES).digest()


def head_message(origin: int, seq: int, head_hash: bytes) -> bytes:
    """What a device signs to stand for its log up to `seq`."""
    return b"podium-desk head 1\n%d %d " % (origin, seq) + head_hash


def read_header(header_bytes: bytes) -> Header:
    """The header in these bytes; `DamagedFact` when they are none."""
    try:
        return msgspec.msgpack.decode(header_bytes, type=Header)
    except msgspec.MsgspecError as error:
        raise DamagedFact(str(error)) from error


def read_fact(
    previous: bytes, header_bytes: bytes, body: bytes | None, signature: bytes | None
) -> Fact:
    """The fact of these bytes after `previous`; `DamagedFact` when body and header differ."""
    header = read_header(header_bytes)
    if body is not None and body_hash(body) != header.body_hash:
        raise DamagedFact(f"fact {header.seq} of log {header.origin} has another body")
    return Fact(header, header_bytes, body, chain(previous, header_bytes), signature)

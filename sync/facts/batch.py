"""Facts on the move: a contiguous run of one log, signed over its newest head.

The chain is cumulative, so one signature over the last fact covers all before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from sync.decoding import decode
from sync.facts.fact import DamagedFact, Fact, head_message
from sync.facts.run import FRAME_HEADER, Item, items_of, read_facts, signed
from sync.identity.keys import is_signed

BATCH_FACTS_MAX = 1000
_LEVEL = 6
_WIRE_BYTES_MAX = 64 * 1024 * 1024
_T = TypeVar("_T")


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """A run of a log. `previous_hash` is the chain's hash before it, empty where the reader is
    believed to know it; `signature` stands for the log up to the last item.
    """

    origin: int
    first_seq: int
    previous_hash: bytes
    items: tuple[Item, ...]
    signature: bytes


class BatchFault(StrEnum):
    """Why a batch is not taken."""

    DAMAGED = "damaged"
    UNKNOWN_DEVICE = "unknown_device"
    BAD_SIGNATURE = "bad_signature"
    BROKEN_CHAIN = "broken_chain"
    FORK = "fork"
    GAP = "gap"
    ROLE = "role"
    RIGHT = "right"
    REVOKED = "revoked"
    EARLY = "early"
    """It moves a right by facts of another log that are not here yet: to be brought again."""


PASSING = frozenset({BatchFault.GAP, BatchFault.EARLY})
"""What mends itself once other facts come: no evidence of anything."""


class BatchRefused(Exception):
    """A batch that was not taken from `seq` on; what stands before it may have been."""

    def __init__(self, fault: BatchFault, origin: int, seq: int, explanation: str) -> None:
        super().__init__(explanation)
        self.fault = fault
        self.origin = origin
        self.seq = seq


def pack_facts(previous_hash: bytes, facts: Sequence[Fact]) -> Batch:
    """A batch of these consecutive facts; the last must carry a signature."""
    signature = facts[-1].signature
    assert signature is not None, "a batch ends where its log is signed"
    first = facts[0]
    return Batch(first.origin, first.seq, previous_hash, tuple(items_of(facts)), signature)


def without_hash(batch: Batch) -> Batch:
    """The same batch for a reader who is believed to have the fact before it: shorter by a hash.

    Who has another one there cannot take it, and asks for the whole.
    """
    return msgspec.structs.replace(batch, previous_hash=b"")


def unpack_facts(batch: Batch, public_key: bytes) -> list[Fact]:
    """The verified facts of a batch.

    Raises `BatchRefused` when bytes are damaged, numbers are not consecutive or the newest
    signature does not stand for exactly this run.
    """
    facts = _read_run(batch)
    last = facts[-1]
    message = head_message(batch.origin, last.seq, last.hash)
    if not is_signed(public_key, batch.signature, message):
        raise BatchRefused(
            BatchFault.BAD_SIGNATURE, batch.origin, last.seq, "the log's head is not signed"
        )
    return facts


def _read_run(batch: Batch) -> list[Fact]:
    if not batch.items:
        raise BatchRefused(BatchFault.DAMAGED, batch.origin, batch.first_seq, "an empty batch")
    try:
        facts = read_facts(batch.origin, batch.first_seq, batch.previous_hash, batch.items)
    except DamagedFact as error:
        raise BatchRefused(BatchFault.DAMAGED, batch.origin, batch.first_seq, str(error)) from error
    # Only the newest signature is checked, so only that one is kept and passed on.
    return signed(facts, batch.signature)


class WireError(Exception):
    """Bytes from outside that are not a message of this protocol."""


def to_wire(message: object) -> bytes:
    """Any message of the protocol as bytes, compressed where that makes it shorter."""
    # Loaded with the first message: a counter starts without one.
    import zstandard

    plain = msgspec.msgpack.encode(message)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
    # A message is an array, whose first byte no compressed frame begins with.
    return packed if len(packed) < len(plain) else plain


def plain_bytes(data: bytes) -> bytes:
    """What is inside a message, compressed or not; `WireError` when nothing is."""
    if data[:4] != FRAME_HEADER:
        return data
    import zstandard

    try:
        # The size that a frame states is believed by the decompressor, so it is looked at first.
        stated = zstandard.get_frame_parameters(data).content_size
        if not 0 <= stated <= _WIRE_BYTES_MAX:
            raise WireError(f"a message of {stated} bytes is too large")
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=_WIRE_BYTES_MAX)
    except zstandard.ZstdError as error:
        raise WireError(f"no message: {error}") from error


def from_wire(data: bytes, kind: type[_T]) -> _T:
    """The message in `data`; `WireError` when it is not one of that kind."""
    try:
        return decode(plain_bytes(data), kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(f"not a {kind.__name__}: {error}") from error

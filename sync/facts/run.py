"""A run: consecutive facts of one log, in the one form that is stored and sent.

A fact that is there whole is its header and its body: the body's hash is computed again, so it
takes no room. A stub is its header followed by the hash of the body that is elsewhere. What is
hashed and signed is joined from these bytes as they are; nothing is ever encoded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sync.decoding import decoder_of
from sync.facts.fact import (
    BODY_HASH_BYTES,
    DamagedFact,
    Fact,
    body_hash,
    decode_header,
    new_body_hash,
    new_link,
)

FRAME_HEADER = b"\x28\xb5\x2f\xfd"
"""What zstandard begins with (RFC 8878, section 3.1.1)."""
SEGMENT_LEVEL = 12
SEGMENT_BYTES_MAX = 64 * 1024 * 1024
Item = tuple[bytes, bytes | None]
"""(header, body), or (header and body's hash, None) for a stub."""

_encode = msgspec.msgpack.Encoder().encode
_decode = decoder_of(tuple[Item, ...])


def items_to_bytes(items: Sequence[Item]) -> bytes:
    """The stored form of a run."""
    return _encode(items)


def items_from_bytes(data: bytes) -> tuple[Item, ...]:
    """The run in these bytes, compressed or not; `DamagedFact` when they are none."""
    try:
        return _decode(_decompress(data) if is_compressed(data) else data)
    except msgspec.MsgspecError as error:
        raise DamagedFact(str(error)) from error


def items_to_segment(items: Sequence[Item]) -> bytes:
    """The stored form of a run that is long over: the same, compressed."""
    # Loaded with the first that is compressed: a counter starts without one.
    import zstandard

    return zstandard.ZstdCompressor(level=SEGMENT_LEVEL).compress(_encode(items))


def is_compressed(data: bytes) -> bool:
    """Whether a stored run is compressed; a list of msgpack never begins so."""
    return bytes(data[:4]) == FRAME_HEADER


def _decompress(data: bytes) -> bytes:
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=SEGMENT_BYTES_MAX)
    except zstandard.ZstdError as error:
        raise DamagedFact(str(error)) from error


def items_of(facts: Iterable[Fact]) -> list[Item]:
    """Facts as they are stored and sent."""
    return [
        (fact.header_bytes + fact.body_hash, None)
        if fact.body is None
        else (fact.header_bytes, fact.body)
        for fact in facts
    ]


def header_of(item: Item) -> bytes:
    """The header's bytes alone."""
    return item[0] if item[1] is not None else item[0][:-BODY_HASH_BYTES]


def stub_of(item: Item) -> Item:
    """The same fact without its body."""
    header, body = item
    return item if body is None else (header + body_hash(body), None)


def hash_after(previous: bytes, items: Iterable[Item]) -> bytes:
    """The chain's hash after these items."""
    for header, body in items:
        # A stub's bytes are what is hashed already.
        link = new_link()
        link.update(previous + header if body is None else previous + header + body_hash(body))
        previous = link.digest()
    return previous


def read_facts(origin: int, first_seq: int, previous: bytes, items: Sequence[Item]) -> list[Fact]:
    """The facts of a run that follows on the hash `previous`; none of them signed yet.

    Raises `DamagedFact` for bytes that are no fact.
    """
    facts: list[Fact] = []
    seq = first_seq
    try:
        # Every fact that any device takes goes through here: `chain` and `body_hash` are written
        # out, because a call costs as much as the hash of a small fact.
        for seq, (header, body) in enumerate(items, first_seq):
            if body is None:
                header, of_body = header[:-BODY_HASH_BYTES], header[-BODY_HASH_BYTES:]
            else:
                hashed = new_body_hash()
                hashed.update(body)
                of_body = hashed.digest()
            link = new_link()
            link.update(previous + header + of_body)
            previous = link.digest()
            facts.append(
                Fact(origin, seq, decode_header(header), header, of_body, body, previous, None)
            )
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedFact(f"fact {seq} of log {origin}: {error}") from error
    return facts


def signed(facts: Sequence[Fact], signature: bytes) -> list[Fact]:
    """The same facts, the last with the signature that stands for the log up to it."""
    return [*facts[:-1], msgspec.structs.replace(facts[-1], signature=signature)]

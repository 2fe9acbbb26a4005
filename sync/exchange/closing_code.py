"""A closing code: closings as a few short pieces of bytes, each to stand in one picture.

The pieces come back in any order, some of them twice. One that is damaged, or belongs to another
code, is told apart and refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import blake2b

import msgspec

from sync.decoding import decode
from sync.facts.batch import Batch, WireError, from_wire, to_wire

PART_BYTES = 360
"""With its frame and in sixteen letters some 800 characters: a QR code that any camera reads."""
_CHECK_BYTES = 4
_NAME_BYTES = 6


class ClosingFault(StrEnum):
    """Why pieces are no closing code."""

    DAMAGED = "closing_damaged"
    NOT_WHOLE = "closing_not_whole"
    MIXED = "closing_mixed"


class ClosingRefused(Exception):
    """These pieces are no whole closing code; `missing` are the numbers of those not here."""

    def __init__(self, fault: ClosingFault, missing: tuple[int, ...] = ()) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.missing = missing


class _Part(msgspec.Struct, frozen=True, array_like=True):
    name: bytes
    number: int
    count: int
    piece: bytes


def cut(closings: Sequence[Batch]) -> list[bytes]:
    """The parts of a code for these closings, first to last."""
    whole = to_wire(tuple(closings))
    name = _digest(whole, _NAME_BYTES)
    pieces = [whole[at : at + PART_BYTES] for at in range(0, len(whole), PART_BYTES)]
    parts = (_Part(name, at, len(pieces), piece) for at, piece in enumerate(pieces, 1))
    return [_framed(msgspec.msgpack.encode(part)) for part in parts]


def join(parts: Iterable[bytes]) -> tuple[Batch, ...]:
    """The closings of a whole code; raises `ClosingRefused`."""
    read = [_read(part) for part in parts]
    if len({(part.name, part.count) for part in read}) != 1:
        raise ClosingRefused(ClosingFault.MIXED if read else ClosingFault.DAMAGED)
    pieces = {part.number: part.piece for part in read}
    missing = tuple(at for at in range(1, read[0].count + 1) if at not in pieces)
    if missing:
        raise ClosingRefused(ClosingFault.NOT_WHOLE, missing)
    whole = b"".join(pieces[at] for at in range(1, read[0].count + 1))
    if _digest(whole, _NAME_BYTES) != read[0].name:
        raise ClosingRefused(ClosingFault.DAMAGED)
    try:
        return from_wire(whole, tuple[Batch, ...])
    except WireError as error:
        raise ClosingRefused(ClosingFault.DAMAGED) from error


def _read(data: bytes) -> _Part:
    check, content = data[:_CHECK_BYTES], data[_CHECK_BYTES:]
    if check != _digest(content, _CHECK_BYTES):
        raise ClosingRefused(ClosingFault.DAMAGED)
    try:
        part = decode(content, _Part)
    except msgspec.MsgspecError as error:
        raise ClosingRefused(ClosingFault.DAMAGED) from error
    if not 0 < part.number <= part.count:
        raise ClosingRefused(ClosingFault.DAMAGED)
    return part


def _framed(content: bytes) -> bytes:
    return _digest(content, _CHECK_BYTES) + content


def _digest(data: bytes, size: int) -> bytes:
    return blake2b(data, digest_size=size, person=b"podium closing").digest()

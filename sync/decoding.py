"""Bytes into the types of this program, safely from the first time on, on any thread.

msgspec learns a type when it first decodes it, and a second thread that comes meanwhile finds it
half learnt: the process ends without a word (msgspec 0.22 and before; seen as a device that was
"hung" from its start, when its line, its ear and its peers got their first answers at the same
moment). So each type is learnt here, by one thread, and used by all. Nothing else decodes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")
_learning = threading.Lock()
_learnt: dict[Any, Callable[[bytes], Any]] = {}


def decoder_of(kind: type[_T]) -> Callable[[bytes], _T]:
    """What reads this type from msgpack; it raises `msgspec.MsgspecError` and
    `UnicodeDecodeError`."""
    known: Callable[[bytes], _T] | None = _learnt.get(kind)
    if known is None:
        with _learning:
            known = _learnt.get(kind) or msgspec.msgpack.Decoder(kind).decode
            _learnt[kind] = known
    return known


def decode(data: bytes, kind: type[_T]) -> _T:
    """The value in these bytes, as `decoder_of` reads it."""
    return decoder_of(kind)(data)


def convert(value: object, kind: type[_T]) -> _T:
    """A value with the same attributes, of another type; raises `msgspec.ValidationError`."""
    decoder_of(kind)
    return msgspec.convert(value, kind, from_attributes=True)


def decode_json(data: bytes | str, kind: type[_T]) -> _T:
    """The value in this JSON; raises `msgspec.MsgspecError`."""
    decoder_of(kind)
    return msgspec.json.decode(data, type=kind)

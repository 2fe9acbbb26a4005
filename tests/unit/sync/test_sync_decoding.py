"""Types are learnt by one thread at a time: a process that has many survives its first second."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from sync.decoding import convert, decode, decode_json, decoder_of

RACE = """
import sys, threading
import msgspec
from sync.decoding import decode
sys.setswitchinterval(1e-6)
for turn in range(300):
    class Inner(msgspec.Struct, frozen=True, array_like=True):
        number: int
        content: bytes
        units: tuple[int, ...]
    class Outer(msgspec.Struct, frozen=True, array_like=True):
        name: str
        inner: tuple[Inner, ...]
        counts: "dict[str, int]"
    data = msgspec.msgpack.encode(("a", [(1, b"b", [1, 2])], {"c": 3}))
    start = threading.Barrier(6)
    read = []
    def first_use():
        start.wait()
        read.append(decode(data, Outer))
    threads = [threading.Thread(target=first_use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [read[0]] * 6, read
"""


def test_six_threads_may_be_the_first_to_read_a_type():
    done = subprocess.run(
        [sys.executable, "-c", RACE], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (done.returncode, done.stderr)


class Point(msgspec.Struct):
    x: int


def test_a_type_is_learnt_once():
    assert decoder_of(Point) is decoder_of(Point)
    assert decode(msgspec.msgpack.encode({"x": 1}), Point) == Point(1)
    assert decode_json(b'{"x": 2}', Point) == Point(2)
    assert convert(Point(3), Point) == Point(3)


def test_what_is_no_such_value_is_refused():
    with pytest.raises(msgspec.MsgspecError):
        decode(b"\xc1", Point)
    with pytest.raises(msgspec.MsgspecError):
        decode_json(b"[]", Point)

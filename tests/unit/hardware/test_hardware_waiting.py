"""Waiting until a device takes bytes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource

import pytest

from hardware.transport.waiting import is_writable

HIGH = 1500


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    yield writing
    os.close(reading)
    os.close(writing)


def test_a_pipe_takes_bytes_until_it_is_full(pipe):
    assert is_writable(pipe, 0.01)
    fill(pipe)
    assert not is_writable(pipe, 0.01)


def fill(writing):
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, bytes(65536))


def test_a_descriptor_of_a_busy_program_is_waited_for_too(pipe):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, HIGH + 1), hard))
    high = fcntl.fcntl(pipe, fcntl.F_DUPFD, HIGH)
    try:
        assert is_writable(high, 0.01)
    finally:
        os.close(high)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

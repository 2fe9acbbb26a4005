"""While a counter starts its threads share one core, and have all of them back afterwards."""

import os
import sys
from threading import Event, Thread

import pytest

from podium_desk.one_core import OneCore

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="there is no choice of cores",
)


@pytest.fixture
def core():
    core = OneCore()
    yield core
    core.end()


def test_a_thread_that_is_begun_stays_there_too_until_the_end(core):
    before = os.sched_getaffinity(0)
    core.begin()
    here = os.sched_getaffinity(0)
    assert len(here) == 1
    assert here < before
    may_end = Event()
    lane = Thread(target=may_end.wait)
    lane.start()
    try:
        assert lane.native_id is not None
        assert os.sched_getaffinity(lane.native_id) == here
        core.end()
        assert os.sched_getaffinity(lane.native_id) == before
    finally:
        may_end.set()
        lane.join()
    assert os.sched_getaffinity(0) == before


def test_an_end_counts_once(core):
    before = os.sched_getaffinity(0)
    core.begin()
    core.end()
    os.sched_setaffinity(0, {min(before)})
    try:
        core.end()
        assert os.sched_getaffinity(0) == {min(before)}
    finally:
        os.sched_setaffinity(0, before)


def test_where_nobody_may_choose_all_goes_on(core, monkeypatch):
    def refuse(_task, _cores):
        raise PermissionError

    before = os.sched_getaffinity(0)
    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    core.begin()
    core.end()
    assert os.sched_getaffinity(0) == before

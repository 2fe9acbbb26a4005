"""Requests that share a transaction: one commit, each its own answer, and a failure spoils none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.server.group_commit import GroupCommit
from sync.store.port import Sql
from sync.store.sqlite import memory_store


class Refusal(Exception):
    """A request that is not honoured."""


class Desk:
    """Writes what it is told, and counts commits."""

    def __init__(self) -> None:
        self.sql: Sql = memory_store()
        self.sql.run("CREATE TABLE t (k INTEGER PRIMARY KEY)")
        self.lock = threading.RLock()
        self.together = GroupCommit[int, Refusal](self.sql, self.lock, Refusal)

    def put(self, number: int) -> int:
        self.sql.run("INSERT INTO t VALUES (?)", (number,))
        return number * 10

    def crowd(self, works: list[Callable[[], int]], house: int = 1) -> list[object]:
        """All of these at once, while the replica is busy; what each came back with."""

        def run(work: Callable[[], int]) -> object:
            try:
                return self.together.run(house, work)
            except (Refusal, ZeroDivisionError) as error:
                return type(error)

        with ThreadPoolExecutor(len(works)) as pool:
            with self.lock:
                outcomes = [pool.submit(run, work) for work in works]
                while len(self.together._waiting) < len(works):
                    threading.Event().wait(0.001)
            return [outcome.result() for outcome in outcomes]

    def rows(self) -> list[int]:
        return [k for (k,) in self.sql.rows("SELECT k FROM t ORDER BY k")]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_each_of_a_crowd_gets_its_own_answer(desk: Desk) -> None:
    works = [lambda n=n: desk.put(n) for n in range(40)]
    assert desk.crowd(works) == [n * 10 for n in range(40)]
    assert desk.rows() == list(range(40))


def test_a_refusal_is_told_to_the_one_it_concerns(desk: Desk) -> None:
    def refuse() -> int:
        raise Refusal

    assert desk.crowd([lambda: desk.put(1), refuse, lambda: desk.put(2)]) == [10, Refusal, 20]
    assert desk.rows() == [1, 2]


def test_work_that_fails_after_writing_takes_nobody_with_it(desk: Desk) -> None:
    def break_off() -> int:
        return desk.put(7) // 0

    works = [lambda: desk.put(1), break_off, lambda: desk.put(2)]
    assert desk.crowd(works) == [10, ZeroDivisionError, 20]
    assert desk.rows() == [1, 2]


def test_houses_do_not_share_a_transaction(desk: Desk) -> None:
    seen = []
    desk.sql.lock = lambda houses: seen.append(tuple(houses))  # type: ignore[method-assign]
    assert desk.together.run(3, lambda: 1) == 1
    assert desk.together.run(4, lambda: 2) == 2
    assert seen == [(3,), (4,)]

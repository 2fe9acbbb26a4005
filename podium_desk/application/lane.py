"""The replica's lane: one thread that does everything that touches the replica, in order.

A card terminal has one of its own, so that a slow one holds nobody up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Lane(Protocol):
    """Runs work where the replica lives and waits for it."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """The outcome of `work`."""
        ...


class ReplicaLane:
    """Runs work one piece at a time. Work that is on the lane already runs at once."""

    def __init__(self, name: str = "replica") -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._thread: int | None = None

    def __call__(self, work: Callable[[], T], /) -> T:
        """Do it on the lane and wait for the outcome."""
        if threading.get_ident() == self._thread:
            return work()
        return self.submit(work).result()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Do it on the lane, later."""

        def run() -> T:
            self._thread = threading.get_ident()
            return work()

        return self._pool.submit(run)

    def close(self) -> None:
        """Drop what was not begun, finish what was."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def direct_lane(work: Callable[[], T], /) -> T:
    """The lane of a program with one thread: the command line."""
    return work()

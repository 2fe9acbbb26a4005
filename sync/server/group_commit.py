"""Several requests in one durable transaction: who waits for the disk, waits together.

A commit waits some milliseconds for the disk, and while it does the next requests gather. One of
them then runs all of them and commits once, so that a crowd at the store costs few commits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from sync.store.port import Sql

GROUP_MAX = 32
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Exception)


class _Job(Generic[_T, _E]):
    """A request's work, and what came of it once that is durable."""

    def __init__(self, house: int, work: Callable[[], _T]) -> None:
        self.house = house
        self.work = work
        self.is_kept = False
        self.answer: _T | None = None
        self.refusal: _E | None = None


class GroupCommit(Generic[_T, _E]):
    """Runs work in transactions that it may share with others of the same house."""

    def __init__(self, sql: Sql, lock: threading.RLock, refusal: type[_E]) -> None:
        """`lock` is held by whoever touches the replica. Work that raises `refusal` has written
        nothing, and spoils nothing for the others."""
        self._sql = sql
        self._lock = lock
        self._refusal = refusal
        self._guard = threading.Lock()
        self._waiting: list[_Job[_T, _E]] = []

    def run(self, house: int, work: Callable[[], _T]) -> _T:
        """What `work` returns or refuses, durable when this returns.

        It runs with the house locked. When one of a group fails in any other way, nothing of the
        group is kept and each runs again by itself.
        """
        job: _Job[_T, _E] = _Job(house, work)
        with self._guard:
            self._waiting.append(job)
        with self._lock:
            if not job.is_kept:
                self._run_first(self._group_of(job))
        if job.refusal is not None:
            raise job.refusal
        assert job.answer is not None, "kept work has an answer or a refusal"
        return job.answer

    def _group_of(self, job: _Job[_T, _E]) -> list[_Job[_T, _E]]:
        """This job and those that wait for the same house; alone when an earlier group failed."""
        with self._guard:
            if job not in self._waiting:
                return [job]
            others = [w for w in self._waiting if w is not job and w.house == job.house]
            group = [job, *others[: GROUP_MAX - 1]]
            self._waiting = [w for w in self._waiting if w not in group]
        return group

    def _run_first(self, group: list[_Job[_T, _E]]) -> None:
        """Run a group; when it fails, only its first, for the others come after this one."""
        try:
            self._run_together(group)
        except Exception:
            if len(group) == 1:
                raise
            self._run_together(group[:1])

    def _run_together(self, group: list[_Job[_T, _E]]) -> None:
        with self._sql.transaction():
            # Another program may decide about this house too.
            self._sql.lock((group[0].house,))
            outcomes = [self._outcome(job) for job in group]
        for job, (answer, refusal) in zip(group, outcomes, strict=True):
            job.answer, job.refusal, job.is_kept = answer, refusal, True

    def _outcome(self, job: _Job[_T, _E]) -> tuple[_T | None, _E | None]:
        try:
            return job.work(), None
        except self._refusal as refusal:
            return None, refusal

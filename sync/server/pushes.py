"""Facts that devices bring: taken as their writers may say them, many pushes in one commit.

Nearly every push is one batch of one house whose facts all count. Those of one moment share a
commit (`group_commit`), since the disk takes longer than they do. Any other is taken by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sync.exchange.messages import PushAnswer, PushRequest, Refused
from sync.facts.batch import PASSING, Batch, BatchRefused
from sync.server.closings import Closings
from sync.server.group_commit import GroupCommit
from sync.server.recalling import Recalling
from sync.store.replica import Replica
from sync.store.rulings import NotAllowed


class _NotShared(Exception):
    """This push goes by itself; nothing of it was written."""


class Pushes:
    """Answers pushes of devices that are known and not revoked. May be used by several threads."""

    def __init__(
        self,
        replica: Replica,
        lock: threading.RLock,
        closings: Closings,
        recalling: Recalling,
        now_ms: Callable[[], int],
    ) -> None:
        """`lock` is held by whoever touches the replica."""
        self._replica = replica
        self._lock = lock
        self._closings = closings
        self._recalling = recalling
        self._now_ms = now_ms
        self._together = GroupCommit[PushAnswer, _NotShared](replica.sql, lock, _NotShared)
        self._homes: dict[int, int] = {}
        """The house of each log that was brought: it never changes, and asking would be waiting."""

    def answer(self, request: PushRequest, check_sender: Callable[[], object]) -> PushAnswer:
        """Take what a device brought; how far its logs are here, and what did not count.

        `check_sender` raises for a device that may bring nothing; called while nobody else writes.
        """
        if len(request.batches) == 1 and not request.closings:
            answer = self._taken_with_others(request.batches[0], check_sender)
            if answer is not None:
                return answer
        with self._lock:
            check_sender()
            refused = self._take(request)
            if not self._recalling.is_in_doubt() or self._recalling.go_on():
                self._closings.apply_kept()
            return self._answer(request.batches, refused)

    def _taken_with_others(
        self, batch: Batch, check_sender: Callable[[], object]
    ) -> PushAnswer | None:
        """The answer to a batch that was taken whole, in a commit that others may share."""
        home = self._home_of(batch.origin)
        if home is None:
            return None

        def take() -> PushAnswer:
            check_sender()
            if self._closings.are_waiting() or self._recalling.is_in_doubt():
                raise _NotShared
            try:
                self._replica.receive_whole(batch)
            except BatchRefused as refused:
                raise _NotShared from refused
            # Of what was taken some may have been set aside the first time that it came.
            return self._answer((batch,), self._set_aside(batch))

        try:
            return self._together.run(home, take)
        except (_NotShared, NotAllowed):
            return None

    def _home_of(self, origin: int) -> int | None:
        if origin not in self._homes:
            with self._lock:
                home = self._replica.home_of(origin)
            if home is None:
                return None
            self._homes[origin] = home
        return self._homes[origin]

    def _answer(self, batches: tuple[Batch, ...], refused: list[Refused]) -> PushAnswer:
        heads = self._replica.log.heads()
        pushed = sorted({batch.origin for batch in batches})
        return PushAnswer(
            tuple((origin, heads.get(origin, 0)) for origin in pushed),
            tuple(refused),
            self._now_ms(),
        )

    def _take(self, request: PushRequest) -> list[Refused]:
        noes = [self._closings.take(batch) for batch in request.closings]
        refused = [no for no in noes if no is not None]
        return refused + [no for batch in request.batches for no in self._receive(batch)]

    def _receive(self, batch: Batch) -> list[Refused]:
        """Take a batch; what of it was set aside or stops the log."""
        stops = []
        try:
            self._replica.receive(batch)
        except BatchRefused as error:
            if error.fault not in PASSING:
                self._replica.quarantine(error, batch)
            stops = [Refused(error.origin, error.seq, error.fault.value, str(error))]
        return self._set_aside(batch) + stops

    def _set_aside(self, batch: Batch) -> list[Refused]:
        last = batch.first_seq + len(batch.items) - 1
        aside = self._replica.set_aside_within(batch.origin, batch.first_seq, last)
        return [Refused(batch.origin, *row) for row in aside]

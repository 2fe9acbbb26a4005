"""Which count of marks (ETBs) proves a Star's job, when counts of earlier jobs may still come.

A printer that stopped goes on with what it was sent, counts the marks in it and tells each count,
long after the program that sent it gave up. So the counter is set to zero and marked up to a number
that nothing on its way can reach, before each job: hearing that number means that all before was
worked off, and the next one proves the job.
"""

from __future__ import annotations

import secrets

COUNTER_MAX = 31
CHOICES = 8
"""So many of the lowest safe numbers are drawn from: each mark is a status that is sent."""


class StarMarks:
    """The marks that were sent to one printer; `awaited` is the count that is waited for."""

    def __init__(self) -> None:
        self.awaited = 0
        self._loose = 0
        self._highest_lost = 0

    def lost_one(self) -> None:
        """A single mark was sent and never heard of: it may still come."""
        self._loose += 1

    def lost_start(self) -> None:
        """The marks of a start were never heard of: any of their counts may still come."""
        self._highest_lost = max(self._highest_lost, self.awaited)

    def start(self, now: int) -> int | None:
        """Choose how often to mark after a reset, `now` being the printer's count; None: no
        number is safe."""
        # An interrupted job has one mark of its own on its way.
        may_come = set(range(now - 1, now + 2 + self._loose))
        if self._highest_lost:
            may_come |= set(range(self._highest_lost + 2 + self._loose))
        reached = {count % (COUNTER_MAX + 1) for count in may_come}
        safe = [n for n in range(1, COUNTER_MAX) if not reached & {n, n + 1}]
        self.awaited = secrets.choice(safe[:CHOICES]) if safe else 0
        return self.awaited or None

    def started(self) -> None:
        """The awaited count was heard: nothing of before is on its way any more."""
        self._loose = self._highest_lost = 0

    def one_more(self) -> None:
        """The mark after the job is awaited."""
        self.awaited += 1

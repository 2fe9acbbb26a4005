"""How many places of every performance are sold, for a list that is read at each key stroke."""

from __future__ import annotations

from podium_desk.replica.queries import sold_count, sold_counts
from sync.store.replica import Replica


class SoldCounts:
    """Counts all rights of the cluster once, then only those of performances where one moved."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._counts: dict[int, int] | None = None
        self._written: dict[tuple[int, int], int] = {}

    def all(self) -> dict[int, int]:
        """By performance; one without a sold place may be missing. The caller only reads it."""
        sql, written = self._replica.sql, self._replica.rights.written
        if self._counts is None:
            self._counts = sold_counts(sql)
            self._written = dict(written)
        for place, times in written.items():
            if self._written.get(place) != times:
                house, performance = place
                self._counts[performance] = sold_count(sql, house, performance)
                self._written[place] = times
        return self._counts

"""How many places of every performance are sold, for a list that is read at each key stroke."""

from __future__ import annotations

from podium_desk.replica.queries import sold_count, sold_counts
from sync.store.port import Sql
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


def orders_with_code(sql: Sql, house: int, origin: int, code: str) -> int:
    """How many orders of a log still have a good ticket of this house with this discount code."""
    row = sql.row(
        "SELECT COUNT(*) FROM (SELECT DISTINCT t.order_origin, t.order_number FROM ticket_sold t"
        " WHERE t.house = ? AND t.discount_code = ? AND t.discount_code <> '' AND t.origin = ?"
        " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line))"
        " found",
        (house, code, origin),
    )
    return 0 if row is None else int(row[0])

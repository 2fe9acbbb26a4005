"""The store's mark: one number by which a device sees that there is something new."""

from __future__ import annotations

from sync.store.port import Sql


def newest_mark(sql: Sql) -> int:
    """A number that changes with every fact, record, certificate and revocation."""
    sums = (
        "SELECT COALESCE(SUM(seq), 0) FROM log_head",
        "SELECT COALESCE(SUM(revision), 0) FROM house_head",
        "SELECT COUNT(*) + COUNT(revocation) FROM device",
    )
    return sum(int(row[0]) for row in map(sql.row, sums) if row is not None)

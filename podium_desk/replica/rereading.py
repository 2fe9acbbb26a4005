"""What an earlier version could not read, read by this one: once, when it is first started."""

from __future__ import annotations

from podium_desk.replica.projection import PodiumProjector
from sync.facts.fact import Fact
from sync.store.replica import Replica
from sync.store.schema import put_setting, setting

_READ_BY = "unread_read_by"


def read_after_update(replica: Replica, projector: PodiumProjector, version: str) -> int:
    """Take unread facts into their tables if this program is another than the last; how many.

    `version` is the program's. What it cannot read either stays counted as unread.
    """
    sql = replica.sql
    if setting(sql, _READ_BY) == version.encode():
        return 0
    with sql.transaction():
        rows = sql.rows("SELECT house, origin, seq FROM unread_fact ORDER BY house, origin, seq")
        sql.lock({house for house, _, _ in rows})
        read = sum(projector.read_again(sql, fact) for row in rows for fact in _fact(replica, *row))
        put_setting(sql, _READ_BY, version.encode())
    return read


def _fact(replica: Replica, house: int, origin: int, seq: int) -> list[Fact]:
    home = replica.home_of(origin)
    found = [] if home is None else replica.log.between(home, origin, seq, seq)
    return [fact for fact in found if fact.body is not None and fact.header.house == house]

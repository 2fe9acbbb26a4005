"""Whether the store itself was put back to an older copy: it is told by a device that knows more.

What such a store granted since that copy it would grant again. So from then on it gives nothing, to
nobody and after a restart neither; facts still come and go, and everybody sells what they hold.
"""

from __future__ import annotations

from sync.store.port import Sql
from sync.store.schema import put_setting, setting

_FORGOT = "store_forgot"


def note_forgotten(sql: Sql, origin: int, seq: int) -> None:
    """A device has heard fact `seq` of the store's own log `origin`, and the store has not."""
    if setting(sql, _FORGOT) is None:
        with sql.transaction():
            put_setting(sql, _FORGOT, b"%d %d" % (origin, seq))


def has_forgotten(sql: Sql) -> bool:
    """Whether that ever happened on this data. The way out is the newer copy (operations)."""
    return setting(sql, _FORGOT) is not None

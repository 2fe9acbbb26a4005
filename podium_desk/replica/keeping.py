"""Who keeps the venue's share of the rights, and who decides at its doors.

Both are a convenience: they say whom to ask first. No safety rule hangs on them; a place is sold
once because its right has one holder, whoever is called keeper.
"""

from __future__ import annotations

from sync.store.devices import DeviceTable
from sync.store.port import Sql

_COUNTER = "counter"


def keeper_of(sql: Sql, house: int) -> int | None:
    """The device that keeps a house's share: the newest one named, else its first counter.

    None when the house has no counter. A revoked device keeps nothing.
    """
    row = sql.row(
        "SELECT device FROM keeper_named WHERE house = ? ORDER BY hlc DESC, origin DESC LIMIT 1",
        (house,),
    )
    devices = DeviceTable(sql)
    if row is not None and _is_of(devices, int(row[0]), house):
        return int(row[0])
    counters = (
        device.claims.device
        for device in devices.of_house(house)
        if device.claims.role == _COUNTER and not device.is_revoked
    )
    return min(counters, default=None)


def admission_holder_of(sql: Sql, house: int, performance: int) -> int | None:
    """The device that decides at the doors of a performance: the newest one named, else the
    house's keeper."""
    row = sql.row(
        "SELECT device FROM admission_holder_named WHERE house = ? AND performance = ?"
        " ORDER BY hlc DESC, origin DESC LIMIT 1",
        (house, performance),
    )
    if row is not None and _is_of(DeviceTable(sql), int(row[0]), house):
        return int(row[0])
    return keeper_of(sql, house)


def _is_of(devices: DeviceTable, number: int, house: int) -> bool:
    device = devices.get(number)
    if device is None:
        return False
    return device.claims.house == house and not device.is_revoked

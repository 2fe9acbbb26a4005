"""Which devices have scans that are not here: still to come, or unknown for ever because they were
lost. The rows of docs/rules/attendance.md are its tests.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DoorHeard:
    """What is known of a device that may scan, besides its scans.

    `known_until_ms` is the time up to which all it scanned is here; `unsent` is how many facts it
    said it had and did not bring; `lost_ms` is when it was written off as lost.
    """

    device: int
    name: str
    known_until_ms: int
    unsent: int = 0
    lost_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Scans of this device may be missing from the count: for ever when it is lost."""

    device: int
    name: str
    is_lost: bool
    since_ms: int
    unsent: int


def unknown_scans(doors: Iterable[DoorHeard], first_ms: int, last_ms: int) -> tuple[Unknown, ...]:
    """The devices of which scans may be missing between these times, both in it.

    Of a lost one nobody can tell how many; it is not told of when it was lost before, or all that
    it could have scanned is here.
    """
    return tuple(
        Unknown(door.device, door.name, door.lost_ms is not None, door.known_until_ms, door.unsent)
        for door in doors
        if door.known_until_ms < last_ms
        and (door.unsent > 0 if door.lost_ms is None else door.lost_ms >= first_ms)
    )

"""What a lost door let in and never told: nobody knows, so somebody is told of it.

A door is lost once it is revoked. What it had brought, itself or through others, counts; of what it
did between that and its loss there is nothing, and the attendance of that performance is a lower
bound. Which performances those are is the attendance's own rule.
"""

from __future__ import annotations

from podium_desk.domain.evening import evening_of
from podium_desk.domain.incidents import Incident, IncidentKind
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.roles import Role
from podium_desk.domain.unheard_scans import DoorHeard, unknown_scans
from podium_desk.replica.attendance import door_heard
from podium_desk.replica.catalogue import Catalogue
from sync.store.contacts import ContactTable
from sync.store.replica import Replica

_OFF = (PerformanceStatus.CANCELLED, PerformanceStatus.WITHDRAWN)


def lost_door_incidents(replica: Replica, catalogue: Catalogue) -> list[Incident]:
    """One for each performance of which a lost door's entries are not known."""
    lost = _lost_doors(replica)
    return [
        _incident(door, performance)
        for performance in (catalogue.performances().values() if lost else ())
        if performance.plan is not None and performance.status not in _OFF
        for door in lost.get(performance.house, ())
        if _is_unknown(door, performance)
    ]


def _lost_doors(replica: Replica) -> dict[int, list[DoorHeard]]:
    """By house; none of them is asked about where nothing was lost."""
    lost: dict[int, list[DoorHeard]] = {}
    for device in replica.devices.all():
        if device.is_revoked and device.claims.role == Role.DOOR:
            house = device.claims.house
            contact = ContactTable(replica.sql).of(house, device.claims.device)
            lost.setdefault(house, []).append(door_heard(replica, device, contact))
    return lost


def _is_unknown(door: DoorHeard, performance: Performance) -> bool:
    first_ms, last_ms = (int(at.timestamp() * 1000) for at in evening_of(performance))
    return bool(unknown_scans((door,), first_ms, last_ms))


def _incident(door: DoorHeard, performance: Performance) -> Incident:
    known: dict[str, str | int] = {"first_ms": door.known_until_ms} if door.known_until_ms else {}
    return Incident(
        IncidentKind.LOST_DOOR, performance.house,
        f"{door.device}:{door.lost_ms}:{performance.id}", door.lost_ms, performance.id,
        device=door.device, details=known,
    )  # fmt: skip

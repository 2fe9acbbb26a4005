"""Incidents about devices: a clock that is off, a device that is silent and holds places."""

from __future__ import annotations

from datetime import UTC, datetime

from podium_desk.domain.ids import HouseId
from podium_desk.domain.incidents import Incident, IncidentKind, is_clock_off, is_silent
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.held_places import held_by, still_to_sell
from sync.store.contacts import Contact, ContactTable
from sync.store.replica import Replica


def device_incidents(
    replica: Replica, catalogue: Catalogue, now_ms: int | None = None
) -> list[Incident]:
    """What the contacts tell. `now_ms` is the store's clock.

    A device has none to go by: cut off itself, it would take everybody for lost. It counts from
    the newest contact that the store told it of.
    """
    contacts = ContactTable(replica.sql).all()
    newest_ms = now_ms or max((contact.heard_ms for contact in contacts), default=0)
    found = [_clock(contact) for contact in contacts if is_clock_off(contact.clock_error_ms)]
    for contact in contacts:
        if is_silent(contact.heard_ms, newest_ms):
            held = still_to_sell(catalogue, held_by(replica.sql, contact.device), newest_ms)
            count = sum(one.count for one in held)
            if count:
                found.append(_stranded(contact, count, len(held)))
    return found


def _clock(contact: Contact) -> Incident:
    details: dict[str, str | int] = {"error_ms": contact.clock_error_ms}
    return _about(IncidentKind.CLOCK_SKEW, contact, details)


def _stranded(contact: Contact, places: int, performances: int) -> Incident:
    details: dict[str, str | int] = {"n": places, "performances": performances}
    return _about(IncidentKind.STRANDED_RIGHTS, contact, details)


def _about(kind: IncidentKind, contact: Contact, details: dict[str, str | int]) -> Incident:
    # The day stands in the name: settled today, it is news again when it lasts till tomorrow.
    day = datetime.fromtimestamp(contact.heard_ms / 1000, UTC).strftime("%Y%m%d")
    return Incident(
        kind, HouseId(contact.house), f"{contact.device}:{day}", contact.heard_ms,
        device=contact.device, details=details,
    )  # fmt: skip

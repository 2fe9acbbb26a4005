"""Whom a device has not heard of: what a door's verdicts may not know yet."""

from __future__ import annotations

from podium_desk.application.counter import Connection
from podium_desk.application.store_link import LinkState
from podium_desk.application.workplace import Workplace
from sync.store.contacts import ContactTable

EVENING_MS = 16 * 3_600_000
"""Who was last heard of longer ago is not at work tonight, and nobody misses it."""


def hears_nobody(work: Workplace) -> bool:
    """Whether neither the store nor any device of the house is heard now."""
    is_online = work.link.state().connection is Connection.ONLINE
    return not is_online and not any(peer.is_heard for peer in work.venue.peers())


def stale_s(work: Workplace) -> int | None:
    """How long ago the one was heard of that was heard of longest ago, in seconds; None when the
    store and all devices of the house that are at work are heard of, directly or through others.

    What it scanned or sold since then is not known here.
    """
    store = work.link.state()
    ages_ms = [age for age in _silences_ms(work, store) if age > work.quiet_ms]
    if hears_nobody(work):
        ages_ms.append(_since_contact_ms(work, store))
    return max(ages_ms) // 1000 if ages_ms else None


def _silences_ms(work: Workplace, store: LinkState) -> list[int]:
    """How long ago the store, and of the devices that are at work the one whose word is oldest,
    were heard of."""
    hearsay, raw_ms, company = work.replica.hearsay, work.clock.raw_ms(), work.replica.company()
    found, devices = [], company - {work.store_device}
    if len(devices) < len(company):
        found.append(_of_store_ms(work, store, hearsay.age_ms(work.store_device, raw_ms)))
    longest_ms = hearsay.longest_ms(devices, raw_ms, EVENING_MS)
    if longest_ms is not None:
        found.append(longest_ms)
    unheard = hearsay.unheard(devices)
    if unheard:
        # Not heard of since this program was started: what the store said once is all.
        now_ms, contacts = work.clock.now_ms(), ContactTable(work.replica.sql).heard_ms(work.house)
        ages = [now_ms - contacts[device] for device in unheard & contacts.keys()]
        found += [age for age in ages if age <= EVENING_MS]
    return found


def _of_store_ms(work: Workplace, store: LinkState, age_ms: int | None) -> int:
    """How long ago the store was heard of. A line that is up tells by itself when it is not."""
    if store.connection is Connection.ONLINE:
        return 0
    if age_ms is not None:
        return age_ms
    last_ms = store.last_contact_ms
    return 0 if last_ms is None else max(0, work.clock.now_ms() - last_ms)


def _since_contact_ms(work: Workplace, store: LinkState) -> int:
    """How long ago anybody was heard; nothing where nobody ever was."""
    heard = [peer.last_heard_ms for peer in work.venue.peers()]
    contacts = [at for at in (store.last_contact_ms, *heard) if at is not None]
    return max(0, work.clock.now_ms() - max(contacts)) if contacts else 0

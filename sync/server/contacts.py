"""What the store remembers of each contact, and tells the other devices of the house."""

from __future__ import annotations

from sync.exchange.messages import PullRequest
from sync.facts.fact import device_of
from sync.identity.certificate import CertificateClaims
from sync.store.contacts import Contact, ContactTable
from sync.store.hearsay import Ages
from sync.store.port import Sql
from sync.store.replica import Replica

RESOLUTION_MS = 5000
"""Devices call every second; a row that is a few seconds old says the same and costs no write."""
_VERSION_LETTERS_MAX = 40


def note_contact(
    sql: Sql, claims: CertificateClaims, request: PullRequest, now_ms: int
) -> tuple[Contact, ...]:
    """Remember that a device called, and what it said of itself; the contacts of its house."""
    table = ContactTable(sql)
    table.keep(contact_of(claims, request, now_ms), RESOLUTION_MS)
    return tuple(table.all(claims.house))


def note_hearsay(replica: Replica, claims: CertificateClaims, ages: Ages, now_ms: int) -> Ages:
    """Hear of a device that called, and of those of its house that it heard of; what it is told.

    Several servers of one store hear different callers, and know the others from the contacts.
    """
    house = [one.claims.device for one in replica.devices.of_house(claims.house)]
    for contact in ContactTable(replica.sql).all(claims.house):
        replica.hearsay.heard(contact.device, contact.heard_ms)
    replica.hearsay.told(ages, now_ms, house)
    replica.hearsay.heard(claims.device, now_ms)
    return replica.hearsay.ages(now_ms, (one for one in house if one != claims.device))


def contact_of(claims: CertificateClaims, request: PullRequest, now_ms: int) -> Contact:
    """What a request says of its device. One that does not tell its clock is taken at its word."""
    own = [entry for entry in request.vector if device_of(entry[0]) == claims.device]
    origin, said_seq = max(own, default=(0, 0))
    error_ms = request.sent_ms - now_ms if request.sent_ms else 0
    version = request.version[:_VERSION_LETTERS_MAX]
    return Contact(claims.house, claims.device, now_ms, error_ms, version, origin, said_seq)

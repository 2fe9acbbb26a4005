"""What the store remembers of each contact, and tells the other devices of the house."""

from __future__ import annotations

from dataclasses import dataclass

from sync.exchange.messages import PullRequest
from sync.facts.fact import device_of
from sync.identity.certificate import CertificateClaims
from sync.store.contacts import Contact, ContactTable
from sync.store.hearsay import Ages, Hearsay
from sync.store.port import Sql

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


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a house at a call: its contacts, and whom the caller heard how long ago."""

    contacts: tuple[Contact, ...]
    ages: Ages
    now_ms: int


def note_hearsay(hearsay: Hearsay, caller: int, heard: Heard) -> Ages:
    """Hear of a device that called, and of those of its house that it heard of; what it is told.

    Several servers of one store hear different callers, and know the others from the contacts.
    """
    for contact in heard.contacts:
        hearsay.heard(contact.device, contact.heard_ms)
    house = [contact.device for contact in heard.contacts]
    hearsay.told(heard.ages, heard.now_ms, house)
    hearsay.heard(caller, heard.now_ms)
    return hearsay.ages(heard.now_ms, (device for device in house if device != caller))


def contact_of(claims: CertificateClaims, request: PullRequest, now_ms: int) -> Contact:
    """What a request says of its device. One that does not tell its clock is taken at its word."""
    own = [entry for entry in request.vector if device_of(entry[0]) == claims.device]
    origin, said_seq = max(own, default=(0, 0))
    error_ms = request.sent_ms - now_ms if request.sent_ms else 0
    version = request.version[:_VERSION_LETTERS_MAX]
    return Contact(claims.house, claims.device, now_ms, error_ms, version, origin, said_seq)

"""What the store remembers of each contact, and tells the other devices of the house."""

from __future__ import annotations

from sync.exchange.messages import PullRequest
from sync.facts.fact import device_of
from sync.identity.certificate import CertificateClaims
from sync.store.contacts import Contact, ContactTable
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


def contact_of(claims: CertificateClaims, request: PullRequest, now_ms: int) -> Contact:
    """What a request says of its device. One that does not tell its clock is taken at its word."""
    own = [entry for entry in request.vector if device_of(entry[0]) == claims.device]
    origin, said_seq = max(own, default=(0, 0))
    error_ms = request.sent_ms - now_ms if request.sent_ms else 0
    version = request.version[:_VERSION_LETTERS_MAX]
    return Contact(claims.house, claims.device, now_ms, error_ms, version, origin, said_seq)

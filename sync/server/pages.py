"""What a device lacks of a store: devices, records, and which logs the store lacks itself."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sync.identity.certificate import CertificateClaims
from sync.records.record import PAGE_RECORDS_MAX, Record
from sync.store.replica import Replica


def devices_unknown_to(replica: Replica, known: Set[int]) -> tuple[tuple[bytes, bytes | None], ...]:
    """Certificates that are not known, and whatever is known of revoked devices."""
    return tuple(
        device.passed_on
        for device in replica.devices.all()
        if device.claims.device not in known or device.is_revoked
    )


def records_for(
    replica: Replica, claims: CertificateClaims, revisions: Mapping[int, int]
) -> tuple[tuple[Record, ...], bool]:
    """A page of the records after these revisions that the device reads; whether there are more."""
    records: list[Record] = []
    more = False
    for house, newest in sorted(replica.records.revisions().items()):
        if not replica.charter.reads_records(claims, house):
            continue
        room = PAGE_RECORDS_MAX - len(records)
        known = revisions.get(house, 0)
        if room > 0:
            records += replica.records.since(house, known, room)
        reached = records[-1].revision if records and records[-1].house == house else known
        more = more or reached < newest
    return tuple(records), more


def behind(replica: Replica, vector: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """The logs that a device knows more of than this store, with how far they are here."""
    heads = replica.log.heads()
    return tuple(
        (origin, heads.get(origin, 0))
        for origin, seq in sorted(vector.items())
        if seq > heads.get(origin, 0)
    )

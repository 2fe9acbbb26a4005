"""Which personal bodies a replica takes and gives: those its charter allows and a fact names."""

from __future__ import annotations

from sync.identity.certificate import CertificateClaims
from sync.records.personal import PersonalParcel, commitment, unseal
from sync.store.personal import PAGE_MAX, KeptParcel, PersonalTable
from sync.store.replica import Replica


def takes_personal(replica: Replica, claims: CertificateClaims, house: int) -> bool:
    """Whether this device may have the personal bodies of a house."""
    rule = replica.charter.personal
    return rule is not None and rule.in_scope(claims, house)


def newest_personal(replica: Replica, reader: CertificateClaims) -> int:
    """The number of the newest body that a device may fetch; 0 for one that may have none."""
    if not takes_personal(replica, reader, reader.house):
        return 0
    return PersonalTable(replica.sql).newest(reader.house)


def personal_page(
    replica: Replica, reader: CertificateClaims, after: int
) -> tuple[list[KeptParcel], int]:
    """What a device may have of its own house after that number, and the number to go on from."""
    if not takes_personal(replica, reader, reader.house):
        return [], after
    table = PersonalTable(replica.sql)
    page = table.since(reader.house, after)
    return page, page[-1].number if len(page) == PAGE_MAX else table.newest(reader.house)


def is_committed(replica: Replica, parcel: PersonalParcel) -> bool:
    """Whether the fact that a body belongs to is here and names exactly this body.

    The key must open it too: the first one that comes is kept for its person.
    """
    rule, body = replica.charter.personal, parcel.body
    home = replica.home_of(body.origin)
    found = [] if home is None else replica.log.between(home, body.origin, body.seq, body.seq)
    if rule is None or not found or found[0].body is None:
        return False
    named = rule.named_in(found[0])
    in_house = found[0].header.house == body.house
    is_named = named == (body.person, commitment(body.salt, body.sealed))
    return in_house and is_named and unseal(parcel.key, body.person, body.sealed) is not None

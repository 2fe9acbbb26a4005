"""Which personal bodies a replica takes and gives: those its charter allows and a fact names."""

from __future__ import annotations

from sync.identity.certificate import CertificateClaims
from sync.records.personal import PersonalParcel, commitment
from sync.store.replica import Replica


def takes_personal(replica: Replica, claims: CertificateClaims, house: int) -> bool:
    """Whether this device may have the personal bodies of a house."""
    rule = replica.charter.personal
    return rule is not None and rule.in_scope(claims, house)


def is_committed(replica: Replica, parcel: PersonalParcel) -> bool:
    """Whether the fact that a body belongs to is here and names exactly this body."""
    rule, body = replica.charter.personal, parcel.body
    home = replica.home_of(body.origin)
    found = [] if home is None else replica.log.between(home, body.origin, body.seq, body.seq)
    if rule is None or not found or found[0].body is None:
        return False
    named = rule.named_in(found[0])
    in_house = found[0].header.house == body.house
    return in_house and named == (body.person, commitment(body.salt, body.sealed))

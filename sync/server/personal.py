"""The store's half of personal bodies: keep what belongs to a fact, give it to those in scope."""

from __future__ import annotations

from sync.exchange.messages import PersonalAnswer, PersonalRequest
from sync.identity.certificate import CertificateClaims
from sync.store.personal import PAGE_MAX, PersonalTable
from sync.store.personal_scope import is_committed, takes_personal
from sync.store.replica import Replica


def newest_personal(replica: Replica, claims: CertificateClaims) -> int:
    """The number of the newest body that a device may fetch; 0 for one that may have none."""
    if not takes_personal(replica, claims, claims.house):
        return 0
    return PersonalTable(replica.sql).newest(claims.house)


def answer_personal(
    replica: Replica, claims: CertificateClaims, request: PersonalRequest
) -> PersonalAnswer:
    """Keep what a device wrote of persons and give it what it lacks: of its own house only.

    A body that no fact commits to, of a house or by a device out of scope, or of a person who was
    erased is passed over.
    """
    table = PersonalTable(replica.sql)
    if not takes_personal(replica, claims, claims.house):
        return PersonalAnswer((), request.after)
    with replica.sql.transaction():
        replica.sql.lock((claims.house,))
        for parcel in request.parcels:
            if parcel.body.house == claims.house and is_committed(replica, parcel):
                table.put(parcel, is_sent=True)
    page = table.since(claims.house, request.after)
    number = page[-1][0] if len(page) == PAGE_MAX else table.newest(claims.house)
    return PersonalAnswer(tuple(parcel for _, parcel in page), number)

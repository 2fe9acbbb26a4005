"""The store's half of personal bodies: keep what belongs to a fact, give it to those in scope."""

from __future__ import annotations

from sync.exchange.messages import PersonalAnswer, PersonalRequest
from sync.identity.certificate import CertificateClaims
from sync.store.personal import PersonalTable
from sync.store.personal_scope import is_committed, personal_page, takes_personal
from sync.store.replica import Replica


def answer_personal(
    replica: Replica, claims: CertificateClaims, request: PersonalRequest
) -> PersonalAnswer:
    """Keep what a device wrote of persons and give it what it lacks: of its own house only.

    A body that no fact commits to, of a house or by a device out of scope, or of a person who was
    erased is passed over.
    """
    if not takes_personal(replica, claims, claims.house):
        return PersonalAnswer((), request.after)
    table = PersonalTable(replica.sql)
    with replica.sql.transaction():
        replica.sql.lock((claims.house,))
        for parcel in request.parcels:
            if parcel.body.house == claims.house and is_committed(replica, parcel):
                table.put(parcel, is_sent=True)
    page, number = personal_page(replica, claims, request.after)
    return PersonalAnswer(tuple(kept.parcel for kept in page), number)

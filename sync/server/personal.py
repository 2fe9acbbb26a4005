"""The store's half of personal bodies: keep what belongs to a fact, give it to those in scope."""

from __future__ import annotations

from sync.exchange.messages import PersonalAnswer, PersonalRequest
from sync.facts.fact import device_of
from sync.identity.certificate import CertificateClaims
from sync.store.personal import PersonalTable
from sync.store.personal_scope import is_committed, personal_page, takes_personal
from sync.store.replica import Replica


def answer_personal(
    replica: Replica, claims: CertificateClaims, request: PersonalRequest
) -> PersonalAnswer:
    """Keep what a device wrote of persons and give it what it lacks: of its own house only.

    One out of scope, such as a door, brings what it wrote itself and is given nothing. A body that
    no fact commits to, of another house, or of a person who was erased is passed over.
    """
    may_relay = takes_personal(replica, claims, claims.house)
    table = PersonalTable(replica.sql)
    with replica.sql.transaction():
        replica.sql.lock((claims.house,))
        for parcel in request.parcels:
            is_brought = may_relay or device_of(parcel.body.origin) == claims.device
            in_house = parcel.body.house == claims.house
            if is_brought and in_house and is_committed(replica, parcel):
                table.put(parcel, is_sent=True)
    page, number = personal_page(replica, claims, request.after)
    return PersonalAnswer(tuple(kept.parcel for kept in page), number)

"""Personal bodies on their way: only between the store and devices that may have them.

Apart from the facts, so that no log, snapshot, stick or peer ever carries a person's key.
"""

from __future__ import annotations

from sync.exchange.messages import PersonalAnswer, PersonalRequest
from sync.store.personal import PersonalTable
from sync.store.personal_scope import is_committed
from sync.store.replica import Replica
from sync.store.schema import number_setting, put_setting

_AFTER = "personal after"


def followed_up_to(replica: Replica, house: int) -> int:
    """How far this device has followed the store's personal bodies of a house."""
    return number_setting(replica.sql, f"{_AFTER} {house}") or 0


def next_request(replica: Replica, newest: int, nonce: bytes) -> PersonalRequest | None:
    """What to bring and to ask for now; None when there is nothing of either."""
    house = _own_house(replica)
    parcels = tuple(PersonalTable(replica.sql).unsent(house))
    after = followed_up_to(replica, house)
    return PersonalRequest(parcels, after, nonce) if parcels or after < newest else None


def take_answer(replica: Replica, request: PersonalRequest, answer: PersonalAnswer) -> None:
    """Note what the store now has, and keep what it gave."""
    house = _own_house(replica)
    table = PersonalTable(replica.sql)
    with replica.sql.transaction():
        table.note_sent([parcel.body for parcel in request.parcels])
        for parcel in answer.parcels:
            if is_committed(replica, parcel):
                table.put(parcel, is_sent=True)
        put_setting(replica.sql, f"{_AFTER} {house}", b"%d" % answer.number)


def forget_cached(replica: Replica, house: int) -> int:
    """Drop what came from the store, keys first; it comes back at the next contact."""
    with replica.sql.transaction():
        put_setting(replica.sql, f"{_AFTER} {house}", b"0")
        return PersonalTable(replica.sql).forget_cached(house)


def _own_house(replica: Replica) -> int:
    assert replica.own is not None, "only a device with a log exchanges"
    return replica.own.house

"""Personal bodies on their way: only between the store and devices that may have them, and among
those devices themselves.

Apart from the facts, so that no log, snapshot or stick ever carries a person's key, and no device
out of scope passes one on.
"""

from __future__ import annotations

from sync.exchange.messages import PersonalAnswer, PersonalRequest
from sync.exchange.peer_messages import PersonalGiven
from sync.facts.fact import device_of
from sync.store.personal import SECRET_TABLES, PersonalTable
from sync.store.personal_scope import is_committed, takes_personal
from sync.store.replica import Replica
from sync.store.schema import number_setting, put_setting

_AFTER = "personal after"
_FROM = "personal from"


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
        if not may_hold(replica):
            # A door's own note is the store's now.
            table.forget_cached(house)


def followed_of_peer(replica: Replica, device: int) -> int:
    """How far this device has followed the bodies that a peer holds, in the life that it is in."""
    return number_setting(replica.sql, _peers_mark(replica, device)) or 0


def take_from_peer(replica: Replica, device: int, given: PersonalGiven, is_whole: bool) -> bool:
    """Keep what a peer gave; False when some of it is early: its facts are not here yet.

    How far the peer was followed grows as long as nothing was early, in this page and, with
    `is_whole`, in those before it. What the store does not have is brought there by us too.
    """
    house = _own_house(replica)
    table, heads = PersonalTable(replica.sql), replica.log.heads()
    followed = followed_of_peer(replica, device)
    with replica.sql.transaction():
        for kept in given.kept:
            body = kept.parcel.body
            is_early = heads.get(body.origin, 0) < body.seq
            is_whole = is_whole and not is_early
            if not is_early and body.house == house and is_committed(replica, kept.parcel):
                table.put(kept.parcel, kept.is_sent)
            followed = kept.number if is_whole else followed
        followed = given.number if is_whole else followed
        put_setting(replica.sql, _peers_mark(replica, device), b"%d" % followed)
    return is_whole


def may_hold(replica: Replica) -> bool:
    """Whether this device itself may have personal bodies of its house."""
    assert replica.own is not None, "only a device with a log exchanges"
    own = replica.devices.get(device_of(replica.own.origin))
    return own is not None and takes_personal(replica, own.claims, replica.own.house)


def forget_cached(replica: Replica, house: int) -> int:
    """Drop what the store has too, keys first; it comes back at the next contact."""
    with replica.sql.transaction():
        put_setting(replica.sql, f"{_AFTER} {house}", b"0")
        replica.sql.run("DELETE FROM setting WHERE name LIKE ?", (f"{_FROM} %",))
        return PersonalTable(replica.sql).forget_cached(house)


def drop_out_of_scope(replica: Replica) -> int:
    """At a start: what this device may not hold, and holds from before, goes; how many bodies.

    What it wrote itself and the store has not confirmed stays until then.
    """
    house = _own_house(replica)
    holds = replica.sql.row("SELECT 1 FROM personal_body WHERE house = ? AND is_sent = 1", (house,))
    if holds is None or may_hold(replica):
        return 0
    dropped = forget_cached(replica, house)
    replica.sql.scrub(SECRET_TABLES)
    return dropped


def _peers_mark(replica: Replica, device: int) -> str:
    # A device in a new life counts from the beginning again.
    return f"{_FROM} {replica.log.newest_of(device)}"


def _own_house(replica: Replica) -> int:
    assert replica.own is not None, "only a device with a log exchanges"
    return replica.own.house

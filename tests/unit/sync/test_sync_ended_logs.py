"""A log of which no more is taken stops nobody else, and what is not believed is shown nowhere."""

from __future__ import annotations

import itertools

import pytest
from harness.plain_sync import (
    AUTHORITY,
    HOUSE,
    POOL,
    carry,
    give,
    note,
    replica_of,
    revocation_of,
    spend,
    tables,
)

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import origin_of
from sync.identity.revocation import Revocation, RevocationClaims, issue_revocation
from sync.rights.rules import Right
from sync.store.replica import Replica

GIVER, SELLER = origin_of(2, 0), origin_of(3, 0)


def shown(replica: Replica, origin: int = GIVER) -> list[bytes]:
    rows = replica.sql.rows("SELECT body FROM note WHERE origin = ? ORDER BY seq", (origin,))
    return [row[0] for row in rows]


def refused(source: Replica, target: Replica, origin: int) -> BatchFault:
    with pytest.raises(BatchRefused) as no:
        carry(source, target, origin)
    return no.value.fault


def set_aside(replica: Replica) -> list[tuple[int, int, str]]:
    return [tuple(row) for row in replica.sql.rows("SELECT origin, seq, fault FROM set_aside")]


def revoked(believed: int, taken: int, at_ms: int = 1) -> Revocation:
    last, had = ((GIVER, believed),), ((GIVER, taken),)
    return issue_revocation(AUTHORITY, RevocationClaims(1, 2, last, at_ms, had))


def a_sale_on_what_a_peer_gave() -> tuple[Replica, Replica, Replica]:
    """The store, a keeper that gave a seat on the house's own network, and who sold it."""
    store, giver, seller = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(2, first=4)])
    for device in (giver, seller):
        carry(store, device)
    giver.append([note("common")])
    carry(giver, store)
    giver.append([give(3, first=4, hop=2)])
    carry(giver, seller)
    seller.append([spend(4, hop=3)])
    seller.append([note("the rest of the evening")])
    return store, giver, seller


def test_a_sale_waits_for_the_log_that_gave_the_right():
    store, giver, seller = a_sale_on_what_a_peer_gave()
    assert refused(seller, store, SELLER) is BatchFault.EARLY
    carry(giver, store)
    assert carry(seller, store) == 2
    assert set_aside(store) == []


def test_a_sale_does_not_wait_for_a_log_with_two_histories():
    store, giver, seller = a_sale_on_what_a_peer_gave()
    clone = replica_of(2)
    carry(store, clone, GIVER)
    clone.append([note("another evening")])
    carry(clone, store, GIVER)
    assert refused(seller, store, SELLER) is BatchFault.EARLY
    batch = giver.batch_after(GIVER, 1, None)
    assert batch is not None
    with pytest.raises(BatchRefused) as no:
        store.receive(batch)
    store.quarantine(no.value, batch)
    assert carry(seller, store) == 2
    assert set_aside(store) == [(SELLER, 1, "right")]
    assert shown(store, SELLER) == [b"the rest of the evening"]
    carry(store, seller)
    assert shown(seller, SELLER) == [b"the rest of the evening"]


def test_a_sale_does_not_wait_for_a_log_that_was_revoked():
    store, _, seller = a_sale_on_what_a_peer_gave()
    store.revoke(revoked(1, taken=1))
    assert carry(seller, store) == 2
    assert set_aside(store) == [(SELLER, 1, "right")]


def an_evening_of_a_thief() -> tuple[Replica, Replica]:
    """The store and a stolen device: fact 1 is honest, then it sells one seat and gives one."""
    store, thief = replica_of(1), replica_of(2)
    store.append([give(2, first=4, count=2)])
    carry(store, thief)
    thief.append([note("honest")])
    thief.append([spend(4, hop=2)])
    thief.append([give(3, first=5, hop=2)])
    return store, thief


@pytest.mark.parametrize("order", list(itertools.permutations(("thief", "store", "revocation"))))
def test_what_is_not_believed_goes_out_of_every_table_in_whatever_order_it_is_heard(order):
    store, thief = an_evening_of_a_thief()
    carry(thief, store)
    store.revoke(revoked(1, taken=3))
    other = replica_of(4)
    hear = {
        "thief": lambda: carry(thief, other),
        "store": lambda: carry(store, other),
        "revocation": lambda: other.revoke(revoked(1, taken=3)),
    }
    for step in order:
        hear[step]()
    assert shown(other) == shown(store) == [b"honest"]
    assert tables(other) == tables(store)
    aside = [(GIVER, 2, "disbelieved"), (GIVER, 3, "disbelieved")]
    assert set_aside(other) == set_aside(store) == aside


def test_the_rights_that_it_moved_stay_moved_so_that_nobody_sells_them_twice():
    store, thief = an_evening_of_a_thief()
    carry(thief, store)
    store.revoke(revoked(1, taken=3))
    assert store.rights.right(HOUSE, POOL, 4) == Right(2, GIVER, True)
    assert store.rights.right(HOUSE, POOL, 5) == Right(2, SELLER, False)
    buyer = replica_of(3)
    for source in (store, thief):
        carry(source, buyer)
    buyer.append([spend(5, hop=3)])
    assert carry(buyer, store) == 1
    assert set_aside(store) == [(GIVER, 2, "disbelieved"), (GIVER, 3, "disbelieved")]


def test_what_only_a_peer_has_of_it_goes_out_there_with_all_that_it_moved():
    store, thief = an_evening_of_a_thief()
    peer = replica_of(3)
    carry(store, peer)
    carry(thief, peer)
    peer.revoke(revoked(1, taken=1))
    assert shown(peer) == [b"honest"]
    assert peer.rights.right(HOUSE, POOL, 5) == Right(1, GIVER, False)
    assert refused(thief, store_told(store), GIVER) is BatchFault.REVOKED


def store_told(store: Replica) -> Replica:
    store.revoke(revoked(1, taken=1))
    return store


def test_a_revocation_without_a_word_of_what_was_taken_believes_and_moves_nothing_more():
    store, thief = an_evening_of_a_thief()
    carry(thief, store)
    store.revoke(revocation_of(2, (GIVER, 1)))
    assert shown(store) == [b"honest"]
    assert store.rights.right(HOUSE, POOL, 4) == Right(1, GIVER, False)


def test_an_older_revocation_takes_nothing_back():
    store, thief = an_evening_of_a_thief()
    carry(thief, store)
    store.revoke(revoked(3, taken=3, at_ms=5))
    store.revoke(revoked(1, taken=3, at_ms=4))
    assert len(shown(store)) == 3

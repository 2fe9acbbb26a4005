"""One fact that is not allowed stops nothing: it is set aside, and every replica decides alike."""

from __future__ import annotations

import itertools

import pytest
from harness.plain_sync import (
    HOUSE,
    ONLY_STORE,
    POOL,
    STORE,
    carry,
    give,
    note,
    replica_of,
    spend,
    tables,
)

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import Move, Verb, origin_of
from sync.rights.rules import Right
from sync.store.replica import Replica
from sync.store.rights import MoveRefused

A, B = origin_of(2, 0), origin_of(3, 0)


def believes_it_holds(replica: Replica, unit: int, hop: int) -> None:
    """A bug, or bad will: the device takes a seat for its own."""
    own = replica.own
    assert own is not None
    replica.rights.forget(HOUSE, POOL, [unit])
    replica.sql.run(
        "INSERT INTO unit_right VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
        (HOUSE, POOL, unit, hop, own.origin),
    )


def shown(replica: Replica) -> list[bytes]:
    """What the tables show of devices' notes, the store's rulings left out."""
    rows = replica.sql.rows("SELECT body FROM note WHERE origin IN (?, ?) ORDER BY 1", (A, B))
    return [row[0] for row in rows]


def set_aside(replica: Replica) -> list[tuple[int, int, str]]:
    """What is set aside: (log, number, why)."""
    return [tuple(row) for row in replica.sql.rows("SELECT origin, seq, fault FROM set_aside")]


def test_a_wrong_role_is_set_aside_by_every_replica_and_its_later_facts_are_taken() -> None:
    counter, store, other = replica_of(2), replica_of(1), replica_of(3)
    counter.append([note("before")])
    counter.append([note("I am the store", kind=ONLY_STORE)])
    counter.append([note("after")])
    for receiver in (store, other):
        assert carry(counter, receiver) == 3
        assert shown(receiver) == [b"after", b"before"]
        assert set_aside(receiver) == [(A, 2, "role")]
        assert receiver.sql.rows("SELECT seq, fault FROM quarantine") == [(2, "role")]


def test_the_facts_of_one_group_are_set_aside_together() -> None:
    counter, store = replica_of(2), replica_of(1)
    counter.append([note("order"), note("not its role", kind=ONLY_STORE), note("payment")])
    counter.append([note("next order")])
    assert carry(counter, store) == 4
    assert shown(store) == [b"next order"]
    assert [seq for _, seq, _ in set_aside(store)] == [1, 2, 3]


def test_many_facts_that_are_not_allowed_cost_no_more_than_twice_the_time() -> None:
    counter, store = replica_of(2), replica_of(1)
    for number in range(60):
        counter.append([note(f"{number}", kind=ONLY_STORE if number % 2 else 50)])
    assert carry(counter, store) == 60
    assert len(shown(store)) == 30


@pytest.mark.parametrize("order", list(itertools.permutations(("store", "thief", "owner"))))
def test_a_seat_sold_without_a_right_is_shown_nowhere_in_whatever_order_it_is_heard(
    order: tuple[str, ...],
) -> None:
    store, thief, owner = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(3, first=4)])
    carry(store, owner)
    owner.append([spend(4, hop=2)])
    believes_it_holds(thief, 4, hop=1)
    thief.append([spend(4, hop=2)])
    thief.append([note("an honest sale")])
    carry(owner, store)
    carry(thief, store)
    assert set_aside(store) == [(A, 1, "right")]
    listener, logs = replica_of(4), {"store": STORE, "thief": A, "owner": B}
    for name in order:
        carry(store, listener, logs[name])
    assert shown(listener) == [b"an honest sale", b"spend"]
    assert listener.rights.right(HOUSE, POOL, 4) == Right(2, B, True)
    assert tables(listener) == tables(store)
    # And the thief itself follows, once it hears the store.
    carry(store, thief, STORE)
    carry(store, thief, B)
    assert tables(thief) == tables(store)


def test_what_builds_on_a_move_that_was_set_aside_is_set_aside_too_and_not_awaited() -> None:
    store, thief, fence = replica_of(1), replica_of(2), replica_of(3)
    believes_it_holds(thief, 5, hop=0)
    thief.append([note("gift", Move(Verb.GIVE, POOL, 5, 1, 1, B))])
    thief.append([note("honest")])
    carry(thief, fence)
    with pytest.raises(MoveRefused):
        fence.append([spend(5, hop=2)])  # an honest colleague is not taken in
    believes_it_holds(fence, 5, hop=1)
    fence.append([spend(5, hop=2)])
    carry(thief, store)
    assert carry(fence, store) == 1
    assert shown(store) == [b"honest"]
    assert store.rights.right(HOUSE, POOL, 5) == Right(0, STORE, False)


def test_a_move_whose_giver_is_not_heard_yet_waits_and_is_no_evidence() -> None:
    store, giver, receiver = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(2, first=1)])
    carry(store, giver)
    carry(store, receiver)
    giver.append([note("given on", Move(Verb.GIVE, POOL, 1, 1, 2, B))])
    carry(giver, receiver)
    receiver.append([note("before it")])
    receiver.append([spend(1, hop=3)])
    with pytest.raises(BatchRefused) as refused:
        carry(receiver, store)
    assert (refused.value.fault, refused.value.seq) == (BatchFault.EARLY, 2)
    assert store.log.heads()[B] == 1, "what stands before it is kept"
    carry(giver, store)
    carry(receiver, store)
    assert store.rights.right(HOUSE, POOL, 1) == Right(3, B, True)
    assert set_aside(store) == []


def test_a_device_cannot_rule_in_the_stores_place() -> None:
    import msgspec

    from sync.store.rulings import SET_ASIDE, Ruling

    honest, liar, other = replica_of(2), replica_of(3), replica_of(4)
    honest.append([note("a true sale")])
    carry(honest, other)
    ruling = msgspec.msgpack.encode(Ruling(A, 1, 1, "right", "a lie"))
    liar.append([note("x", kind=SET_ASIDE)])
    liar.append([type(note(""))(SET_ASIDE, HOUSE, ruling)])
    carry(liar, other)
    assert shown(other) == [b"a true sale"]

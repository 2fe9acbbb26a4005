"""Exclusive rights: only the holder moves one, and a hop is taken once."""

from __future__ import annotations

import pytest
from harness.plain_sync import HOUSE, POOL, STORE, carry, give, note, replica_of, spend, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.facts.fact import Move, Verb, origin_of
from sync.rights.rules import MoveFault, Right, moved, moves_of
from sync.store.rights import MoveRefused

A, B = origin_of(2, 0), origin_of(3, 0)


@pytest.mark.parametrize(
    ("right", "move", "by", "outcome"),
    [
        (Right(0, A, False), Move(Verb.SPEND, POOL, 1, 1, 1), A, Right(1, A, True)),
        (Right(1, A, True), Move(Verb.SPEND, POOL, 1, 1, 2), A, MoveFault.ALREADY_SPENT),
        (Right(1, A, True), Move(Verb.FREE, POOL, 1, 1, 2), A, Right(2, A, False)),
        (Right(0, A, False), Move(Verb.FREE, POOL, 1, 1, 1), A, MoveFault.NOT_SPENT),
        (Right(1, A, True), Move(Verb.USE, POOL, 1, 1, 2), A, Right(2, A, True)),
        (Right(0, A, False), Move(Verb.USE, POOL, 1, 1, 1), A, MoveFault.NOT_SPENT),
        (Right(0, A, False), Move(Verb.GIVE, POOL, 1, 1, 1, B), A, Right(1, B, False)),
        (Right(1, A, True), Move(Verb.GIVE, POOL, 1, 1, 2, B), A, MoveFault.ALREADY_SPENT),
        (Right(1, A, True), Move(Verb.GIVE_SPENT, POOL, 1, 1, 2, B), A, Right(2, B, True)),
        (Right(1, A, False), Move(Verb.GIVE_SPENT, POOL, 1, 1, 2, B), A, MoveFault.NOT_SPENT),
        (
            Right(5, A, False),
            Move(Verb.TAKE, POOL, 1, 1, 4096, 5),
            STORE,
            Right(4096, STORE, False),
        ),
        (
            Right(5, A, True),
            Move(Verb.TAKE_SPENT, POOL, 1, 1, 4096, 5),
            STORE,
            Right(4096, STORE, True),
        ),
        (Right(5, A, False), Move(Verb.TAKE, POOL, 1, 1, 4096, 5), B, MoveFault.NOT_THE_OWNER),
        (Right(5, A, False), Move(Verb.TAKE, POOL, 1, 1, 8192, 5), STORE, MoveFault.WRONG_HOP),
        (Right(4095, A, False), Move(Verb.SPEND, POOL, 1, 1, 4096), A, MoveFault.WRONG_HOP),
        (Right(0, A, False), Move(Verb.GIVE, POOL, 1, 1, 1), A, MoveFault.NO_RECEIVER),
        (Right(0, A, False), Move(Verb.SPEND, POOL, 1, 1, 1), B, MoveFault.NOT_HELD),
        (Right(3, A, False), Move(Verb.SPEND, POOL, 1, 1, 3), A, MoveFault.WRONG_HOP),
        (Right(3, A, False), Move(Verb.SPEND, POOL, 1, 1, 5), A, MoveFault.WRONG_HOP),
    ],
)
def test_a_move_is_allowed_to_its_holder_only(
    right: Right, move: Move, by: int, outcome: Right | MoveFault
) -> None:
    assert moved(right, move, by, STORE) == outcome


def test_a_device_cannot_sell_what_it_does_not_hold() -> None:
    counter = replica_of(2)
    with pytest.raises(MoveRefused) as refused:
        counter.append([note("a good fact before it"), spend(4, hop=1)])
    assert refused.value.fault is MoveFault.NOT_HELD
    assert counter.log.heads() == {}
    assert tables(counter)[0] == []


def test_a_right_given_by_the_store_can_be_spent_once() -> None:
    store, counter = replica_of(1), replica_of(2)
    store.append([give(2, first=3, count=2)])
    carry(store, counter)
    counter.append([spend(3, hop=2)])
    with pytest.raises(MoveRefused) as refused:
        counter.append([spend(3, hop=3)])
    assert refused.value.fault is MoveFault.ALREADY_SPENT
    carry(counter, store)
    assert store.rights.right(HOUSE, POOL, 3) == Right(2, A, True)
    assert store.rights.right(HOUSE, POOL, 4) == Right(1, A, False)


def test_a_unit_beyond_the_pool_does_not_exist() -> None:
    store = replica_of(1)
    with pytest.raises(MoveRefused) as refused:
        store.append([give(2, first=10)])
    assert refused.value.fault is MoveFault.NO_SUCH_UNIT


def test_a_dishonest_sale_moves_nothing_at_the_store_and_the_log_goes_on() -> None:
    store, thief = replica_of(1), replica_of(2)
    thief.append([note("honest")])
    # The thief's own table is made to believe that it holds the seat.
    thief.sql.run("INSERT INTO unit_right VALUES (?, ?, 5, 0, ?, 0, 0, 0)", (HOUSE, POOL, A))
    thief.append([spend(5, hop=1)])
    thief.append([note("honest again")])
    assert carry(thief, store) == 3
    assert store.rights.right(HOUSE, POOL, 5) == Right(0, STORE, False)
    bodies = store.sql.rows("SELECT body FROM note WHERE origin = ? ORDER BY seq", (A,))
    assert bodies == [(b"honest",), (b"honest again",)]


def test_a_refund_frees_the_place_in_the_hands_of_the_refunder() -> None:
    store, counter = replica_of(1), replica_of(2)
    store.append([give(2, first=0)])
    carry(store, counter)
    counter.append([spend(0, hop=2)])
    counter.append([note("refund", Move(Verb.FREE, POOL, 0, 1, 3))])
    assert counter.rights.held_free(HOUSE, POOL, A) == {0: 3}
    carry(counter, store)
    assert store.rights.right(HOUSE, POOL, 0) == Right(3, A, False)


def test_runs_of_units_with_one_hop_are_one_move() -> None:
    moves = moves_of(Verb.GIVE, POOL, {4: 0, 3: 0, 5: 2, 6: 2, 9: 0}, to=A)
    assert moves == (
        Move(Verb.GIVE, POOL, 3, 2, 1, A),
        Move(Verb.GIVE, POOL, 5, 2, 3, A),
        Move(Verb.GIVE, POOL, 9, 1, 1, A),
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_tables_are_equal_for_any_order_of_logs(data: st.DataObject) -> None:
    """Two logs with transfers to and fro, heard by a third replica in any interleaving."""
    store, counter = replica_of(1), replica_of(2)
    holder = dict.fromkeys(range(10), 1)
    hop = dict.fromkeys(range(10), 0)
    for _ in range(data.draw(st.integers(1, 12))):
        unit = data.draw(st.integers(0, 9))
        hop[unit] += 1
        if holder[unit] == 1:
            store.append([give(2, first=unit, hop=hop[unit])])
            carry(store, counter)
            holder[unit] = 2
        else:
            move = Move(Verb.GIVE, POOL, unit, 1, hop[unit], STORE)
            counter.append([note("back", move)])
            carry(counter, store)
            holder[unit] = 1
    listener = replica_of(3)
    pending = [(store, STORE), (counter, A)]
    while pending:
        source, origin = data.draw(st.sampled_from(pending))
        batch = source.batch_after(origin, listener.log.heads().get(origin, 0), None, limit=1)
        if batch is None:
            pending.remove((source, origin))
            continue
        listener.receive(batch)
        if data.draw(st.booleans()):
            assert listener.receive(batch) == 0
    rights = "SELECT unit, hop, holder, spent FROM unit_right ORDER BY unit"
    assert listener.sql.rows(rights) == store.sql.rows(rights) == counter.sql.rows(rights)

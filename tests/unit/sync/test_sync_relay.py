"""A device brings the store what others told it: a right survives the one who gave it."""

from __future__ import annotations

import msgspec
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import (
    HOUSE,
    ONLY_STORE,
    POOL,
    carry,
    device_key,
    give,
    note,
    replica_of,
    spend,
    tables,
)

from sync.exchange.session import unsent_count
from sync.facts.batch import Batch, unpack_facts
from sync.facts.fact import Move, Verb, origin_of
from sync.facts.run import items_from_bytes, items_to_bytes
from sync.rights.rules import Right
from sync.store.replica import OwnLog, Replica


def give_on(unit: int, hop: int, to: int) -> object:
    return note("given", Move(Verb.GIVE, POOL, unit, 1, hop, origin_of(to, 0)))


def test_what_was_heard_of_a_device_that_is_gone_reaches_the_store() -> None:
    store, service = plain_cluster()
    gone, lives = replica_of(3, devices=6), PlainDevice(2, service)
    gone.append([note("sold before the flood")])
    carry(gone, lives.replica)
    lives.replica.append([note("own")])
    done = lives.session.round()
    assert done.sent == 2
    assert store.log.heads() == {origin_of(2, 0): 1, origin_of(3, 0): 1}
    assert unsent_count(lives.replica) == 0


def test_a_right_given_from_device_to_device_survives_its_givers() -> None:
    store, service = plain_cluster()
    store.append([give(5, first=0)])
    # 5 gives to 4, 4 to 3, 3 to 2; only 2, the lowest number, comes back to the store.
    chain = {number: replica_of(number, devices=6) for number in (5, 4, 3)}
    last = PlainDevice(2, service)
    for replica in (*chain.values(), last.replica):
        carry(store, replica, origin_of(1, HOUSE))
    for hop, giver in ((2, 5), (3, 4), (4, 3)):
        chain[giver].append([give_on(0, hop, giver - 1)])  # type: ignore[list-item]
        for replica in (*chain.values(), last.replica):
            if replica is not chain[giver]:
                carry(chain[giver], replica)
    last.replica.append([spend(0, hop=5)])
    done = last.session.round()
    assert done.refused == ()
    assert store.rights.right(HOUSE, POOL, 0) == Right(5, last.origin, True)


def to_and_fro(giver: Replica, taker: Replica, first_hop: int, count: int) -> None:
    """One right goes between two devices `count` times, each hearing the other at once."""
    for place in range(count):
        source, target = (giver, taker) if place % 2 == 0 else (taker, giver)
        assert target.own is not None
        source.append([give_on(0, first_hop + place, target.own.origin >> 16)])  # type: ignore[list-item]
        carry(source, target)


def test_rights_that_went_to_and_fro_are_taken_though_each_log_waits_for_the_other() -> None:
    store, service = plain_cluster()
    store.append([give(3, first=0)])
    one, other = PlainDevice(2, service), replica_of(3, devices=6)
    for replica in (one.replica, other):
        carry(store, replica, origin_of(1, HOUSE))
    to_and_fro(other, one.replica, first_hop=2, count=9)
    done = one.session.round()
    assert done.sent == 9
    assert store.rights.right(HOUSE, POOL, 0) == Right(10, one.origin, False)
    assert store.sql.rows("SELECT * FROM quarantine") == []


def test_a_log_of_which_only_stubs_are_here_is_not_relayed() -> None:
    store, service = plain_cluster()
    writer, reader = replica_of(3, devices=6), PlainDevice(2, service)
    writer.append([note("open")])
    writer.append([note("for others only", kind=60)])
    claims = reader.replica.devices.get(2)
    assert claims is not None
    batch = writer.batch_after(origin_of(3, 0), 0, claims.claims)
    assert batch is not None
    reader.replica.receive(batch)
    reader.session.round()
    # The two came under one signature, so not even the first can be shown to be its writer's.
    assert store.log.heads() == {}


def test_a_fact_that_is_not_allowed_is_told_and_stops_nothing() -> None:
    store, service = plain_cluster()
    device = PlainDevice(2, service)
    for text, kind in (("one", 50), ("not its role", ONLY_STORE), ("three", 50)):
        device.replica.append([note(text, kind=kind)])
    done = device.session.round()
    assert done.sent == 3
    assert [(no.seq, no.fault) for no in done.refused] == [(2, "role")]
    assert unsent_count(device.replica) == 0
    assert device.session.round().refused == ()
    rows = store.sql.rows("SELECT body FROM note WHERE origin = ? ORDER BY seq", (device.origin,))
    assert rows == [(b"one",), (b"three",)]


def test_a_log_with_a_damaged_fact_brings_what_stands_before_it_and_others_go_on() -> None:
    store, service = plain_cluster()
    device, other = PlainDevice(2, service), replica_of(3, devices=6)
    for number in range(5):
        device.replica.append([note(f"{number}")])
    (run,) = device.replica.sql.row("SELECT items FROM fact_run WHERE first_seq = 4") or ()
    ((header, _),) = items_from_bytes(run)
    rotten = items_to_bytes([(header, b"rotten")])
    device.replica.sql.run("UPDATE fact_run SET items = ? WHERE first_seq = 4", (rotten,))
    other.append([note("good")])
    carry(other, device.replica)
    done = device.session.round()
    assert [(no.seq, no.fault) for no in done.refused][-1] == (4, "bad_signature")
    assert store.log.heads() == {device.origin: 3, origin_of(3, 0): 1}
    assert (4, "bad_signature") in store.sql.rows("SELECT seq, fault FROM quarantine")
    assert device.session.round().sent == 0


def test_two_that_relay_the_same_change_nothing_twice() -> None:
    store, service = plain_cluster()
    source = replica_of(4, devices=6)
    source.append([note("heard by both")])
    one, other = PlainDevice(2, service), PlainDevice(3, service)
    for device in (one, other):
        carry(source, device.replica)
    assert (one.session.round().sent, other.session.round().sent) == (1, 0)
    one.session.round()
    assert tables(one.replica) == tables(other.replica) == tables(store)


def former_life_with_another_history() -> tuple[Replica, PlainDevice, list[bytes]]:
    """A device whose disk was copied: the copy told the store its own evening first, the device
    found that out and writes its next log. With the hashes of what it said before."""
    store, service = plain_cluster()
    device, copy = PlainDevice(2, service), replica_of(2)
    device.replica.append([note("common")])
    carry(device.replica, copy)
    for number in range(3):
        device.replica.append([note(f"sold here {number}")])
        copy.append([note(f"sold on the copy {number}")])
    copy.append([note("and one more")])
    carry(copy, store)
    said = [fact.hash for fact in device.replica.log.facts(HOUSE, origin_of(2, 0))]
    own = device.replica.own
    assert own is not None
    device.replica.own = OwnLog(HOUSE, origin_of(2, 1), own.key)
    device.replica.append([note("a new life")])
    return store, device, said


def test_what_a_former_life_said_otherwise_is_kept_whole_as_evidence_and_is_then_sent():
    store, device, said = former_life_with_another_history()
    device.session.round()
    (fork,) = store.forks.all()
    evidence = msgspec.msgpack.decode(fork.evidence, type=Batch)
    facts = unpack_facts(evidence, device_key(2).public)
    assert (fork.seq, [fact.hash for fact in facts]) == (1, said)
    assert store.log.heads() == {origin_of(2, 0): 5, origin_of(2, 1): 1}
    assert unsent_count(device.replica) == 0
    calls = len(device.wire.calls)
    device.session.round()
    assert len(device.wire.calls) == calls + 1, "a pull, and nothing is brought again"

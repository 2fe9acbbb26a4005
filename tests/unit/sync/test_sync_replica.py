"""A replica takes what is signed, whole and allowed; anything else stops nothing."""

from __future__ import annotations

import msgspec
import pytest
from harness.plain_sync import (
    HOUSE,
    STORE,
    carry,
    device_key,
    note,
    replica_of,
    revocation_of,
    tables,
)

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import Draft, origin_of
from sync.store.replica import Replica

A = origin_of(2, 0)


def refusal_of(sender: Replica, receiver: Replica, origin: int, after: int) -> BatchFault:
    """Why the receiver takes nothing of what the sender has of this log after this fact."""
    batch = sender.batch_after(origin, after, None)
    assert batch is not None
    with pytest.raises(BatchRefused) as refused:
        receiver.receive(batch)
    return refused.value.fault


def test_receiving_twice_changes_nothing() -> None:
    counter, store = replica_of(2), replica_of(1)
    counter.append([note("one")])
    batch = counter.batch_after(A, 0, None)
    assert batch is not None
    assert store.receive(batch) == 1
    before = tables(store)
    assert store.receive(batch) == 0
    assert tables(store) == before


def test_a_longer_batch_over_a_known_beginning_brings_only_the_rest() -> None:
    counter, store = replica_of(2), replica_of(1)
    counter.append([note("one")])
    carry(counter, store)
    counter.append([note("two")])
    whole = counter.batch_after(A, 0, None)
    assert whole is not None
    assert store.receive(whole) == 1
    assert store.log.heads()[A] == 2


def test_a_gap_is_refused_and_names_what_is_missing() -> None:
    counter, store = replica_of(2), replica_of(1)
    for text in ("one", "two", "three"):
        counter.append([note(text)])
    late = counter.batch_after(A, 2, None)
    assert late is not None
    with pytest.raises(BatchRefused) as refused:
        store.receive(late)
    assert (refused.value.fault, refused.value.seq) == (BatchFault.GAP, 1)


def test_two_histories_of_one_log_are_a_fork() -> None:
    first, clone, store = replica_of(2), replica_of(2), replica_of(1)
    first.append([note("sold to Alice")])
    carry(first, store)
    clone.append([note("sold to Bob")])
    assert refusal_of(clone, store, A, 0) is BatchFault.FORK
    assert store.sql.rows("SELECT body FROM note") == [(b"sold to Alice",)]


def test_a_fork_deeper_in_the_log_is_found_too() -> None:
    first, clone, store = replica_of(2), replica_of(2), replica_of(1)
    for replica, name in ((first, "Alice"), (clone, "Bob")):
        replica.append([note(name)])
        replica.append([note("later")])
    carry(first, store)
    clone.append([note("later still")])
    assert refusal_of(clone, store, A, 0) is BatchFault.FORK


def test_a_device_without_a_certificate_is_not_heard() -> None:
    stranger, store = replica_of(9, devices=9), replica_of(1)
    stranger.append([note("hello")])
    assert refusal_of(stranger, store, origin_of(9, 0), 0) is BatchFault.UNKNOWN_DEVICE


def test_facts_after_a_revocation_are_not_accepted_and_those_before_are() -> None:
    counter, store = replica_of(2), replica_of(1)
    counter.append([note("in time")])
    device = store.devices.get(2)
    assert device is not None
    store.devices.revoke(revocation_of(2, (A, 1)))
    assert carry(counter, store) == 1
    counter.append([note("too late")])
    assert refusal_of(counter, store, A, 1) is BatchFault.REVOKED


def test_a_refused_batch_is_kept_as_evidence_and_the_next_good_one_is_taken() -> None:
    first, clone, other, store = replica_of(2), replica_of(2), replica_of(3), replica_of(1)
    first.append([note("Alice")])
    carry(first, store)
    clone.append([note("Bob")])
    batch = clone.batch_after(A, 0, None)
    assert batch is not None
    try:
        store.receive(batch)
    except BatchRefused as refused:
        store.quarantine(refused, batch)
    other.append([note("good")])
    assert carry(other, store) == 1
    rows = store.sql.rows("SELECT origin, seq, evidence FROM fork")
    assert [(row[0], row[1]) for row in rows] == [(A, 0)]
    assert msgspec.msgpack.decode(rows[0][2])[0] == A


def test_an_unknown_kind_is_kept_and_passed_on() -> None:
    newer, store, old = replica_of(2), replica_of(1), replica_of(3)
    newer.append([note("from the future", kind=999)])
    carry(newer, store)
    assert carry(store, old, origin=A) == 1
    assert old.sql.rows("SELECT body FROM note") == [(b"from the future",)]


def test_a_reader_out_of_scope_gets_a_stub() -> None:
    counter, store, neighbour = replica_of(2), replica_of(1), replica_of(3)
    counter.append([note("secret till", kind=60)])
    carry(counter, store)
    device = store.devices.get(3)
    assert device is not None
    batch = store.batch_after(A, 0, device.claims)
    assert batch is not None
    assert b"secret till" not in msgspec.msgpack.encode(batch)
    assert neighbour.receive(batch) == 1
    assert neighbour.sql.rows("SELECT body FROM note") == [(None,)]


def test_every_commit_ends_signed_by_its_device() -> None:
    counter = replica_of(2)
    facts = counter.append([note("one"), note("two")])
    assert [fact.signature is not None for fact in facts] == [False, True]
    assert device_key(2).public == counter.devices.get(2).claims.public_key  # type: ignore[union-attr]
    assert STORE != A


def test_what_the_store_says_in_a_house_stands_in_that_houses_log_and_rows() -> None:
    store, counter = replica_of(1), replica_of(2)
    store.append([note("here")])
    store.append([Draft(50, HOUSE + 1, b"there")])
    heads = store.sql.rows("SELECT house, origin, seq FROM log_head ORDER BY house")
    assert heads == [(HOUSE, STORE, 1), (HOUSE + 1, STORE + 1, 1)]
    assert carry(store, counter, STORE + 1) == 1
    assert carry(store, counter) == 1
    assert tables(counter) == tables(store)
    with pytest.raises(AssertionError):
        store.append([note("here"), Draft(50, HOUSE + 1, b"and there at once")])

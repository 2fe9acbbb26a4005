"""A device's role is checked by whoever hears it, by whichever way its facts come."""

from __future__ import annotations

import contextlib

import pytest
from harness.peers import met, peer
from harness.plain_sync import ONLY_STORE, carry, note, replica_of, tables

from sync.exchange.peer_facts import take_facts
from sync.facts.batch import BatchRefused
from sync.facts.fact import origin_of

WRITER = origin_of(2, 0)


def forger():
    """A device that says what only the store may say."""
    device = peer(2)
    device.replica.append([note("mine to say")])
    device.replica.append([note("not mine to say", kind=ONLY_STORE)])
    return device


def believed(replica) -> list[bytes]:
    return [row[0] for row in replica.sql.rows("SELECT body FROM note WHERE origin = ?", (WRITER,))]


@pytest.mark.parametrize("device", [1, 3])
def test_neither_the_store_nor_a_device_believes_it(device: int):
    source, target = forger().replica, replica_of(device)
    with contextlib.suppress(BatchRefused):
        carry(source, target)
    assert believed(target) == [b"mine to say"]


def test_a_peer_does_not_believe_it_from_its_writer():
    source, target = forger(), peer(3)
    met(source, target).exchange()
    assert b"not mine to say" not in believed(target.replica)


def test_it_is_not_believed_from_a_third_who_passes_it_on():
    source, carrier, target = forger(), peer(4), peer(3)
    batch = source.replica.batch_after(WRITER, 0, None)
    assert batch is not None
    take_facts(carrier.replica, carrier.member, (batch,))
    take_facts(target.replica, target.member, (batch,))
    for heard in (carrier, target):
        assert b"not mine to say" not in believed(heard.replica)
    assert tables(carrier.replica) == tables(target.replica)

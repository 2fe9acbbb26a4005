"""Pushes of one moment share a commit; what is not allowed, early or of several houses does not."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import HOUSE, ONLY_STORE, carry, give, note, revocation_of, spend, tables

from sync.exchange.line import StoreRefused
from sync.exchange.messages import PushAnswer, PushRequest
from sync.facts.batch import BatchFault
from sync.server.service import SyncService
from sync.store.replica import Replica


class Crowd:
    """A store and devices that bring what they wrote at the same moment."""

    def __init__(self, count: int = 4) -> None:
        self.store: Replica
        self.service: SyncService
        self.store, self.service = plain_cluster(devices=count + 1)
        self.devices = [
            PlainDevice(number, self.service, devices=count + 1) for number in range(2, count + 2)
        ]
        self.groups: list[int] = []
        together = self.service._pushes._together
        run = together._run_together

        def counted(group):
            run(group)
            self.groups.append(len(group))

        together._run_together = counted  # type: ignore[method-assign]

    def push(self, device: PlainDevice) -> PushAnswer:
        known = self.store.log.heads().get(device.origin, 0)
        batch = device.replica.batch_after(device.origin, known, None)
        assert batch is not None
        return device.client.push(PushRequest((batch,), device.client.nonce()))

    def at_once(self) -> list[PushAnswer]:
        batches = [device.replica.batch_after(device.origin, 0, None) for device in self.devices]

        def push(device, batch):
            return device.client.push(PushRequest((batch,), device.client.nonce()))

        with ThreadPoolExecutor(len(self.devices)) as pool:
            # While somebody else is in the replica, all of them come to wait.
            run = self.service._pushes._together.run
            arrived = []
            everybody = Event()

            def gathered(home, work):
                arrived.append(home)
                if len(arrived) == len(self.devices):
                    everybody.set()
                everybody.wait(5)
                return run(home, work)

            self.service._pushes._together.run = gathered  # type: ignore[method-assign]
            return list(pool.map(push, self.devices, batches))


def test_pushes_of_one_moment_are_each_answered_and_share_commits():
    crowd = Crowd()
    for device in crowd.devices:
        device.replica.append([note(f"of {device.number}")])
    answers = crowd.at_once()
    assert [answer.heads for answer in answers] == [((d.origin, 1),) for d in crowd.devices]
    assert all(answer.refused == () for answer in answers)
    assert sum(crowd.groups) == len(crowd.devices)
    listener = Crowd(0).store
    for device in crowd.devices:
        listener.devices.put(crowd.store.devices.get(device.number).certificate)
        carry(device.replica, listener, device.origin)
    assert tables(listener)[0] == tables(crowd.store)[0]


def test_what_is_not_allowed_is_set_aside_and_spoils_nothing_for_the_others():
    crowd = Crowd()
    for device in crowd.devices[1:]:
        device.replica.append([note("fine")])
    crowd.devices[0].replica.append([note("may not", kind=ONLY_STORE)])
    refused = [[no.fault for no in answer.refused] for answer in crowd.at_once()]
    assert refused == [[BatchFault.ROLE], [], [], []]
    assert all(crowd.store.log.heads()[device.origin] == 1 for device in crowd.devices)
    assert len(crowd.store.sql.rows("SELECT * FROM set_aside")) == 1


def test_a_push_whose_answer_got_lost_is_answered_as_it_was():
    crowd = Crowd(1)
    (device,) = crowd.devices
    device.replica.append([note("may not", kind=ONLY_STORE)])
    batch = device.replica.batch_after(device.origin, 0, None)
    assert batch is not None
    first, again = (
        device.client.push(PushRequest((batch,), device.client.nonce())) for _ in range(2)
    )
    assert first.refused == again.refused != ()
    assert first.heads == again.heads


def test_one_that_is_early_waits_and_comes_again():
    crowd = Crowd(2)
    first, second = crowd.devices
    crowd.store.append([give(first.number, 0)])
    carry(crowd.store, first.replica)
    first.replica.append([give(second.number, 0, hop=2)])
    for source in (crowd.store, first.replica):
        carry(source, second.replica)
    second.replica.append([spend(0, 3)])
    assert [no.fault for no in crowd.push(second).refused] == [BatchFault.EARLY]
    assert crowd.push(first).refused == ()
    assert crowd.push(second).refused == ()
    assert crowd.store.rights.right(HOUSE, 90, 0).is_spent


def test_facts_of_another_house_are_taken_under_both_houses_locks():
    crowd = Crowd(1)
    (device,) = crowd.devices
    device.replica.append([dataclasses.replace(note("elsewhere"), house=HOUSE + 1)])
    locked: list[set[int]] = []
    lock = crowd.store.sql.lock

    def seen(houses):
        named = set(houses)
        locked.append(named)
        lock(named)

    crowd.store.commits.lock = seen  # type: ignore[method-assign]
    assert crowd.push(device).refused == ()
    assert {HOUSE, HOUSE + 1} in locked


def test_a_revoked_device_brings_nothing():
    crowd = Crowd(1)
    (device,) = crowd.devices
    device.replica.append([note("late")])
    crowd.store.devices.revoke(revocation_of(device.number))
    with pytest.raises(StoreRefused) as refused:
        crowd.push(device)
    assert refused.value.code == "revoked"

"""What a device keeps in mind of the others is what stands in its table."""

from __future__ import annotations

import pytest
from harness.plain_sync import replica_of, revocation_of

from sync.store.replica import Replica


def known_of(replica: Replica, number: int) -> tuple[bool, bool]:
    """Whether it is known as revoked, and whether as at work."""
    device = replica.devices.get(number)
    assert device is not None
    return device.is_revoked, number in replica.company()


def test_a_revocation_holds_at_once_for_a_device_that_was_asked_for_before() -> None:
    replica = replica_of(2)
    assert known_of(replica, 3) == (False, True)
    replica.revoke(revocation_of(3))
    assert known_of(replica, 3) == (True, False)


def test_what_a_transaction_undid_is_not_remembered() -> None:
    replica = replica_of(2)
    seen = []

    def undone() -> None:
        with replica.sql.transaction():
            replica.revoke(revocation_of(3))
            seen.append(known_of(replica, 3))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert [*seen, known_of(replica, 3)] == [(True, False), (False, True)]


def test_a_device_that_was_not_known_is_known_once_it_was_introduced() -> None:
    replica, other = replica_of(2, devices=3), replica_of(2, devices=4)
    assert replica.devices.get(4) is None
    newcomer = other.devices.get(4)
    assert newcomer is not None
    replica.devices.put(newcomer.certificate)
    assert known_of(replica, 4) == (False, True)

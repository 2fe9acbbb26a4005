"""Persons: what is left of somebody who was forgotten, and where a person's key may be at all."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.domain.roles import PERSONAL_ROLES
from podium_desk.proving.simulation.founding import STORE_DEVICE
from podium_desk.proving.simulation.invariants.wire import payload
from podium_desk.proving.simulation.world import World
from sync.decoding import decode
from sync.exchange.messages import Envelope

_WHAT = ("name", "key", "encrypted name")


def i14_nothing_is_left_of_an_erased_person(world: World) -> Iterator[str]:
    """After an erasure and contact no name, no key and no ciphertext on any disk or later wire."""
    disks = _disks(world)
    for person in world.deeds.persons:
        for name, data in disks.items():
            device = world.devices.get(name)
            may_have = device is None or (
                device.house == person.house and device.membership.claims.role in PERSONAL_ROLES
            )
            is_erased = person.erased_at is not None
            for secret, what in zip(person.secrets(), _WHAT, strict=True):
                if (is_erased or not may_have or what == "name") and secret in data:
                    yield f"{name}: the {what} of {person.reference} is on the disk"
    yield from _on_the_wire(world)


def _disks(world: World) -> dict[str, bytes]:
    """Every byte of every disk that was in contact."""
    devices = [device for device in world.living() if device.machine.is_up and device.converges]
    machines = [world.store.machine, *(device.machine for device in devices)]
    return {machine.name: b"".join(machine.disk.image().values()) for machine in machines}


def _on_the_wire(world: World) -> Iterator[str]:
    """What the store answered after it had forgotten; an answer that went before may come late."""
    erased = [person for person in world.deeds.persons if person.erased_at is not None]
    first = min((person.erased_at or 0 for person in erased), default=None)
    if first is None:
        return
    known = {passed.data for passed in world.network.passed[:first]}
    asked: dict[tuple[str, str], int] = {}
    for place, passed in enumerate(world.network.passed):
        call = passed.caller, passed.path
        if decode(passed.data, Envelope).device != STORE_DEVICE:
            asked[call] = place
        elif asked.get(call, 0) >= first and passed.data not in known:
            content = payload(passed.data)
            for person in erased:
                # What was asked before may have been on its way meanwhile.
                is_after = asked[call] >= (person.erased_at or 0)
                if is_after and any(secret in content for secret in person.secrets()):
                    yield f"the store told {passed.caller} of {person.reference}"

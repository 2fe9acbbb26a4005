"""What was on the wires and on the disks: no word of one house with another."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.proving.simulation.world import World
from sync.decoding import decode
from sync.exchange.messages import Envelope
from sync.facts.batch import plain_bytes
from sync.simulation.network import Passed

CANARIES = {1: b"CANARY-OF-HOUSE-ONE", 2: b"CANARY-OF-HOUSE-TWO"}
"""The clerk's name at each house's own desks; it may never leave the house."""


def i13_no_word_of_another_house(world: World) -> Iterator[str]:
    """No canary of a house on another's disks, or on their wires, in either direction."""
    for device in world.devices.values():
        strange = [canary for house, canary in CANARIES.items() if house != device.house]
        for file, data in device.machine.disk.image().items():
            if any(canary in data for canary in strange):
                yield f"{device.name}: a word of another house in {file}"
    for passed, content in payloads(world):
        caller = world.devices.get(passed.caller)
        strange = [one for house, one in CANARIES.items() if caller and house != caller.house]
        if any(canary in content for canary in strange):
            yield f"{passed.caller}: a word of another house on the wire of {passed.path}"


def payloads(world: World) -> Iterator[tuple[Passed, bytes]]:
    """Every message that passed, unpacked."""
    for passed in world.network.passed:
        yield passed, payload(passed.data)


def payload(data: bytes) -> bytes:
    """What is inside a sealed message."""
    envelope = decode(data, Envelope)
    return plain_bytes(envelope.payload)

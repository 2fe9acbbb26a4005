"""What people were promised when they wrote a device off, closed one, or had a disk copied."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.domain.facts import FactKind, RightsWrittenOff
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.proving.simulation.invariants.places import (
    facts_in_force,
    reserve_of,
    sold_by,
)
from podium_desk.proving.simulation.world import World
from podium_desk.replica.codec import body_from_bytes
from sync.decoding import decode
from sync.facts.batch import Batch, unpack_facts
from sync.facts.fact import Verb, device_of
from sync.store.replica import Replica

PEOPLE = 2
_BASKETS = 6


def i1b_no_more_is_sold_twice_than_was_stated(world: World) -> Iterator[str]:
    """After a write-off at most the places that were stated before are sold twice, none before."""
    yield from _written_off_as_stated(world)
    sold = sold_by(world)
    for stated in world.deeds.written_off:
        twice = [place for place in stated.places if len(sold.get(place, ())) > 1]
        if len(twice) > stated.free:
            yield f"device {stated.device}: {len(twice)} places sold twice, {stated.free} stated"
        times = 1 + sum(1 for one in world.deeds.written_off if one.places & set(twice))
        for place in twice:
            if len(sold[place]) > times:
                yield f"place {place[1]} of performance {place[0]} is sold {len(sold[place])} times"


def _written_off_as_stated(world: World) -> Iterator[str]:
    """What the store's own facts say was taken, by whom, against what those people had read."""
    for fact in facts_in_force(world.store.program.replica):
        if fact.header.kind != FactKind.RIGHTS_WRITTEN_OFF or fact.body is None:
            continue
        body = body_from_bytes(FactKind.RIGHTS_WRITTEN_OFF, fact.body)
        assert isinstance(body, RightsWrittenOff), "its kind says so"
        people = {person.casefold() for person in body.people}
        if len(people) < PEOPLE:
            yield f"{' '.join(people)} wrote device {body.device} off alone"
        read = [one for one in world.deeds.written_off if one.device == body.device]
        for move in fact.header.moves:
            is_sold = move.verb is Verb.TAKE_SPENT
            for unit in range(move.first, move.first + move.count):
                place = PerformanceId(move.pool), Unit(unit)
                if not any(place in (one.sold if is_sold else one.places) for one in read):
                    yield f"place {unit} of {move.pool} was written off, and nobody had read of it"


def i1c_two_copies_sell_their_reserve_twice_and_no_more(world: World) -> Iterator[str]:
    """Two live copies of a disk may sell from one reserve until they are found, nothing else."""
    for copied in world.deeds.copies:
        reserve, sold = reserve_of(world, copied.log), sold_by(world)
        twice = [place for place in reserve if len(sold.get(place, ())) > 1]
        most = world.reserve_most() + 2 * _BASKETS
        if len(twice) > most:
            yield f"log {copied.log}: {len(twice)} places sold twice, the reserve is {most}"


def i7b_both_memories_are_kept(world: World) -> Iterator[str]:
    """Of a log that two copies wrote the store has all that both said, taken or as evidence."""
    store = world.store.program.replica
    for copied in world.deeds.copies:
        evidence = _evidence_of(store, copied.log)
        for name in (copied.original, copied.copy):
            device = world.devices[name]
            if not device.machine.is_up:
                continue
            for fact in device.program.work.replica.log.facts(device.house, copied.log):
                taken = store.log.hash_at(device.house, copied.log, fact.seq)
                if fact.hash != taken and fact.hash not in evidence:
                    yield f"{name} wrote fact {fact.seq} of log {copied.log}, the store lost it"


def _evidence_of(store: Replica, log: int) -> set[bytes]:
    """The chain's hash at each fact of the branches that the store keeps beside a log."""
    writer = store.devices.get(device_of(log))
    assert writer is not None, "the store certified it"
    batches = [decode(fork.evidence, Batch)
               for fork in store.forks.all() if fork.origin == log]  # fmt: skip
    key = writer.claims.public_key
    return {fact.hash for batch in batches for fact in unpack_facts(batch, key)}


def l4b_a_closing_code_strands_nothing(world: World) -> Iterator[str]:
    """Of a device that is gone, what its closing code gave back is not stuck once it came in."""
    replica = world.store.program.replica
    for shown in world.deeds.closings:
        if not shown.is_carried or not world.devices[shown.device].machine.is_lost:
            continue
        for performance, unit in sorted(shown.places):
            right = replica.rights.right(world.halls[performance][0], performance, unit)
            if right is not None and right.holder == shown.log:
                yield f"{shown.device} gave place {unit} of {performance} back and it is stuck"

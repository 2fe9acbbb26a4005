"""Newcomers and old facts: a snapshot says what replay says, and compression changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.bootstrap import database
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.invariants.logs import fact_rows
from podium_desk.proving.simulation.world import World
from sync.facts.clock import HybridClock
from sync.store.replica import Replica


def i17_a_snapshot_says_what_replay_says(world: World) -> Iterator[str]:
    """Who began with a snapshot knows what a device knows that was told every single fact."""
    for name in world.deeds.newcomers:
        device = world.devices[name]
        if not device.machine.is_up or device.machine.is_lost:
            continue
        replica = device.program.work.replica
        told = _told_everything(world, device)
        if told.log.heads() != replica.log.heads():
            yield f"{name} knows other facts than it would be told"
        for (table, ours), (_, theirs) in zip(fact_rows(replica), fact_rows(told), strict=True):
            if ours != theirs:
                yield f"{name}: {table} is not what every fact in turn would make it"
        aside = "SELECT origin, seq, fault FROM set_aside ORDER BY origin, seq"
        if replica.sql.rows(aside) != told.sql.rows(aside):
            yield f"{name}: other facts are set aside than replay would"
        told.sql.close()


def _told_everything(world: World, device: SimulatedDevice) -> Replica:
    """A replica in memory that hears the whole store as this device may hear it."""
    store, claims = world.store.program.replica, device.membership.claims
    ours = device.program.work.replica
    fresh = Replica(database(None), ours.charter, ours.projector, HybridClock(lambda: 0))
    for known in store.devices.all():
        fresh.devices.put(known.certificate)
        if known.revocation is not None:
            fresh.revoke(known.revocation)
    for house in sorted(store.records.revisions()):
        fresh.take_records(store.records.since(house, 0, 1_000_000))
    for origin, head in sorted(store.log.heads().items()):
        while (seq := fresh.log.heads().get(origin, 0)) < head:
            batch = store.batch_after(origin, seq, claims)
            assert batch is not None, "the store has more"
            fresh.receive(batch)
    return fresh


def i18_compaction_changes_no_answer(world: World) -> Iterator[str]:
    """What a replica answers is the same before and after old facts were compressed."""
    for name in world.deeds.changed_by_compaction:
        yield f"{name} answers otherwise since its old facts were compressed"

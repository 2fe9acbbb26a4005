"""What people do at the store of an evening: write a device off, forget a person, tidy up."""

from __future__ import annotations

from hashlib import blake2b

from podium_desk.central.erasing import Erased, erase_person
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.proving.simulation.deeds import StatedLoss
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.invariants.logs import fact_rows
from podium_desk.proving.simulation.world import World
from sync.store.compaction import compact
from sync.store.replica import Replica

PEOPLE = ("An Claes", "Bo Dekker")
_HELD = "SELECT pool, unit, spent FROM unit_right WHERE holder >> 16 = ?"


def write_off(world: World) -> None:
    """A desk is lost: in the canal, or in a cellar where it goes on selling, or it is not lost at
    all. Two people write off what it held; the one in the cellar comes back. Once a device."""
    gone = {stated.device for stated in world.deeds.written_off}
    desks = [counter.device for counter in world.counters
             if counter.device.membership.claims.device not in gone]  # fmt: skip
    if not desks:
        return
    device = world.rng.choice(desks)
    luck = world.rng.random()
    if luck < 0.25:
        device.machine.lose()
    elif luck < 0.65:
        world.leave_alone(device, world.rng.randrange(100_000, 240_000))
    read_the_exposure(world, device, world.rng.randrange(20_000, 60_000))


def write_off_who_comes_back(world: World) -> None:
    """The same with a device that comes back for certain."""
    device = world.rng.choice(world.counters).device
    if device.membership.claims.device not in {one.device for one in world.deeds.written_off}:
        world.leave_alone(device, world.rng.randrange(60_000, 150_000))
        read_the_exposure(world, device, 30_000)


def read_the_exposure(world: World, device: SimulatedDevice, delay_ms: int) -> None:
    """Two people read what a write-off may cost, think for a while, and confirm that."""

    def state() -> None:
        program, number = world.store.program, device.membership.claims.device
        exposure = WriteOff(program.central).exposure(number)
        if not isinstance(exposure, Exposure):
            return
        rows = program.replica.sql.rows(_HELD, (number,))
        sold, free = (
            frozenset((PerformanceId(pool), Unit(unit)) for pool, unit, spent in rows
                      if bool(spent) == is_sold)
            for is_sold in (True, False)
        )  # fmt: skip
        stated = StatedLoss(number, free, sold, exposure.free, exposure.code)
        world.agenda.after(world.rng.randrange(25_000), lambda: confirm(stated))

    def confirm(stated: StatedLoss) -> None:
        world.store.machine.run(lambda: _confirm(world, stated))

    world.agenda.after(delay_ms, lambda: world.store.machine.run(state))


def _confirm(world: World, stated: StatedLoss) -> None:
    """One of them is in a hurry and tries alone; then both confirm what they have read."""
    work, before = WriteOff(world.store.program.central), set(world.book.written_off)
    # From here on these places may be sold twice, and no others: the power may go in between.
    world.book.written_off |= stated.places
    world.deeds.written_off.append(stated)
    for people in (PEOPLE[:1], (PEOPLE[0], PEOPLE[0].lower()), PEOPLE):
        if isinstance(work.confirm(stated.device, stated.code, people), Exposure):
            return
    world.deeds.written_off.pop()
    world.book.written_off = before


def erase(world: World) -> None:
    """Somebody asks to be forgotten. The clerk at the store tries until it is done."""
    known = [person for person in world.deeds.persons if person.erased_at is None]
    if not known:
        return
    person = world.rng.choice(known)

    def forget() -> Erased | CentralRefusal:
        return erase_person(world.store.program.central, person.reference, PEOPLE[0])

    def attempt() -> None:
        outcome = world.store.machine.run(forget)
        if isinstance(outcome, Erased):
            person.erased_at = len(world.network.passed)
        elif outcome is None and not world.is_closing:
            world.agenda.after(5_000, attempt)

    attempt()


def compaction(world: World) -> None:
    """The store's old facts, or a device's, are compressed; every answer must stay the same."""
    device = world.rng.choice(world.living())
    machine, is_store = world.store.machine, world.rng.random() < 0.6
    if not is_store:
        machine = device.machine

    def tidy() -> None:
        replica = world.store.program.replica if is_store else device.program.work.replica
        before = answers(replica)
        done = compact(replica.sql, world.agenda.now_ms, is_dry_run=False)
        world.deeds.compacted_facts += done.facts
        if answers(replica) != before:
            world.deeds.changed_by_compaction.append(machine.name)

    machine.run(tidy)


def answers(replica: Replica) -> bytes:
    """A hash over all that a replica answers: its logs, as they are read and as they are sent, its
    tables, its rights."""
    digest = blake2b()
    for origin, house in sorted(replica.log.homes().items()):
        for fact in replica.log.facts(house, origin):
            digest.update(repr((origin, fact.seq, fact.header_bytes, fact.body)).encode())
        seq = 0
        while (batch := replica.batch_after(origin, seq, None)) is not None:
            digest.update(repr(batch.items).encode())
            seq = batch.first_seq + len(batch.items) - 1
    digest.update(repr(fact_rows(replica)).encode())
    return digest.digest()

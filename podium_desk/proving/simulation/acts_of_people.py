"""What people do with devices of an evening: copy a disk, close a desk for good, write names."""

from __future__ import annotations

from podium_desk.application.closing import close_out, take_closings
from podium_desk.domain.ids import HouseId, PerformanceId, Unit
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.roles import Role
from podium_desk.proving.simulation.deeds import Copied, NamedPerson, ShownClosing
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.world import World
from sync.exchange.closing_code import cut, join
from sync.facts.batch import BatchRefused
from sync.facts.fact import Verb, device_of, read_header
from sync.facts.run import header_of
from sync.store.personal import PersonalTable

COPY_LIVES_MS = 30_000
"""How long after it was told on a screen a copy is still used."""
_LIVES_MAX = 3
_NEWCOMERS_MAX = 3


def live_clone(world: World) -> None:
    """A desk's disk is copied to another machine, and both go on selling. Once an evening."""
    counter = world.rng.choice(world.counters)
    original = counter.device
    if world.deeds.copies or not original.machine.is_up:
        return
    copy = _copied(world, original)
    world.deeds.copies.append(
        Copied(original.membership.own_origin, original.name, copy.name, world.agenda.now_ms)
    )
    world.counter(copy, *counter.performances).start()
    world.keep_in_touch(copy)
    _look_at_the_list(world, copy)


def _copied(world: World, original: SimulatedDevice) -> SimulatedDevice:
    """The same disk, witness, certificate and key in another machine."""
    machine = world.new_machine(f"{original.name} (kopie)")
    machine.disk.put_image(original.machine.disk.image())
    copy = SimulatedDevice(
        machine, original.membership, original.key, world.network, world.book.papers.append
    )
    copy.put_back(original.life())
    copy.clerk, copy.is_founded = original.clerk, True
    world.devices[copy.name] = copy
    machine.start()
    return copy


def _look_at_the_list(world: World, copy: SimulatedDevice) -> None:
    """Once the store tells that a device has two memories, somebody takes the copy away."""
    (copied,) = world.deeds.copies
    if _is_told(world, copied):
        world.agenda.after(COPY_LIVES_MS, copy.machine.lose)
    else:
        world.agenda.after(10_000, lambda: _look_at_the_list(world, copy))


def _is_told(world: World, copied: Copied) -> bool:
    if not world.store.machine.is_up:
        return False
    replica = world.store.program.replica
    newest = replica.log.newest_of(device_of(copied.log))
    return replica.forks.limit(copied.log) is not None or newest >= copied.log + _LIVES_MAX


def close_a_desk(world: World) -> None:
    """A desk without a line shows its closing code. It is carried in by another device, twice by
    some, late by others; the desk is thrown away, or comes back and goes on selling."""
    _close(world, lost_chance=0.3)


def close_a_desk_for_a_while(world: World) -> None:
    """The same with a desk that comes back for certain."""
    _close(world, lost_chance=0.0)


def _close(world: World, lost_chance: float) -> None:
    counter = world.rng.choice(world.counters)
    device = counter.device
    if any(shown.device == device.name for shown in world.deeds.closings):
        return
    world.leave_alone(device, world.rng.randrange(30_000, 150_000))
    shown = device.machine.run(lambda: _show_closing(device))
    if shown is None:
        return
    world.deeds.closings.append(shown)
    if world.rng.random() < lost_chance:
        device.machine.lose()
    for _ in range(world.rng.randrange(1, 4)):
        world.agenda.after(world.rng.randrange(5_000, 200_000), lambda: _carry(world, shown))


def _show_closing(device: SimulatedDevice) -> ShownClosing:
    work = device.program.work
    closings = close_out(work)
    moves = [move for batch in closings for item in batch.items
             for move in read_header(header_of(item)).moves]  # fmt: skip
    places = frozenset(
        (PerformanceId(move.pool), Unit(unit))
        for move in moves if move.verb is Verb.GIVE
        for unit in range(move.first, move.first + move.count)
    )  # fmt: skip
    parts = cut(closings) if closings else []
    return ShownClosing(device.name, work.origin, parts, places)


def _carry(world: World, shown: ShownClosing) -> None:
    """Somebody scans the pictures, in any order and some of them twice."""
    others = [device for device in world.living() if device.name != shown.device
              and device.machine.is_up and device.is_honest]  # fmt: skip
    if not others or not shown.parts or world.is_closing:
        return
    carrier = world.rng.choice(others)
    parts = [*shown.parts, world.rng.choice(shown.parts)]
    world.rng.shuffle(parts)

    def take() -> bool:
        try:
            return bool(take_closings(carrier.program.work, join(parts)))
        except BatchRefused:
            # This device has never heard of the one that closed.
            return False

    shown.is_carried = bool(carrier.machine.run(take)) or shown.is_carried


def name_an_order(world: World) -> None:
    """A desk writes a guest's name on an order, with a line or without."""
    counter = world.rng.choice([one for one in world.counters if not one.is_reseller])
    if not counter.orders:
        return
    order = world.rng.choice(counter.orders).order
    name = f"CANARY-GUEST-{world.rng.randrange(10**9)}"

    def write() -> None:
        names, work = counter.device.program.names, counter.device.program.work
        reference = names.name(order, name)
        if isinstance(reference, Refusal):
            return
        table, house = PersonalTable(work.replica.sql), int(work.house)
        key, kept = table.key(house, reference), table.unsent(house)
        sealed = [parcel.body.sealed for parcel in kept if parcel.body.person == reference]
        assert key is not None, "it was written a moment ago"
        world.deeds.persons.append(
            NamedPerson(reference, house, name.encode(), key, sealed[0] if sealed else key)
        )

    counter.device.machine.run(write)


def newcomer(world: World) -> None:
    """A desk or a door is set up in the middle of the evening; three of them at most."""
    house = HouseId(world.rng.choice((1, 1, 2)))
    role = world.rng.choice((Role.COUNTER, Role.DOOR))
    if world.deeds.invited < _NEWCOMERS_MAX:
        world.deeds.invited += 1
        world.set_up(house, role, f"Nieuw {world.deeds.invited}")

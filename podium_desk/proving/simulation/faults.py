"""What is made to go wrong in an evening: each a small function on the world, drawn by the seed."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.domain.facts import Direction, FactKind, ScanRecorded
from podium_desk.proving.simulation.device import STORE, SimulatedDevice
from podium_desk.proving.simulation.season import BASE_CENTS, write_tariffs
from podium_desk.proving.simulation.world import World
from podium_desk.replica.codec import body_to_bytes
from sync.facts.fact import Draft
from sync.simulation.machine import Machine
from sync.simulation.network import Weather

Fault = Callable[[World], None]
MINUTE_MS = 60_000
_KIND_OF_NEXT_YEAR = 9000


def bad_weather(world: World) -> None:
    """Messages are lost, late, doubled, replayed and mixed up for a while."""
    rng = world.rng
    world.network.weather = Weather(
        delay_ms=rng.choice((20, 200, 1500)),
        loss_chance=rng.choice((0.0, 0.1, 0.3)),
        answer_loss_chance=rng.choice((0.0, 0.1, 0.3)),
        duplication_chance=rng.choice((0.0, 0.2)),
        late_chance=rng.choice((0.0, 0.1)),
        replay_chance=rng.choice((0.0, 0.2)),
        wrong_answer_chance=rng.choice((0.0, 0.05)),
    )


def cut_off(world: World) -> None:
    """One device is alone, both ways or only one."""
    name = _some_device(world).name
    which = world.rng.randrange(3)
    if which != 1:
        world.network.cut(name, "*")
    if which != 0:
        world.network.cut("*", name)
    world.agenda.after(_minutes(world, 3), lambda: _heal(world, name))


def store_cut_off(world: World) -> None:
    """The line of the house is down."""
    world.network.cut("*", STORE)
    world.agenda.after(_minutes(world, 2), lambda: world.network.heal("*", STORE))


def swizzle(world: World) -> None:
    """Cut off several devices one by one, then heal them in another order."""
    names = [device.name for device in world.devices.values()]
    world.rng.shuffle(names)
    for place, name in enumerate(names):
        _at(world, place * 5_000, _cutting(world, name))
    world.rng.shuffle(names)
    for place, name in enumerate(names):
        _at(world, MINUTE_MS + place * 5_000, _healing(world, name))


def power_cut(world: World) -> None:
    """A machine goes off at one of its next writes."""
    machine = _some_machine(world)
    machine.disk.cut_at_io = machine.disk.io_count + 1 + world.rng.randrange(80)


def crash_on_the_wire(world: World) -> None:
    """A device goes off before one of its next calls."""
    _some_device(world).machine.dies_at_call = world.rng.randrange(4)


def plug_pulled(world: World) -> None:
    """A machine goes off between two pieces of work."""
    _some_machine(world).cut_power()


def restart(world: World) -> None:
    """Somebody closes the program and starts it again."""
    _some_machine(world).restart()


def pause(world: World) -> None:
    """A machine is asleep for a while: lid closed, program stopped."""
    machine = _some_machine(world)
    machine.paused_until_ms = world.agenda.now_ms + _minutes(world, 2)


def clock_jump(world: World) -> None:
    """Somebody sets a device's clock wrong, by minutes or by years."""
    span_ms = world.rng.choice((90_000, 45 * MINUTE_MS, 14 * 365 * 24 * 60 * MINUTE_MS))
    _some_device(world).machine.clock.jump(world.rng.choice((-1, 1)) * span_ms)


def clock_drift(world: World) -> None:
    """A device's clock runs too fast or too slow from now on, by minutes a day or far worse."""
    drift_ppm = world.rng.choice((-20_000, -2_000, 2_000, 20_000))
    _some_device(world).machine.clock.drift(drift_ppm)


def disk_full(world: World) -> None:
    """A disk has nearly no room; somebody cleans up later."""
    machine = _some_machine(world)
    machine.disk.faults.capacity_bytes = machine.disk.size_bytes() + world.rng.randrange(60_000)
    world.agenda.after(_minutes(world, 2), lambda: _mend_disk(machine))


def disk_errors(world: World) -> None:
    """Some writes fail for a while."""
    machine = _some_machine(world)
    machine.disk.faults.write_error_chance = 0.02
    world.agenda.after(_minutes(world, 1), lambda: _mend_disk(machine))


def slow_disk(world: World) -> None:
    """Each write takes a long time."""
    machine = _some_machine(world)
    machine.disk.on_io = lambda: world.agenda.pass_(40)
    world.agenda.after(_minutes(world, 1), lambda: _mend_disk(machine))


def printer_trouble(world: World) -> None:
    """Paper runs out now and then, and some jobs are not confirmed."""
    tray = _some_device(world).tray
    tray.trouble_chance = 0.3
    world.agenda.after(_minutes(world, 2), lambda: setattr(tray, "trouble_chance", 0.0))


def impostor(world: World) -> None:
    """Somebody on the way changes answers for a while."""
    world.network.weather = Weather(impostor_chance=0.3)


def new_prices(world: World) -> None:
    """The office changes what a performance costs; no fault, but news that all must get."""
    performance, (house, _) = world.rng.choice(sorted(world.halls.items()))
    cents = BASE_CENTS + world.rng.randrange(500)
    store = world.store
    store.machine.run(lambda: write_tariffs(store.program.replica, house, performance, cents))


def lost(world: World) -> None:
    """A desk that sells falls into the canal; once an evening."""
    if all(not device.machine.is_lost for device in world.devices.values()):
        world.rng.choice(world.counters).device.machine.lose()


def put_back(world: World) -> None:
    """A desk's database is put back to an older copy; what it had not sent is gone for ever."""
    device = world.rng.choice(world.counters).device
    machine = device.machine
    if device.name in world.images and _has_gone_on(world, device):
        machine.stop()
        machine.disk.put_image(world.images.pop(device.name))
        world.book.destroyed_until_ms[device.name] = world.agenda.now_ms
        machine.start()
    elif device.name not in world.images and machine.is_up:
        world.images[device.name] = machine.disk.image()
        world.heads[device.name] = _own_head(device)


def _own_head(device: SimulatedDevice) -> tuple[int, int]:
    own = device.membership.own_origin
    return own, device.program.work.replica.log.heads().get(own, 0)


def _has_gone_on(world: World, device: SimulatedDevice) -> bool:
    """Whether the log says more than at the last copy. The log is what a witness knows: a copy
    that differs in what was printed since, and in no fact, is known by nobody."""
    return device.machine.is_up and _own_head(device) > max(
        head for name, head in world.heads.items() if device.name in name
    )


def machine_put_back(world: World) -> None:
    """The same with everything else that the machine keeps, witness and all. It has a line, or
    nobody in the world could know."""
    device = world.rng.choice(world.counters).device
    machine = device.machine
    name = f"all of {device.name}"
    if name not in world.images and machine.is_up:
        world.images[name] = machine.disk.image()
        world.lives[name] = device.life()
        world.heads[name] = _own_head(device)
    elif name in world.images and _has_gone_on(world, device):
        with world.network.undisturbed():
            if machine.run(device.round):
                _restore(world, device, name)


def _restore(world: World, device: SimulatedDevice, name: str) -> None:
    machine = device.machine
    machine.stop()
    machine.disk.put_image(world.images.pop(name))
    device.put_back(world.lives.pop(name))
    world.book.destroyed_until_ms[device.name] = world.agenda.now_ms
    machine.start()
    machine.run(device.round)


def store_put_back(world: World) -> None:
    """The store's database is put back to an older copy; its witness is not."""
    machine = world.store.machine
    if machine.name in world.images:
        machine.stop()
        machine.disk.put_image(world.images.pop(machine.name))
        machine.start()
    elif machine.is_up:
        world.images[machine.name] = machine.disk.image()
        world.store_heads = dict(world.store.witness.noted)


def store_machine_put_back(world: World) -> None:
    """The store's whole machine is put back, with its witness: only devices can tell."""
    if world.store.machine.name in world.images:
        world.store.witness.noted = world.store_heads
    store_put_back(world)


def backlog(world: World) -> None:
    """A door that was alone for thirty days has much to tell."""
    device = world.doors[0].device

    def write() -> None:
        work = device.program.work
        for day in range(30):
            drafts = [Draft(FactKind.SCAN_RECORDED, device.house, _old_scan(world, day, number))
                      for number in range(80)]  # fmt: skip
            work.replica.append(drafts)

    device.machine.run(write)


def newer_version(world: World) -> None:
    """A desk of a newer version writes a kind and a body that nobody else knows."""
    device = world.rng.choice(world.counters).device
    drafts = [
        Draft(_KIND_OF_NEXT_YEAR, device.house, world.rng.randbytes(40)),
        Draft(FactKind.PAYMENT_TAKEN, device.house, b"\x91\xa6crypto", version=2),
    ]

    def write() -> None:
        device.program.work.replica.append(drafts)

    device.machine.run(write)


def _old_scan(world: World, day: int, number: int) -> bytes:
    at_ms = world.agenda.now_ms - (30 - day) * 24 * 60 * MINUTE_MS + number
    token = world.rng.randbytes(8).hex()
    body = ScanRecorded(token, at_ms, None, None, "Deur", Direction.ENTRY, "refuse", "unknown")
    return body_to_bytes(body)


def heal_everything(world: World) -> None:
    """The network, the disks and the printers are as they should be; every machine is on."""
    world.network.heal_all()
    world.lan.heal_all()
    for machine in world.machines():
        machine.paused_until_ms = 0
        machine.dies_at_call = None
        machine.disk.cut_at_io = None
        _mend_disk(machine)
        machine.start()
    for device in world.devices.values():
        device.tray.trouble_chance = 0.0


def _mend_disk(machine: Machine) -> None:
    machine.disk.faults.capacity_bytes = None
    machine.disk.faults.write_error_chance = 0.0
    machine.disk.on_io = _no_delay


def _no_delay() -> None:
    pass


def _heal(world: World, name: str) -> None:
    world.network.heal(name, "*")
    world.network.heal("*", name)


def _cutting(world: World, name: str) -> Callable[[], None]:
    return lambda: world.network.cut(name, "*")


def _healing(world: World, name: str) -> Callable[[], None]:
    return lambda: _heal(world, name)


def _at(world: World, delay_ms: int, action: Callable[[], None]) -> None:
    world.agenda.after(delay_ms, action)


def _minutes(world: World, most: int) -> int:
    return world.rng.randrange(10_000, most * MINUTE_MS)


def _some_device(world: World) -> SimulatedDevice:
    return world.rng.choice(world.living())


def _some_machine(world: World) -> Machine:
    """A device's, now and then the store's."""
    if world.rng.random() < 0.2:
        return world.store.machine
    return _some_device(world).machine

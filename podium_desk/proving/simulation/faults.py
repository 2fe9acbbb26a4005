"""What is made to go wrong in an evening: each a small function on the world, drawn by the seed."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.proving.simulation.device import STORE, SimulatedDevice
from podium_desk.proving.simulation.world import World
from sync.simulation.machine import Machine
from sync.simulation.network import Weather

Fault = Callable[[World], None]
MINUTE_MS = 60_000


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


def heal_everything(world: World) -> None:
    """The network, the disks and the printers are as they should be; every machine is on."""
    world.network.heal_all()
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

"""What goes wrong on a venue's own network, and what people change there in an evening."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.admission_holder import name_holder
from podium_desk.application.keeping import name_keeper
from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import Role
from podium_desk.proving.simulation.device import STORE, SimulatedDevice
from podium_desk.proving.simulation.faults import MINUTE_MS
from podium_desk.proving.simulation.world import World
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from sync.exchange.peer_messages import ASK, CONSULT
from sync.exchange.session import is_outdated
from sync.simulation.peer_network import PeerWeather, Talk


def bad_air(world: World) -> None:
    """Too many people with telephones: connections break, and words come late."""
    rng = world.rng
    world.lan.weather = PeerWeather(
        delay_ms=rng.choice((3, 15, 60)),
        break_chance=rng.choice((0.0, 0.1, 0.3)),
        answer_break_chance=rng.choice((0.0, 0.1, 0.3)),
        late_chance=rng.choice((0.0, 0.1)),
        redial_chance=rng.choice((0.0, 0.3, 0.6)),
    )
    world.agenda.after(_a_while(world), lambda: setattr(world.lan, "weather", PeerWeather()))


def off_the_venue(world: World) -> None:
    """One device hears nobody of its house, or is heard by nobody."""
    name = _somebody(world).name
    which = world.rng.randrange(4)
    ways = [(name, "*"), ("*", name)]
    _cut(world, ways if which > 1 else [ways[which]])


def one_pair(world: World) -> None:
    """Two devices of a house do not reach each other; everybody else they do."""
    one, other = world.rng.sample([device.name for device in on_venue(world)], 2)
    _cut(world, [(one, other), (other, one)])


def halves(world: World) -> None:
    """A switch between two halves of the house is off."""
    names = [device.name for device in on_venue(world)]
    world.rng.shuffle(names)
    middle = len(names) // 2
    _cut(world, [way for here in names[:middle] for there in names[middle:]
                 for way in ((here, there), (there, here))])  # fmt: skip


def quite_alone(world: World) -> None:
    """One device is off the venue's network and has no line to the store."""
    name = _somebody(world).name
    world.network.cut(name, "*")
    _cut(world, [(name, "*"), ("*", name)])
    world.agenda.after(_a_while(world), lambda: world.network.heal(name, "*"))


def falls_after_its_word(world: World) -> None:
    """Whoever keeps or decides goes off right after it gave its word or a place; now and then
    the one that it was given to is off the venue's network in the same moment."""
    device, is_alone = _holder_or_keeper(world), world.rng.random() < 0.7

    def fall(talk: Talk) -> None:
        if talk.reached == device.name and talk.path in (ASK, CONSULT):
            world.lan.after_answer = None
            device.machine.cut_power()
            if is_alone:
                _cut(world, [(talk.caller, "*"), ("*", talk.caller)], MINUTE_MS // 2)

    world.lan.after_answer = fall


def falls_with_the_word(world: World) -> None:
    """Whoever hears the next word of a holder goes off before it does anything with it."""

    def fall(talk: Talk) -> None:
        if talk.path == CONSULT:
            world.lan.after_answer = None
            world.machine(talk.caller).die()

    world.lan.after_answer = fall


def deaf_for_a_while(world: World) -> None:
    """Whoever keeps or decides is asleep."""
    machine = _holder_or_keeper(world).machine
    machine.paused_until_ms = world.agenda.now_ms + _a_while(world)


def keeper_handed_over(world: World) -> None:
    """A clerk names another counter the keeper, whoever hears it."""
    counters = [device for device in on_venue(world) if _role(device) is Role.COUNTER]
    here, named = world.rng.choice(counters), world.rng.choice(counters)
    number = named.membership.claims.device
    here.machine.on_lane(lambda: name_keeper(here.program.work, number))


def holder_moved(world: World) -> None:
    """Somebody presses the button: that device decides at the doors from now on."""
    here, named = world.rng.choice(on_venue(world)), world.rng.choice(on_venue(world))
    number, performance = named.membership.claims.device, min(world.halls)
    here.machine.on_lane(lambda: name_holder(here.program.work, performance, number))


def keeper_lost(world: World) -> None:
    """The keeper dies for good; one such death an evening."""
    _lose(world, _keeper(world))


def holder_lost(world: World) -> None:
    """The device that decides at the doors dies for good; one such death an evening."""
    _lose(world, holder_now(world))


def machine_put_back(world: World) -> None:
    """A counter's whole machine is put back to an older copy, witness and all. Others of its house
    have heard all that it said, or nobody in the world could know."""
    counters = [device for device in on_venue(world) if _role(device) is Role.COUNTER]
    device = world.rng.choice(counters)
    machine, name = device.machine, f"all of {device.name}"
    if not machine.is_up or machine.is_occupied or is_outdated(device.program.work.replica):
        # One that knows itself to be old and begins its next life is no copy worth keeping.
        return
    own = device.membership.own_origin
    head = device.program.work.replica.log.heads().get(own, 0)
    if name not in world.images:
        world.images[name], world.lives[name] = machine.disk.image(), device.life()
        world.heads[name] = own, head
    elif (own, head) > world.heads[name] and _is_known(world, device, head):
        machine.stop()
        machine.disk.put_image(world.images.pop(name))
        device.put_back(world.lives.pop(name))
        world.book.destroyed_until_ms[device.name] = world.agenda.now_ms
        machine.start()
        machine.run(device.on_venue.meet_everybody)


def _is_known(world: World, device: SimulatedDevice, head: int) -> bool:
    """Whether everybody else who is up, and somebody, has all that this device has said."""
    others = [one for one in on_venue(world) if one is not device]
    own = device.membership.own_origin
    return all(
        one.machine.is_up and world.agenda.now_ms >= one.machine.paused_until_ms
        and one.program.work.replica.log.heads().get(own, 0) == head
        for one in others
    )  # fmt: skip


def no_internet(world: World) -> None:
    """From the first minute on, until everything is mended, the house is alone with itself."""
    world.agenda.after(20_000, lambda: world.network.cut("*", STORE))


def on_venue(world: World) -> list[SimulatedDevice]:
    """The honest devices that are on the venue's network and not lost."""
    return [device for device in world.living() if device.has_venue and device.is_honest]


def _somebody(world: World) -> SimulatedDevice:
    return world.rng.choice(on_venue(world))


def _holder_or_keeper(world: World) -> SimulatedDevice:
    found = holder_now(world) if world.rng.random() < 0.6 else _keeper(world)
    return found or _somebody(world)


def holder_now(world: World) -> SimulatedDevice | None:
    """Who decides at the doors tonight, in the eyes of somebody of the house who is up."""
    return _seen(world, lambda work: admission_holder_of(
        work.replica.sql, work.house, min(world.halls)
    ))  # fmt: skip


def _keeper(world: World) -> SimulatedDevice | None:
    return _seen(world, lambda work: keeper_of(work.replica.sql, work.house))


def _seen(world: World, whom: Callable[[Workplace], int | None]) -> SimulatedDevice | None:
    up = (device for device in on_venue(world) if device.machine.is_up)
    number = next((whom(device.program.work) for device in up), None)
    return _numbered(world, number)


def _numbered(world: World, number: int | None) -> SimulatedDevice | None:
    found = (one for one in on_venue(world) if one.membership.claims.device == number)
    return next(found, None)


def _lose(world: World, device: SimulatedDevice | None) -> None:
    if device is not None and not any(one.machine.is_lost for one in world.devices.values()):
        device.machine.lose()


def _role(device: SimulatedDevice) -> Role:
    return Role(device.membership.claims.role)


def _cut(world: World, ways: list[tuple[str, str]], most_ms: int = MINUTE_MS) -> None:
    """Cut these ways, and mend them after a while."""
    for way in ways:
        world.lan.cut(*way)

    def mend() -> None:
        for way in ways:
            world.lan.heal(*way)

    world.agenda.after(_a_while(world, most_ms), mend)


def _a_while(world: World, most_ms: int = MINUTE_MS) -> int:
    return world.rng.randrange(3_000, most_ms)

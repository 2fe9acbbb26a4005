"""The evenings that are simulated: who is there, and what goes wrong how often."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from podium_desk.domain.ids import HouseId
from podium_desk.domain.roles import Role
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation import acts_at_the_store as store_acts
from podium_desk.proving.simulation import acts_of_people as acts
from podium_desk.proving.simulation import faults, venue_faults, venue_rogues
from podium_desk.proving.simulation.copies import PAIR_MS, Copies
from podium_desk.proving.simulation.crowd import FullHouse
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.faults import MINUTE_MS, Fault
from podium_desk.proving.simulation.invariants.wire import CANARIES
from podium_desk.proving.simulation.newcomers import Welcome
from podium_desk.proving.simulation.order_clerk import CODE, CODE_USES, Guests, OrderClerk
from podium_desk.proving.simulation.releases import AFTER_UPDATE, BEFORE_UPDATE
from podium_desk.proving.simulation.rogues import (
    DESK_TRICKS,
    DOOR_TRICKS,
    Rogue,
    cheaper,
    go_on_after_revocation,
    revoke,
)
from podium_desk.proving.simulation.rogues_of_acts import bad_snapshots, swindler
from podium_desk.proving.simulation.season import write_code
from podium_desk.proving.simulation.world import World

EVENING_MS = 6 * 60_000
SHORT_MS = 4 * 60_000
_VENUE_MS = 100_000
_BUSY_GUEST_MS = 5_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of evening. `faults` are drawn with these weights, one in `fault_ms` on average."""

    name: str
    told: str
    people: Callable[[World], None]
    faults: tuple[tuple[Fault, int], ...]
    fault_ms: int = 20_000
    length_ms: int = EVENING_MS
    settles: bool = True
    """Whether everything must come right by itself; else a person is needed, and only what must
    hold always is looked at."""


def two_houses(world: World) -> None:
    """A house with two counters and two doors, a neighbour with a counter and a reseller."""
    own, other = world.house(1, "Eerste huis"), world.house(2, "Tweede huis")
    tonight = world.performance(own, 1, rows=4, standing=6)
    later = world.performance(own, 2, rows=3, in_days=3)
    theirs = world.performance(other, 3, rows=3)
    for name in ("Kassa 1", "Kassa 2"):
        world.counter(
            world.device(own, Role.COUNTER, name, CANARIES[1].decode()), tonight, tonight, later
        )
    world.counter(world.device(other, Role.COUNTER, "Kassa 3", CANARIES[2].decode()), theirs)
    world.counter(world.device(other, Role.RESELLER, "Toerisme", "An"), tonight, theirs)
    for name in ("Deur 1", "Deur 2"):
        world.door(world.device(own, Role.DOOR, name))


def with_orders(world: World) -> None:
    """A house with three registers whose guests reserve, pay in parts, exchange and come back."""
    own = world.house(1, "Eerste huis")
    write_code(world.store.program.replica, own, CODE, CODE_USES)
    tonight = world.performance(own, 1, rows=9, standing=6)
    later = world.performance(own, 2, rows=6, in_days=3)
    guests = Guests()
    for number in range(3):
        desk = world.device(own, Role.COUNTER, f"Kassa {number + 1}", CANARIES[1].decode())
        counter = world.counter(desk, tonight, later)
        counter.guest_ms = _BUSY_GUEST_MS // 2
        rng = Random(world.rng.random())
        counter.clerk = OrderClerk(desk, (tonight, later), world.book, guests, rng)
    world.door(world.device(own, Role.DOOR, "Deur 1"))


def one_venue(world: World, counters: int = 2, doors: int = 2, pair_ms: int = PAIR_MS) -> None:
    """A house on its own network: counters, doors, and guests with copied papers."""
    own = world.house(1, "Eerste huis")
    tonight = world.performance(own, 1, rows=8, standing=12)
    for number in range(counters):
        desk = world.device(own, Role.COUNTER, f"Kassa {number + 1}", CANARIES[1].decode())
        counter = world.counter(desk, tonight)
        counter.guest_ms, counter.thinks_chance = _BUSY_GUEST_MS, 0.3
    for number in range(doors):
        door = world.device(own, Role.DOOR, f"Deur {number + 1}")
        world.door(door).guest_ms = _BUSY_GUEST_MS
    _on_one_network(world, pair_ms)


def three_doors(world: World) -> None:
    """The same with one door more."""
    one_venue(world, doors=3)


def one_keeper(world: World) -> None:
    """The same with one counter, and with more guests who come a second time."""
    one_venue(world, counters=1, pair_ms=2_000)


def house_alone(world: World) -> None:
    """The same, and the line of the house is down all evening."""
    one_venue(world)
    venue_faults.no_internet(world)


def thieves_at_the_venue(world: World) -> None:
    """A house on its own network, with a stolen door and a stolen desk, and a stranger on it."""
    one_venue(world, counters=1)
    own, other = HouseId(1), world.house(2, "Tweede huis")
    thieves = (
        (world.device(own, Role.DOOR, "Gestolen deur"), venue_rogues.DOOR_TRICKS),
        (world.device(own, Role.COUNTER, "Eigenwijze kassa"), venue_rogues.DESK_TRICKS),
        (world.device(own, Role.DOOR, "Ingetrokken deur"), venue_rogues.REVOKED_TRICKS),
        (world.device(other, Role.COUNTER, "Buur"), venue_rogues.NEIGHBOUR_TRICKS),
    )
    for device, tricks in thieves:
        device.is_honest = device.converges = False
        rogue = Rogue(world, device, Random(world.rng.random()), tricks, _BUSY_GUEST_MS)
        world.rogues.append(rogue.start)
        if device.name == "Gestolen deur":
            device.join(world.lan)
            own_answers = device.reachable()
            world.lan.serve(device.machine, venue_rogues.PassingOn(rogue, own_answers))
    venue_rogues.revoke_later(world, world.devices["Ingetrokken deur"])


def newcomers_on_networks(world: World) -> None:
    """Two houses and newcomers, the first house on its own network."""
    with_newcomers(world)
    _on_one_network(world)


def _on_one_network(world: World, pair_ms: int = PAIR_MS) -> None:
    """Put the first house's devices on its network, and bring the people with copies."""
    for device in world.devices.values():
        if device.house == 1:
            device.join(world.lan)
    copies = Copies(world.doors, world.book, Random(world.rng.random()), pair_ms)
    world.passers_by.append(copies.start)


def hasty_windows(world: World) -> None:
    """The same people; now and then a program dies before it can tell what it did."""
    two_houses(world)
    for counter in world.counters:
        counter.window_dies_chance = 0.2
    for door in world.doors:
        door.window_dies_chance = 0.2


def thieves(world: World) -> None:
    """The same people, a stolen door, a desk with its own ideas, and an impostor on the wire."""
    two_houses(world)
    world.network.impostor = cheaper
    door = world.device(HouseId(1), Role.DOOR, "Gestolen deur")
    desk = world.device(HouseId(2), Role.COUNTER, "Eigenwijze kassa", "An")
    door.is_honest = desk.is_honest = door.converges = False
    for device, tricks in ((door, DOOR_TRICKS), (desk, DESK_TRICKS)):
        world.rogues.append(Rogue(world, device, Random(world.rng.random()), tricks).start)


def revoked_thief(world: World) -> None:
    """A stolen door that the store revokes, and that goes on."""
    two_houses(world)
    door = world.device(HouseId(1), Role.DOOR, "Gestolen deur")
    door.is_honest = door.converges = False
    rogue = Rogue(world, door, Random(world.rng.random()), (go_on_after_revocation,))
    world.rogues.append(rogue.start)
    world.agenda.after(60_000, lambda: revoke(world, door))


def with_newcomers(world: World) -> None:
    """The same people, and the store offers snapshots to whoever is set up later."""
    two_houses(world)
    Welcome(world)


def with_bad_snapshots(world: World) -> None:
    """The same people, and what newcomers are offered was tampered with."""
    two_houses(world)
    bad_snapshots(world)


def with_a_swindler(world: World) -> None:
    """The same people, and a desk that takes back and closes what is not its own."""
    two_houses(world)
    swindler(world)


def during_an_update(world: World) -> None:
    """The same people; all programs were updated but those of one desk and one door, which follow
    in the middle of the evening or not at all."""
    world.store.release = AFTER_UPDATE
    world.store.machine.restart()
    two_houses(world)
    late = (world.doors[0].device, world.counters[0].device)
    for device in world.devices.values():
        device.release = BEFORE_UPDATE if device in late else AFTER_UPDATE
        device.machine.restart()
    if world.rng.random() < 0.7:
        for device in late:
            world.agenda.after(world.rng.randrange(EVENING_MS), partial(_update, device))


def _update(device: SimulatedDevice) -> None:
    device.release = AFTER_UPDATE
    device.machine.restart()


_NETWORK = ((faults.bad_weather, 3), (faults.cut_off, 3), (faults.store_cut_off, 1))
_POWER = (
    (faults.power_cut, 5), (faults.crash_on_the_wire, 3), (faults.plug_pulled, 2),
    (faults.restart, 1),
)  # fmt: skip
_DISKS = ((faults.disk_full, 2), (faults.disk_errors, 2), (faults.slow_disk, 1))
_CLOCKS = ((faults.clock_jump, 2), (faults.clock_drift, 1), (faults.pause, 2))
_ACTS = (
    (acts.name_an_order, 4), (store_acts.erase, 2), (store_acts.compaction, 2),
    (acts.newcomer, 2), (acts.close_a_desk_for_a_while, 1),
    (store_acts.write_off_who_comes_back, 1),
)  # fmt: skip
_PRINTERS = ((faults.printer_trouble, 2),)

_VENUE = (
    (venue_faults.bad_air, 3), (venue_faults.off_the_venue, 3), (venue_faults.one_pair, 2),
    (venue_faults.halves, 2), (venue_faults.quite_alone, 1),
)  # fmt: skip
_WHO_DECIDES = (
    (venue_faults.holder_moved, 4), (venue_faults.falls_after_its_word, 3),
    (venue_faults.falls_with_the_word, 1), (venue_faults.deaf_for_a_while, 2),
)  # fmt: skip

_ALL = (
    Scenario("calm", "nothing goes wrong", two_houses, ()),
    Scenario("network", "loss, delay, doubling, replay, partitions", two_houses, _NETWORK, 15_000),
    Scenario("swizzle", "devices cut off and healed in turns", two_houses,
             ((faults.swizzle, 1),), 90_000),
    Scenario("crashes", "power cuts at any write or call, full and failing disks", two_houses,
             _POWER + _DISKS + _PRINTERS, 8_000),
    Scenario("clocks", "clocks that jump by minutes or years, machines that sleep", two_houses,
             (*_CLOCKS, (faults.cut_off, 1)), 15_000),
    Scenario("windows", "programs that die between the deed and the word", hasty_windows,
             ((faults.restart, 1),), 30_000),
    Scenario("thieves", "forged facts, tickets, codes and answers", thieves,
             ((faults.cut_off, 2), (faults.impostor, 3), (faults.new_prices, 3)), 10_000),
    Scenario("revoked", "a stolen device that was revoked goes on", revoked_thief, ()),
    Scenario("lost", "a desk that never comes back", two_houses,
             ((faults.lost, 1), (faults.cut_off, 2)), 40_000),
    Scenario("put_back", "a desk's disk is put back to an older copy", two_houses,
             ((faults.put_back, 3), (faults.machine_put_back, 2), (faults.cut_off, 2)),
             12_000),
    Scenario("store_put_back", "the store's database is put back, devices are cut off", two_houses,
             ((faults.store_put_back, 2), (faults.cut_off, 4)), 7_000),
    Scenario("store_machine_put_back", "the store's machine is put back to an older copy",
             two_houses, ((faults.store_machine_put_back, 1),), 60_000),
    Scenario("backlog", "a door with thirty days to tell, and cuts meanwhile", two_houses,
             ((faults.backlog, 1), (faults.cut_off, 1)), 120_000),
    Scenario("versions", "devices of a newer version write what others cannot read", two_houses,
             ((faults.newer_version, 3), (faults.cut_off, 1)), 20_000),
    Scenario("older_version", "devices that were not updated write an older form",
             during_an_update, ((faults.cut_off, 2), (faults.restart, 1)), 30_000, SHORT_MS),
    Scenario("written_off", "two people write off a lost desk, which may come back", two_houses,
             ((store_acts.write_off, 3), (faults.cut_off, 1)), 25_000, SHORT_MS),
    Scenario("closed", "closing codes, carried in late, twice, and while their desk goes on",
             two_houses, ((acts.close_a_desk, 3), (faults.cut_off, 1)), 25_000, SHORT_MS),
    Scenario("clones", "a desk's disk is copied and both copies go on", two_houses,
             ((acts.live_clone, 3), (faults.cut_off, 2)), 20_000, SHORT_MS),
    Scenario("persons", "names on orders, and guests who ask to be forgotten", two_houses,
             ((acts.name_an_order, 6), (store_acts.erase, 3), (faults.bad_weather, 2),
              (faults.cut_off, 1), (faults.plug_pulled, 1)), 8_000, SHORT_MS),
    Scenario("newcomers", "devices that begin with a snapshot, old facts compressed",
             with_newcomers, ((acts.newcomer, 3), (store_acts.compaction, 4),
                              (faults.bad_weather, 1), (faults.plug_pulled, 1)), 20_000, SHORT_MS),
    Scenario("bad_snapshots", "snapshots that were tampered with", with_bad_snapshots,
             ((acts.newcomer, 1),), 60_000, SHORT_MS),
    Scenario("swindler", "places taken back and closed by who does not hold them",
             with_a_swindler, ((faults.cut_off, 1),), 30_000, SHORT_MS),
    Scenario("house_alone", "the internet is down, the house's own network is well", house_alone,
             (), length_ms=_VENUE_MS),
    Scenario("venue", "the house's network breaks, in parts, one way, and is slow", one_venue,
             (*_VENUE, (faults.store_cut_off, 2)), 8_000, _VENUE_MS),
    Scenario("keeper", "the keeper is handed over, falls or dies, without the internet",
             house_alone,
             (*_VENUE, (venue_faults.keeper_handed_over, 6), (venue_faults.keeper_lost, 1),
              (venue_faults.falls_after_its_word, 9), (faults.restart, 1)), 7_000, _VENUE_MS),
    Scenario("holder", "who decides at the doors is moved, falls, sleeps or dies",
             three_doors,
             (*_VENUE, *_WHO_DECIDES, (venue_faults.holder_lost, 1), (faults.store_cut_off, 1),
              (faults.crash_on_the_wire, 3)), 6_000, _VENUE_MS),
    Scenario("words", "who gives its word at the doors, or hears it, falls in that moment",
             one_keeper, ((venue_faults.falls_after_its_word, 3),
                          (venue_faults.falls_with_the_word, 1)), 15_000, 2 * _VENUE_MS),
    Scenario("venue_put_back", "a counter is put back, and only its house can tell it",
             house_alone, ((venue_faults.machine_put_back, 1),), 8_000, _VENUE_MS),
    Scenario("venue_thieves", "strangers, stolen devices and an impostor on the house's network",
             thieves_at_the_venue, ((venue_rogues.impostor_at_the_holder, 2), (faults.restart, 1)),
             8_000, _VENUE_MS),
    Scenario("full_house", "guests in queues before four doors, one of them cut off for a while",
             FullHouse(60, 36_000, 10_000, 16_000, copies=0.4).people, (),
             length_ms=50_000),
    Scenario("everything", "all of it at once", newcomers_on_networks,
             (*_NETWORK, *_POWER, *_DISKS, *_CLOCKS, *_PRINTERS, *_ACTS, *_VENUE, *_WHO_DECIDES,
              (venue_faults.keeper_handed_over, 1), (faults.swizzle, 1)), 8_000),
    Scenario("orders", "orders reserved, paid in parts, exchanged and paid back at three registers",
             with_orders, ((faults.cut_off, 4), (faults.bad_weather, 2), (faults.plug_pulled, 3),
                           (faults.crash_on_the_wire, 3), (faults.power_cut, 3),
                           (faults.clock_drift, 2), (faults.restart, 1)), 18_000, SHORT_MS),
)  # fmt: skip

SCENARIOS = {scenario.name: scenario for scenario in _ALL}
"""Every scenario by its name."""

LARGE = {
    "two_thousand": Scenario(
        "two_thousand", "2,000 guests over four doors in 25 minutes, one cut off for ten",
        FullHouse(2000, 25 * MINUTE_MS, 8 * MINUTE_MS, 10 * MINUTE_MS).people, (),
        length_ms=30 * MINUTE_MS,
    ),
}  # fmt: skip
"""What takes minutes: played by its name only."""

"""The evenings that are simulated: who is there, and what goes wrong how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from podium_desk.domain.roles import Role
from podium_desk.proving.simulation import faults
from podium_desk.proving.simulation.faults import Fault
from podium_desk.proving.simulation.invariants.wire import CANARIES
from podium_desk.proving.simulation.world import World

EVENING_MS = 6 * 60_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of evening. `faults` are drawn with these weights, one in `fault_ms` on average."""

    name: str
    told: str
    people: Callable[[World], None]
    faults: tuple[tuple[Fault, int], ...]
    fault_ms: int = 20_000
    length_ms: int = EVENING_MS


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


_NETWORK = ((faults.bad_weather, 3), (faults.cut_off, 3), (faults.store_cut_off, 1))
_POWER = (
    (faults.power_cut, 5), (faults.crash_on_the_wire, 3), (faults.plug_pulled, 2),
    (faults.restart, 1),
)  # fmt: skip
_DISKS = ((faults.disk_full, 2), (faults.disk_errors, 2), (faults.slow_disk, 1))
_CLOCKS = ((faults.clock_jump, 2), (faults.pause, 2))
_PRINTERS = ((faults.printer_trouble, 2),)

_ALL = (
    Scenario("calm", "nothing goes wrong", two_houses, ()),
    Scenario("network", "loss, delay, doubling, replay, partitions", two_houses, _NETWORK, 15_000),
    Scenario("swizzle", "devices cut off and healed in turns", two_houses,
             ((faults.swizzle, 1),), 90_000),
    Scenario("crashes", "power cuts at any write or call, full and failing disks", two_houses,
             _POWER + _DISKS + _PRINTERS, 8_000),
    Scenario("clocks", "clocks that jump by minutes or years, machines that sleep", two_houses,
             (*_CLOCKS, (faults.cut_off, 1)), 15_000),
    Scenario("everything", "all of it at once", two_houses,
             (*_NETWORK, *_POWER, *_DISKS, *_CLOCKS, *_PRINTERS, (faults.swizzle, 1)), 10_000),
)  # fmt: skip

SCENARIOS = {scenario.name: scenario for scenario in _ALL}
"""Every scenario by its name."""

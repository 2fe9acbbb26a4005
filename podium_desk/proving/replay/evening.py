"""The devices of a scenario and what connects them: each with its own replica, on a machine with
its own clock, at the store's line and on the venue's network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from podium_desk.bootstrap import database
from podium_desk.central.evening import offer_evening
from podium_desk.domain.allotment import ReservePolicy
from podium_desk.domain.roles import Role
from podium_desk.proving.replay.form import Device, Scenario
from podium_desk.proving.replay.programme import Programme
from podium_desk.proving.replay.scripted_time import ScriptedTime
from podium_desk.proving.replay.times import instant_ms, zone_of
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.world import World
from sync.simulation.disk import Disk
from sync.simulation.machine import Machine
from sync.simulation.network import Network
from sync.simulation.peer_network import PeerNetwork
from sync.store.port import Sql

_HOUR_MS = 3_600_000
_CHOOSE_MS = 11_000
_ROUNDS_MAX = 12
_HOPS = 3
"""Where something is cut: from a device on the venue's network only, to one that the store alone
reaches."""
_NOTHING_UNASKED = ReservePolicy(
    days=0, seats_min=0, percent=0, today_percent=0, keeper_percent=0, venue_percent=0,
    venue_today_percent=0,
)  # fmt: skip
"""A place is with the counter that the scenario sells it at, and not in another's reserve."""


class NeverQuiet(Exception):
    """The exchange went on and on: a fault of the program, not of the scenario."""


class Evening:
    """All machines of a scenario. `close` it, also after a fault."""

    def __init__(self, scenario: Scenario, folder: Path | None) -> None:
        """`folder` is where the databases are; None keeps them on simulated disks in memory."""
        self.scenario = scenario
        self.zone = zone_of(scenario.timezone)
        self.time = ScriptedTime(_beginning_ms(scenario))
        self.programme = Programme.of(scenario)
        self.world = World(5, self.time, None if folder is None else _files_in(folder))
        self.devices: dict[str, SimulatedDevice] = {}
        """By the scenario's own names."""
        self.seller: SimulatedDevice
        """The counter where everything is sold that the scenario finds sold."""
        self._cut: set[tuple[Network | PeerNetwork, tuple[str, str]]] = set()

    def found(self) -> None:
        """The store, the houses, and every device with what there is."""
        self.world.store.reserves = _NOTHING_UNASKED
        self.world.store.offer = lambda store: offer_evening(store.service, store.catalogue)
        self.world.store.machine.restart()
        self.programme.write(self.world.store.program.replica, self.scenario)
        for device in self.scenario.devices:
            self.devices[device.id] = self._enrol(device)
        self.seller = self._seller()
        self.settle()
        self._choose_holders()

    def move_to(self, at: str) -> None:
        """It is this time at the venue now."""
        self.time.move_to(instant_ms(at, self.zone))

    def cut(self, names: Iterable[str], link: str) -> None:
        """These devices lose a link."""
        for network, way in self._ways(names, link):
            network.cut(*way)
            self._cut.add((network, way))

    def heal(self, names: Iterable[str], link: str) -> None:
        """These devices regain a link."""
        for network, way in self._ways(names, link):
            network.heal(*way)
            self._cut.discard((network, way))

    def _ways(
        self, names: Iterable[str], link: str
    ) -> Iterator[tuple[Network | PeerNetwork, tuple[str, str]]]:
        """Every way in and out of these devices, on the networks of a link."""
        networks: dict[str, Network | PeerNetwork] = {
            "internet": self.world.network, "lan": self.world.lan,
        }  # fmt: skip
        for name in names:
            for kind, network in networks.items():
                if link in (kind, "all"):
                    yield network, (name, "*")
                    yield network, ("*", name)

    def restart(self, name: str) -> None:
        """Kill a program, and start it again on its data."""
        _kill_and_start(self.devices[name].machine)

    def restart_all(self) -> None:
        """The same with every device and the store."""
        for machine in self.world.machines():
            _kill_and_start(machine)

    def settle(self) -> None:
        """Everybody exchanges everything with whoever is connected, until nothing is new."""
        before = self._heads()
        # Who is not on the venue's network is heard of through the store only, and what doors ask
        # of it comes from the counters.
        desks = set(self.devices.values())
        devices = sorted(
            self.world.devices.values(),
            key=lambda one: (one in desks, one.membership.claims.role == Role.DOOR),
        )
        rounds_min = _HOPS if self._cut else 1
        for done in range(_ROUNDS_MAX):
            for device in devices:
                # What a door asks once a minute is due too.
                device.program.work.evening.asked_ms = None
                device.machine.run(device.round)
            for desk in self.devices.values():
                self._meet_peers(desk)
                desk.machine.run(desk.on_venue.venue.tend)
            after = self._heads()
            is_quiet = after == before or (not self._cut and _are_alike(after))
            if is_quiet and done + 1 >= rounds_min:
                return
            before = after
        raise NeverQuiet(f"{_ROUNDS_MAX} rounds of exchange, and there is still something new")

    def tend(self) -> None:
        """What is due every second on each device of the venue."""
        for device in self.devices.values():
            device.machine.run(device.on_venue.venue.tend)

    def close(self) -> None:
        """Give everything back."""
        self.world.close()

    def _enrol(self, device: Device) -> SimulatedDevice:
        role = Role.COUNTER if device.kind == "counter" else Role.DOOR
        enrolled = self.world.enrolled(self.programme.house, role, device.id, "Balie")
        # Between two steps everybody exchanges: who was not heard of in this very moment is missed.
        enrolled.quiet_ms = 0
        enrolled.machine.clock.offset_ms = device.clock_skew_s * 1000
        self.world.devices[device.id] = enrolled
        enrolled.machine.start()
        enrolled.join(self.world.lan)
        return enrolled

    def _seller(self) -> SimulatedDevice:
        """A counter of the scenario, or one that only sells what is sold when it begins."""
        for device in self.scenario.devices:
            if device.kind == "counter":
                return self.devices[device.id]
        return self.world.device(self.programme.house, Role.COUNTER, ".verkoop", "Verkoop")

    def _meet_peers(self, device: SimulatedDevice) -> None:
        """One exchange with each device that can be reached; who cannot is not found any more."""
        lan, line = self.world.lan, device.on_venue.venue.line
        for other in self.devices.values():
            if other is device:
                continue
            if lan.is_cut(device.name, other.name) or lan.is_cut(other.name, device.name):
                line.lost(other.name)
            else:
                device.machine.run(partial(line.exchange, line.found(other.name)))

    def _choose_holders(self) -> None:
        """The doors that hear each other choose who decides of simultaneous scans."""
        self.tend()
        self.time.move_to(self.time.now_ms + _CHOOSE_MS)
        self.settle()
        self.tend()
        self.settle()

    def _heads(self) -> list[dict[int, int]]:
        replicas = [device.program.work.replica for device in self.world.devices.values()]
        return [one.log.heads() for one in (*replicas, self.world.store.program.replica)]


def _are_alike(heads: list[dict[int, int]]) -> bool:
    return all(one == heads[0] for one in heads)


def _kill_and_start(machine: Machine) -> None:
    machine.cut_power()
    machine.start()


@contextmanager
def evening_of(scenario: Scenario, *, on_disk: bool) -> Iterator[Evening]:
    """The evening of a scenario, on files that are taken away afterwards or in memory."""
    with TemporaryDirectory(prefix="podium-replay-") as folder:
        evening = Evening(scenario, Path(folder) if on_disk else None)
        try:
            yield evening
        finally:
            evening.close()


def _beginning_ms(scenario: Scenario) -> int:
    """An hour before anything of it."""
    zone = zone_of(scenario.timezone)
    times = [event.start for event in scenario.events]
    times += [at for step in scenario.steps if (at := getattr(step, "at", None)) is not None]
    return min(instant_ms(at, zone) for at in times) - _HOUR_MS


def _files_in(folder: Path) -> Callable[[str, Disk], Sql]:
    """Opens each machine's database as a file."""

    def open_file(name: str, _disk: Disk) -> Sql:
        return database(folder / f"{name}.sqlite")

    return open_file

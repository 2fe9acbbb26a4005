"""The simulated cluster: a store, two houses, their counters and doors, on one agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from podium_desk.application.enrolling import Membership
from podium_desk.bootstrap import database
from podium_desk.domain.allotment import ReservePolicy, reserve_size
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.roles import Role
from podium_desk.proving.simulation.book import Book
from podium_desk.proving.simulation.counter import Counter
from podium_desk.proving.simulation.deeds import Deeds
from podium_desk.proving.simulation.device import FILE, STORE, SimulatedDevice
from podium_desk.proving.simulation.door import Door
from podium_desk.proving.simulation.founding import (
    STORE_DEVICE,
    OpenStore,
    StoreHabits,
    StoreKeys,
    open_store,
)
from podium_desk.proving.simulation.releases import THIS_RELEASE, Release
from podium_desk.proving.simulation.season import small_hall, write_house, write_performance
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.line import StoreAway
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.simulation.agenda import Agenda
from sync.simulation.disk import Disk
from sync.simulation.machine import Machine
from sync.simulation.network import Network, NetworkLine
from sync.simulation.peer_network import PeerNetwork
from sync.simulation.sqlite_chance import seed_sqlite
from sync.store.port import Sql
from sync.store.witness import Head, KeptHeads

EVENING = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
ROUND_MS = 10_000
_CODE_LIFE_MS = 600_000


class SimulatedStore:
    """The central store's program on its machine."""

    def __init__(self, machine: Machine, keys: StoreKeys) -> None:
        self.machine = machine
        self.keys = keys
        self.witness = KeptHeads()
        """On another disk than the database."""
        self._open: OpenStore | None = None
        self.release: Release = THIS_RELEASE
        self.reserves: ReservePolicy | None = None
        """What it gives to desks unasked, from its next start on; None for the houses' default."""
        self.offer: Callable[[OpenStore], None] = lambda _program: None
        """Lets the program answer what else this evening needs, at each start."""
        machine.boot = self._boot

    @property
    def program(self) -> OpenStore:
        """What runs now; only while the machine is up."""
        assert self._open is not None, "the store is off"
        return self._open

    def answer(self, path: str, body: bytes) -> bytes:
        """One request."""
        return self.program.service.answer(path, body)

    def _boot(self, sql: Sql) -> None:
        clock, up_casters = self.machine.clock, self.release.up_casters
        habits = StoreHabits(up_casters, self.reserves)
        self._open = open_store(sql, self.keys, clock.raw_ms, self.witness, habits)
        self.release.run_on(self._open.replica, STORE_DEVICE)
        self.offer(self._open)


class World:
    """Everything there is. All chance comes from `seed`."""

    def __init__(
        self,
        seed: int,
        agenda: Agenda | None = None,
        open_database: Callable[[str, Disk], Sql] | None = None,
    ) -> None:
        """`open_database` opens a machine's, by the machine's name; simulated disks by default."""
        self.rng = Random(seed)
        seed_sqlite(self.rng)
        self.agenda = agenda or Agenda(int(EVENING.timestamp() * 1000))
        self._open_database = open_database or _on_simulated_disk
        self.network = Network(self.agenda, Random(self.rng.random()))
        self.lan = PeerNetwork(self.agenda, Random(f"venue {seed}"))
        """The network of the first house's venue; empty where a scenario puts nobody on it."""
        self.book = Book()
        self.deeds = Deeds()
        self.faults = 0
        self.devices: dict[str, SimulatedDevice] = {}
        self.counters: list[Counter] = []
        self.doors: list[Door] = []
        self.rogues: list[Callable[[], None]] = []
        """What starts those who mean harm."""
        self.passers_by: list[Callable[[], None]] = []
        """What starts guests who belong to no door."""
        self.halls: dict[PerformanceId, tuple[HouseId, int]] = {}
        """Each performance's house and how many places it has."""
        self.images: dict[str, dict[str, bytes]] = {}
        """Copies of disks, by machine, to be put back."""
        self.lives: dict[str, tuple[Membership, Head | None]] = {}
        """What belongs to such a copy beside the disk."""
        self.store_heads: dict[int, Head] = {}
        """What the store's witness told at such a copy."""
        self.heads: dict[str, tuple[int, int]] = {}
        """How far the device's own log was at such a copy."""
        self.codes: list[str] = []
        """Enrolment codes that were used."""
        self.set_up: Callable[[HouseId, Role, str], None] = lambda *_about: None
        """Sets up one more device, where an evening has such."""
        self.closers: list[Callable[[], None]] = []
        """What else an evening must give back at its end."""
        self.is_closing = False
        machine = self.new_machine(STORE)
        self.store = SimulatedStore(machine, StoreKeys(self._key(), self._key()))
        self.network.serve(machine, self.store.answer)
        machine.start()

    def house(self, number: int, name: str) -> HouseId:
        """Found a house."""
        return write_house(self.store.program.replica, number, name)

    def performance(
        self, house: HouseId, number: int, rows: int, standing: int = 0, in_days: int = 0
    ) -> PerformanceId:
        """Put a performance on sale, tonight or later, in a hall of rows of six."""
        plan = small_hall(f"Zaal {number}", rows, 6, standing)
        start = EVENING + timedelta(days=in_days, minutes=90)
        found = write_performance(self.store.program.replica, house, number, plan, start)
        self.halls[found] = (house, plan.unit_count)
        return found

    def device(self, house: HouseId, role: Role, name: str, clerk: str = "") -> SimulatedDevice:
        """Enrol a device with a code over the network, and let it fetch what there is."""
        device = self.enrolled(house, role, name, clerk)
        self.devices[name] = device
        device.machine.start()
        device.machine.run(device.round)
        return device

    def enrolled(self, house: HouseId, role: Role, name: str, clerk: str = "") -> SimulatedDevice:
        """A device that has its certificate and was never started; not one of `devices` yet.

        Raises `ExchangeFault` when the store is off or not heard.
        """
        machine = self.new_machine(name)
        key = self._key()
        client = StoreClient(NetworkLine(self.network, machine, STORE), key, self._nonce)
        code = self._new_code(house, role)
        membership = Membership.from_answer(client.enrol(code, name, machine.clock.raw_ms()))
        device = SimulatedDevice(machine, membership, key, self.network, self.book.papers.append)
        device.clerk = clerk
        return device

    def _new_code(self, house: HouseId, role: Role) -> str:
        expires_ms = self.agenda.now_ms + _CODE_LIFE_MS
        code = self.store.machine.run(
            lambda: self.store.program.enrolment.new_code(
                house, role.value, expires_ms, self.rng.choice
            )
        )
        if code is None:
            raise StoreAway("the store is off")
        self.codes.append(code)
        return code

    def leave_alone(self, device: SimulatedDevice, span_ms: int) -> None:
        """A device hears nobody and is heard by nobody for so long."""
        for way in ((device.name, "*"), ("*", device.name)):
            self.network.cut(*way)
            self.agenda.after(span_ms, partial(self.network.heal, *way))

    def counter(self, device: SimulatedDevice, *performances: PerformanceId) -> Counter:
        """Let a device sell these."""
        is_reseller = device.membership.claims.role == Role.RESELLER
        rng = Random(self.rng.random())
        counter = Counter(device, performances, self.book, rng, is_reseller)
        self.counters.append(counter)
        return counter

    def door(self, device: SimulatedDevice) -> Door:
        """Let a device admit."""
        door = Door(device, self.book, Random(self.rng.random()))
        self.doors.append(door)
        return door

    def open(self) -> None:
        """Everybody begins."""
        for device in self.devices.values():
            self.keep_in_touch(device)
        for counter in self.counters:
            counter.start()
        for door in self.doors:
            door.start()
        for begin in self.rogues + self.passers_by:
            begin()

    def machines(self) -> list[Machine]:
        """All machines, the store's first."""
        return [self.store.machine, *(device.machine for device in self.devices.values())]

    def machine(self, name: str) -> Machine:
        """One machine by its name."""
        return self.store.machine if name == STORE else self.devices[name].machine

    def living(self) -> list[SimulatedDevice]:
        """The devices that are not lost."""
        return [device for device in self.devices.values() if not device.machine.is_lost]

    def fault_count(self) -> int:
        """Everything that was made to go wrong so far."""
        return self.faults + self.network.faults + self.lan.faults

    def reserve_most(self, house: int | None = None) -> int:
        """The most places that one device, of this house, may hold for the hours without a line."""
        policy = ReservePolicy()
        sizes = (size for own, size in self.halls.values() if house in (None, own))
        return sum(reserve_size(policy, size, timedelta(0)) for size in sizes)

    def keeper_most(self, house: int) -> int:
        """The most places that a keeper may come to hold before its evening desk opens: what all
        devices of its house together get."""
        percent = ReservePolicy().venue_today_percent
        return sum(size * percent // 100 for own, size in self.halls.values() if own == house)

    def close(self) -> None:
        """Give all disks back."""
        for machine in self.machines():
            machine.stop()
            machine.disk.close()
        for give_back in self.closers:
            give_back()

    def keep_in_touch(self, device: SimulatedDevice) -> None:
        """A device keeps in touch for as long as the evening lasts."""
        machine = device.machine

        def again() -> None:
            if not machine.is_lost:
                self._every(ROUND_MS, again)
                if not machine.is_occupied:
                    machine.run(device.round)

        self._every(ROUND_MS, again)

    def _every(self, mean_ms: int, action: Callable[[], None]) -> None:
        self.agenda.after(self.rng.randrange(mean_ms // 2, mean_ms * 2), action)

    def new_machine(self, name: str) -> Machine:
        """A machine with an empty disk, off."""
        return Machine(
            name, self.agenda, Random(self.rng.random()), partial(self._open_database, name)
        )

    def _key(self) -> DeviceKey:
        return DeviceKey(self.rng.randbytes(SEED_BYTES))

    def _nonce(self) -> bytes:
        return self.rng.randbytes(NONCE_BYTES)


def _on_simulated_disk(_name: str, disk: Disk) -> Sql:
    return database(FILE, vfs=disk.vfs)

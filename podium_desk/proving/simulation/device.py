"""A simulated device: the shipped desk, door and lines on a machine of the simulation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from podium_desk.application.clock import DeviceClock
from podium_desk.application.counter import Connection
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.door_post import DoorPost
from podium_desk.application.enrolling import Membership
from podium_desk.application.evening_asking import EveningAsking
from podium_desk.application.forgetting import Lives, found_replica
from podium_desk.application.lane import direct_lane
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.own_memory import OwnMemory
from podium_desk.application.synchronising import CLOCK_ERROR, LAST_CONTACT, StoreLine
from podium_desk.application.workplace import QUIET_MS, Workplace
from podium_desk.bootstrap import podium_replica
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.printer import Paper, PaperTray, SimulatedPrintLane
from podium_desk.proving.simulation.releases import THIS_RELEASE, Release
from podium_desk.proving.simulation.venue import Reachable, SimulatedVenue
from podium_desk.replica.catalogue import Catalogue
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.peer_trust import Member
from sync.exchange.session import Session
from sync.identity.keys import DeviceKey
from sync.simulation.machine import Machine
from sync.simulation.network import Network, NetworkLine
from sync.simulation.peer_network import PeerNetwork
from sync.store.port import Sql
from sync.store.schema import create_tables, number_setting
from sync.store.witness import Head, KeptWitness

STORE = "store"
FILE = Path("replica.sqlite")


@dataclass(frozen=True, slots=True)
class Program:
    """What runs on a device between one start and the next."""

    work: Workplace
    line: StoreLine
    desk: Desk
    door: DoorPost
    print_lane: SimulatedPrintLane
    names: NamedOrders


class _Witness(KeptWitness):
    """A second memory that nobody waits for: after a power cut it may be one note behind."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._before: Head | None = None
        self._rng = Random(machine.rng.random())
        machine.fell = self._fell

    def note(self, head: Head) -> None:
        """Remember this head."""
        self._before, self.head = self.head, head

    def _fell(self) -> None:
        if self._rng.random() < 0.5:
            self.head = self._before


class _Shelf:
    """A `NameShelf` in the memory of the machine's session: a program that starts anew finds it."""

    def __init__(self) -> None:
        self._told = b""

    def keep(self, told: bytes) -> None:
        """Keep this."""
        self._told = told

    def kept(self) -> bytes:
        """What was kept."""
        return self._told


class SimulatedDevice:
    """One device of a house. `program` is there while its machine is up."""

    def __init__(
        self,
        machine: Machine,
        membership: Membership,
        key: DeviceKey,
        network: Network,
        came_out: Callable[[Paper], None],
    ) -> None:
        self.machine = machine
        self.membership = membership
        """Kept in a file of its own: it does not follow the database when that is put back."""
        self.key = key
        self.witness = _Witness(machine)
        self.clerk = ""
        self.converges = True
        """Whether it must agree with the store in the end; a thief's device need not."""
        self.is_honest = True
        """Whether its program is the shipped one and its own tables can be believed."""
        self._shelf = _Shelf()
        self.tray = PaperTray(Random(machine.rng.random()), came_out)
        self._network = network
        self._lan: PeerNetwork | None = None
        self._venue: SimulatedVenue | None = None
        self._program: Program | None = None
        self._is_in_round = False
        self.is_founded = False
        """Whether there is a replica on its disk."""
        self.release: Release = THIS_RELEASE
        """Which program is installed."""
        self.quiet_ms = QUIET_MS
        """Who is not heard of for so long is missed, from its next start on."""
        machine.boot = self._boot

    @property
    def name(self) -> str:
        """The machine's name."""
        return self.machine.name

    @property
    def house(self) -> int:
        """The house it belongs to."""
        return self.membership.claims.house

    @property
    def program(self) -> Program:
        """What runs now; only while the machine is up."""
        assert self._program is not None, f"{self.name} is off"
        return self._program

    def round(self) -> bool:
        """One round with the store; whether it went well. Never two at once."""
        if self._is_in_round:
            return False
        self._is_in_round = True
        try:
            program = self.program
            return program.line.once(program.work).fault is None
        finally:
            self._is_in_round = False

    def join(self, lan: PeerNetwork) -> None:
        """Put it on its venue's network, from its next start on: that is now."""
        self._lan = lan
        self.machine.has_threads = True
        lan.serve(self.machine, self.reachable())
        self.machine.restart()

    def reachable(self) -> Reachable:
        """Itself as others find it there."""
        return Reachable(self.key, lambda: self.on_venue.venue)

    @property
    def has_venue(self) -> bool:
        """Whether it is on its venue's network."""
        return self._lan is not None

    @property
    def on_venue(self) -> SimulatedVenue:
        """What runs there now; only while the machine is up and on that network."""
        assert self._venue is not None, f"{self.name} is off its venue's network"
        return self._venue

    @property
    def member(self) -> Member:
        """Who it is among its peers."""
        membership = self.membership
        return Member(membership.certificate, self.key, membership.authority_public)

    def life(self) -> tuple[Membership, Head | None]:
        """What the machine keeps beside its database."""
        return self.membership, self.witness.head

    def put_back(self, life: tuple[Membership, Head | None]) -> None:
        """Put that back to what it was."""
        self.membership, self.witness.head = life

    def is_online(self) -> bool:
        """Whether the line believes so."""
        return self.program.line.state().connection is Connection.ONLINE

    def _boot(self, sql: Sql) -> None:
        """Wire the program as the composition root does."""
        clock = DeviceClock(self.machine.clock.raw_ms)
        if not self.is_founded:
            create_tables(sql)
            found_replica(sql, self.membership.own_origin)
            self.is_founded = True
        replica = podium_replica(sql, self.membership, self.key, clock)
        self.release.run_on(replica, self.membership.store_device)
        replica.witness = self.witness
        memory = OwnMemory(is_confirmed=False)
        lives = Lives(replica, self.membership, self._keep, memory)
        lives.look_back()
        clock.error_ms = number_setting(sql, CLOCK_ERROR)
        line = NetworkLine(self._network, self.machine, STORE)
        client = StoreClient(line, self.key, self._nonce, self.membership.claims.device)
        client.store_public = self.membership.store_certificate.claims.public_key
        session = Session(replica, client, direct_lane, self.membership.trust, clock.raw_ms)
        session.confirmed = memory.confirm
        last_contact_ms = number_setting(sql, LAST_CONTACT)
        store_line = StoreLine(session, clock, direct_lane, lambda _outcome: None, last_contact_ms)
        store_line.begin_anew = lives.begin_anew
        work = Workplace(
            replica=replica, catalogue=Catalogue(replica.records), clock=clock,
            claims=self.membership.claims, key=self.key,
            store_device=self.membership.store_device, link=store_line,
            new_token=self._token, clerk=self.clerk, memory=memory, quiet_ms=self.quiet_ms,
        )  # fmt: skip
        asking = EveningAsking(work)
        work.evening.shelf = self._shelf
        asking.recall()
        store_line.after_round = lambda: asking.ask_store(client, direct_lane)
        desk = Desk(work, NoPrinter())
        desk.queue.after_start()
        lane = SimulatedPrintLane(self.name, work, desk.queue, self.tray)
        self._is_in_round = False
        if self._lan is not None:
            self._venue = SimulatedVenue(self.machine, self._lan, work, self.member)
            self._venue.venue.line.begin_anew = lives.begin_anew
        names = NamedOrders(work, self.machine.rng.randbytes)
        self._program = Program(work, store_line, desk, DoorPost(work), lane, names)

    def _keep(self, membership: Membership) -> None:
        self.membership = membership

    def _nonce(self) -> bytes:
        return self.machine.rng.randbytes(NONCE_BYTES)

    def _token(self) -> str:
        return self.machine.rng.randbytes(8).hex()

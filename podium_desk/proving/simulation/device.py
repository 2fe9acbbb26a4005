"""A simulated device: the shipped desk, door and lines on a machine of the simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from podium_desk.application.clock import DeviceClock
from podium_desk.application.counter import Connection
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.door_post import DoorPost
from podium_desk.application.enrolling import Membership
from podium_desk.application.lane import direct_lane
from podium_desk.application.synchronising import CLOCK_ERROR, LAST_CONTACT, StoreLine
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import podium_replica
from podium_desk.proving.simulation.printer import Paper, PaperTray, SimulatedPrintLane
from podium_desk.replica.catalogue import Catalogue
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.session import Session
from sync.identity.keys import DeviceKey
from sync.simulation.machine import Machine
from sync.simulation.network import Network, NetworkLine
from sync.store.port import Sql
from sync.store.schema import number_setting

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
        self.key = key
        self.clerk = ""
        self.converges = True
        """Whether it must agree with the store in the end; a thief's device need not."""
        self.tray = PaperTray(Random(machine.rng.random()), came_out)
        self._network = network
        self._program: Program | None = None
        self._is_in_round = False
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

    def round(self) -> None:
        """One round with the store; the line has one thread, so never two at once."""
        if self._is_in_round:
            return
        self._is_in_round = True
        try:
            program = self.program
            program.line.once(program.work)
        finally:
            self._is_in_round = False

    def is_online(self) -> bool:
        """Whether the line believes so."""
        return self.program.line.state().connection is Connection.ONLINE

    def _boot(self, sql: Sql) -> None:
        """Wire the program as the composition root does."""
        clock = DeviceClock(self.machine.clock.raw_ms)
        replica = podium_replica(sql, self.membership, self.key, clock)
        clock.error_ms = number_setting(sql, CLOCK_ERROR)
        line = NetworkLine(self._network, self.machine, STORE)
        client = StoreClient(line, self.key, self._nonce, self.membership.claims.device)
        client.store_public = self.membership.store_certificate.claims.public_key
        session = Session(replica, client, direct_lane, self.membership.trust, clock.raw_ms)
        last_contact_ms = number_setting(sql, LAST_CONTACT)
        store_line = StoreLine(session, clock, direct_lane, lambda _outcome: None, last_contact_ms)
        work = Workplace(
            replica=replica, catalogue=Catalogue(replica.records), clock=clock,
            claims=self.membership.claims, key=self.key,
            store_device=self.membership.store_device, link=store_line,
            new_token=self._token, clerk=self.clerk,
        )  # fmt: skip
        desk = Desk(work, NoPrinter())
        desk.queue.after_start()
        lane = SimulatedPrintLane(self.name, work, desk.queue, self.tray)
        self._is_in_round = False
        self._program = Program(work, store_line, desk, DoorPost(work), lane)

    def _nonce(self) -> bytes:
        return self.machine.rng.randbytes(NONCE_BYTES)

    def _token(self) -> str:
        return self.machine.rng.randbytes(8).hex()

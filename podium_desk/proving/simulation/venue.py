"""The venue's own network in the simulation: the shipped venue over simulated connections, with
the agenda doing what `venue_threads` does with threads."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from podium_desk.application.lane import direct_lane
from podium_desk.application.venue import Venue, VenueWires
from podium_desk.application.venue_line import Neighbour
from podium_desk.application.venue_threads import EXCHANGE_S, LOOK_S, RETRY_S_MAX
from podium_desk.application.workplace import Workplace
from podium_desk.late_dataclass import dataclass
from sync.exchange.client import NONCE_BYTES
from sync.exchange.peer_session import CALL_TIMEOUT_S, Lines
from sync.exchange.peer_trust import Member
from sync.identity.keys import DeviceKey
from sync.simulation.machine import Machine
from sync.simulation.peer_network import PeerNetwork, PeerWire

T = TypeVar("T")
_TELL_MS, _TURN_MS = 1, 10
EXCHANGE_MS, LOOK_MS, RETRY_MS_MAX, CALL_MS = (
    int(1000 * span_s) for span_s in (EXCHANGE_S, LOOK_S, RETRY_S_MAX, CALL_TIMEOUT_S)
)


@dataclass(frozen=True, slots=True)
class Reachable:
    """A device as the others find it at its address."""

    machine_key: DeviceKey
    venue: Callable[[], Venue]

    @property
    def public_key(self) -> bytes:
        """The device's key: its half of the handshake."""
        return self.machine_key.public

    def answer(self, path: str, body: bytes) -> bytes:
        """What the running program answers."""
        return self.venue().service.answer(path, body)


class SimulatedVenue:
    """One life of a device's program on its venue's network."""

    def __init__(
        self, machine: Machine, network: PeerNetwork, work: Workplace, member: Member
    ) -> None:
        """Wire as `venue_network` does, and begin to keep in touch with every address."""
        self._machine = machine
        self._network = network
        self._generation = machine.generation
        self._rng = Random(machine.rng.random())
        self._busy: set[str] = set()
        self._told: set[str] = set()

        def open_lines(address: str) -> Lines:
            return Lines(PeerWire(network, machine, address), PeerWire(network, machine, address))

        wires = VenueWires(direct_lane, open_lines, self._nonce, lambda _changes: None)
        self.venue = Venue(work, member, wires)
        self.venue.line.woken = self._tell_everybody
        self._later(LOOK_MS, self._look)

    def keep_up(self, address: str) -> None:
        """Begin to exchange with whoever is at an address."""
        neighbour = self.venue.line.found(address)
        self._later(self._rng.randrange(200), lambda: self._exchange(neighbour, EXCHANGE_MS))

    def meet_everybody(self) -> None:
        """One exchange with each address, now."""
        for address in self._network.names():
            if address != self._machine.name:
                self.venue.line.exchange(self.venue.line.found(address))

    def _look(self) -> None:
        """What is due every second, whoever is at the other end."""
        for address in self._network.names():
            known = {neighbour.address for neighbour in self.venue.line.neighbours()}
            if address != self._machine.name and address not in known:
                self.keep_up(address)
        if not self._machine.is_occupied:
            self._machine.run(self.venue.tend)
        self._later(LOOK_MS, self._look)

    def _exchange(self, neighbour: Neighbour, pause_ms: int) -> None:
        """One exchange, and when the next is due: later and later while nobody answers."""
        if not self._is_free(neighbour):
            self._later(_TURN_MS, lambda: self._exchange(neighbour, pause_ms))
            return
        done = self._alone_with(neighbour, lambda: self.venue.line.exchange(neighbour))
        is_well = done is not None and done.fault is None
        pause_ms = EXCHANGE_MS if is_well else min(RETRY_MS_MAX, pause_ms * 2)
        in_vain_ms = 0 if is_well else self._rng.choice((0, CALL_MS))
        self._later(pause_ms + in_vain_ms, lambda: self._exchange(neighbour, pause_ms))

    def _tell_everybody(self) -> None:
        """At each commit."""
        for neighbour in self.venue.line.neighbours():
            if neighbour.address not in self._told:
                self._told.add(neighbour.address)
                self._later(_TELL_MS, self._telling(neighbour))

    def _telling(self, neighbour: Neighbour) -> Callable[[], None]:
        def tell() -> None:
            if not self._is_free(neighbour):
                self._later(_TURN_MS, tell)
                return
            self._told.discard(neighbour.address)
            self._alone_with(neighbour, lambda: self.venue.line.tell(neighbour))

        return tell

    def _is_free(self, neighbour: Neighbour) -> bool:
        """A neighbour has one thread, and what goes through the lane waits for its turn there."""
        return neighbour.address not in self._busy and not self._machine.is_occupied

    def _alone_with(self, neighbour: Neighbour, work: Callable[[], T]) -> T | None:
        self._busy.add(neighbour.address)
        try:
            return self._machine.run(work)
        finally:
            self._busy.discard(neighbour.address)

    def _later(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Do it then, unless this life of the program is over."""

        def act() -> None:
            if self._machine.generation == self._generation:
                action()

        self._machine.agenda.after(delay_ms, act)

    def _nonce(self) -> bytes:
        return self._rng.randbytes(NONCE_BYTES)

"""The network of a venue between machines of the simulation, as TLS leaves it to the exchange.

What TLS takes away cannot happen here either. A connection is with whoever proved to hold a key,
so nothing on it is forged, played again, put in another order or the answer to something else: a
line that was disappointed hangs up, and late bytes of the former connection reach nobody. What
is left: a connection breaks before or after the other side has acted; bytes come too late for
who waits, and are acted on all the same; a line dials again in the middle of a call, so that the
other side acts twice, or somebody else is found at the address. An impostor can be at an address,
with a key of their own and with certificates that anybody may have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Protocol

from sync.exchange.line import StoreAway, StoreRefused
from sync.simulation.agenda import Agenda
from sync.simulation.machine import Machine, MachineOff

_DEPTH_MAX = 3
"""How many calls may wait inside one another; a deeper one waits while nobody else acts."""
_LATE_MS_MAX = 8_000


@dataclass(slots=True)
class PeerWeather:
    """What goes wrong on the venue's network: chances from 0 to 1 for each call."""

    delay_ms: int = 3
    break_chance: float = 0.0
    """The connection breaks before the request arrives."""
    answer_break_chance: float = 0.0
    """It breaks after the other side has acted."""
    late_chance: float = 0.0
    """The request arrives after its caller gave up."""
    redial_chance: float = 0.0
    """The line dials once more in a call: the other side acts twice."""


class Answering(Protocol):
    """Whoever is at an address: the key that they hold, and what they answer."""

    @property
    def public_key(self) -> bytes:
        """32 bytes of Ed25519."""
        ...

    def answer(self, path: str, body: bytes, /) -> bytes:
        """One request; raises `StoreRefused`."""
        ...


@dataclass(frozen=True, slots=True)
class Talk:
    """A call as the network saw it. `answer` is None when none came to the caller in time.

    `reached` is the machine that acted on it, empty for nobody and for an impostor.
    """

    caller: str
    address: str
    path: str
    request: bytes
    answer: bytes | None
    reached: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class _Connection:
    """With whom a line is connected; another life of that machine breaks it."""

    other: Answering
    key: bytes
    generation: int


class PeerNetwork:
    """Connects machines of one venue. Addresses are the machines' names."""

    def __init__(self, agenda: Agenda, rng: Random) -> None:
        self.weather = PeerWeather()
        self.faults = 0
        self.talks: list[Talk] = []
        """Everything that was said: the network's own record."""
        self.impostors: dict[str, Answering] = {}
        """Who has taken an address."""
        self.after_answer: Callable[[Talk], None] | None = None
        """What happens as soon as a caller has its answer, before it does anything with it."""
        self._agenda = agenda
        self._rng = rng
        self._nodes: dict[str, tuple[Machine, Answering]] = {}
        self._cuts: set[tuple[str, str]] = set()
        self._depth = 0

    def serve(self, machine: Machine, other: Answering) -> None:
        """Put a machine on the network, at its name."""
        self._nodes[machine.name] = (machine, other)

    def names(self) -> tuple[str, ...]:
        """Every address."""
        return tuple(self._nodes)

    def cut(self, source: str, target: str) -> None:
        """Nothing goes from one to the other any more; the other way it may. ``*`` is anybody."""
        self._cuts.add((source, target))

    def heal(self, source: str, target: str) -> None:
        """Undo one cut."""
        self._cuts.discard((source, target))

    def heal_all(self) -> None:
        """Undo every cut, send impostors away, and let the weather be fair."""
        self._cuts.clear()
        self.impostors.clear()
        self.after_answer = None
        self.weather = PeerWeather()

    def is_cut(self, source: str, target: str) -> bool:
        """Whether nothing goes this way."""
        return not self._cuts.isdisjoint({(source, target), (source, "*"), ("*", target)})

    def dial(self, caller: Machine, address: str, timeout_s: float) -> _Connection:
        """A new connection with whoever is at an address; `StoreAway` when nobody answers.

        A handshake goes both ways, so a line that is cut one way connects nobody.
        """
        if self.is_cut(caller.name, address) or self.is_cut(address, caller.name):
            self._wait(caller, int(timeout_s * 1000))
            raise StoreAway("no connection")
        impostor = self.impostors.get(address)
        if impostor is not None:
            return _Connection(impostor, impostor.public_key, 0)
        machine, other = self._nodes[address]
        if not machine.is_up or self._agenda.now_ms < machine.paused_until_ms:
            raise StoreAway("refused")
        return _Connection(other, other.public_key, machine.generation)

    def is_whole(self, address: str, connection: _Connection) -> bool:
        """Whether a connection still leads to whom it led."""
        impostor = self.impostors.get(address)
        if impostor is not None or connection.generation == 0:
            return impostor is connection.other
        machine, _ = self._nodes[address]
        return machine.is_up and machine.generation == connection.generation

    def exchange(
        self, line: PeerWire, connection: _Connection, path: str, body: bytes, timeout_s: float
    ) -> bytes:
        """One request over a connection; its answer, or the fault that the caller sees."""
        start, asked_ms, caller = line.caller.generation, self._agenda.now_ms, line.caller.name
        try:
            answer, reached = self._answered(line, connection, (path, body), int(timeout_s * 1000))
        finally:
            if line.caller.generation != start:
                line.caller.die()
        talk = Talk(caller, line.address, path, body, answer, reached, asked_ms)
        self.talks.append(talk)
        if answer is None:
            raise StoreAway("no answer in time")
        if self.after_answer is not None:
            self.after_answer(talk)
        return answer

    def _answered(
        self, line: PeerWire, connection: _Connection, request: tuple[str, bytes], patience_ms: int
    ) -> tuple[bytes | None, str]:
        """The answer, None for none in time, and the machine that acted."""
        began_ms, weather, caller = self._agenda.now_ms, self.weather, line.caller

        def give_up(reached: str) -> tuple[None, str]:
            self._wait(caller, patience_ms - (self._agenda.now_ms - began_ms))
            return None, reached

        self._let_others_act(self._one_way_ms())
        if self._happens(weather.break_chance) or self.is_cut(caller.name, line.address):
            return give_up("")
        if self._happens(weather.late_chance) or self._is_occupied(line.address, connection):
            self._deliver_later(line.address, connection, request)
            return give_up("")
        if self._happens(weather.redial_chance):
            self._deliver(line.address, connection, request)
        reached = "" if line.address in self.impostors else line.address
        answer = self._deliver(line.address, connection, request)
        self._let_others_act(self._one_way_ms())
        is_lost = self._happens(weather.answer_break_chance)
        if answer is None or is_lost or self.is_cut(line.address, caller.name):
            return give_up(reached if answer is not None else "")
        if self._agenda.now_ms - began_ms > patience_ms:
            return None, reached
        return answer, reached

    def _deliver(
        self, address: str, connection: _Connection, request: tuple[str, bytes]
    ) -> bytes | None:
        """What the other side answers; None when it is off or dies over it."""
        if not self.is_whole(address, connection):
            return None
        if address in self.impostors:
            return connection.other.answer(*request)
        machine, other = self._nodes[address]
        try:
            return machine.served(lambda: other.answer(*request))
        except MachineOff:
            return None

    def _deliver_later(
        self, address: str, connection: _Connection, request: tuple[str, bytes]
    ) -> None:
        def deliver() -> None:
            if self._is_occupied(address, connection):
                self._deliver_later(address, connection, request)
                return
            try:
                self._deliver(address, connection, request)
            except StoreRefused:
                # Nobody waits for this answer any more.
                return

        self._agenda.after(self._rng.randrange(60, _LATE_MS_MAX), deliver)

    def _is_occupied(self, address: str, connection: _Connection) -> bool:
        """Whether the other side's lane waits for somebody itself: the request is in its queue."""
        if address in self.impostors or connection.generation == 0:
            return False
        return self._nodes[address][0].is_occupied

    def _happens(self, chance: float) -> bool:
        if chance and self._rng.random() < chance:
            self.faults += 1
            return True
        return False

    def _one_way_ms(self) -> int:
        return self._rng.randrange(self.weather.delay_ms)

    def _wait(self, caller: Machine, span_ms: int) -> None:
        """Wait in vain. A thread that nobody waits for just comes back so much later."""
        if caller.is_occupied:
            self._let_others_act(span_ms)

    def _let_others_act(self, span_ms: int) -> None:
        if self._depth >= _DEPTH_MAX:
            self._agenda.pass_(span_ms)
            return
        self._depth += 1
        try:
            self._agenda.run_until(self._agenda.now_ms + span_ms)
        finally:
            self._depth -= 1


class PeerWire:
    """The `PeerLine` of one machine to an address: it dials, keeps the connection, dials again."""

    def __init__(self, network: PeerNetwork, caller: Machine, address: str) -> None:
        self.caller = caller
        self.address = address
        self._network = network
        self._connection: _Connection | None = None

    def peer_public(self, timeout_s: float) -> bytes:
        """The key of whoever is on the line; dials when nobody is."""
        if self._connection is None:
            self._connection = self._network.dial(self.caller, self.address, timeout_s)
        return self._connection.key

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        """The answer; as the real line it dials again when the connection turns out broken."""
        self.caller.before_call()
        connection = self._connection
        if connection is None or not self._network.is_whole(self.address, connection):
            connection = self._network.dial(self.caller, self.address, timeout_s)
        self._connection = None  # Whatever goes wrong, the line hangs up.
        try:
            answer = self._network.exchange(self, connection, path, body, timeout_s)
        except StoreRefused:
            self._connection = connection
            raise
        self._connection = connection
        return answer

    def close(self) -> None:
        """Hang up. A later call dials again."""
        self._connection = None

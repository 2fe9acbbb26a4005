"""A network between named machines that loses, delays, doubles and replays, and can be cut.

A call is what the shipped code makes it: it blocks until an answer comes or time is up. While it
waits, other machines act. A request that comes too late for its caller is delivered all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from sync.exchange.line import StoreAway, StoreRefused
from sync.server.service import RequestRefused
from sync.simulation.agenda import Agenda
from sync.simulation.machine import Machine, MachineOff

_DEPTH_MAX = 3
"""How many calls may wait inside one another; a deeper one waits while nobody else acts."""
_REMEMBERED_MAX = 40

Serve = Callable[[str, bytes], bytes]


@dataclass(slots=True)
class Weather:
    """What goes wrong between machines: chances from 0 to 1 for each call."""

    delay_ms: int = 20
    loss_chance: float = 0.0
    answer_loss_chance: float = 0.0
    duplication_chance: float = 0.0
    late_chance: float = 0.0
    """The request arrives long after its caller gave up: messages are out of order."""
    replay_chance: float = 0.0
    """An old message of anybody is delivered once more."""
    wrong_answer_chance: float = 0.0
    """The answer to another call comes back instead."""
    impostor_chance: float = 0.0
    """Somebody on the way changes the answer, as `Network.impostor` does it."""


@dataclass(slots=True)
class _Message:
    """A request as it was on the wire."""

    target: str
    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Passed:
    """A request or an answer as it was on the wire of `caller`."""

    caller: str
    path: str
    data: bytes


class Network:
    """Carries calls between machines. `faults` counts what it did wrong."""

    def __init__(self, agenda: Agenda, rng: Random) -> None:
        self.weather = Weather()
        self.faults = 0
        self.passed: list[Passed] = []
        self.impostor: Callable[[str, bytes, bytes], bytes] = _leave_alone
        """Makes another answer of a path, a request and the true answer."""
        self._agenda = agenda
        self._rng = rng
        self._nodes: dict[str, tuple[Machine, Serve]] = {}
        self._cuts: set[tuple[str, str]] = set()
        self._requests: list[_Message] = []
        self._answers: dict[str, list[bytes]] = {}
        self._depth = 0

    def serve(self, machine: Machine, serve: Serve) -> None:
        """Make a machine's answers reachable by its name."""
        self._nodes[machine.name] = (machine, serve)

    def cut(self, source: str, target: str) -> None:
        """Nothing goes from one to the other any more; the other way it may. ``*`` is anybody."""
        self._cuts.add((source, target))

    def heal(self, source: str, target: str) -> None:
        """Undo one cut."""
        self._cuts.discard((source, target))

    def heal_all(self) -> None:
        """Undo every cut, and let the weather be fair."""
        self._cuts.clear()
        self.weather = Weather()

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """For a while nothing is cut or lost, and nobody else acts."""
        kept = self._cuts, self.weather, self._depth
        self._cuts, self.weather, self._depth = set(), Weather(), _DEPTH_MAX
        try:
            yield
        finally:
            self._cuts, self.weather, self._depth = kept

    def is_cut(self, source: str, target: str) -> bool:
        """Whether nothing goes this way."""
        return not self._cuts.isdisjoint({(source, target), (source, "*"), ("*", target)})

    def call(self, caller: Machine, target: str, path: str, body: bytes, timeout_s: float) -> bytes:
        """One call, from the caller's side: its answer, or the fault that it sees.

        The caller's own program may do other things meanwhile, unless it is occupied.
        """
        start = caller.generation
        message = _Message(target, path, body)
        self.passed.append(Passed(caller.name, path, body))
        self._wait(self._one_way_ms())
        answer = self._exchange(caller, message, timeout_s)
        self._wait(self._one_way_ms())
        if caller.generation != start:
            caller.die()
        if answer is None:
            raise StoreAway("no answer")
        self.passed.append(Passed(caller.name, path, answer))
        return answer

    def _exchange(self, caller: Machine, message: _Message, timeout_s: float) -> bytes | None:
        weather = self.weather
        if self.is_cut(caller.name, message.target) or self._happens(weather.loss_chance):
            self._wait_in_vain(caller, timeout_s)
            return None
        self._remember(message)
        if self._happens(weather.late_chance):
            self._deliver_later(message)
            self._wait_in_vain(caller, timeout_s)
            return None
        if self._happens(weather.duplication_chance):
            self._deliver_later(message)
        if self._happens(weather.replay_chance):
            self._deliver_later(self._rng.choice(self._requests))
        answer = self._deliver(message)
        back_cut = self.is_cut(message.target, caller.name)
        if answer is None or back_cut or self._happens(weather.answer_loss_chance):
            self._wait_in_vain(caller, timeout_s)
            return None
        if self._happens(weather.impostor_chance):
            return self.impostor(message.path, message.body, answer)
        return self._perhaps_another(caller.name, answer)

    def _perhaps_another(self, name: str, answer: bytes) -> bytes:
        """The answer, or one that this caller got before."""
        known = self._answers.setdefault(name, [])
        known[:] = [*known[-_REMEMBERED_MAX:], answer]
        return (
            self._rng.choice(known) if self._happens(self.weather.wrong_answer_chance) else answer
        )

    def _deliver(self, message: _Message) -> bytes | None:
        """What the target answers; None when it is off or dies over it."""
        machine, serve = self._nodes[message.target]
        try:
            return machine.served(lambda: serve(message.path, message.body))
        except MachineOff:
            return None
        except RequestRefused as error:
            raise StoreRefused(error.code, str(error)) from error

    def _deliver_later(self, message: _Message) -> None:
        def deliver() -> None:
            try:
                self._deliver(message)
            except StoreRefused:
                # Nobody waits for this answer any more.
                return

        self._agenda.after(self._rng.randrange(100, 30_000), deliver)

    def _remember(self, message: _Message) -> None:
        self._requests = [*self._requests[-_REMEMBERED_MAX:], message]

    def _happens(self, chance: float) -> bool:
        if chance and self._rng.random() < chance:
            self.faults += 1
            return True
        return False

    def _one_way_ms(self) -> int:
        return 1 + self._rng.randrange(self.weather.delay_ms)

    def _wait_in_vain(self, caller: Machine, timeout_s: float) -> None:
        """Until the caller gives up. A thread of its own holds up nobody, and is back next time."""
        if caller.is_occupied or not caller.has_threads:
            self._wait(int(timeout_s * 1000))

    def _wait(self, span_ms: int) -> None:
        """Let others act meanwhile."""
        if self._depth >= _DEPTH_MAX:
            self._agenda.pass_(span_ms)
            return
        self._depth += 1
        try:
            self._agenda.run_until(self._agenda.now_ms + span_ms)
        finally:
            self._depth -= 1


def _leave_alone(_path: str, _request: bytes, answer: bytes) -> bytes:
    return answer


class NetworkLine:
    """The `Line` of one machine to another."""

    def __init__(self, network: Network, caller: Machine, target: str) -> None:
        self._network = network
        self._caller = caller
        self._target = target

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        """The answer; raises `StoreAway` or `StoreRefused`, or `PowerCut` when the caller died."""
        self._caller.before_call()
        return self._network.call(self._caller, self._target, path, body, timeout_s)

    def close(self) -> None:
        """Nothing is held."""

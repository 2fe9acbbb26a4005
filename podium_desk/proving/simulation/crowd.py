"""A full house before the beginning: guests in queues before several doors, one of which is cut
off for a while. They know themselves whether they were inside, and that is what doors are held
against: nobody who comes first with a good ticket is sent away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import field
from functools import partial
from random import Random

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import HouseId, PerformanceId, TicketId
from podium_desk.domain.roles import Role
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Book, Entry, Sale, Silence, TurnedAway
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.printer import Paper
from podium_desk.proving.simulation.season import BASE
from podium_desk.proving.simulation.world import World

DOORS = 4
HANDLED_MS = (1_500, 3_500)
"""How long a volunteer takes for one guest."""
LATER_MS = 600_000
_PER_ORDER = 4


@dataclass(frozen=True, slots=True)
class FullHouse:
    """So many guests within `span_ms`; the last door hears nobody from `cut_ms` on, for
    `silent_ms`. `copies` is the share of tickets with which a second person comes, at any door, a
    while later."""

    guests: int
    span_ms: int
    cut_ms: int
    silent_ms: int
    copies: float = 0.03

    def people(self, world: World) -> None:
        """Sell the house out, open the doors, and let everybody come."""
        own = world.house(1, "Eerste huis")
        tonight = world.performance(own, 1, rows=1, standing=self.guests)
        counter = world.device(own, Role.COUNTER, "Kassa 1")
        counter.machine.run(partial(_sell, world, counter, tonight, self.guests))
        counter.machine.run(counter.round)
        doors = [_door(world, own, number) for number in range(1, DOORS + 1)]
        for device in world.devices.values():
            device.join(world.lan)
        entrances = [Entrance(door, world.book, Random(world.rng.random())) for door in doors]
        world.passers_by.append(partial(self._come, world, entrances))

    def _come(self, world: World, entrances: Sequence[Entrance]) -> None:
        rng, agenda = Random(world.rng.random()), world.agenda
        # The hall fills towards the beginning: most come in the second half.
        for paper in world.book.good_papers():
            at_ms = int(self.span_ms * rng.triangular(0, 1, 0.7))
            agenda.after(at_ms, partial(rng.choice(entrances).come, paper))
            if rng.random() < self.copies:
                copied_ms = at_ms + rng.randrange(min(LATER_MS, self.span_ms))
                agenda.after(copied_ms, partial(rng.choice(entrances).come, paper))
        agenda.after(self.cut_ms, partial(self._cut_off, world, entrances[-1].device))

    def _cut_off(self, world: World, device: SimulatedDevice) -> None:
        world.faults += 1
        now_ms = world.agenda.now_ms
        world.book.silences.append(Silence(device.name, now_ms, now_ms + self.silent_ms))
        world.leave_alone(device, self.silent_ms)
        for way in ((device.name, "*"), ("*", device.name)):
            world.lan.cut(*way)
            world.agenda.after(self.silent_ms, partial(world.lan.heal, *way))


@dataclass(slots=True)
class Entrance:
    """One door with its queue. A guest who stands before it is helped before the next one."""

    device: SimulatedDevice
    book: Book
    rng: Random
    _queue: deque[Paper] = field(default_factory=deque)
    _is_busy: bool = False

    def come(self, paper: Paper) -> None:
        """Somebody joins the queue with this paper."""
        self._queue.append(paper)
        if not self._is_busy:
            self._is_busy = True
            self._next()

    def _next(self) -> None:
        if not self._queue:
            self._is_busy = False
            return
        machine = self.device.machine
        if machine.is_occupied or not machine.is_up:
            machine.agenda.after(10, self._next)
            return
        paper = self._queue.popleft()
        machine.on_lane(partial(self._scan, paper))
        machine.agenda.after(self.rng.randrange(*HANDLED_MS), self._next)

    def _scan(self, paper: Paper) -> None:
        came_ms = self.device.machine.agenda.now_ms
        outcome = self.device.program.door.scan(paper.code)
        now_ms, door = self.device.machine.agenda.now_ms, self.device.name
        if outcome.verdict is Verdict.ADMIT and not outcome.is_repeat:
            self.book.entries.append(
                Entry(door, now_ms, paper.ticket, paper.performance, outcome.token,
                      self.device.is_online(), outcome.is_alone)
            )  # fmt: skip
        elif not outcome.is_repeat:
            self.book.turned_away.append(TurnedAway(door, now_ms, paper.ticket))
            if not _was_in(self.book, paper.ticket):
                reason = "nothing" if outcome.reason is None else outcome.reason.value
                self.book.sent_away_wrongly.append(
                    f"{door} sent away {paper.ticket} of {came_ms}, which was not in: {reason}"
                )


def _was_in(book: Book, ticket: TicketId) -> bool:
    return any(entry.ticket == ticket for entry in book.entries)


def _door(world: World, house: HouseId, number: int) -> SimulatedDevice:
    return world.device(house, Role.DOOR, f"Deur {number}")


def _sell(world: World, counter: SimulatedDevice, performance: PerformanceId, guests: int) -> None:
    """Sell so many tickets of the performance at a counter, and print them."""
    desk, sold = counter.program.desk, 0
    while sold < guests:
        held = desk.hold_best(performance, min(_PER_ORDER, guests - sold), None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(performance, unit, BASE) for unit in held.units)
        prices = desk.quote(lines)
        assert isinstance(prices, tuple), prices
        payment = Payment(PaymentMeans.CARD, sum(prices), 0)
        done = desk.sell(lines, (payment,), world.rng.randbytes(8).hex(), "nl")
        assert isinstance(done, SaleDone), done
        world.book.sales.append(Sale(counter.name, world.agenda.now_ms, done))
        sold += len(lines)
    while counter.program.print_lane.print_one():
        pass

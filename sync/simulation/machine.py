"""A machine: a disk, a clock and a program on it, which can lose its power, stop and start again.

Pieces of work are done through `run`. When the power goes in one, everything of that program that
is still under way further up dies too, as soon as it comes back to itself.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import NoReturn, TypeVar

from sync.simulation.agenda import Agenda, MachineClock
from sync.simulation.disk import Disk, PowerCut
from sync.store.port import Sql, StoreFault

T = TypeVar("T")
RESTART_MS_MIN, RESTART_MS_MAX = 500, 20_000
FAULTS_MAX = 3
"""A program whose disk failed so often is started again by its user."""


class MachineOff(Exception):
    """The machine is off, or went off over the work."""


class Machine:
    """One machine. `open_database` opens its file; `boot` starts the program on it."""

    def __init__(
        self,
        name: str,
        agenda: Agenda,
        rng: Random,
        open_database: Callable[[Disk], Sql],
    ) -> None:
        self.name = name
        self.agenda = agenda
        self.rng = rng
        self.disk = Disk(Random(rng.random()))
        self.clock = MachineClock(agenda)
        self.generation = 0
        self.is_up = False
        self.is_lost = False
        self.paused_until_ms = 0
        self.dies_at_call: int | None = None
        self.fault_count = 0
        self.boot: Callable[[Sql], None] = _nothing
        self.fell: Callable[[], None] = _off
        """Told when the power went: what else the machine keeps may suffer."""
        self.has_threads = False
        """Whether what waits for the store, off the lane, keeps nothing else from going on."""
        self._open_database = open_database
        self._sql: Sql | None = None
        self._occupied_in: int | None = None

    @property
    def sql(self) -> Sql:
        """The open database; only while the machine is up."""
        assert self._sql is not None, f"{self.name} is off"
        return self._sql

    def start(self) -> None:
        """Power on and start the program; tried again later when the disk does not let it."""
        if self.is_up or self.is_lost:
            return
        self.generation += 1
        try:
            self._sql = self._open_database(self.disk)
            self.boot(self._sql)
            self.is_up = True
        except StoreFault:
            self.fault_count += 1
            self._close()
            self._start_later()
        except PowerCut:
            self._fall()

    def run(self, work: Callable[[], T]) -> T | None:
        """Do a piece of work; None when the machine is off, dies over it, or its disk fails."""
        if not self.is_up:
            return None
        if self.agenda.now_ms < self.paused_until_ms:
            # Nobody can do anything with it now; they come back.
            return None
        generation = self.generation
        try:
            return work()
        except PowerCut:
            if generation == self.generation:
                self._fall()
        except StoreFault:
            self._note_fault(generation)
        return None

    @property
    def is_occupied(self) -> bool:
        """Whether its program's one lane waits for somebody, so that nothing else goes there."""
        return self._occupied_in == self.generation

    def on_lane(self, work: Callable[[], T]) -> T | None:
        """As `run`, for what keeps the lane until it is done; None too when that is occupied."""
        if self.is_occupied:
            return None
        generation = self._occupied_in = self.generation
        try:
            return self.run(work)
        finally:
            if self._occupied_in == generation:
                self._occupied_in = None

    def served(self, work: Callable[[], T]) -> T:
        """The same for somebody who waits for it; raises `MachineOff`."""
        if not self.is_up or self.agenda.now_ms < self.paused_until_ms:
            raise MachineOff(self.name)
        generation = self.generation
        try:
            return work()
        except PowerCut:
            if generation == self.generation:
                self._fall()
        except StoreFault:
            self._note_fault(generation)
        raise MachineOff(self.name)

    def before_call(self) -> None:
        """At each call over the network, a moment at which the machine may die."""
        if self.dies_at_call is not None:
            self.dies_at_call -= 1
            if self.dies_at_call < 0:
                self.dies_at_call = None
                self.die()

    def die(self) -> NoReturn:
        """End whatever is under way further up: the program is gone, or goes now."""
        raise PowerCut

    def cut_power(self) -> None:
        """Switch it off now, between two pieces of work."""
        if self.is_up:
            self._fall()

    def lose(self) -> None:
        """It falls into the canal, and never comes back."""
        self.cut_power()
        self.is_lost = True

    def restart(self) -> None:
        """Close the program cleanly and start it again."""
        if self.is_up:
            self.is_up = False
            self._close()
            self.start()

    def stop(self) -> None:
        """Close the program cleanly."""
        self.is_up = False
        self._close()

    def _note_fault(self, generation: int) -> None:
        self.fault_count += 1
        if self.fault_count % FAULTS_MAX == 0 and generation == self.generation:
            self.restart()

    def _fall(self) -> None:
        self.is_up = False
        self.generation += 1
        self.disk.cut()
        self.disk.restart()
        self._close()
        self.fell()
        self.dies_at_call = None
        self._start_later()

    def _start_later(self) -> None:
        delay_ms = self.rng.randrange(RESTART_MS_MIN, RESTART_MS_MAX)
        self.agenda.after(delay_ms, self.start)

    def _close(self) -> None:
        sql, self._sql = self._sql, None
        if sql is not None:
            with suppress(StoreFault, PowerCut):
                sql.close()


def _nothing(_sql: Sql) -> None:
    pass


def _off() -> None:
    pass

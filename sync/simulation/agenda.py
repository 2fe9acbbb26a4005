"""Virtual time: what happens when, in one order for one seed; and each machine's wrong clock."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

PARTS_PER_MILLION = 1_000_000


@dataclass(order=True, slots=True)
class Event:
    """Something that is to happen."""

    at_ms: int
    number: int
    action: Callable[[], None] = field(compare=False)


class Agenda:
    """The true time in UTC milliseconds, and what is still to come."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.event_count = 0
        self._numbers = itertools.count()
        self._events: list[Event] = []

    def after(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Let something happen so much later."""
        event = Event(self.now_ms + max(0, delay_ms), next(self._numbers), action)
        heapq.heappush(self._events, event)

    def pass_(self, span_ms: int) -> None:
        """Time goes by while nothing else happens: a slow disk, a computation."""
        self.now_ms += max(0, span_ms)

    def run_until(self, until_ms: int) -> None:
        """Do what is due up to that time, in order.

        May be called while an event is under way: others act while somebody waits.
        """
        while self._events and self._events[0].at_ms <= until_ms:
            event = heapq.heappop(self._events)
            self.now_ms = max(self.now_ms, event.at_ms)
            self.event_count += 1
            event.action()
        self.now_ms = max(self.now_ms, until_ms)


class MachineClock:
    """What a machine believes the time is: an offset that may jump, and a drift."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._since_ms = agenda.now_ms
        self._drift_ppm = 0
        self.offset_ms = 0
        self.has_jumped = False

    def raw_ms(self) -> int:
        """UTC milliseconds as this machine has them."""
        elapsed = self._agenda.now_ms - self._since_ms
        return self._agenda.now_ms + self.offset_ms + elapsed * self._drift_ppm // PARTS_PER_MILLION

    def drift(self, drift_ppm: int) -> None:
        """From now on it runs so much too fast, or too slow."""
        self.offset_ms = self.raw_ms() - self._agenda.now_ms
        self._since_ms = self._agenda.now_ms
        self._drift_ppm = drift_ppm

    def jump(self, span_ms: int) -> None:
        """Somebody sets the clock, or its battery dies."""
        self.offset_ms += span_ms
        self.has_jumped = True

"""A circuit breaker for each card system: one that does not answer is left alone for a while.

A counter then hears "away" at once and goes on, in the place of waiting three seconds a guest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field

from podium_desk.late_dataclass import dataclass

FAILURES_MAX = 3
OPEN_S = 20.0


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    open_until_s: float = 0.0


@dataclass(slots=True)
class Breakers:
    """The breakers of one house, by card system; `now_s` is a clock that never goes back.

    After `FAILURES_MAX` silences in a row a circuit is open for `OPEN_S`; then one call tries.
    """

    now_s: Callable[[], float]
    _circuits: dict[int, _Circuit] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, system: int) -> bool:
        """Whether a call may be made now; of several after a pause, one."""
        with self._lock:
            circuit = self._circuits.setdefault(system, _Circuit())
            if circuit.failures < FAILURES_MAX:
                return True
            if self.now_s() < circuit.open_until_s:
                return False
            circuit.open_until_s = self.now_s() + OPEN_S
            return True

    def answered(self, system: int) -> None:
        """It spoke, whatever it said."""
        with self._lock:
            self._circuits[system] = _Circuit()

    def silent(self, system: int) -> None:
        """It did not answer in time."""
        with self._lock:
            circuit = self._circuits.setdefault(system, _Circuit())
            circuit.failures += 1
            circuit.open_until_s = self.now_s() + OPEN_S

    def open_systems(self) -> tuple[int, ...]:
        """The card systems that are left alone now."""
        with self._lock:
            return tuple(
                number
                for number, circuit in sorted(self._circuits.items())
                if circuit.failures >= FAILURES_MAX and self.now_s() < circuit.open_until_s
            )

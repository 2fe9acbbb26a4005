"""Hybrid logical time: milliseconds with a counter, for readable order and nothing else.

No safety rule reads a clock (sync.md section 3.2). A remote time far ahead is not believed, so
one clock set to 2040 does not carry the others along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

COUNTER_BITS = 16
AHEAD_MS_MAX = 5 * 60 * 1000


class HybridClock:
    """Gives times that never go back, on top of a wall clock in UTC milliseconds."""

    def __init__(self, wall_ms: Callable[[], int]) -> None:
        self._wall_ms = wall_ms
        self._last = 0

    def now_ms(self) -> int:
        """The wall clock, uncorrected for order."""
        return self._wall_ms()

    def tick(self) -> int:
        """A time after every time given or heard so far."""
        self._last = max(self._last + 1, self._wall_ms() << COUNTER_BITS)
        return self._last

    def hear(self, remotes: Iterable[int]) -> None:
        """Take remote times into account, but none that is more than five minutes ahead."""
        believed = (self._wall_ms() + AHEAD_MS_MAX + 1) << COUNTER_BITS
        self._last = max([self._last, *(at for at in remotes if at < believed)])


def wall_ms_of(hlc: int) -> int:
    """The milliseconds in a hybrid time."""
    return hlc >> COUNTER_BITS

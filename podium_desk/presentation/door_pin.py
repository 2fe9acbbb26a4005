"""The PIN that leaves the door's window, and lets in against a verdict where the house wants it.

Who types it wrongly waits, longer each time (`domain.staff.wait_left_ms`).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from podium_desk.domain.staff import wait_left_ms
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


def _any(_pin: str) -> bool:
    return True


@dataclass(slots=True)
class PinGuard:
    """`check` says whether a PIN is the right one; `is_set` False means that nobody is asked."""

    check: Callable[[str], bool] = _any
    is_set: bool = False
    asks_override: bool = False
    """Also before somebody is let in against a verdict."""
    _failures: int = field(default=0, init=False)
    _last_ms: int = field(default=0, init=False)

    def wait_s(self, now_ms: int) -> int:
        """How long nobody may try, in whole seconds; 0 for not at all."""
        return -(-wait_left_ms(self._failures, self._last_ms, now_ms) // 1000)

    def is_right(self, pin: str, now_ms: int) -> bool:
        """Try a PIN, where it may be tried."""
        if self.wait_s(now_ms):
            return False
        if not self.check(pin):
            self._failures, self._last_ms = self._failures + 1, now_ms
            return False
        self._failures = 0
        return True

"""The device's time: its own clock, corrected by what the store last said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


class DeviceClock:
    """Gives corrected UTC time. A device that is cut off keeps the correction last measured."""

    def __init__(self, raw_ms: Callable[[], int], error_ms: int | None = None) -> None:
        """`raw_ms` is the machine's clock in UTC milliseconds; `error_ms` what it was off by."""
        self.raw_ms = raw_ms
        self.error_ms = error_ms

    def now_ms(self) -> int:
        """UTC milliseconds, corrected."""
        return self.raw_ms() - (self.error_ms or 0)

    def now(self) -> datetime:
        """The same as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

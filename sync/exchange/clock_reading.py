"""How far our clock is from the store's, as far as one question and its answer can tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Our clock minus the store's, as one question and its answer tell it: no better than half
    the time that they took."""

    error_ms: int
    unsure_ms: int

    def nearest(self, known_ms: int | None) -> int:
        """What is to be believed now: what was known, unless this reading says that it is wrong.

        A slow answer from a busy store would else move a clock that is right, and two devices
        that hear nothing of each other would be told in the wrong order.
        """
        if known_ms is None:
            return self.error_ms
        lowest, highest = self.error_ms - self.unsure_ms, self.error_ms + self.unsure_ms
        return min(max(known_ms, lowest), highest)

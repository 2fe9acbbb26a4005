"""When each device and the store was last heard of, directly or through others.

It goes from mouth to mouth as an age, so that nobody's clock matters: who hears somebody tells it
to everybody it speaks with. For people only: no safety rule reads it, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

Ages = tuple[tuple[int, int], ...]
"""A device and how many milliseconds ago it was heard of; the store is a device too."""
TOLD_MS_MAX = 16 * 3_600_000
"""What is older is of another evening, and not told on."""


class Hearsay:
    """What this program has heard of whom since it started. Times are of one clock, its own."""

    def __init__(self) -> None:
        self._heard_ms: dict[int, int] = {}

    def heard(self, device: int, at_ms: int) -> None:
        """A device was heard of at that time."""
        self._heard_ms[device] = max(at_ms, self._heard_ms.get(device, at_ms))

    def told(self, ages: Ages, now_ms: int, known: Iterable[int]) -> None:
        """Somebody says how long ago it heard of others; of strangers nothing is believed."""
        known = frozenset(known)
        for device, age_ms in ages:
            if device in known and 0 <= age_ms <= TOLD_MS_MAX:
                self.heard(device, now_ms - age_ms)

    def age_ms(self, device: int, now_ms: int) -> int | None:
        """How long ago a device was heard of; None when it was not since the start."""
        at_ms = self._heard_ms.get(device)
        return None if at_ms is None else max(0, now_ms - at_ms)

    def unheard(self, devices: Set[int]) -> Set[int]:
        """Those of these that were not heard of since the start."""
        return devices - self._heard_ms.keys()

    def longest_ms(self, devices: Set[int], now_ms: int, most_ms: int) -> int | None:
        """The age of the oldest word of one of these, but for what is older than `most_ms`; None
        when none was heard of."""
        since_ms = now_ms - most_ms
        heard = [
            at_ms for one, at_ms in self._heard_ms.items() if at_ms >= since_ms and one in devices
        ]
        return max(0, now_ms - min(heard)) if heard else None

    def ages(self, now_ms: int, known: Iterable[int]) -> Ages:
        """What is told on of these devices."""
        found = ((device, self.age_ms(device, now_ms)) for device in sorted(known))
        return tuple((one, age) for one, age in found if age is not None and age <= TOLD_MS_MAX)

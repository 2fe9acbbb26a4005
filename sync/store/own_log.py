"""The log that a replica writes itself."""

from __future__ import annotations

from dataclasses import dataclass

from sync.facts.fact import NO_HOUSE, device_of, origin_of
from sync.identity.keys import DeviceKey


@dataclass(frozen=True, slots=True)
class OwnLog:
    """The log this replica writes itself. The store's `house` is 0: it has a log in each house."""

    house: int
    origin: int
    key: DeviceKey

    def in_house(self, house: int) -> OwnLog:
        """The log that a fact about this house goes to."""
        if self.house != NO_HOUSE:
            return self
        return OwnLog(house, origin_of(device_of(self.origin), house), self.key)

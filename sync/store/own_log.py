"""The log that a replica writes itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.facts.clock import HybridClock
from sync.facts.fact import (
    NO_HOUSE,
    Draft,
    Fact,
    Header,
    body_hash,
    chain,
    device_of,
    head_message,
    header_to_bytes,
    origin_of,
)
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

    def chained(
        self, drafts: Sequence[Draft], seq: int, previous: bytes, clock: HybridClock
    ) -> list[Fact]:
        """The drafts as the facts after number `seq`, one group, signed; `previous` is its hash."""
        facts: list[Fact] = []
        count, signature = len(drafts), None
        for place, draft in enumerate(drafts, 1):
            header = Header(
                draft.kind, draft.version, clock.tick(), draft.house,
                place - 1, count, draft.moves,
            )  # fmt: skip
            header_bytes, of_body = header_to_bytes(header), body_hash(draft.body)
            previous = chain(previous, header_bytes, of_body)
            if place == count:
                signature = self.key.sign(head_message(self.origin, seq + place, previous))
            facts.append(Fact(self.origin, seq + place, header, header_bytes,
                              of_body, draft.body, previous, signature))  # fmt: skip
        return facts

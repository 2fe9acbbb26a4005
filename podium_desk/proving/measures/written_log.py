"""Logs of devices that are not there: real facts, chained and signed, without their databases."""

from __future__ import annotations

from collections.abc import Iterable

from sync.facts.batch import Batch, pack_facts
from sync.facts.clock import COUNTER_BITS
from sync.facts.fact import (
    Draft,
    Fact,
    Header,
    body_hash,
    chain,
    chain_start,
    head_message,
    header_to_bytes,
    origin_of,
)
from sync.facts.run import signed
from sync.identity.keys import DeviceKey


def key_of(device: int) -> DeviceKey:
    """The key of a device: the same in every run."""
    return DeviceKey(device.to_bytes(32, "big"))


class WrittenLog:
    """What one device writes. `at_ms` is its clock, UTC; whoever drafts facts moves it on."""

    def __init__(self, device: int, at_ms: int, incarnation: int = 0) -> None:
        self.origin = origin_of(device, incarnation)
        self.seq = 0
        self.at_ms = at_ms
        self._key = key_of(device)
        self._hash = chain_start(self.origin)

    def batch(self, drafts: Iterable[Draft]) -> Batch:
        """The next facts of the log, each a commit of its own, signed over the newest."""
        previous = self._hash
        facts = [self._next_fact(draft) for draft in drafts]
        message = head_message(self.origin, self.seq, self._hash)
        return pack_facts(previous, signed(facts, self._key.sign(message)))

    def _next_fact(self, draft: Draft) -> Fact:
        self.seq += 1
        hlc = (self.at_ms + 3) << COUNTER_BITS
        header = Header(draft.kind, draft.version, hlc, draft.house, 0, 1, draft.moves)
        header_bytes, of_body = header_to_bytes(header), body_hash(draft.body)
        self._hash = chain(self._hash, header_bytes, of_body)
        return Fact(
            self.origin, self.seq, header, header_bytes, of_body, draft.body, self._hash, None
        )

"""What a batch of another log brings: its verified facts, and those of them that are new here."""

from __future__ import annotations

import msgspec

from sync.facts.batch import Batch, BatchFault, BatchRefused, unpack_facts
from sync.facts.fact import Fact, home_of
from sync.store.devices import Device
from sync.store.forks import ForkTable, last_common
from sync.store.log import FactLog


def read_batch(log: FactLog, batch: Batch, device: Device) -> tuple[Batch, list[Fact]]:
    """The verified facts; for a batch without the hash before it, on the one known here.

    Raises `BatchRefused` for what its device did not sign, and for a gap.
    """
    public_key = device.claims.public_key
    if batch.previous_hash:
        return batch, unpack_facts(batch, public_key)
    before = batch.first_seq - 1
    home = home_of(batch.origin, device.claims.house)
    previous = log.hash_at(home, batch.origin, before)
    gap = BatchRefused(BatchFault.GAP, batch.origin, before, "the facts before it are missing")
    if previous is None:
        raise gap
    whole = msgspec.structs.replace(batch, previous_hash=previous)
    try:
        return whole, unpack_facts(whole, public_key)
    except BatchRefused as refused:
        # The writer may have another history: that is seen when it is brought whole.
        raise gap from refused


def fresh_facts(
    log: FactLog, forks: ForkTable, house: int, read: tuple[Batch, list[Fact]]
) -> list[Fact]:
    """The facts of a batch beyond our head, once the part we know is the same as ours.

    Raises `BatchRefused` for a gap, and for another history than the one that is here.
    """
    batch, facts = read
    head, head_hash = log.head(house, batch.origin)
    if batch.first_seq > head + 1:
        forks.check(facts[-1])
        raise BatchRefused(
            BatchFault.GAP, batch.origin, head + 1, f"facts from {head + 1} on are missing"
        )
    known = min(head, facts[-1].seq)
    theirs = (
        batch.previous_hash if known == batch.first_seq - 1 else facts[known - batch.first_seq].hash
    )
    ours = head_hash if known == head else log.hash_at(house, batch.origin, known)
    if theirs != ours:
        parting = last_common(log, house, batch, facts)
        raise BatchRefused(
            BatchFault.FORK, batch.origin, parting, "two different histories of one log"
        )
    fresh = facts[known - batch.first_seq + 1 :]
    if fresh:
        forks.check(fresh[-1])
    return fresh

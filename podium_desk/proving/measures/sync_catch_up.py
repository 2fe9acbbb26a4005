"""A new device fetches 100,000 facts by the messages that peers really exchange."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.plain_facts import (
    DEVICES,
    FACTS,
    FIRST_DEVICE,
    plain_batches,
    plain_replica,
)
from sync.exchange.messages import from_wire
from sync.exchange.peer_facts import facts_for
from sync.exchange.peer_messages import ExchangeAnswer
from sync.facts.batch import to_wire

NEWCOMER = FIRST_DEVICE + DEVICES


def sync_catch_up(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """CPU of both sides together: read, packed, unpacked, verified and stored page by page."""
    say(f"{FACTS} facts…")
    source = plain_replica(folder / "source.sqlite", FIRST_DEVICE)
    for batch in plain_batches():
        source.receive(batch)
    target = plain_replica(folder / "target.sqlite", NEWCOMER)
    reader = source.devices.get(NEWCOMER)
    assert reader is not None, "the reader has a certificate"
    started = time.process_time()
    wire_bytes, more = 0, True
    while more:
        batches, more = facts_for(source, reader.claims, target.log.heads())
        sent = to_wire(ExchangeAnswer((), batches, (), more, (), ()))
        wire_bytes += len(sent)
        for batch in from_wire(sent, ExchangeAnswer).batches:
            target.receive(batch)
    spent_s = time.process_time() - started
    assert sum(target.log.heads().values()) == FACTS, "everything was fetched"
    for replica in (source, target):
        replica.sql.close()
    return [
        Figure("sync_catch_up", spent_s, "s CPU", 1),
        Figure("sync_catch_up_wire", wire_bytes / 1e6, "MB", 1),
    ]

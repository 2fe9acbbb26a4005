"""Facts between peers: what one may be given, and what is taken from one.

A peer's word is worth what its signatures prove. Facts are signed by their devices, so they are
taken from whoever brings them; a peer that leaves out a body that concerns us is not believed.
Rights are heard, as from the store: a device that moves what is not its own can make its peers
give way, never sell twice, and the store, which checks every move, refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.exchange.peer_trust import Member
from sync.facts.batch import BATCH_FACTS_MAX, PASSING, Batch, BatchRefused
from sync.facts.fact import DamagedFact, device_of, home_of, read_header
from sync.facts.run import header_of
from sync.identity.certificate import CertificateClaims
from sync.store.replica import Replica

LOG_FACTS_MIN = 50
"""What each lagging log gets of a page at least."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of batches from a peer. `is_outdated`: the peer knows more of our own log."""

    facts: int
    is_outdated: bool


def take_facts(replica: Replica, member: Member, batches: Sequence[Batch]) -> Taken:
    """Take batches that a peer brought; one that is refused is kept as evidence."""
    facts = 0
    is_outdated = False
    for batch in batches:
        if _is_own(replica, batch):
            is_outdated = is_outdated or _goes_beyond(replica, batch)
        elif not _lacks_body(replica, member.claims, batch):
            facts += _received(replica, batch)
    return Taken(facts, is_outdated)


def facts_for(
    replica: Replica, reader: CertificateClaims, vector: dict[int, int]
) -> tuple[tuple[Batch, ...], bool]:
    """A page of what a peer with this vector lacks, and whether there is more.

    Its own logs are among it: one that was put back learns from them what it has forgotten.
    """
    heads = replica.log.heads()
    lagging = [origin for origin in sorted(heads) if vector.get(origin, 0) < heads[origin]]
    share = max(LOG_FACTS_MIN, BATCH_FACTS_MAX // max(1, len(lagging)))
    room = BATCH_FACTS_MAX
    batches: list[Batch] = []
    for origin in lagging:
        if room <= 0:
            return tuple(batches), True
        batch = batch_for(replica, reader, origin, vector.get(origin, 0), min(share, room))
        if batch is not None:
            batches.append(batch)
            room -= len(batch.items)
    return tuple(batches), any(_end(batch) < heads[batch.origin] for batch in batches)


def batch_for(
    replica: Replica, reader: CertificateClaims, origin: int, seq: int, limit: int
) -> Batch | None:
    """The next facts of a log for a peer; None when there are none that we have whole for it.

    A door has stubs where a counter should have bodies: it does not pass those on.
    """
    batch = replica.batch_after(origin, seq, reader, limit)
    missing = None if batch is None else _first_lacking(replica, reader, batch)
    if missing is None:
        return batch
    shorter = replica.batch_after(origin, seq, reader, missing) if missing else None
    if shorter is None or _first_lacking(replica, reader, shorter) is not None:
        return None
    return shorter


def logs_beyond_us(replica: Replica, vector: dict[int, int]) -> tuple[int, ...]:
    """The logs of this very device of which who has this vector has heard more than we remember:
    the present one, or one of a later life."""
    own = replica.own
    if own is None:
        return ()
    known = replica.log.heads().get(own.origin, 0)
    return tuple(
        origin for origin, seq in sorted(vector.items())
        if (origin == own.origin and seq > known) or is_later_life(own.origin, origin)
    )  # fmt: skip


def is_later_life(origin: int, other: int) -> bool:
    """Whether the other log is one that the same device began after this one."""
    return device_of(other) == device_of(origin) and other > origin


def _received(replica: Replica, batch: Batch) -> int:
    try:
        return replica.receive(batch)
    except BatchRefused as error:
        if error.fault not in PASSING:
            replica.quarantine(error, batch)
        return 0


def _is_own(replica: Replica, batch: Batch) -> bool:
    return replica.own is not None and batch.origin == replica.own.origin


def _goes_beyond(replica: Replica, batch: Batch) -> bool:
    return _end(batch) > replica.log.heads().get(batch.origin, 0)


def _lacks_body(replica: Replica, reader: CertificateClaims, batch: Batch) -> bool:
    return _first_lacking(replica, reader, batch) is not None


def _first_lacking(replica: Replica, reader: CertificateClaims, batch: Batch) -> int | None:
    """The place of the first fact without a body that this reader should have."""
    writer = replica.devices.get(device_of(batch.origin))
    if writer is None:
        return None
    home = home_of(batch.origin, writer.claims.house)
    for place, item in enumerate(batch.items):
        if item[1] is not None:
            continue
        try:
            header = read_header(header_of(item))
        except DamagedFact:
            return None  # The replica finds that too, and keeps it as evidence.
        if replica.charter.in_scope(reader, header, home):
            return place
    return None


def _end(batch: Batch) -> int:
    return batch.first_seq + len(batch.items) - 1

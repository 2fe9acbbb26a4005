"""What a device has that the store lacks: its own logs, and those it heard of elsewhere.

A right that was given over the local network survives its giver, because whoever heard the
giver's log brings it along. A log is relayed as far as its bodies are here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sync.decoding import decode
from sync.exchange.messages import PushAnswer, Refused
from sync.facts.batch import BATCH_FACTS_MAX, Batch, BatchFault
from sync.facts.fact import device_of, read_header
from sync.facts.run import header_of
from sync.store.port import StoreDamaged
from sync.store.replica import Replica
from sync.store.schema import number_setting, put_setting, setting

_PUSHED = "pushed"
_COMMON = "common"


class Relay:
    """The logs to bring in one round, and how far the store has each. Used on the lane."""

    def __init__(self, replica: Replica, behind: dict[int, int]) -> None:
        """`behind`: how far the store has the logs that it lacks facts of, as it said."""
        self._replica = replica
        self._reached = dict(behind)

    def oldest_first(self) -> list[int]:
        """The logs with something to bring, by the hybrid time of their next fact."""
        own = own_logs(self._replica)
        reached = {origin: self.reached(origin) for origin in (*own, *self._reached)}
        return oldest_first(self._replica, reached)

    def next_batch(self, origin: int, facts_max: int = BATCH_FACTS_MAX) -> Batch | None:
        """The next whole facts of a log for the store; None when there are none."""
        return next_whole_batch(self._replica, origin, self.reached(origin), facts_max)

    def note(self, answer: PushAnswer) -> int:
        """Remember how far the store has these logs now; by how many facts it got further."""
        heads = self._replica.log.heads()
        own = own_logs(self._replica)
        further = 0
        with self._replica.sql.transaction():
            for origin, head in answer.heads:
                before = self.reached(origin)
                if not before < head <= heads.get(origin, 0):
                    continue
                further += head - before
                self._reached[origin] = head
                if origin in own:
                    keep_pushed(self._replica, origin, head)
        return further

    def is_other_history(self, origin: int, answer: PushAnswer) -> bool:
        """Whether the store knows another history of a log that this device wrote in a former
        life: it takes no more of it, and keeps as evidence what is brought."""
        own = self._replica.own
        is_former = own is not None and origin != own.origin and origin in own_logs(self._replica)
        return is_former and any(
            no.origin == origin and no.fault == BatchFault.FORK for no in answer.refused
        )

    def note_evidence(self, origin: int) -> None:
        """The store has all of such a log, taken or as evidence."""
        self._reached[origin] = self._replica.log.heads()[origin]
        with self._replica.sql.transaction():
            keep_pushed(self._replica, origin, self._reached[origin])

    def reached(self, origin: int) -> int:
        """How far the store has a log, as far as is known."""
        # The store may be behind what it confirmed: it was put back to an older copy.
        known = self._reached.get(origin)
        return pushed_up_to(self._replica, origin) if known is None else known


def oldest_first(replica: Replica, reached: Mapping[int, int]) -> list[int]:
    """The logs with whole facts beyond these, by the hybrid time of the first of them."""
    next_times = {}
    for origin, seq in reached.items():
        batch = next_whole_batch(replica, origin, seq, 1)
        if batch is not None:
            next_times[origin] = read_header(header_of(batch.items[0])).hlc
    return sorted(next_times, key=lambda origin: (next_times[origin], origin))


def next_whole_batch(
    replica: Replica, origin: int, seq: int, facts_max: int = BATCH_FACTS_MAX
) -> Batch | None:
    """The next facts of a log after `seq` that have their bodies here; None for none."""
    batch = replica.batch_after(origin, seq, None, facts_max)
    while batch is not None:
        stubs = [place for place, item in enumerate(batch.items) if item[1] is None]
        if not stubs:
            return batch
        if stubs[0] == 0:
            return None
        shorter = replica.batch_after(origin, seq, None, stubs[0])
        is_shorter = shorter is not None and len(shorter.items) < len(batch.items)
        batch = shorter if is_shorter else None
    return None


def pushed_up_to(replica: Replica, origin: int) -> int:
    """The newest fact of an own log that the store has confirmed."""
    return number_setting(replica.sql, f"{_PUSHED} {origin}") or 0


def keep_pushed(replica: Replica, origin: int, seq: int) -> None:
    """Remember how far the store has an own log."""
    put_setting(replica.sql, f"{_PUSHED} {origin}", b"%d" % seq)


def own_logs(replica: Replica) -> list[int]:
    """The logs that this device wrote, oldest incarnation first."""
    own = replica.own
    if own is None:
        return []
    device = device_of(own.origin)
    return sorted(origin for origin in replica.log.heads() if device_of(origin) == device)


def keep_common(replica: Replica, vector: Mapping[int, int]) -> None:
    """Remember what the store and we both have, for a parcel when there is no line."""
    put_setting(replica.sql, _COMMON, msgspec.msgpack.encode(sorted(vector.items())))


def common_vector(replica: Replica) -> dict[int, int]:
    """What the store had at the last contact of what we have; nothing before the first."""
    kept = setting(replica.sql, _COMMON)
    if kept is None:
        return {}
    try:
        return dict(decode(kept, list[tuple[int, int]]))
    except msgspec.MsgspecError as error:
        raise StoreDamaged(f"{_COMMON} cannot be read") from error


def facts_before(refused: Sequence[Refused], batch: Batch) -> int:
    """How many facts of a batch to bring by themselves, before the one that is not taken.

    The store names it, unless the signature alone shows that something is damaged: then the
    place is found by halves.
    """
    if not refused:
        return 0
    if refused[-1].fault == BatchFault.BAD_SIGNATURE:
        return len(batch.items) // 2
    return refused[-1].seq - batch.first_seq

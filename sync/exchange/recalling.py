"""A device brings the store its past back, and lets go of what the store says again.

The store was put back to an older copy; it asks for its own facts, which its signature proves,
and for records, certificates and revocations. Repeating it does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from sync.exchange.messages import RecallAnswer, RecallRequest, Trail
from sync.exchange.relay import next_whole_batch
from sync.facts.batch import Batch
from sync.facts.fact import device_of
from sync.records.record import PAGE_RECORDS_MAX, Record
from sync.store.own_past import rewind
from sync.store.replica import Replica

T = TypeVar("T")
_LOGS_MAX = 4
"""In one request: each brings a page."""


class _Lane(Protocol):
    def __call__(self, work: Callable[[], T], /) -> T: ...


class _Client(Protocol):
    def recall(self, request: RecallRequest) -> RecallAnswer: ...

    def nonce(self) -> bytes: ...


def bring_back(replica: Replica, client: _Client, lane: _Lane, store_device: int) -> int:
    """Bring the store all that it has forgotten; how many facts it was. Raises `ExchangeFault`.

    What the store said in a branch of its log that does not count is undone here.
    """
    brought = 0
    request = lane(partial(_first_look, replica, store_device, client.nonce()))
    while True:
        answer = client.recall(request)
        lane(partial(_undo, replica, answer.undone))
        if request.is_all or not (answer.wanted or answer.records_after):
            return brought
        following = lane(partial(_next, replica, store_device, answer, client.nonce()))
        has_same = (following.batches, following.records) == (request.batches, request.records)
        if has_same:
            # It was not taken; once more would be the same.
            following = lane(partial(_last_word, replica, store_device, client.nonce()))
        brought += sum(len(batch.items) for batch in following.batches)
        request = following


def _first_look(replica: Replica, store_device: int, nonce: bytes) -> RecallRequest:
    devices = tuple(device.passed_on for device in replica.devices.all())
    return RecallRequest(trails_of(replica, store_device), _revisions(replica), nonce, devices)


def _next(replica: Replica, store_device: int, answer: RecallAnswer, nonce: bytes) -> RecallRequest:
    batches = _batches(replica, dict(answer.wanted))
    records = _records(replica, dict(answer.records_after))
    is_all = not batches and not records
    return RecallRequest(
        trails_of(replica, store_device), _revisions(replica), nonce, (), batches, records, is_all
    )


def _last_word(replica: Replica, store_device: int, nonce: bytes) -> RecallRequest:
    return RecallRequest(
        trails_of(replica, store_device), _revisions(replica), nonce, is_all=True
    )  # fmt: skip


def _batches(replica: Replica, wanted: Mapping[int, int]) -> tuple[Batch, ...]:
    found = (next_whole_batch(replica, origin, after) for origin, after in sorted(wanted.items()))
    return tuple([batch for batch in found if batch is not None][:_LOGS_MAX])


def _records(replica: Replica, after: Mapping[int, int]) -> tuple[Record, ...]:
    records: list[Record] = []
    for house, revision in sorted(after.items()):
        if len(records) < PAGE_RECORDS_MAX:
            room = PAGE_RECORDS_MAX - len(records)
            records += replica.records.since(house, revision, room)
    return tuple(records)


def _revisions(replica: Replica) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(replica.records.revisions().items()))


def _undo(replica: Replica, undone: tuple[tuple[int, int], ...]) -> None:
    for origin, to_seq in undone:
        rewind(replica, origin, to_seq)


def trails_of(replica: Replica, store_device: int) -> tuple[tuple[int, Trail], ...]:
    """Some facts of each of the store's logs: the newest, the one before, 2, 4, 8 … before it."""
    trails = []
    for origin, house in sorted(replica.log.homes().items()):
        if device_of(origin) != store_device:
            continue
        head, _ = replica.log.head(house, origin)
        steps = [head, *(head - (1 << step) for step in range(head.bit_length()))]
        known = ((seq, replica.log.hash_at(house, origin, seq)) for seq in steps if seq > 0)
        trails.append((origin, tuple((seq, hash_) for seq, hash_ in known if hash_ is not None)))
    return tuple(trails)


def store_heads(replica: Replica, store_device: int) -> list[tuple[int, int, bytes]]:
    """How far this device has each log of the store: (log, number, hash)."""
    return [
        (origin, *replica.log.head(house, origin))
        for origin, house in replica.log.homes().items()
        if device_of(origin) == store_device
    ]

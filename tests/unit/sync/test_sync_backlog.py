"""Thirty days cut off: everything arrives, in pages of a bounded size and a bounded memory."""

from __future__ import annotations

import tracemalloc

import msgspec
import pytest
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import carry, note, tables

from sync.exchange.messages import PullAnswer, PullRequest, PushRequest
from sync.exchange.session import unsent_count
from sync.facts.batch import BATCH_FACTS_MAX, from_wire, to_wire
from sync.facts.fact import origin_of
from sync.server.service import BATCH_FACTS_MIN, SyncService

MEGABYTE = 1_000_000


class Watched:
    """A store's service that looks at each message that passes."""

    def __init__(self, service: SyncService) -> None:
        self.service = service
        self.facts_in_one = 0
        self.bytes_in_one = 0

    def answer(self, path: str, body: bytes) -> bytes:
        from sync.exchange.messages import Envelope

        answer = self.service.answer(path, body)
        self.bytes_in_one = max(self.bytes_in_one, len(body), len(answer))
        for data, kind in ((body, PushRequest), (answer, PullAnswer)):
            if path == ("/sync/push" if kind is PushRequest else "/sync/pull"):
                payload = msgspec.msgpack.decode(data, type=Envelope).payload
                batches = from_wire(payload, kind).batches  # type: ignore[type-var,attr-defined]
                count = sum(len(batch.items) for batch in batches)
                self.facts_in_one = max(self.facts_in_one, count)
        return answer


def lived_through(days: int, sales_a_day: int) -> tuple[PlainDevice, list[PlainDevice], Watched]:
    """One device alone for so many days, while two others sold and were heard."""
    _, service = plain_cluster()
    watched = Watched(service)
    alone, *others = (PlainDevice(number, watched) for number in (2, 3, 4))  # type: ignore[arg-type]
    alone.session.round()
    for _ in range(days):
        for device in (alone, *others):
            for sale in range(sales_a_day):
                device.replica.append([note(f"sale {sale}, as long as a sale is, more or less")])
        for device in others:
            device.session.round()
    return alone, others, watched


def converge(days: int, sales_a_day: int) -> None:
    alone, others, watched = lived_through(days, sales_a_day)
    tracemalloc.start()
    alone.session.round()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    for device in others:
        device.session.round()
    assert unsent_count(alone.replica) == 0
    store = watched.service.replica
    assert all(tables(device.replica) == tables(store) for device in (alone, *others))
    assert watched.facts_in_one <= BATCH_FACTS_MAX + BATCH_FACTS_MIN
    assert watched.bytes_in_one < MEGABYTE
    # A few pages at a time, whatever the backlog: 30 days are no more than 3.
    assert peak < 8 * MEGABYTE


def test_a_backlog_of_thirty_days_converges_in_bounded_pages_and_memory() -> None:
    converge(days=30, sales_a_day=40)


@pytest.mark.soak
def test_thirty_days_of_a_busy_house_converge_in_the_same_memory() -> None:
    converge(days=30, sales_a_day=1000)


def test_what_two_hundred_devices_have_is_told_in_a_few_kilobytes() -> None:
    vector = tuple((origin_of(device, 0), 90_000 + device * 7) for device in range(1, 201))
    request = PullRequest(vector, ((1, 4000),), tuple(range(1, 201)), b"n" * 12)
    assert len(to_wire(request)) < 4096


def test_a_device_that_comes_back_after_a_month_by_stick_and_line_at_once_is_heard_once() -> None:
    _, service = plain_cluster()
    courier, alone = PlainDevice(3, service), PlainDevice(2, service)
    for number in range(1200):
        alone.replica.append([note(f"{number}")])
    carry(alone.replica, courier.replica)
    assert courier.session.round().sent == 1200
    assert alone.session.round().sent == 0
    assert unsent_count(alone.replica) == 0

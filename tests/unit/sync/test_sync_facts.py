"""Facts, their chain and the batches they travel in."""

from __future__ import annotations

import msgspec
import pytest
from harness.plain_sync import carry, device_key, note, replica_of
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.facts.batch import (
    Batch,
    BatchFault,
    BatchRefused,
    WireError,
    from_wire,
    to_wire,
    unpack_facts,
)
from sync.facts.clock import AHEAD_MS_MAX, COUNTER_BITS, HybridClock, wall_ms_of
from sync.facts.fact import origin_of
from sync.facts.run import stub_of

COUNTER = origin_of(2, 0)


def batch_of(count: int) -> Batch:
    replica = replica_of(2)
    for number in range(count):
        replica.append([note(f"fact {number}")])
    batch = replica.batch_after(COUNTER, 0, None)
    assert batch is not None
    return batch


def test_a_batch_survives_the_wire_byte_for_byte() -> None:
    batch = batch_of(3)
    assert from_wire(to_wire(batch), Batch) == batch


def test_bytes_that_are_no_message_are_said_to_be_none() -> None:
    with pytest.raises(WireError):
        from_wire(b"<html>Not Found</html>", Batch)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_changed_byte_anywhere_in_a_batch_is_found(data: st.DataObject) -> None:
    batch = batch_of(2)
    place = data.draw(st.integers(0, 1))
    part = data.draw(st.integers(0, 1))
    original = batch.items[place][part]
    assert original is not None
    at = data.draw(st.integers(0, len(original) - 1))
    changed = bytearray(original)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    item = list(batch.items[place])
    item[part] = bytes(changed)
    items = list(batch.items)
    items[place] = (item[0], item[1])  # type: ignore[assignment]
    with pytest.raises(BatchRefused) as refused:
        unpack_facts(msgspec.structs.replace(batch, items=tuple(items)), device_key(2).public)
    assert refused.value.fault in (BatchFault.DAMAGED, BatchFault.BAD_SIGNATURE)


def test_a_fact_left_out_of_a_batch_is_found() -> None:
    batch = batch_of(3)
    shortened = msgspec.structs.replace(batch, items=(batch.items[0], batch.items[2]))
    with pytest.raises(BatchRefused):
        unpack_facts(shortened, device_key(2).public)


def test_a_batch_signed_by_another_device_is_refused() -> None:
    with pytest.raises(BatchRefused) as refused:
        unpack_facts(batch_of(1), device_key(3).public)
    assert refused.value.fault is BatchFault.BAD_SIGNATURE


def test_a_stub_without_its_body_still_verifies_the_chain() -> None:
    batch = batch_of(3)
    stubs = msgspec.structs.replace(batch, items=tuple(stub_of(item) for item in batch.items))
    facts = unpack_facts(stubs, device_key(2).public)
    assert [fact.seq for fact in facts] == [1, 2, 3]
    assert all(fact.body is None for fact in facts)


def test_a_group_never_travels_in_halves() -> None:
    source, target = replica_of(2), replica_of(3)
    source.append([note("one"), note("two"), note("three")])
    first = source.batch_after(COUNTER, 0, None, limit=2)
    assert first is not None
    assert len(first.items) == 3
    assert carry(source, target) == 3


def test_hybrid_time_never_goes_back_when_the_wall_clock_does() -> None:
    times = iter([5000, 4000, 4000, 3000])
    clock = HybridClock(lambda: next(times))
    ticks = [clock.tick() for _ in range(4)]
    assert ticks == sorted(set(ticks))
    assert wall_ms_of(ticks[0]) == 5000


def test_a_clock_far_ahead_does_not_carry_the_others_along() -> None:
    clock = HybridClock(lambda: 1_000_000)
    clock.hear([(1_000_000 + AHEAD_MS_MAX + 1) << COUNTER_BITS])
    assert wall_ms_of(clock.tick()) == 1_000_000


def test_a_message_heard_comes_before_what_is_said_after_it() -> None:
    clock = HybridClock(lambda: 1_000_000)
    heard = (1_000_000 + 2000) << COUNTER_BITS
    clock.hear([heard])
    assert clock.tick() > heard


def test_a_log_that_is_opened_again_in_the_same_instant_goes_on_in_time() -> None:
    before = replica_of(2)
    before.clock = HybridClock(lambda: 1_000_000)
    last = before.append([note("blocked"), note("and why")])[-1]
    after = replica_of(2, before.sql)
    after.clock = HybridClock(lambda: 999_000)
    assert after.append([note("not blocked any more")])[0].header.hlc > last.header.hlc

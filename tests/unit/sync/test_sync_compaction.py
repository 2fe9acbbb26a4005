"""Old facts take less room, and nobody can tell the difference."""

from __future__ import annotations

from harness.plain_sync import HOUSE, carry, claims_of, note, replica_of, tables

from sync.facts.batch import Batch
from sync.facts.fact import origin_of
from sync.facts.run import is_compressed
from sync.store.compaction import SEGMENT_FACTS, compact
from sync.store.replica import Replica

A = origin_of(2, 0)
FOR_EVER_MS = 2_000_000_000_000
FACTS = 2 * SEGMENT_FACTS + 300


def aged(count: int = FACTS) -> Replica:
    """A counter with a long history, in groups of one to three facts."""
    counter = replica_of(2)
    written = 0
    while written < count:
        size = 1 + written % 3
        with_number = [note(f"sale {written + place} of a long season") for place in range(size)]
        counter.append(with_number)
        written += size
    return counter


def runs(replica: Replica) -> list[tuple[int, int, bool]]:
    rows = replica.sql.rows("SELECT first_seq, last_seq, items FROM fact_run ORDER BY first_seq")
    return [(first, last, is_compressed(items)) for first, last, items in rows]


def everything(replica: Replica) -> list[tuple[int, bytes | None, bytes]]:
    return [(fact.seq, fact.body, fact.hash) for fact in replica.log.facts(HOUSE, A)]


def test_a_dry_run_says_what_it_would_free_and_changes_nothing() -> None:
    counter = aged()
    before = runs(counter)
    said = compact(counter.sql, FOR_EVER_MS, is_dry_run=True)
    assert runs(counter) == before
    assert said.facts > 2 * SEGMENT_FACTS
    assert said.bytes_after * 4 < said.bytes_before
    assert compact(counter.sql, FOR_EVER_MS, is_dry_run=False) == said


def test_no_answer_changes_and_every_fact_is_still_proved() -> None:
    counter = aged()
    rows, facts, head = tables(counter), everything(counter), counter.log.checked_head(HOUSE, A)
    hashes = [counter.log.hash_at(HOUSE, A, seq) for seq in (1, 17, SEGMENT_FACTS, FACTS - 5)]
    compact(counter.sql, FOR_EVER_MS, is_dry_run=False)
    assert len(runs(counter)) < 10
    assert tables(counter) == rows
    assert everything(counter) == facts
    assert counter.log.checked_head(HOUSE, A) == head
    again = [counter.log.hash_at(HOUSE, A, seq) for seq in (1, 17, SEGMENT_FACTS, FACTS - 5)]
    assert again == hashes


def test_the_log_goes_on_and_a_newcomer_is_served_in_bounded_pages() -> None:
    counter, newcomer = aged(), replica_of(3)
    compact(counter.sql, FOR_EVER_MS, is_dry_run=False)
    counter.append([note("the next season")])
    batch: Batch | None = counter.batch_after(A, 0, claims_of(3))
    assert batch is not None
    assert len(batch.items) <= SEGMENT_FACTS
    carry(counter, newcomer)
    assert tables(newcomer) == tables(counter)


def test_one_who_stopped_in_the_middle_of_what_is_compressed_now_goes_on_there() -> None:
    counter, reader = aged(), replica_of(3)
    batch = counter.batch_after(A, 0, None)
    assert batch is not None
    reader.receive(batch)
    compact(counter.sql, FOR_EVER_MS, is_dry_run=False)
    carry(counter, reader)
    assert tables(reader) == tables(counter)


def test_what_is_younger_stays_and_what_is_compressed_is_left_alone() -> None:
    counter = aged(900)
    middle = next(fact.header.hlc >> 16 for fact in counter.log.facts(HOUSE, A) if fact.seq == 451)
    done = compact(counter.sql, middle, is_dry_run=False)
    assert 440 <= done.facts <= 451
    assert [is_old for _, _, is_old in runs(counter)].count(True) == 1
    first = runs(counter)[0]
    compact(counter.sql, FOR_EVER_MS, is_dry_run=False)
    assert runs(counter)[0] == first
    assert compact(counter.sql, FOR_EVER_MS, is_dry_run=False).facts == 0

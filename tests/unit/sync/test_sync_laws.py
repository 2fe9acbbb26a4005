"""What holds for whatever a replica hears: order, repetition, borders and clocks change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from harness.deliveries import Sources, a_knowledge_of, deliver
from harness.plain_sync import (
    HOUSE,
    POOL,
    STORE,
    Notes,
    carry,
    give,
    note,
    replica_of,
    spend,
    tables,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.facts.clock import AHEAD_MS_MAX, HybridClock, wall_ms_of
from sync.facts.fact import Fact, Move, Verb, origin_of
from sync.rights.rules import takes_of
from sync.store.port import Sql
from sync.store.replica import Replica
from sync.store.sqlite import SqliteStore

A, B = origin_of(2, 0), origin_of(3, 0)
NOW_MS = 1_795_000_000_000
IN_2040_MS = 2_208_988_800_000
RIGHTS = ("unit_right", "former_right", "waiting_move", "set_aside")


def rights(replica: Replica) -> list[object]:
    return [sorted(replica.sql.rows(f"SELECT * FROM {table}"), key=repr) for table in RIGHTS]


def told_by(clocks: Sequence[int]) -> dict[int, Replica]:
    """A store and two devices by these clocks (UTC ms): sales, gifts, fraud and a lost device."""
    store, first, second = (replica_of(device) for device in (1, 2, 3))
    for replica, wall_ms in zip((store, first, second), clocks, strict=True):
        replica.clock = HybridClock(lambda wall_ms=wall_ms: wall_ms)  # type: ignore[misc]
    store.append([give(2, first=0, count=4)])
    carry(store, first)
    first.append([spend(0, hop=2), note("in one group")])
    first.append([note("to a colleague", Move(Verb.GIVE, POOL, 1, 1, 2, B))])
    for replica in (store, second):
        carry(first, replica)
    carry(store, second)
    second.append([spend(1, hop=3)])
    second.append([note("freed", Move(Verb.FREE, POOL, 1, 1, 4))])
    checked = second.rights.move
    second.rights.move = lambda fact: None  # type: ignore[method-assign]
    second.append([note("not its own", Move(Verb.SPEND, POOL, 7, 1, 1)), note("with it")])
    second.rights.move = checked  # type: ignore[method-assign]
    second.append([note("goes on")])
    carry(second, store)
    first.append([spend(2, hop=2)])
    store.append([note("lost", *takes_of(Verb.TAKE, POOL, {2: 1, 3: 1}))])
    carry(first, store)
    return {STORE: store, A: first, B: second}


@cache
def evening() -> Sources:
    return told_by((NOW_MS, NOW_MS, NOW_MS))


def everything(replica: Replica) -> list[object]:
    return [*tables(replica), *rights(replica)]


@settings(max_examples=80, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_who_knows_the_same_has_the_same_however_it_came(data: st.DataObject) -> None:
    heads = a_knowledge_of(data, evening())
    first, second = replica_of(4), replica_of(4)
    deliver(data, evening(), first, heads)
    deliver(data, evening(), second, heads)
    assert first.log.heads() == {origin: head for origin, head in heads.items() if head}
    assert everything(first) == everything(second)


@settings(max_examples=60, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_who_knows_all_has_what_the_store_has(data: st.DataObject) -> None:
    store, listener = evening()[STORE], replica_of(4)
    deliver(data, evening(), listener, store.log.heads())
    assert everything(listener) == everything(store)
    assert [row[2] for row in store.sql.rows("SELECT * FROM set_aside ORDER BY seq")] == [3, 4]


@settings(max_examples=12, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.tuples(*[st.sampled_from([0, 1, NOW_MS - 1, NOW_MS, IN_2040_MS])] * 3))
def test_no_clock_changes_a_right(clocks: tuple[int, int, int]) -> None:
    told = told_by(clocks)
    for origin, replica in told.items():
        assert rights(replica) == rights(evening()[origin])


def test_a_clock_in_2040_carries_nobody_along() -> None:
    told = told_by((NOW_MS, NOW_MS, IN_2040_MS))
    (fact,) = told[STORE].append([note("afterwards")])
    (heard,) = told[B].append([note("in 2040 still")])
    assert wall_ms_of(heard.header.hlc) == IN_2040_MS
    assert NOW_MS <= wall_ms_of(fact.header.hlc) <= NOW_MS + AHEAD_MS_MAX


class BreaksOff(Notes):
    """A projector that writes its rows and then meets a fault, until it is mended."""

    is_broken = True

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """None begins with a fact."""

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        super().facts(sql, facts)
        if self.is_broken:
            raise RuntimeError("a fault in a projection")


def on_disk(path: Path, device: int) -> tuple[Replica, BreaksOff]:
    replica = replica_of(device, SqliteStore(path))
    replica.projector = projector = BreaksOff()
    return replica, projector


def test_facts_their_rights_and_their_rows_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    store = replica_of(1)
    store.append([give(2, first=0)])
    path = tmp_path / "replica.sqlite"
    replica, projector = on_disk(path, 2)
    before = everything(replica)
    with pytest.raises(RuntimeError):
        carry(store, replica)
    assert everything(replica) == before
    projector.is_broken = False
    carry(store, replica)
    held = everything(replica)
    projector.is_broken = True
    with pytest.raises(RuntimeError):
        replica.append([spend(0, hop=2)])
    replica.sql.close()
    replica, projector = on_disk(path, 2)
    assert everything(replica) == held
    projector.is_broken = False
    replica.append([spend(0, hop=2)])
    assert replica.log.head(HOUSE, A)[0] == 1
    replica.sql.close()

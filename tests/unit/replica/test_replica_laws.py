"""The tables follow from the facts alone: not from their order, their batches or repetition."""

from __future__ import annotations

from functools import cache

from harness.corpus import all_rows, rows
from harness.deliveries import Sources, a_knowledge_of, deliver
from harness.full_evening import TONIGHT, FullEvening, played
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from podium_desk.application.enrolling import podium_charter
from podium_desk.domain.facts import FactKind
from podium_desk.replica.projection import PodiumProjector
from sync.facts.clock import HybridClock
from sync.facts.fact import Draft, Move, Verb, origin_of
from sync.store.replica import Replica
from sync.store.sqlite import memory_store

STORE = origin_of(1, 1)


@cache
def evening() -> FullEvening:
    """The full evening, and a counter that says it sold a place which the store holds."""
    found = played()
    work = found.other.work
    held = found.cluster.replica.rights.rights_within(1, TONIGHT, 0, 260)
    unit = next(unit for unit, right in held.items() if right.hop == 0)
    facts = work.replica.log.facts(1, work.origin)
    sold = next(fact.body for fact in facts if fact.header.kind == FactKind.ORDER_SOLD)
    checked = work.replica.rights.move
    work.replica.rights.move = lambda fact: None  # type: ignore[method-assign]
    move = Move(Verb.SPEND, TONIGHT, unit, 1, 1)
    work.replica.append([Draft(FactKind.ORDER_SOLD, 1, sold or b"", (move,))])
    work.replica.rights.move = checked  # type: ignore[method-assign]
    found.meet()
    return found


def sources() -> Sources:
    """Each log from who wrote it."""
    written = {place.work.origin: place.work.replica for place in evening().places}
    return {STORE: evening().cluster.replica, **written}


def newcomer() -> Replica:
    """A replica of the house that knows its devices and its pool and has heard nothing."""
    store = evening().cluster.replica
    replica = Replica(
        memory_store(), podium_charter(), PodiumProjector(1), HybridClock(evening().cluster.clock)
    )
    for device in store.devices.all():
        replica.devices.put(device.certificate)
    for pool in store.sql.rows("SELECT house, pool, size, owner FROM pool"):
        replica.rights.declare(*pool)
    return replica


def everything(replica: Replica) -> list[object]:
    waiting = rows(replica, "waiting_move", ["house", "pool", "unit", "hop", "origin"])
    return [all_rows(replica), waiting, replica.rights.former.contested()]


@settings(max_examples=30, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_desks_that_know_the_same_show_the_same_however_it_came(data: st.DataObject) -> None:
    heads = a_knowledge_of(data, sources())
    first, second = newcomer(), newcomer()
    deliver(data, sources(), first, heads)
    deliver(data, sources(), second, heads)
    assert first.log.heads() == {origin: head for origin, head in heads.items() if head}
    assert everything(first) == everything(second)


@settings(max_examples=30, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_a_desk_that_knows_all_shows_what_the_store_shows(data: st.DataObject) -> None:
    store, desk = evening().cluster.replica, newcomer()
    deliver(data, sources(), desk, store.log.heads())
    assert everything(desk) == everything(store)
    faults = {fault for (fault,) in store.sql.rows("SELECT fault FROM set_aside")}
    assert faults == {"role", "right"}
    assert len(store.rights.former.contested()) == 1

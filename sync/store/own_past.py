"""The store's own facts come back to it from devices, and a device lets go of a lost branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.facts.batch import Batch, BatchFault, BatchRefused, unpack_facts
from sync.facts.fact import Fact, device_of, home_of
from sync.rights.amounts import is_amount
from sync.rights.rules import units_of
from sync.store.replica import Replica
from sync.store.rulings import SET_ASIDE
from sync.store.witness import Head


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of a batch of the own log: so many facts went on behind our head.

    `parted` are those of another branch, which leaves ours after fact `parted_at`.
    """

    appended: int
    parted: tuple[Fact, ...] = ()
    parted_at: int = 0


def take_back(replica: Replica, batch: Batch) -> TakenBack:
    """Take facts of the store's own log that it has forgotten; `BatchRefused` for what is no such.

    Its own signature is all the proof there is and all that is needed. Their moves are heard and
    not checked: what they build on may come later.
    """
    writer = replica.devices.get(device_of(batch.origin))
    assert writer is not None, "the store has its own certificate"
    facts = unpack_facts(batch, writer.claims.public_key)
    if any(fact.body is None for fact in facts):
        raise BatchRefused(
            BatchFault.DAMAGED, batch.origin, batch.first_seq, "a body is missing"
        )  # fmt: skip
    home = home_of(batch.origin, writer.claims.house)
    with replica.sql.transaction():
        replica.sql.lock({home, *(fact.header.house for fact in facts)})
        before = batch.first_seq - 1
        branch = replica.recall.parted_at(home, batch.origin, before, batch.previous_hash)
        if branch is not None:
            return TakenBack(0, tuple(facts), branch)
        if replica.log.hash_at(home, batch.origin, before) != batch.previous_hash:
            raise BatchRefused(
                BatchFault.GAP, batch.origin, before, "the facts before it are missing"
            )  # fmt: skip
        common = _last_common(replica, home, before, facts)
        fresh = facts[common - before :]
        if common < replica.log.head(home, batch.origin)[0]:
            return TakenBack(0, tuple(fresh), common)
        if fresh:
            _go_on(replica, home, fresh)
    return TakenBack(len(fresh))


def rewind(replica: Replica, origin: int, to_seq: int) -> int:
    """Let go of all that a log of the store said after fact `to_seq`; how many facts.

    The store says it again in the branch that counts, which can be taken then.
    """
    home = replica.home_of(origin)
    head = 0 if home is None else replica.log.head(home, origin)[0]
    if home is None or head <= to_seq:
        return 0
    with replica.sql.transaction():
        facts = replica.log.between(home, origin, to_seq + 1, head)
        replica.log.cut(home, origin, to_seq)
        replica.forks.forget(origin)
        units: dict[tuple[int, int], set[int]] = {}
        for fact in facts:
            replica.projector.withdraw(replica.sql, fact)
            for move in fact.header.moves:
                found = units.setdefault((fact.header.house, move.pool), set())
                found.update(() if is_amount(move) else units_of(move))
        for (house, pool), moved in units.items():
            replica.aside.hear_again(house, pool, moved)
    return head - to_seq


def forgotten_heads(replica: Replica, heads: Iterable[Head]) -> list[Head]:
    """The heads of the own logs, all of them, if the database lacks one; none when it lacks none.

    What was given up, or is said again, is not missed.
    """
    heads = list(heads)
    known = replica.log.hash_at
    lacking = [
        head
        for head in heads
        if known(home_of(head.origin, 0), head.origin, head.seq) != head.hash
        and replica.recall.parted_at(home_of(head.origin, 0), head.origin, head.seq, head.hash)
        is None
    ]
    return heads if lacking else []


def _last_common(replica: Replica, home: int, before: int, facts: list[Fact]) -> int:
    common = before
    for fact in facts:
        if replica.log.hash_at(home, fact.origin, fact.seq) != fact.hash:
            break
        common = fact.seq
    return common


def _go_on(replica: Replica, home: int, fresh: list[Fact]) -> None:
    replica.clock.hear(fact.header.hlc for fact in fresh)
    replica.projector.amounts(replica.sql, fresh)
    for fact in fresh:
        if fact.header.moves:
            replica.rights.hear(fact)
    replica.projector.facts(replica.sql, fresh)
    replica.log.append(home, fresh)
    for fact in fresh:
        if fact.header.kind == SET_ASIDE:
            replica.follow_ruling(fact)
    replica.tell_witness(fresh[-1])

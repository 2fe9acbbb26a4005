"""What a ruling does to a replica: rows withdrawn, rights told anew, evidence kept.

It is rare, so it may be slow: the rights concerned are heard once more from every log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sync.facts.batch import BATCH_FACTS_MAX
from sync.facts.clock import HybridClock
from sync.facts.fact import Fact
from sync.rights.amounts import is_amount
from sync.rights.rules import units_of
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.rights import RightTable
from sync.store.rulings import Ruling, RulingTable


class _Memory(Protocol):
    """The parts of a replica that a ruling touches."""

    sql: Sql
    log: FactLog
    rights: RightTable
    rulings: RulingTable
    clock: HybridClock


class _Withdraws(Protocol):
    def withdraw(self, sql: Sql, fact: Fact) -> None: ...


class SettingAside:
    """Sets facts aside in one replica."""

    def __init__(self, memory: _Memory, projector: _Withdraws) -> None:
        self._memory = memory
        self._projector = projector

    def put(self, house: int, ruling: Ruling, facts: list[Fact]) -> None:
        """Set these facts aside before any table has shown them."""
        memory = self._memory
        memory.rulings.put(house, ruling)
        for fact in facts:
            memory.rulings.put_moves(fact)
        self._keep_evidence(house, ruling, facts)

    def follow(self, house: int, ruling: Ruling) -> None:
        """Set aside what the store ruled on, also when it was taken before that was heard."""
        memory = self._memory
        first, last = ruling.first_seq, ruling.last_seq
        known = memory.rulings.seqs(house, ruling.origin, first, last)
        held = memory.log.between(house, ruling.origin, first, last)
        facts = [fact for fact in held if fact.seq not in known]
        memory.rulings.put(house, ruling)
        if not facts:
            return
        self._keep_evidence(house, ruling, facts)
        for fact in facts:
            memory.rulings.put_moves(fact)
            self._projector.withdraw(memory.sql, fact)
            for move in fact.header.moves:
                units = () if is_amount(move) else units_of(move)
                self.hear_again(fact.header.house, move.pool, units)

    def hear_again(self, house: int, pool: int, units: Iterable[int]) -> None:
        """Put the rights of these units, or a pool of amounts, to what the facts that count say."""
        memory = self._memory
        memory.rights.forget(house, pool, units)
        memory.rights.amounts.forget(house, pool)
        for origin, home in memory.log.homes().items():
            head, _ = memory.log.head(home, origin)
            aside = memory.rulings.seqs(home, origin, 1, head)
            for first in range(1, head + 1, BATCH_FACTS_MAX):
                for fact in memory.log.between(home, origin, first, first + BATCH_FACTS_MAX - 1):
                    if fact.seq not in aside and _concerns(fact, house, pool):
                        memory.rights.hear(fact, pool)

    def _keep_evidence(self, house: int, ruling: Ruling, facts: list[Fact]) -> None:
        """Show it with what was refused. The facts themselves are in the log."""
        memory = self._memory
        memory.sql.run(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, origin, seq, fault) DO NOTHING",
            (house, ruling.origin, ruling.first_seq, ruling.fault, ruling.explanation,
             b"".join(fact.header_bytes for fact in facts), memory.clock.now_ms()),
        )  # fmt: skip


def _concerns(fact: Fact, house: int, pool: int) -> bool:
    return fact.header.house == house and any(move.pool == pool for move in fact.header.moves)

"""What a ruling does to a replica: rows withdrawn, rights told anew, evidence kept.

It is rare, so it may be slow: the rights concerned are heard once more from every log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sync.facts.batch import BATCH_FACTS_MAX, BatchFault
from sync.facts.clock import HybridClock
from sync.facts.fact import Fact, device_of
from sync.identity.revocation import Revocation
from sync.rights.amounts import is_amount
from sync.rights.rules import units_of
from sync.store.devices import Device
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.rights import RightTable
from sync.store.rulings import DISBELIEVED, Ruling, RulingTable

_REVOKED = "the device was revoked before this"


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

    def put_unbelieved(self, house: int, device: Device, facts: list[Fact]) -> None:
        """Set aside what comes of a revoked device that counts for its moves alone."""
        origin = facts[0].origin
        seqs = [fact.seq for fact in facts if not device.is_believed(origin, fact.seq)
                and device.has_moved(origin, fact.seq)]  # fmt: skip
        if seqs:
            ruling = Ruling(origin, seqs[0], seqs[-1], DISBELIEVED, _REVOKED)
            self._memory.rulings.put(house, ruling)
            self._keep_evidence(house, ruling, [fact for fact in facts if fact.seq in seqs])

    def disbelieve(self, revocation: Revocation) -> None:
        """Take out what is here of a revoked device and not believed (any more)."""
        memory = self._memory
        for origin, home in memory.log.homes().items():
            if device_of(origin) != revocation.claims.device:
                continue
            head, _ = memory.log.head(home, origin)
            moved = min(head, revocation.last_moved(origin))
            self._take_out(home, origin, revocation.last_believed(origin) + 1, moved)
            self.follow(home, Ruling(origin, moved + 1, head, BatchFault.REVOKED.value, _REVOKED))

    def _take_out(self, home: int, origin: int, first: int, last: int) -> None:
        """Withdraw the rows of these facts; what they moved stays."""
        memory = self._memory
        known = memory.rulings.seqs(home, origin, first, last)
        facts = [fact for fact in memory.log.between(home, origin, first, last)
                 if fact.seq not in known]  # fmt: skip
        if facts:
            ruling = Ruling(origin, first, last, DISBELIEVED, _REVOKED)
            memory.rulings.put(home, ruling)
            self._keep_evidence(home, ruling, facts)
        for fact in facts:
            self._projector.withdraw(memory.sql, fact)

    def hear_again(self, house: int, pool: int, units: Iterable[int]) -> None:
        """Put the rights of these units, or a pool of amounts, to what the facts that count say."""
        memory = self._memory
        memory.rights.forget(house, pool, units)
        memory.rights.amounts.forget(house, pool)
        for origin, home in memory.log.homes().items():
            head, _ = memory.log.head(home, origin)
            void = memory.rulings.void(home, origin, 1, head)
            for first in range(1, head + 1, BATCH_FACTS_MAX):
                for fact in memory.log.between(home, origin, first, first + BATCH_FACTS_MAX - 1):
                    if fact.seq not in void and _concerns(fact, house, pool):
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

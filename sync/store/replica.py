"""A replica: append what happens here, take what others say, project both in one transaction.

It knows nothing of tickets. The application says who may write which kind (`Charter`) and keeps
its own tables up to date (`Projector`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from sync.facts.batch import (
    BATCH_FACTS_MAX,
    Batch,
    BatchFault,
    BatchRefused,
    pack_facts,
    unpack_facts,
)
from sync.facts.clock import HybridClock
from sync.facts.fact import (
    NO_HOUSE,
    Draft,
    Fact,
    Header,
    body_hash,
    chain,
    device_of,
    head_message,
    home_of,
    origin_of,
)
from sync.identity.certificate import CertificateClaims
from sync.identity.keys import DeviceKey
from sync.records.record import Record
from sync.store.devices import Device, DeviceTable
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.records import RecordTable
from sync.store.rights import MoveRefused, RightTable
from sync.store.schema import create_tables


class Projector(Protocol):
    """Keeps the application's tables equal to the facts and records, in the same transaction."""

    def create_tables(self, sql: Sql) -> None:
        """Make the application's tables where they are not there."""
        ...

    def fact(self, sql: Sql, fact: Fact) -> None:
        """Take one fact into the tables; the outcome must not depend on the order of logs."""
        ...

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """Take one record into the tables, and declare the pools it brings."""
        ...


@dataclass(frozen=True, slots=True)
class Charter:
    """Who may write what, and who gets which bodies."""

    writers: Mapping[int, frozenset[str]]
    """Kind of fact to the roles that may write it."""
    in_scope: Callable[[CertificateClaims, Header, int], bool]
    """Whether a device is given the body of a fact, or only a stub; told the writer's house."""


@dataclass(frozen=True, slots=True)
class OwnLog:
    """The log this replica writes itself. The store's `house` is 0: it has a log in each house."""

    house: int
    origin: int
    key: DeviceKey

    def in_house(self, house: int) -> OwnLog:
        """The log that a fact about this house goes to."""
        if self.house != NO_HOUSE:
            return self
        return OwnLog(house, origin_of(device_of(self.origin), house), self.key)


class Replica:
    """One device's or the store's whole memory. Not for use by two threads at once."""

    def __init__(
        self,
        sql: Sql,
        charter: Charter,
        projector: Projector,
        clock: HybridClock,
        is_authority: bool = False,
    ) -> None:
        """`is_authority`: check each move of others against its own table, as the store does."""
        self.sql = sql
        self.charter = charter
        self.clock = clock
        self.projector = projector
        self.log = FactLog(sql)
        self.rights = RightTable(sql)
        self.records = RecordTable(sql)
        self.devices = DeviceTable(sql)
        self.own: OwnLog | None = None
        self._is_authority = is_authority
        with sql.transaction():
            create_tables(sql)
            projector.create_tables(sql)

    def append(self, drafts: Sequence[Draft]) -> list[Fact]:
        """Write these facts to the own log as one group, durable when this returns.

        The facts of one group go to one log: the store says what it says of two houses in two
        calls. Raises `MoveRefused` when a right is not ours to move, `StoreFault` when the disk
        fails; in both cases nothing happened.
        """
        own = self._own(drafts)
        with self.sql.transaction():
            seq, previous = self.log.head(own.house, own.origin)
            facts = self._chained(own, drafts, seq, previous)
            for fact in facts:
                self.rights.move(fact)
                self.projector.fact(self.sql, fact)
            self.log.append(own.house, facts)
        return facts

    def receive(self, batch: Batch) -> int:
        """Take a batch of another log; the count of facts that were new.

        Raises `BatchRefused`, and keeps nothing of the batch, when it is not what its device
        signed, is not its role, or moves a right that was not its own.
        """
        device = self._known_writer(batch)
        facts = unpack_facts(batch, device.claims.public_key)
        with self.sql.transaction():
            home = home_of(batch.origin, device.claims.house)
            fresh = self._fresh(home, batch, facts)
            if self._is_authority and any(fact.body is None for fact in fresh):
                raise BatchRefused(
                    BatchFault.DAMAGED, batch.origin, batch.first_seq, "a body is missing"
                )
            for fact in fresh:
                self._check_writer(device, fact)
                self._take(fact)
            if fresh:
                self.log.append(home, fresh)
        return len(fresh)

    def batch_after(
        self, origin: int, seq: int, reader: CertificateClaims | None, limit: int = BATCH_FACTS_MAX
    ) -> Batch | None:
        """The next batch of a log after `seq`, with the bodies that `reader` may have.

        None when there is nothing newer. `reader` None is the log's own device or an export.
        """
        house = self._home(origin)
        if house is None:
            return None
        facts = self.log.after(house, origin, seq, limit)
        previous = self.log.hash_at(house, origin, seq)
        if not facts or previous is None:
            return None
        batch = pack_facts(previous, facts)
        return batch if reader is None else self._without_bodies(batch, facts, reader, house)

    def write_records(self, entries: Sequence[tuple[int, str, str, bytes | None]]) -> list[Record]:
        """New revisions of (house, kind, key, body); unchanged ones are passed over."""
        written = []
        with self.sql.transaction():
            for house, kind, key, body in entries:
                record = self.records.write(house, kind, key, body)
                if record is not None:
                    self.projector.record(self.sql, self.rights, record)
                    written.append(record)
        return written

    def take_records(self, records: Sequence[Record]) -> int:
        """Keep records heard from the store; the count of those that were news."""
        with self.sql.transaction():
            taken = self.records.take(records)
            for record in taken:
                self.projector.record(self.sql, self.rights, record)
        return len(taken)

    def quarantine(self, refused: BatchRefused, batch: Batch) -> None:
        """Keep a batch that was not taken as evidence; it stops nothing else."""
        house = self._home(refused.origin) or 0
        with self.sql.transaction():
            self.sql.run(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (house, origin, seq, fault) DO NOTHING",
                (house, refused.origin, refused.seq, refused.fault.value, str(refused),
                 msgspec.msgpack.encode(batch), self.clock.now_ms()),
            )  # fmt: skip

    def _chained(
        self, own: OwnLog, drafts: Sequence[Draft], seq: int, previous: bytes
    ) -> list[Fact]:
        facts: list[Fact] = []
        for place, draft in enumerate(drafts):
            header = Header(
                own.origin, seq + 1 + place, draft.kind, draft.version, self.clock.tick(),
                draft.house, place, len(drafts), draft.moves, body_hash(draft.body),
            )  # fmt: skip
            header_bytes = msgspec.msgpack.encode(header)
            previous = chain(previous, header_bytes)
            is_last = place == len(drafts) - 1
            message = head_message(own.origin, header.seq, previous)
            signature = own.key.sign(message) if is_last else None
            facts.append(Fact(header, header_bytes, draft.body, previous, signature))
        return facts

    def _take(self, fact: Fact) -> None:
        self.clock.hear(fact.header.hlc)
        if self._is_authority:
            try:
                self.rights.move(fact)
            except MoveRefused as error:
                raise BatchRefused(BatchFault.RIGHT, fact.origin, fact.seq, str(error)) from error
        else:
            self.rights.hear(fact)
        self.projector.fact(self.sql, fact)

    def _fresh(self, house: int, batch: Batch, facts: list[Fact]) -> list[Fact]:
        """The facts of a batch beyond our head, once the part we know is the same as ours."""
        head, head_hash = self.log.head(house, batch.origin)
        if batch.first_seq > head + 1:
            raise BatchRefused(
                BatchFault.GAP, batch.origin, head + 1, f"facts from {head + 1} on are missing"
            )
        known = min(head, facts[-1].seq)
        theirs = (
            batch.previous_hash
            if known == batch.first_seq - 1
            else facts[known - batch.first_seq].hash
        )
        ours = head_hash if known == head else self.log.hash_at(house, batch.origin, known)
        if theirs != ours:
            raise BatchRefused(
                BatchFault.FORK, batch.origin, known, "two different histories of one log"
            )
        return facts[known - batch.first_seq + 1 :]

    def _known_writer(self, batch: Batch) -> Device:
        device = self.devices.get(device_of(batch.origin))
        if device is None:
            raise BatchRefused(
                BatchFault.UNKNOWN_DEVICE, batch.origin, batch.first_seq, "no certificate for it"
            )
        return device

    def _check_writer(self, device: Device, fact: Fact) -> None:
        if device.revoked_after is not None and fact.seq > device.revoked_after:
            raise BatchRefused(
                BatchFault.REVOKED, fact.origin, fact.seq, "the device was revoked before this"
            )
        writers = self.charter.writers.get(fact.header.kind)
        # A kind that a newer version invented is kept and passed on, whoever wrote it.
        if writers is not None and device.claims.role not in writers:
            raise BatchRefused(
                BatchFault.ROLE, fact.origin, fact.seq,
                f"a {device.claims.role} may not write facts of kind {fact.header.kind}",
            )  # fmt: skip

    def _without_bodies(
        self, batch: Batch, facts: list[Fact], reader: CertificateClaims, house: int
    ) -> Batch:
        items = tuple(
            (
                fact.header_bytes,
                fact.body if self.charter.in_scope(reader, fact.header, house) else None,
            )
            for fact in facts
        )
        return msgspec.structs.replace(batch, items=items)

    def _home(self, origin: int) -> int | None:
        device = self.devices.get(device_of(origin))
        return None if device is None else home_of(origin, device.claims.house)

    def _own(self, drafts: Sequence[Draft]) -> OwnLog:
        if self.own is None:
            raise RuntimeError("this replica writes no log of its own")
        logs = {self.own.in_house(draft.house).origin for draft in drafts}
        assert len(logs) == 1, "one group of facts goes to one log"
        return self.own.in_house(drafts[0].house)

"""A replica: append what happens here, take what others say, project both in one transaction.

It knows nothing of tickets. The application says who may write which kind (`Charter`) and keeps
its own tables up to date (`Projector`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec

from sync.facts.batch import (
    BATCH_FACTS_MAX,
    Batch,
    BatchFault,
    BatchRefused,
)
from sync.facts.clock import HybridClock
from sync.facts.fact import (
    NO_HOUSE,
    Draft,
    Fact,
    Header,
    device_of,
    home_of,
    read_header,
)
from sync.facts.run import header_of, stub_of
from sync.identity.certificate import CertificateClaims
from sync.identity.revocation import Revocation
from sync.records.record import Record
from sync.store.charter import Charter as Charter
from sync.store.commits import CommitWatch
from sync.store.devices import Device, DeviceTable
from sync.store.forks import ForkTable
from sync.store.hearing import fresh_facts, read_batch
from sync.store.hearsay import Hearsay
from sync.store.log import FactLog
from sync.store.own_log import OwnLog as OwnLog
from sync.store.port import RecallUnderWay, Row, Sql
from sync.store.projector import Projector
from sync.store.recalling import RecallTable
from sync.store.records import RecordTable
from sync.store.rights import MoveRefused, RightTable
from sync.store.rulings import SET_ASIDE, NotAllowed, RulingTable, group_of, read_ruling
from sync.store.schema import create_tables
from sync.store.setting_aside import SettingAside
from sync.store.witness import Head, Witness
from sync.store.writers import check_writer


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
        self.commits = CommitWatch(sql)
        self.sql: Sql = self.commits
        sql = self.commits
        self.charter = charter
        self.clock = clock
        self.projector = projector
        self.log = FactLog(sql)
        self.rights = RightTable(sql)
        self.records = RecordTable(sql)
        # A device's data are one program's; several servers may stand over a store's.
        self.devices = DeviceTable(sql, None if is_authority else self.commits)
        self.rulings = RulingTable(sql)
        self.aside = SettingAside(self, projector)
        self.forks = ForkTable(sql)
        self.recall = RecallTable(sql)
        self.own: OwnLog | None = None
        self.witness: Witness | None = None
        self.hearsay = Hearsay()
        self._is_authority = is_authority
        self._in_doubt = False
        self._gone_on = set[int]()
        with sql.transaction():
            create_tables(sql)
            projector.create_tables(sql)

    def company(self) -> frozenset[int]:
        """The devices that one with a log hears of: the others of its house, and the store."""
        own = self.own
        if own is None:
            return frozenset()
        return self.devices.at_work(NO_HOUSE, own.house) - {device_of(own.origin)}

    def is_in_doubt(self) -> bool:
        """Whether this is a store that was put back and has not come right yet."""
        return self._is_authority and self.recall.is_in_doubt()

    def append(self, drafts: Sequence[Draft], is_recall: bool = False) -> list[Fact]:
        """Write these facts to the own log as one group, durable when this returns.

        The facts of one group go to one log: the store says what it says of two houses in two
        calls. Raises `MoveRefused` when a right is not ours to move, `RecallUnderWay` at a store
        in doubt, but for what it says again (`is_recall`), `StoreFault` when the disk fails; in
        all cases nothing happened.
        """
        own = self._own(drafts)
        with self.sql.transaction():
            self.sql.lock({own.house, *(draft.house for draft in drafts)})
            if not is_recall and self.is_in_doubt():
                raise RecallUnderWay("this store was put back and takes its log back first")
            seq, previous = self.log.head(own.house, own.origin)
            self._go_on_after(own, seq)
            facts = own.chained(drafts, seq, previous, self.clock)
            self.projector.amounts(self.sql, facts)
            for fact in facts:
                if fact.header.moves:
                    self.rights.move(fact)
            self.projector.facts(self.sql, facts)
            self.log.append(own.house, facts)
            self.tell_witness(facts[-1])
        return facts

    def _go_on_after(self, own: OwnLog, seq: int) -> None:
        """After a start time goes on from what this log said last, also within one instant or
        where the wall's clock was set back a little."""
        if own.origin not in self._gone_on:
            newest = self.log.between(own.house, own.origin, seq, seq)
            self.clock.hear(fact.header.hlc for fact in newest)
            self._gone_on.add(own.origin)

    def receive(self, batch: Batch) -> int:
        """Take a batch of another log; the count of facts that were new.

        What its device signed but may not say (its role, a right it did not have) is set aside
        in its place, and the log goes on behind it (`sync.store.rulings`). Raises
        `BatchRefused` when the log cannot go on: it is not what its device signed, comes after
        its revocation, or is early. What stands before the fact that is named is kept then.
        """
        device = self._known_writer(batch)
        batch, facts = read_batch(self.log, batch, device)
        home = home_of(batch.origin, device.claims.house)
        taken = 0
        found: NotAllowed | None = None
        self._in_doubt = self.is_in_doubt()
        while True:
            try:
                with self.sql.transaction():
                    self.sql.lock(itertools.chain((home,), (one.header.house for one in facts)))
                    taken += self._take_once(home, batch, facts, found)
            except NotAllowed as refused:
                found = refused
                # A store in doubt rules on nothing: what explains it may be what it forgot.
                found.waits = found.waits or self._in_doubt
                continue
            if found is None:
                return taken
            if found.waits:
                fault = BatchFault.EARLY if self._in_doubt else found.fault
                raise BatchRefused(fault, batch.origin, found.seq, str(found))
            found = None

    def receive_whole(self, batch: Batch) -> int:
        """Take a batch of which everything counts, in a transaction that others may share.

        Raises `BatchRefused` before anything is written, also for facts of other houses than the
        writer's, which were not locked; `NotAllowed` after: the transaction must not be kept.
        """
        device = self._known_writer(batch)
        batch, facts = read_batch(self.log, batch, device)
        home = home_of(batch.origin, device.claims.house)
        if any(fact.header.house != home for fact in facts):
            raise BatchRefused(BatchFault.EARLY, batch.origin, facts[0].seq, "of several houses")
        return self._take_once(home, batch, facts, None)

    def _take_once(
        self, home: int, batch: Batch, facts: list[Fact], found: NotAllowed | None
    ) -> int:
        # It may have been revoked while this waited.
        device = self._known_writer(batch)
        fresh = fresh_facts(self.log, self.forks, home, (batch, facts))
        return self._take_until(device, batch, fresh, found)

    def batch_after(
        self, origin: int, seq: int, reader: CertificateClaims | None, limit: int = BATCH_FACTS_MAX
    ) -> Batch | None:
        """The next batch of a log after `seq`, with the bodies that `reader` may have.

        None when there is nothing newer. `reader` None is the log's own device or an export.
        """
        house = self.home_of(origin)
        if house is None:
            return None
        batch = self.log.batch_after(house, origin, seq, limit)
        if batch is None or reader is None:
            return batch
        return self._without_bodies(batch, reader, house)

    def write_records(self, entries: Sequence[tuple[int, str, str, bytes | None]]) -> list[Record]:
        """New revisions of (house, kind, key, body); unchanged ones are passed over."""
        written = []
        with self.sql.transaction():
            self.sql.lock({house for house, _, _, _ in entries})
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

    def revoke(self, revocation: Revocation) -> None:
        """Believe a device no further than the cluster says, whose word was checked. What was
        taken beyond that goes out of every table."""
        with self.sql.transaction():
            if self.devices.revoke(revocation):
                self.aside.disbelieve(revocation)

    def quarantine(self, refused: BatchRefused, batch: Batch) -> None:
        """Keep a batch that was not taken as evidence; it stops nothing else."""
        house = self.home_of(refused.origin) or 0
        with self.sql.transaction():
            if refused.fault is BatchFault.FORK:
                writer = self.devices.get(device_of(refused.origin))
                if writer is not None and writer.claims.house == NO_HOUSE:
                    # The store was put back: it settles by itself which branch counts.
                    return
                taken, now_ms = self.log.head(house, refused.origin)[0], self.clock.now_ms()
                self.forks.keep(house, refused.seq, taken, batch, now_ms)
                return
            self.sql.run(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (house, origin, seq, fault) DO NOTHING",
                (house, refused.origin, refused.seq, refused.fault.value, str(refused),
                 msgspec.msgpack.encode(batch), self.clock.now_ms()),
            )  # fmt: skip

    def set_aside_within(self, origin: int, first: int, last: int) -> list[Row]:
        """(seq, fault, explanation) of what is set aside among these facts of a log, in order."""
        return self.rulings.within(self.home_of(origin) or 0, origin, first, last)

    def tell_witness(self, fact: Fact) -> None:
        """Note the own log's head outside the database, once the commit is durable."""
        witness = self.witness
        if witness is not None:
            head = Head(fact.origin, fact.seq, fact.hash)
            self.commits.after_commit(lambda: witness.note(head))

    def _take_until(
        self, device: Device, batch: Batch, fresh: list[Fact], found: NotAllowed | None
    ) -> int:
        """Take these facts of a batch, or those before the group that was found not to be allowed.

        That group is set aside behind them, unless the log waits before it. Raises
        `NotAllowed` for the first group that is not to be taken.
        """
        stop = None if found is None else found.group[0].seq
        taken = fresh if stop is None else [fact for fact in fresh if fact.seq < stop]
        if not fresh:
            return 0
        house = home_of(fresh[0].origin, device.claims.house)
        if taken:
            rulings = self._take(house, device, taken)
            first = taken[0].seq - batch.first_seq
            self.log.append(house, taken, batch.items[first : first + len(taken)])
            # Only now: to follow one, the rights concerned are heard once more from the logs.
            for fact in rulings:
                self.follow_ruling(fact)
        if found is None or found.waits:
            return len(taken)
        self.log.append(house, found.group)
        self._set_aside(house, found)
        return len(taken) + len(found.group)

    def _take(self, house: int, device: Device, taken: list[Fact]) -> list[Fact]:
        """Take all of these facts that count, in few statements; the rulings among them."""
        # A log's times only go forward.
        self.clock.hear((taken[0].header.hlc, taken[-1].header.hlc))
        if device.is_revoked:
            self.aside.put_unbelieved(house, device, taken)
        aside = self.rulings.seqs(house, taken[0].origin, taken[0].seq, taken[-1].seq)
        counted = [fact for fact in taken if fact.seq not in aside] if aside else taken
        kinds = {fact.header.kind for fact in counted}
        check_writer(self.charter, device, counted, is_authority=self._is_authority)
        void = self.rulings.void(house, taken[0].origin, taken[0].seq, taken[-1].seq)
        self.projector.amounts(self.sql, counted)
        moving = [fact for fact in taken if fact.header.moves]
        with self.rights.page(moving):
            for fact in moving:
                if fact.seq in void:
                    self.rulings.put_moves(fact)
                else:
                    self._move(taken, fact)
        self.projector.facts(self.sql, counted)
        if SET_ASIDE not in kinds:
            return []
        return [fact for fact in counted if fact.header.kind == SET_ASIDE]

    def _move(self, facts: list[Fact], fact: Fact) -> None:
        if not self._is_authority:
            self.rights.hear(fact)
            return
        try:
            self.rights.check(fact)
            if self._in_doubt:
                self.rights.wake(fact)
        except MoveRefused as error:
            if self.recall.is_given_twice(fact.header.house, error.pool, error.unit):
                self.rights.hear(fact)
                return
            fault = self._fault_of(fact, error)
            raise NotAllowed(group_of(facts, fact), fault, fact.seq, str(error)) from error

    def _fault_of(self, fact: Fact, error: MoveRefused) -> BatchFault:
        """Early when the moves before it may still come, a wrong right when they cannot."""
        builds_on_nothing = self.rulings.pretended(fact, error.pool, error.unit, error.hop - 1)
        if error.awaits is None or builds_on_nothing or self._has_ended(error.awaits):
            return BatchFault.RIGHT
        return BatchFault.EARLY

    def _has_ended(self, origin: int) -> bool:
        """Whether no more of a log will be taken: it has two histories, or was revoked."""
        head, _ = self.log.head(self.home_of(origin) or 0, origin)
        limit = self.forks.limit(origin)
        device = self.devices.get(device_of(origin))
        is_over = device is not None and not device.has_moved(origin, head + 1)
        return is_over or (limit is not None and head >= limit)

    def _set_aside(self, house: int, found: NotAllowed) -> None:
        """Keep a group out of every table; the store tells everybody."""
        self.aside.put(house, found.ruling(), found.group)
        self.clock.hear(fact.header.hlc for fact in found.group)
        if self._is_authority and self.own is not None:
            body = msgspec.msgpack.encode(found.ruling())
            self.append([Draft(SET_ASIDE, found.group[0].header.house, body)])

    def follow_ruling(self, fact: Fact) -> None:
        """Do what the store ruled; a ruling worded by a newer version is kept and not followed."""
        ruling = None if fact.body is None else read_ruling(fact.body)
        if ruling is not None:
            self.aside.follow(self.home_of(ruling.origin) or 0, ruling)

    def _known_writer(self, batch: Batch) -> Device:
        device = self.devices.get(device_of(batch.origin))
        if device is None:
            raise BatchRefused(
                BatchFault.UNKNOWN_DEVICE, batch.origin, batch.first_seq, "no certificate for it"
            )
        return device

    def _without_bodies(self, batch: Batch, reader: CertificateClaims, house: int) -> Batch:
        """The batch with stubs where `reader` may not have the body; an empty one tells nothing.

        So whoever was given a right can bring the store its word back.
        """
        items = tuple(
            item
            if item[1] == b"" or self._is_for(reader, read_header(header_of(item)), house)
            else stub_of(item)
            for item in batch.items
        )
        return msgspec.structs.replace(batch, items=items)

    def _is_for(self, reader: CertificateClaims, header: Header, house: int) -> bool:
        """Rulings are for everybody; the rest is for whom the application says."""
        return header.kind == SET_ASIDE or self.charter.in_scope(reader, header, house)

    def home_of(self, origin: int) -> int | None:
        """The house whose rows a log stands in; None while its device is not known."""
        device = self.devices.get(device_of(origin))
        return None if device is None else home_of(origin, device.claims.house)

    def _own(self, drafts: Sequence[Draft]) -> OwnLog:
        if self.own is None:
            raise RuntimeError("this replica writes no log of its own")
        logs = {self.own.in_house(draft.house).origin for draft in drafts}
        assert len(logs) == 1, "one group of facts goes to one log"
        return self.own.in_house(drafts[0].house)

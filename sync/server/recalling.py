"""A store that was put back takes its own past back from the devices, before it gives anything.

Every device that calls shows by a hash whether it knows the store's logs as the store does. One
that knows them otherwise is asked to bring what it has: the store's own signature proves it. The
store has come right when every living device was heard out, or when it has all that its witness
saw; else two people say so (`end`). docs/decisions/0018 tells why it is so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from sync.exchange.messages import (
    PullRequest,
    RecallAnswer,
    RecallRequest,
    Trail,
    heads_digest,
)
from sync.facts.batch import Batch, BatchRefused
from sync.facts.fact import Draft, Move, device_of, home_of, origin_of
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError, check
from sync.identity.revocation import Revocation, check_revocation
from sync.server.saying_again import SayingAgain
from sync.store.own_past import take_back
from sync.store.recalling import RECORD_WITNESSES
from sync.store.replica import Replica
from sync.store.schema import number_setting, put_setting
from sync.store.witness import Head

REVISIONS_AHEAD_MAX = 100_000
"""A device that claims to know more revisions than that of a house is not believed."""
_ALL = 1 << 40
_ENDED_AT = "recall_ended_at %d"


class Recalling:
    """The recall at one store. `said` makes the store's fact of moves in a house."""

    def __init__(
        self,
        replica: Replica,
        own: tuple[int, bytes],
        said: Callable[[int, tuple[Move, ...]], Draft],
        now_ms: Callable[[], int],
    ) -> None:
        """`own` is the store's number and the public key of its cluster's authority."""
        self._replica = replica
        self._device, self._authority_public = own
        self._table = replica.recall
        self._again = SayingAgain(replica, said)
        self._now_ms = now_ms

    def is_in_doubt(self) -> bool:
        """Whether the store gives nothing for now."""
        return self._table.is_in_doubt()

    def knows_otherwise(self, claims: CertificateClaims, request: PullRequest) -> bool:
        """Whether a device knows what the store does not, or other than it; it is doubted then."""
        vector = {log: seq for log, seq in request.vector if device_of(log) == self._device}
        if not self._is_other(vector, request.store_digest) and not self._knows_records(
            request.revisions
        ):
            self._hear_out(claims)
            return False
        self._table.doubt(claims.house, claims.device, self._now_ms())
        return True

    def contradicts(self, claims: CertificateClaims, head: Head) -> bool:
        """The same for one log's head, whose hash may be left out (b"")."""
        ours = self._replica.log.hash_at(home_of(head.origin, 0), head.origin, head.seq)
        if ours is not None and head.hash in (b"", ours):
            return False
        self._table.doubt(claims.house, claims.device, self._now_ms())
        return True

    def take_devices(self, devices: Iterable[tuple[bytes, bytes | None]]) -> None:
        """Keep certificates and revocations of the authority that the store has forgotten.

        A number that it gave anew since stays with whom it gave it to.
        """
        table = self._replica.devices
        for certificate_bytes, revocation_bytes in devices:
            try:
                certificate = Certificate.from_bytes(certificate_bytes)
                claims = check(certificate, self._authority_public)
                known = table.get(claims.device)
                if known is None or (
                    known.claims.public_key == claims.public_key
                    and known.claims.not_after_ms < claims.not_after_ms
                ):
                    table.put(certificate)
                if revocation_bytes is not None:
                    revocation = Revocation.from_bytes(revocation_bytes)
                    check_revocation(revocation, self._authority_public)
                    table.revoke(revocation)
            except CertificateError:
                # Not of this cluster: it says nothing here.
                continue

    def answer(self, claims: CertificateClaims, request: RecallRequest) -> RecallAnswer:
        """Take what a device brings of the store's past; what is wanted still."""
        replica = self._replica
        with replica.sql.transaction():
            self.take_devices(request.devices)
        self._take_records(claims, request)
        for batch in request.batches:
            if device_of(batch.origin) == self._device:
                self._take_batch(batch)
        self._again.try_later()
        wanted, undone = self._compared(request.trails)
        records_after = self._records_wanted(claims, request)
        if request.is_all or not (wanted or records_after):
            self._heard_all(claims, request, set(wanted))
            wanted, records_after = {}, {}
        return RecallAnswer(
            tuple(sorted(wanted.items())), tuple(sorted(records_after.items())),
            tuple(sorted(undone.items())),
        )  # fmt: skip

    def go_on(self) -> bool:
        """Say again what can be said by now, and end the recall when all is back."""
        self._again.try_later()
        if not self._table.has_forgotten():
            return False
        if len(self._table.doubts()) > 1 or self.moves_waiting() or self.missing():
            return False
        is_whole = self._table.is_by_witness() and not self.records_missing()
        if not is_whole and self.unheard():
            return False
        self.end()
        return True

    def unheard(self) -> list[CertificateClaims]:
        """The living devices that may know what the store has forgotten."""
        heard = self._table.heard()
        return [
            device.claims
            for device in self._replica.devices.all()
            if device.claims.device not in {*heard, self._device} and not device.is_revoked
        ]

    def missing(self) -> list[Head]:
        """How far own logs once were of which nobody has brought all."""
        return self._table.missing(self._replica.log)

    def records_missing(self) -> list[int]:
        """The houses of which devices know records that no two of them have brought alike."""
        ours = self._replica.records.revisions()
        expected = self._table.revisions()
        return [house for house, newest in expected.items() if ours.get(house, 0) < newest]

    def moves_waiting(self) -> int:
        """Own moves that build on facts that nobody has brought."""
        return self._table.own_moves_waiting(self._own_logs())

    def end(self, is_by_people: bool = False) -> None:
        """The store gives again. `is_by_people`: also what one device alone said of records."""
        replica = self._replica
        with replica.sql.transaction():
            houses = replica.records.revisions()
            replica.sql.lock({0, *houses})
            self._again.end()
            if is_by_people:
                self._adopt_records(1)
            self._write_records_anew()
            self._table.give_up(self.missing())
            self._table.end()
            for head in self.own_heads():
                put_setting(replica.sql, _ENDED_AT % head.origin, b"%d" % head.seq)
                if replica.witness is not None:
                    replica.witness.note(head)

    def own_heads(self) -> list[Head]:
        """The heads of all logs that the store writes."""
        rows = self._replica.sql.rows(
            "SELECT origin, seq, hash FROM log_head WHERE origin >= ? AND origin < ?",
            self._own_logs(),
        )
        return [Head(*row) for row in rows]

    def _own_logs(self) -> tuple[int, int]:
        return origin_of(self._device, 0), origin_of(self._device + 1, 0)

    def _is_other(self, vector: dict[int, int], digest: bytes) -> bool:
        ours = {head.origin: head for head in self.own_heads()}
        heads = []
        for origin, seq in vector.items():
            head = ours.get(origin)
            known = 0 if head is None else head.seq
            if seq > known:
                return True
            at_head = head.hash if head is not None and seq == known else None
            hash_ = at_head or self._replica.log.hash_at(home_of(origin, 0), origin, seq)
            heads.append((origin, seq, hash_ or b""))
        # An older program says nothing of hashes.
        return bool(digest) and heads_digest(heads) != digest

    def _knows_records(self, revisions: Iterable[tuple[int, int]]) -> bool:
        ours = self._replica.records.revisions()
        return any(
            0 < revision - ours.get(house, 0) <= REVISIONS_AHEAD_MAX
            for house, revision in revisions
        )

    def _hear_out(self, claims: CertificateClaims) -> None:
        """This device knows nothing that the store does not."""
        if self._table.is_in_doubt():
            with self._replica.sql.transaction():
                self._table.trust(claims.house, claims.device)
                self._table.hear(claims.house, claims.device)
            self.go_on()

    def _take_batch(self, batch: Batch) -> None:
        try:
            taken = take_back(self._replica, batch)
        except BatchRefused:
            # Not what the store ever said, or not linked to it: it proves nothing.
            return
        if taken.appended:
            self._notice()
        if taken.parted:
            if not self._is_late(batch.origin, taken.parted_at):
                self._notice()
            self._again.say(taken.parted, taken.parted_at)

    def _notice(self, heads: Iterable[Head] = ()) -> None:
        self._table.notice(heads, self._now_ms())

    def _is_late(self, origin: int, parted_at: int) -> bool:
        """Whether a branch was left behind by a recall that has ended: nobody need be asked."""
        ended_at = number_setting(self._replica.sql, _ENDED_AT % origin)
        return ended_at is not None and parted_at < ended_at

    def _compared(
        self, trails: Iterable[tuple[int, Trail]]
    ) -> tuple[dict[int, int], dict[int, int]]:
        """The logs that are wanted, after which fact, and those to be undone, to which."""
        wanted: dict[int, int] = {}
        undone: dict[int, int] = {}
        for origin, trail in trails:
            if device_of(origin) != self._device or not trail:
                continue
            home = home_of(origin, 0)
            if self._replica.log.hash_at(home, origin, trail[0][0]) == trail[0][1]:
                continue
            parted_at = self._table.parted_at(home, origin, *trail[0])
            if parted_at is not None:
                undone[origin] = parted_at
                continue
            known = (
                seq
                for seq, hash_ in trail
                if self._replica.log.hash_at(home, origin, seq) == hash_
                or self._table.parted_at(home, origin, seq, hash_) is not None
            )
            wanted[origin] = next(known, 0)
        return wanted, undone

    def _take_records(self, claims: CertificateClaims, request: RecallRequest) -> None:
        ours = self._replica.records.revisions()
        with self._replica.sql.transaction():
            reads = self._replica.charter.reads_records
            for record in (one for one in request.records if reads(claims, one.house)):
                if 0 < record.revision - ours.get(record.house, 0) <= REVISIONS_AHEAD_MAX:
                    self._table.keep_record(claims.device, record)
        living = sum(not one.is_revoked for one in self._replica.devices.all()) - 1
        self._adopt_records(min(RECORD_WITNESSES, max(1, living)))

    def _records_wanted(self, claims: CertificateClaims, request: RecallRequest) -> dict[int, int]:
        """The houses whose records a device knows better, and the revision after which."""
        if not self._knows_records(request.revisions):
            return {}
        self._notice()
        wanted = {}
        ours = self._replica.records.revisions()
        with self._replica.sql.transaction():
            for house, revision in request.revisions:
                ahead = revision - ours.get(house, 0)
                if not 0 < ahead <= REVISIONS_AHEAD_MAX:
                    continue
                self._table.expect_revision(house, revision)
                brought = self._table.newest_record(house, claims.device)
                if brought < revision:
                    wanted[house] = max(brought, ours.get(house, 0))
        return wanted

    def _adopt_records(self, devices_min: int) -> None:
        """Keep the records that so many devices brought alike."""
        records = self._table.records(devices_min)
        if records:
            self._replica.take_records(records)

    def _write_records_anew(self) -> None:
        """Give every record a revision that no device has heard of, so that all come to agree."""
        records = self._replica.records
        expected = self._table.revisions()
        for house, own in records.revisions().items():
            newest = max(own, expected.get(house, 0))
            anew = [
                replace(record, revision=newest + place)
                for place, record in enumerate(records.since(house, 0, _ALL), 1)
            ]
            self._replica.take_records(anew)

    def _heard_all(
        self, claims: CertificateClaims, request: RecallRequest, unreached: set[int]
    ) -> None:
        """The device brought all it has. What it knew of but could not bring is expected."""
        if unreached:
            heads = [Head(origin, *trail[0]) for origin, trail in request.trails if trail]
            self._notice(head for head in heads if head.origin in unreached)
        with self._replica.sql.transaction():
            self._table.trust(claims.house, claims.device)
            self._table.hear(claims.house, claims.device)
        self.go_on()

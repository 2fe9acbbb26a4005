"""What goes into a parcel and what comes out of it, for a device and for the store alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sync.exchange.certified import take_device
from sync.exchange.parcel import Parcel, ParcelFault, ParcelHead, ParcelPage, ParcelRefused
from sync.exchange.relay import next_whole_batch, oldest_first
from sync.facts.batch import PASSING, Batch, BatchFault, BatchRefused
from sync.facts.fact import device_of
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError
from sync.records.record import PAGE_RECORDS_MAX, Record
from sync.store.replica import Replica


@dataclass(slots=True)
class Taken:
    """What an import came to. `missing` are logs whose facts before these are not here yet."""

    facts: int = 0
    records: int = 0
    refused: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()


def head_of(
    replica: Replica, certificate: Certificate, cluster_name: str, house: int, made_ms: int
) -> ParcelHead:
    """The head of a parcel that this replica's device makes now for devices of `house`."""
    homes = replica.log.homes()
    return ParcelHead(
        certificate.claims.cluster, cluster_name, certificate.to_bytes(),
        tuple((origin, *replica.log.head(home, origin)) for origin, home in sorted(homes.items())),
        tuple(sorted(replica.records.revisions().items())),
        tuple(known.passed_on for known in replica.devices.all()),
        house, made_ms,
    )  # fmt: skip


def whole_pages(replica: Replica, after: Mapping[int, int]) -> Iterator[ParcelPage]:
    """All that is whole here of each log beyond `after`, what gives before what takes."""
    origins = replica.log.heads()
    for origin in oldest_first(replica, {origin: after.get(origin, 0) for origin in origins}):
        seq = after.get(origin, 0)
        while (batch := next_whole_batch(replica, origin, seq)) is not None:
            yield ParcelPage((batch,))
            seq = last_of(batch)


def pages_for(
    replica: Replica, reader: CertificateClaims, asked: ParcelHead
) -> Iterator[ParcelPage]:
    """All that the maker of another parcel lacked, with the bodies that `reader` may have."""
    revisions = dict(asked.revisions)
    for house in sorted(replica.records.revisions()):
        if not replica.charter.reads_records(reader, house):
            continue
        known = revisions.get(house, 0)
        while records := replica.records.since(house, known, PAGE_RECORDS_MAX):
            yield ParcelPage((), tuple(records))
            known = records[-1].revision
    vector = asked.vector
    for origin in sorted(replica.log.heads()):
        seq = vector.get(origin, 0)
        while (batch := replica.batch_after(origin, seq, reader)) is not None:
            yield ParcelPage((batch,))
            seq = last_of(batch)


def reader_of(replica: Replica, asked: Parcel) -> CertificateClaims:
    """The device that an answer to its parcel is for; raises `ParcelRefused` for a revoked one."""
    known = replica.devices.get(asked.claims.device)
    if known is not None and known.is_revoked:
        raise ParcelRefused(ParcelFault.REVOKED, asked.claims.name)
    return asked.claims


def take_parcel(
    replica: Replica,
    parcel: Parcel,
    authority_public: bytes,
    store_device: int,
    taker: CertificateClaims | None,
) -> Taken:
    """Take what is new of a checked parcel; again changes nothing.

    Records are believed from the store only, and kept where `taker` reads them: the file may have
    been made for another device of the house. None is the store, which reads all.
    Facts that come before those they build on are tried again in the next pass over the file.
    """
    is_stores = parcel.claims.device == store_device
    taken = Taken()
    with replica.sql.transaction():
        for certificate_bytes, revocation_bytes in parcel.head.certificates:
            _take_device(replica, certificate_bytes, revocation_bytes, authority_public)
    got_further, is_early = True, True
    while got_further and is_early:
        got_further, is_early = False, False
        refused: dict[int, str] = {}
        missing: set[int] = set()
        for page in parcel.pages():
            if is_stores:
                taken.records += replica.take_records(_read_by(replica, taker, page.records))
            for batch in page.batches:
                count, fault = _take_batch(replica, batch)
                taken.facts += count
                got_further = got_further or count > 0
                is_early = is_early or (fault is not None and fault.fault is BatchFault.EARLY)
                if fault is not None and fault.fault is BatchFault.GAP:
                    missing.add(batch.origin)
                elif fault is not None:
                    refused.setdefault(batch.origin, str(fault))
        taken.refused, taken.missing = tuple(refused.values()), tuple(sorted(missing))
    return taken


def counted(pages: Iterable[ParcelPage], count: list[int]) -> Iterator[ParcelPage]:
    """The same pages; `count[0]` grows by the facts in them."""
    for page in pages:
        count[0] += sum(len(batch.items) for batch in page.batches)
        yield page


def last_of(batch: Batch) -> int:
    """The number of a batch's last fact."""
    return batch.first_seq + len(batch.items) - 1


def _take_batch(replica: Replica, batch: Batch) -> tuple[int, BatchRefused | None]:
    """How many facts were new, and why the rest was not taken."""
    before = replica.log.heads().get(batch.origin, 0)
    try:
        return replica.receive(batch), None
    except BatchRefused as error:
        if error.fault not in PASSING:
            replica.quarantine(error, batch)
        return replica.log.heads().get(batch.origin, 0) - before, error


def _read_by(
    replica: Replica, taker: CertificateClaims | None, records: Iterable[Record]
) -> list[Record]:
    reads = replica.charter.reads_records
    return [record for record in records if taker is None or reads(taker, record.house)]


def _take_device(
    replica: Replica, certificate: bytes, revocation: bytes | None, authority_public: bytes
) -> None:
    """Keep what the cluster says of a device."""
    # A word that is none of ours is of no use to anybody: its facts are refused by themselves.
    with suppress(CertificateError):
        take_device(replica, certificate, revocation, authority_public)


def own_heads_in(head: ParcelHead, device: int) -> tuple[tuple[int, int, bytes], ...]:
    """How far the maker of a parcel had the logs of a device."""
    return tuple(entry for entry in head.heads if device_of(entry[0]) == device)

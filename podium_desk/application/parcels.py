"""The last road: what a device has not sent, in a file on a stick, and what comes back on one."""

from __future__ import annotations

from pathlib import Path

from podium_desk.application.enrolling import Membership
from podium_desk.application.workplace import Workplace
from sync.exchange.carrying import (
    Taken,
    counted,
    head_of,
    own_heads_in,
    pages_for,
    reader_of,
    take_parcel,
    whole_pages,
)
from sync.exchange.parcel import Parcel, ParcelFault, ParcelRefused, write_parcel
from sync.exchange.relay import common_vector, own_logs, pushed_up_to
from sync.exchange.session import compare_memory


def export_parcel(
    work: Workplace, membership: Membership, path: Path, asked: Path | None, everything: bool
) -> int:
    """Write what the store lacks as far as is known here; the count of facts in the file.

    `asked`: what the maker of that other file lacks instead. `everything`: all that is whole
    here. Raises `ParcelRefused` for `asked`, `OSError` and `StoreFault`.
    """
    replica = work.replica
    reader = work.claims
    if asked is not None:
        with asked.open("rb") as file:
            other = Parcel(file, work.claims.cluster, membership.authority_public)
        reader = reader_of(replica, other)
        pages = (
            whole_pages(replica, other.head.vector)
            if reader.device == membership.trust.store_device
            else pages_for(replica, reader, other.head)
        )
    else:
        pages = whole_pages(replica, {} if everything else _known_at_store(work))
    house = work.claims.house if reader.device == membership.trust.store_device else reader.house
    count = [0]
    head = head_of(
        replica, membership.certificate, membership.cluster_name, house, work.clock.now_ms()
    )
    write_parcel(path, head, counted(pages, count), work.key)
    return count[0]


def import_parcel(work: Workplace, membership: Membership, path: Path) -> Taken:
    """Take what is new in a file; what is for the store goes there at the next contact.

    Raises `ParcelRefused`, and takes nothing, for a file that is not whole, not of this cluster
    or made for another house; `OwnLogOutdated` when it shows that this data is an older copy.
    """
    with path.open("rb") as file:
        parcel = Parcel(file, work.claims.cluster, membership.authority_public)
        if parcel.head.house != work.claims.house:
            raise ParcelRefused(ParcelFault.OTHER_HOUSE, parcel.claims.name)
        store_device = membership.trust.store_device
        if parcel.claims.device == store_device:
            compare_memory(work.replica, own_heads_in(parcel.head, work.claims.device))
        return take_parcel(
            work.replica, parcel, membership.authority_public, store_device, work.claims
        )


def _known_at_store(work: Workplace) -> dict[int, int]:
    """How far the store has each log, as far as this device was told."""
    known = common_vector(work.replica)
    known.update({log: pushed_up_to(work.replica, log) for log in own_logs(work.replica)})
    return known

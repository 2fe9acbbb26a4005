"""The store's end of the road by stick: it takes a device's file, and answers with one."""

from __future__ import annotations

from pathlib import Path

from podium_desk.central.cluster import Central
from sync.exchange.carrying import Taken, counted, head_of, pages_for, reader_of, take_parcel
from sync.exchange.parcel import Parcel, write_parcel
from sync.facts.fact import origin_of
from sync.store.replica import OwnLog


def import_parcel(central: Central, path: Path) -> Taken:
    """Take what is new in a file of any device; raises `ParcelRefused` and takes nothing."""
    identity = central.identity
    claims = identity.certificate.claims
    # What the store sets aside it says in its own log.
    central.replica.own = OwnLog(claims.house, origin_of(claims.device, 0), identity.key)
    with path.open("rb") as file:
        parcel = Parcel(file, identity.cluster, identity.authority_public)
        return take_parcel(central.replica, parcel, identity.authority_public, claims.device, None)


def export_parcel(central: Central, path: Path, asked: Path) -> int:
    """Write what the maker of the file `asked` lacks, in its scope; the count of facts.

    Raises `ParcelRefused`, also for a device that was revoked.
    """
    identity = central.identity
    with asked.open("rb") as file:
        other = Parcel(file, identity.cluster, identity.authority_public)
    reader = reader_of(central.replica, other)
    head = head_of(
        central.replica, identity.certificate, identity.cluster_name, reader.house,
        central.now_ms(),
    )  # fmt: skip
    count = [0]
    pages = counted(pages_for(central.replica, reader, other.head), count)
    write_parcel(path, head, pages, identity.key)
    return count[0]

"""Makes a snapshot: the facts, rights, records and tables that devices of one house may have.

Nothing of the maker goes along: no keys, no settings, no jobs, no personal data of others. The
maker's own rights stay its own, because a right names the log that holds it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import msgspec

from sync.facts.fact import read_header
from sync.facts.run import header_of, items_from_bytes, items_to_bytes, stub_of
from sync.identity.certificate import CertificateClaims
from sync.snapshot.messages import HASH_BYTES, PIECE_BYTES, Manifest
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.projector import Projector
from sync.store.replica import Charter
from sync.store.rulings import SET_ASIDE
from sync.store.schema import SHARED_TABLES, create_tables


@dataclass(frozen=True, slots=True)
class Shared:
    """The application's tables in a snapshot: name to SQL condition.

    ``:house`` is the reader's; ``source.`` stands before the maker's tables in it.

    A table that is not named stays with its maker.
    """

    tables: Mapping[str, str]


class Copier(Protocol):
    """How the storage engine copies."""

    def empty(self, path: Path) -> Sql:
        """A new database in that file."""
        ...

    def reading(self, path: Path) -> Sql:
        """The database in that file, to be read."""
        ...

    def copy(
        self,
        target: Path,
        conditions: Mapping[str, str],
        house: int,
        as_reader_may: Callable[[bytes, int], bytes],
    ) -> None:
        """Fill the target's empty tables from the replica, as it is at one moment."""
        ...


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the snapshots of one replica. `own_house` is its device's, 0 at the store."""

    copier: Copier
    charter: Charter
    projector: Projector
    shared: Shared
    own_house: int

    def make(self, path: Path, reader: CertificateClaims, snapshot_id: bytes) -> Manifest:
        """A snapshot for devices of the reader's house in that file; raises `StoreFault`."""
        target = self.copier.empty(path)
        try:
            create_tables(target)
            self.projector.create_tables(target)
            layout = layout_of(target)
        finally:
            target.close()
        conditions = {**SHARED_TABLES, **self.shared.tables}
        self.copier.copy(path, conditions, reader.house, self._as_reader_may(reader))
        return self._manifest(path, reader.house, snapshot_id, layout)

    def _as_reader_may(self, reader: CertificateClaims) -> Callable[[bytes, int], bytes]:
        """The bodies that the reader may have; devices of one house have the same ones."""

        def unchanged(items: bytes, _home: int) -> bytes:
            return items

        def scoped(items: bytes, home: int) -> bytes:
            run = items_from_bytes(items)
            kept = [
                item if item[1] == b"" or self._is_for(reader, header_of(item), home)
                else stub_of(item)
                for item in run
            ]  # fmt: skip
            return items_to_bytes(kept)

        return unchanged if reader.house == self.own_house else scoped

    def _is_for(self, reader: CertificateClaims, header_bytes: bytes, home: int) -> bool:
        header = read_header(header_bytes)
        return header.kind == SET_ASIDE or self.charter.in_scope(reader, header, home)

    def _manifest(self, path: Path, house: int, snapshot_id: bytes, layout: bytes) -> Manifest:
        hashes = bytearray()
        with path.open("r+b") as file:
            while piece := file.read(PIECE_BYTES):
                hashes += piece_hash(piece)
            os.fsync(file.fileno())
            size = file.tell()
        made = self.copier.reading(path)
        try:
            vector = tuple(sorted(FactLog(made).heads().items()))
        finally:
            made.close()
        facts = sum(seq for _, seq in vector)
        return Manifest(snapshot_id, layout, house, size, facts, bytes(hashes), vector)


def layout_of(sql: Sql) -> bytes:
    """The hash of the form of all tables: who has another one cannot use the file."""
    rows = sql.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return blake2b(msgspec.msgpack.encode(rows), digest_size=HASH_BYTES).digest()


def piece_hash(piece: bytes) -> bytes:
    """The hash of one piece of a snapshot."""
    return blake2b(piece, digest_size=HASH_BYTES).digest()

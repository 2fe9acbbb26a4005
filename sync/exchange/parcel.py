"""A file that carries facts where no network does: on a stick, from hand to hand.

It is sealed by the device that made it, so that nothing in it can be altered, left out or cut
off unseen, and is read in pages, so that its size does not matter::

    magic, version (2 bytes)
    frames: length (4 bytes), content; the first is the head, the others are pages
    a length of 0, then the signature over all before it

Whoever reads it checks all of it before taking anything. Each batch in it is signed by its own
writer besides, as everywhere.
"""

from __future__ import annotations

import itertools
import os
import struct
from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from sync.facts.batch import Batch, WireError, from_wire, to_wire
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError, check
from sync.identity.keys import SIGNATURE_BYTES, DeviceKey, is_signed
from sync.records.record import Record

MAGIC = b"podium-desk facts\n"
VERSION = 1
FRAME_BYTES_MAX = 32 * 1024 * 1024
_CONTEXT = b"podium-desk parcel 1\n"
_LENGTH = struct.Struct(">I")
_VERSION = struct.Struct(">H")
_T = TypeVar("_T", bound=msgspec.Struct)


class ParcelHead(msgspec.Struct, frozen=True, array_like=True):
    """Who made it, and what its maker had then.

    `heads` are its maker's logs as it had them: (log, newest number, hash there); `revisions`
    its newest revision of each house. `certificates` are of all devices it knows. `house` is
    whose devices may read it besides the store: bodies are in it by that house's scope.
    `made_ms` is for people, in UTC milliseconds.
    """

    cluster: int
    cluster_name: str
    certificate: bytes
    heads: tuple[tuple[int, int, bytes], ...]
    revisions: tuple[tuple[int, int], ...]
    certificates: tuple[tuple[bytes, bytes | None], ...]
    house: int
    made_ms: int

    @property
    def vector(self) -> dict[int, int]:
        """The newest fact of each log that its maker had."""
        return {origin: seq for origin, seq, _ in self.heads}


class ParcelPage(msgspec.Struct, frozen=True, array_like=True):
    """A piece of the content."""

    batches: tuple[Batch, ...]
    records: tuple[Record, ...] = ()


class ParcelFault(StrEnum):
    """Why nothing of a file is taken."""

    NOT_ONE = "parcel_not_one"
    NEWER = "parcel_newer"
    DAMAGED = "parcel_damaged"
    FOREIGN = "parcel_foreign"
    OTHER_HOUSE = "parcel_other_house"
    REVOKED = "parcel_revoked"


class ParcelRefused(Exception):
    """A file of which nothing was taken."""

    def __init__(self, fault: ParcelFault, explanation: str) -> None:
        super().__init__(explanation)
        self.fault = fault


def write_parcel(path: Path, head: ParcelHead, pages: Iterable[ParcelPage], key: DeviceKey) -> None:
    """Write a file whole or not at all; raises `OSError`."""
    draft = path.with_name(path.name + ".new")
    try:
        with draft.open("wb") as file:
            _write(file, head, pages, key)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, head: ParcelHead, pages: Iterable[ParcelPage], key: DeviceKey) -> None:
    digest = blake2b(digest_size=32)

    def put(data: bytes) -> None:
        file.write(data)
        digest.update(data)

    put(MAGIC + _VERSION.pack(VERSION))
    for part in itertools.chain((head,), pages):
        frame = to_wire(part)
        put(_LENGTH.pack(len(frame)) + frame)
    put(_LENGTH.pack(0))
    file.write(key.sign(_CONTEXT + digest.digest()))


class Parcel:
    """A file that was checked from end to end. `claims` are its maker's."""

    def __init__(self, file: BinaryIO, cluster: int, authority_public: bytes) -> None:
        """Raises `ParcelRefused` when it is not whole, not of this cluster or not of a device."""
        self._file = file
        self._digest = blake2b(digest_size=32)
        self._check_version()
        first = self._frame()
        if first is None:
            raise ParcelRefused(ParcelFault.DAMAGED, "the file is empty")
        self._pages_at = file.tell()
        while self._frame() is not None:
            pass
        signature = file.read(SIGNATURE_BYTES)
        if len(signature) < SIGNATURE_BYTES or file.read(1):
            raise ParcelRefused(ParcelFault.DAMAGED, "the file does not end where it should")
        self.head = _read(first, ParcelHead)
        self.claims = self._maker(cluster, authority_public)
        if not is_signed(self.claims.public_key, signature, _CONTEXT + self._digest.digest()):
            raise ParcelRefused(ParcelFault.DAMAGED, "it is not as its maker sealed it")

    def pages(self) -> Iterator[ParcelPage]:
        """The content, one page at a time; may be asked for again."""
        self._file.seek(self._pages_at)
        while (frame := self._frame()) is not None:
            yield _read(frame, ParcelPage)

    def _check_version(self) -> None:
        start = self._read(len(MAGIC) + _VERSION.size, ParcelFault.NOT_ONE)
        if not start.startswith(MAGIC):
            raise ParcelRefused(ParcelFault.NOT_ONE, "it does not begin as such a file does")
        (version,) = _VERSION.unpack(start[len(MAGIC) :])
        if version > VERSION:
            raise ParcelRefused(ParcelFault.NEWER, f"version {version}, {VERSION} is known")

    def _maker(self, cluster: int, authority_public: bytes) -> CertificateClaims:
        try:
            claims = check(Certificate.from_bytes(self.head.certificate), authority_public)
        except CertificateError as error:
            raise ParcelRefused(ParcelFault.FOREIGN, self.head.cluster_name) from error
        if claims.cluster != cluster or self.head.cluster != cluster:
            raise ParcelRefused(ParcelFault.FOREIGN, self.head.cluster_name)
        return claims

    def _frame(self) -> bytes | None:
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        if length > FRAME_BYTES_MAX:
            raise ParcelRefused(ParcelFault.DAMAGED, f"a piece of {length} bytes")
        return self._read(length) if length else None

    def _read(self, length: int, otherwise: ParcelFault = ParcelFault.DAMAGED) -> bytes:
        data = self._file.read(length)
        if len(data) < length:
            raise ParcelRefused(otherwise, "the file ends too early")
        self._digest.update(data)
        return data


def _read(frame: bytes, kind: type[_T]) -> _T:
    try:
        return from_wire(frame, kind)
    except WireError as error:
        raise ParcelRefused(ParcelFault.DAMAGED, str(error)) from error

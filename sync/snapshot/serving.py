"""The requests for a snapshot that the store and a peer answer alike."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sync.facts.batch import from_wire
from sync.identity.certificate import CertificateClaims
from sync.snapshot.messages import PIECE, SNAPSHOT, PieceRequest, SnapshotRequest
from sync.snapshot.shelf import SnapshotShelf

Handler = Callable[[CertificateClaims, bytes], msgspec.Struct]
"""Answers a request's payload for the device that signed it."""


def snapshot_handlers(shelf: SnapshotShelf, facts: Callable[[], int]) -> dict[str, Handler]:
    """What to answer by path; `facts` tells how many facts there are now."""

    def manifest(reader: CertificateClaims, payload: bytes) -> msgspec.Struct:
        from_wire(payload, SnapshotRequest)
        return shelf.answer(reader, facts())

    def piece(reader: CertificateClaims, payload: bytes) -> msgspec.Struct:
        return shelf.piece(reader, from_wire(payload, PieceRequest))

    return {SNAPSHOT: manifest, PIECE: piece}

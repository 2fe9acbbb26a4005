"""What travels when a newcomer fetches a snapshot, from the store or from a peer alike."""

from __future__ import annotations

from enum import StrEnum

import msgspec

SNAPSHOT = "/sync/snapshot"
PIECE = "/sync/piece"
PIECE_BYTES = 4 * 1024 * 1024
HASH_BYTES = 20


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What a snapshot is: whoever signs it stands for every byte.

    `layout` is the hash of the tables' form, `hashes` those of the pieces, joined. `house` is
    whose devices may have it; `vector` says which facts are in it.
    """

    id: bytes
    layout: bytes
    house: int
    size: int
    facts: int
    hashes: bytes
    vector: tuple[tuple[int, int], ...]

    @property
    def piece_count(self) -> int:
        """How many pieces it is fetched in."""
        return len(self.hashes) // HASH_BYTES

    def hash_of(self, index: int) -> bytes:
        """The hash of one piece."""
        return self.hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES]


class State(StrEnum):
    """Whether there is a snapshot for who asks."""

    READY = "ready"
    MAKING = "making"
    NONE = "none"
    """The history is short, or this side makes none: the ordinary exchange brings it all."""


class SnapshotRequest(msgspec.Struct, frozen=True, array_like=True):
    """A newcomer asks for a snapshot in its scope."""

    nonce: bytes


class SnapshotAnswer(msgspec.Struct, frozen=True, array_like=True):
    """How it stands; with the manifest when it is ready."""

    state: str
    manifest: Manifest | None = None


class PieceRequest(msgspec.Struct, frozen=True, array_like=True):
    """A newcomer asks for one piece of a snapshot."""

    id: bytes
    index: int
    nonce: bytes


class PieceAnswer(msgspec.Struct, frozen=True, array_like=True):
    """Its bytes; None when that snapshot is not kept any more: ask for the manifest again."""

    data: bytes | None

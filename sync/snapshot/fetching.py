"""A newcomer fetches a snapshot in pieces, goes on where it was cut off, and checks every byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from sync.decoding import decode
from sync.snapshot.checking import SnapshotRefused
from sync.snapshot.making import piece_hash
from sync.snapshot.messages import (
    PIECE,
    PIECE_BYTES,
    SNAPSHOT,
    Manifest,
    PieceAnswer,
    PieceRequest,
    SnapshotAnswer,
    SnapshotRequest,
    State,
)

CALL_TIMEOUT_S = 30.0
TRIES_MAX = 240
"""How often a newcomer asks while the snapshot is being made, half a second apart."""
PAUSE_S = 0.5
_A = TypeVar("_A", bound=msgspec.Struct)


class Asks(Protocol):
    """Who answers: the store or a peer. Its answers are signed, or raise `ExchangeFault`."""

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        ...

    def request(self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float) -> _A:
        """The answer to a request."""
        ...


class _Begun(msgspec.Struct, frozen=True, array_like=True):
    """What is being fetched, and from whom."""

    giver: int
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which snapshot is of use: one whose tables have the form of ours, for our house."""

    layout: bytes
    house: int


def giver_of_begun(path: Path) -> int | None:
    """The device that the snapshot half fetched into this file comes from; None for no such."""
    begun = _begun_beside(path)
    return None if begun is None else begun.giver


def forget_begun(path: Path) -> None:
    """Drop a snapshot that is half fetched into this file."""
    path.unlink(missing_ok=True)
    _note_beside(path).unlink(missing_ok=True)


class Fetch:
    """Fetches one snapshot into a file. Repeat after any fault: what is there is kept."""

    def __init__(self, source: Asks, giver: int, path: Path, wanted: Wanted) -> None:
        """`giver` is the device that answers as `source`: only with it a fetch is gone on with."""
        self._source = source
        self._giver = giver
        self._path = path
        self._note = _note_beside(path)
        self._wanted = wanted

    def run(
        self, progress: Callable[[int, int], None], pause: Callable[[float], None]
    ) -> Manifest | None:
        """The manifest once every piece is in the file; None when there is no snapshot.

        `progress` hears how many facts are here of how many. Raises `ExchangeFault`,
        `SnapshotRefused` or `OSError`.
        """
        manifest = self._kept_manifest() or self._asked_manifest(pause)
        while manifest is not None and not self._fetch(manifest, progress):
            # The one we were half way through is gone: begin with the newest.
            self.forget()
            manifest = self._asked_manifest(pause)
        return manifest

    def forget(self) -> None:
        """Drop what was fetched."""
        forget_begun(self._path)

    def _kept_manifest(self) -> Manifest | None:
        """What an earlier attempt was fetching from the same device."""
        begun = _begun_beside(self._path)
        return begun.manifest if begun is not None and begun.giver == self._giver else None

    def _asked_manifest(self, pause: Callable[[float], None]) -> Manifest | None:
        for _ in range(TRIES_MAX):
            request = SnapshotRequest(self._source.nonce())
            answer = self._source.request(SNAPSHOT, request, SnapshotAnswer, CALL_TIMEOUT_S)
            if answer.state != State.MAKING:
                break
            pause(PAUSE_S)
        manifest = answer.manifest
        if (
            answer.state != State.READY
            or manifest is None
            or manifest.layout != self._wanted.layout
        ):
            return None
        if manifest.house != self._wanted.house:
            raise SnapshotRefused("it was made for another house")
        self.forget()
        self._note.write_bytes(msgspec.msgpack.encode(_Begun(self._giver, manifest)))
        return manifest

    def _fetch(self, manifest: Manifest, progress: Callable[[int, int], None]) -> bool:
        """Bring every piece that is not here yet; False when the source has it no more."""
        with self._path.open("a+b") as file:
            index = self._good_pieces(manifest)
            file.truncate(index * PIECE_BYTES)
            while index < manifest.piece_count:
                request = PieceRequest(manifest.id, index, self._source.nonce())
                answer = self._source.request(PIECE, request, PieceAnswer, CALL_TIMEOUT_S)
                if answer.data is None:
                    return False
                if piece_hash(answer.data) != manifest.hash_of(index):
                    raise SnapshotRefused(f"piece {index} is not what its maker signed")
                file.write(answer.data)
                file.flush()
                index += 1
                progress(manifest.facts * index // manifest.piece_count, manifest.facts)
            os.fsync(file.fileno())
            return file.tell() == manifest.size

    def _good_pieces(self, manifest: Manifest) -> int:
        """How many pieces are here already, and whole."""
        with self._path.open("rb") as file:
            for index in range(manifest.piece_count):
                if piece_hash(file.read(PIECE_BYTES)) != manifest.hash_of(index):
                    return index
        return manifest.piece_count


def _note_beside(path: Path) -> Path:
    return path.with_name(path.name + ".manifest")


def _begun_beside(path: Path) -> _Begun | None:
    try:
        return decode(_note_beside(path).read_bytes(), _Begun)
    except (OSError, msgspec.MsgspecError):
        return None

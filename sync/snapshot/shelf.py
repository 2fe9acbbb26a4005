"""Where snapshots stand ready: made on a thread of their own, one a house, and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sync.identity.certificate import CertificateClaims
from sync.snapshot.making import Maker
from sync.snapshot.messages import (
    PIECE_BYTES,
    Manifest,
    PieceAnswer,
    PieceRequest,
    SnapshotAnswer,
    State,
)
from sync.store.port import StoreFault

FACTS_MIN = 20_000
"""A shorter history comes as fast by the ordinary exchange."""
FACTS_BEHIND_MAX = 50_000
"""A snapshot that lacks more than this is made anew for the next who asks."""
KEPT_PER_HOUSE = 2
"""The one before the newest is kept too: somebody may be half way through it."""


def on_a_thread(work: Callable[[], None]) -> None:
    """Begin this beside everything else."""
    threading.Thread(target=work, name="snapshot", daemon=True).start()


@dataclass(slots=True)
class _House:
    made: list[tuple[Manifest, Path]] = field(default_factory=list)
    is_making: bool = False
    has_failed: bool = False


class SnapshotShelf:
    """Answers newcomers about snapshots. May be used by several threads."""

    def __init__(
        self,
        folder: Path,
        maker: Maker,
        new_id: Callable[[], bytes],
        begin: Callable[[Callable[[], None]], None] = on_a_thread,
    ) -> None:
        """`folder` is emptied: what an earlier program left there is of no use. `begin` has a
        snapshot made."""
        self._folder = folder
        self._maker = maker
        self._new_id = new_id
        self._begin = begin
        self._lock = threading.Lock()
        self._houses: dict[int, _House] = {}
        for old in folder.glob("*.snapshot*") if folder.exists() else ():
            old.unlink()

    def answer(self, reader: CertificateClaims, facts: int) -> SnapshotAnswer:
        """How it stands for this reader; `facts` is how many there are now. Begins the making."""
        if facts < FACTS_MIN:
            return SnapshotAnswer(State.NONE)
        with self._lock:
            house = self._houses.setdefault(reader.house, _House())
            if house.made and facts - house.made[-1][0].facts <= FACTS_BEHIND_MAX:
                return SnapshotAnswer(State.READY, house.made[-1][0])
            if house.has_failed:
                return SnapshotAnswer(State.NONE)
            is_under_way, house.is_making = house.is_making, True
        if not is_under_way:
            self._begin(lambda: self._make(reader, house))
        return SnapshotAnswer(State.MAKING)

    def piece(self, reader: CertificateClaims, request: PieceRequest) -> PieceAnswer:
        """One piece of a snapshot for the reader's house."""
        with self._lock:
            house = self._houses.get(reader.house, _House())
            paths = [path for manifest, path in house.made if manifest.id == request.id]
        if not paths or request.index < 0:
            return PieceAnswer(None)
        with paths[0].open("rb") as file:
            file.seek(request.index * PIECE_BYTES)
            return PieceAnswer(file.read(PIECE_BYTES))

    def _make(self, reader: CertificateClaims, house: _House) -> None:
        snapshot_id = self._new_id()
        path = self._folder / f"{reader.house}-{snapshot_id.hex()}.snapshot"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            manifest = self._maker.make(path, reader, snapshot_id)
        except (StoreFault, OSError):
            # No snapshot is no fault: the newcomer gets everything by the ordinary exchange.
            path.unlink(missing_ok=True)
            with self._lock:
                house.is_making, house.has_failed = False, True
            return
        with self._lock:
            house.is_making = False
            house.made.append((manifest, path))
            while len(house.made) > KEPT_PER_HOUSE:
                house.made.pop(0)[1].unlink(missing_ok=True)

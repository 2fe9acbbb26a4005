"""The way out of a damaged or lost replica: keep the old file, save what it holds, begin anew.

The device begins its next incarnation with a log of its own; the rights it held before stay
with the old one, because nobody can know which of them a lost fact had spent (architecture.md,
decision 6).
"""

from __future__ import annotations

import contextlib
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.application.forgetting import found_replica
from podium_desk.bootstrap import (
    Device,
    database,
    open_device,
    own_key,
    podium_replica,
    read_membership,
    wall_ms,
)
from podium_desk.config import DataFolder, NotEnrolled, lock_folder, replace_file
from podium_desk.domain.facts import FactKind
from podium_desk.late_dataclass import dataclass
from sync.facts.batch import BatchRefused, pack_facts
from sync.facts.fact import Draft, Fact
from sync.store.log import FactLog
from sync.store.port import StoreFault
from sync.store.replica import Replica

_COMPANIONS = ("", "-wal", "-shm")
_KEPT = re.compile(r"replica\.damaged-(\d+)\.sqlite")
_PAGE_BYTES = 4096
_HEADER_BYTES = 100


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did. `kept` is the damaged file, or where it would have been."""

    kept: Path
    facts_saved: int


class RepairStep(StrEnum):
    """What a repair is busy with; each has its sentence."""

    PUT_ASIDE = "put_aside"
    FETCH = "fetch"
    SAVE = "save"
    SEND = "send"


def repair_whole(
    folder: DataFolder,
    is_damaged: bool,
    contact: Callable[[Device], object],
    say: Callable[[RepairStep], None] = lambda _step: None,
) -> Repaired | None:
    """Begin anew where the replica `is_damaged`, and save what an earlier repair could not.

    `contact` is one round with the store, which may be away: what is missing then comes later.
    None when there was nothing to do. Raises as `repair_replica`, and may be called again.
    """
    say(RepairStep.PUT_ASIDE)
    repaired = repair_replica(folder) if is_damaged else None
    kept = kept_files(folder)
    if repaired is None and not kept:
        return None
    saved = 0 if repaired is None else repaired.facts_saved
    with contextlib.closing(open_device(folder.path)) as device:
        # What the store has is fetched first: facts behind a damaged place follow on it.
        say(RepairStep.FETCH)
        contact(device)
        say(RepairStep.SAVE)
        saved += salvage(device.work.replica, folder, device.membership)
        say(RepairStep.SEND)
        contact(device)
    return Repaired(kept[-1] if repaired is None else repaired.kept, saved)


def repair_replica(folder: DataFolder) -> Repaired:
    """Begin a fresh replica in this folder.

    Raises `FolderInUse`, `NotEnrolled`, `IdentityDamaged` or `StoreFault`; whatever step fails,
    the old file is still in place under its own or its kept name, and the repair can be run again.
    """
    if not folder.membership.exists():
        raise NotEnrolled(str(folder.path))
    lock = lock_folder(folder)
    try:
        former = read_membership(folder)
        membership = replace(former, incarnation=former.incarnation + 1)
        key = own_key(folder, membership)
        kept = _put_aside(folder, membership.incarnation)
        replace_file(folder.membership, membership.to_bytes())
        with contextlib.closing(database(folder.replica)) as sql:
            replica = podium_replica(sql, membership, key, DeviceClock(wall_ms))
            saved = salvage(replica, folder, membership)
            # An empty fact tells the store that this incarnation lives.
            replica.append([Draft(FactKind.RIGHTS_MOVED, membership.claims.house, b"")])
            found_replica(sql, membership.own_origin)
    finally:
        lock.release()
    return Repaired(kept, saved)


def salvage(replica: Replica, folder: DataFolder, membership: Membership) -> int:
    """Take over what the kept files still hold of this device's earlier logs; how many facts.

    Facts are taken as far as they follow on what the replica knows. Once the store has given
    back what it had, those after a damaged place can follow too: so this is worth repeating.
    """
    first = membership.own_origin - membership.incarnation
    return sum(
        _save_log(replica, kept, membership.claims.house, origin)
        for kept in kept_files(folder)
        for origin in range(first, membership.own_origin)
    )


def kept_files(folder: DataFolder) -> list[Path]:
    """The files that repairs put aside, oldest first."""
    named = [(_KEPT.fullmatch(path.name), path) for path in folder.path.iterdir()]
    numbered = [(int(match[1]), path) for match, path in named if match is not None]
    return [path for _, path in sorted(numbered)]


def _put_aside(folder: DataFolder, number: int) -> Path:
    kept = folder.path / f"replica.damaged-{number}.sqlite"
    for companion in _COMPANIONS:
        source = Path(f"{folder.replica}{companion}")
        if source.exists():
            source.rename(f"{kept}{companion}")
    return kept


def _save_log(replica: Replica, kept: Path, house: int, origin: int) -> int:
    """Take over an own log from where the replica has it, up to its last readable signed fact."""
    head, head_hash = replica.log.head(house, origin)
    facts = _read_from(kept, (house, origin, head), head_hash)
    while facts and facts[-1].signature is None:
        facts.pop()
    if not facts:
        return 0
    try:
        return replica.receive(pack_facts(head_hash, facts))
    except BatchRefused:
        # What is not signed by this very device is not its log: nothing to save.
        return 0


def _read_from(kept: Path, place: tuple[int, int, int], head_hash: bytes) -> list[Fact]:
    """The facts after a place (house, log, number), also from a file whose head is broken."""
    facts = list(_readable(kept, place, head_hash))
    if facts:
        return facts
    mended = kept.with_name("replica.salvage.sqlite")
    try:
        _copy_with_a_new_head(kept, mended)
        return list(_readable(mended, place, head_hash))
    finally:
        for companion in _COMPANIONS:
            Path(f"{mended}{companion}").unlink(missing_ok=True)


def _readable(file: Path, place: tuple[int, int, int], head_hash: bytes) -> Iterator[Fact]:
    house, origin, seq = place
    previous = head_hash
    try:
        with contextlib.closing(database(file, read_only=True)) as sql:
            if sql.row("SELECT 1 FROM sqlite_master WHERE name = 'fact_run'") is None:
                return
            while (facts := FactLog(sql).run_after((house, origin, seq), previous)) is not None:
                yield from facts
                previous, seq = facts[-1].hash, facts[-1].seq
    except StoreFault:
        # From here on nothing is readable; what came before is whole.
        return


def _copy_with_a_new_head(kept: Path, copy: Path) -> None:
    """A copy whose first hundred bytes are what they were when the replica was made.

    Their layout is section 1.3 of SQLite's file format. The tables' own root stands behind them.
    """
    for companion in ("", "-wal"):
        if Path(f"{kept}{companion}").exists():
            shutil.copyfile(f"{kept}{companion}", f"{copy}{companion}")
    pages = copy.stat().st_size // _PAGE_BYTES
    head = struct.pack(
        ">16sH6B12I20x2I", b"SQLite format 3\0", _PAGE_BYTES, 2, 2, 0, 64, 32, 32,
        1, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0, 1, 3_051_003,
    )  # fmt: skip
    with copy.open("r+b") as file:
        file.write(head[: min(_HEADER_BYTES, copy.stat().st_size)])

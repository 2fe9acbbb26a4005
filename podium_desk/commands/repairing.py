"""The way out of a damaged or lost replica: keep the old file, save what it holds, begin anew.

The device begins its next incarnation with a log of its own; the rights it held before stay
with the old one, because nobody can know which of them a lost fact had spent (architecture.md,
decision 6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.bootstrap import database, device_key, lock_folder, podium_replica, wall_ms
from podium_desk.config import DataFolder, replace_file
from podium_desk.domain.facts import FactKind
from sync.facts.batch import BatchRefused, pack_facts
from sync.facts.fact import DamagedFact, Draft, Fact, chain_start, read_fact
from sync.store.port import StoreFault
from sync.store.replica import Replica

_COMPANIONS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did. `kept` is the damaged file, or where it would have been."""

    kept: Path
    facts_saved: int
    incarnation: int


def repair_replica(folder: DataFolder) -> Repaired:
    """Begin a fresh replica in this folder.

    Raises `FolderInUse` or `StoreFault`; before the last step the old file is still in place
    under its own or its kept name, so a repair that failed can be run again.
    """
    lock = lock_folder(folder)
    try:
        former = Membership.from_bytes(folder.membership.read_bytes())
        membership = replace(former, incarnation=former.incarnation + 1)
        kept = _put_aside(folder, membership.incarnation)
        replace_file(folder.membership, membership.to_bytes())
        sql = database(folder.replica)
        try:
            replica = podium_replica(sql, membership, device_key(folder), DeviceClock(wall_ms))
            saved = sum(
                _save_log(replica, kept, membership.claims.house, origin)
                for origin in _former_logs(former)
            )
            # An empty fact tells the store that this incarnation lives.
            replica.append([Draft(FactKind.RIGHTS_MOVED, membership.claims.house, b"")])
        finally:
            sql.close()
    finally:
        lock.release()
    return Repaired(kept, saved, membership.incarnation)


def _put_aside(folder: DataFolder, number: int) -> Path:
    kept = folder.path / f"replica.damaged-{number}.sqlite"
    for companion in _COMPANIONS:
        source = Path(f"{folder.replica}{companion}")
        if source.exists():
            source.rename(f"{kept}{companion}")
    return kept


def _former_logs(former: Membership) -> list[int]:
    first = former.own_origin - former.incarnation
    return list(range(first, former.own_origin + 1))


def _save_log(replica: Replica, kept: Path, house: int, origin: int) -> int:
    """Take over what can still be read of an own log, up to its last signed fact."""
    if not kept.exists():
        return 0
    facts = list(_readable(kept, house, origin))
    while facts and facts[-1].signature is None:
        facts.pop()
    if not facts:
        return 0
    try:
        return replica.receive(pack_facts(chain_start(origin), facts))
    except BatchRefused:
        # What is not signed by this very device is not its log: nothing to save.
        return 0


def _readable(kept: Path, house: int, origin: int) -> Iterator[Fact]:
    previous = chain_start(origin)
    seq = 1
    try:
        damaged = database(kept, read_only=True)
    except StoreFault:
        return
    try:
        while True:
            row = damaged.row(
                "SELECT header, body, signature FROM fact"
                " WHERE house = ? AND origin = ? AND seq = ?",
                (house, origin, seq),
            )
            if row is None:
                return
            fact = read_fact(previous, row[0], row[1], row[2])
            yield fact
            previous, seq = fact.hash, seq + 1
    except (StoreFault, DamagedFact):
        # From here on nothing is readable; what came before is whole.
        return
    finally:
        damaged.close()

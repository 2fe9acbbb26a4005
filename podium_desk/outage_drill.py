"""Wires an outage drill: a copy of a door's replica in a folder of its own, cut off, thrown away.

The real replica is opened for reading only, also while its door is at work. Afterwards its log is
looked at again: what it ended with before, and that no scan of the drill stands in it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from podium_desk.application.clock import DeviceClock
from podium_desk.application.drilling import DRILLED, CutLink, CutVenue, Drill, DrillReport
from podium_desk.application.enrolling import Membership
from podium_desk.application.store_link import NoLink
from podium_desk.application.synchronising import CLOCK_ERROR, LAST_CONTACT
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import database, own_key, podium_replica, read_membership, wall_ms
from podium_desk.config import DataFolder, NotEnrolled
from podium_desk.replica.catalogue import Catalogue
from podium_desk.training import copy_replica
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.schema import number_setting

_FOLDER = "drill-"
_LEFT_S = 3600
"""No drill takes an hour."""


def run_drill(
    path: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    is_stopped: Callable[[], bool] = lambda: False,
    now_ms: Callable[[], int] = wall_ms,
    last_contact_ms: int | None = None,
) -> DrillReport:
    """Drill the door in this folder. Raises `NotEnrolled`, `IdentityDamaged`, `StoreFault`.

    A door at work knows its `last_contact_ms`; its replica remembers the last that brought news.
    """
    real = DataFolder(path)
    if not real.membership.exists():
        raise NotEnrolled(str(path))
    membership = read_membership(real)
    _sweep(path)
    before, _ = _head_and_drilled(real, membership)
    # In the door's own folder: what is measured is its own disk.
    with TemporaryDirectory(prefix=_FOLDER, dir=path) as folder:
        copy = DataFolder(Path(folder))
        copy_replica(real, copy, membership)
        with contextlib.closing(database(copy.replica)) as sql:
            work = _cut_off(real, membership, sql, now_ms)
            work.link = CutLink(last_contact_ms or number_setting(sql, LAST_CONTACT))
            done = Drill(work, time.perf_counter, secrets.token_bytes).run(progress, is_stopped)
    after, found = _head_and_drilled(real, membership)
    return DrillReport(done, before, after, found)


def _cut_off(
    real: DataFolder, membership: Membership, sql: Sql, now_ms: Callable[[], int]
) -> Workplace:
    """The door at work on a copy; nobody is heard, and nothing leaves it."""
    clock, key = DeviceClock(now_ms), own_key(real, membership)
    clock.error_ms = number_setting(sql, CLOCK_ERROR)
    replica = podium_replica(sql, membership, key, clock)
    return Workplace(
        replica=replica,
        catalogue=Catalogue(replica.records),
        clock=clock,
        claims=membership.claims,
        key=key,
        store_device=membership.store_device,
        link=NoLink(),
        new_token=lambda: f"{DRILLED} {secrets.token_hex(8)}",
        venue=CutVenue(),
    )


def _head_and_drilled(real: DataFolder, membership: Membership) -> tuple[tuple[int, bytes], int]:
    """The newest own fact of the real replica, and how many scans of a drill stand in it."""
    with contextlib.closing(database(real.replica, read_only=True)) as sql:
        head = FactLog(sql).head(membership.claims.house, membership.own_origin)
        row = sql.row("SELECT COUNT(*) FROM scan WHERE token LIKE ?", (f"{DRILLED} %",))
        return head, 0 if row is None else int(row[0])


def _sweep(path: Path) -> None:
    """What a drill left behind that was killed; one may be under way beside this one."""
    long_ago_s = time.time() - _LEFT_S
    with os.scandir(path) as entries:
        drills = [entry for entry in entries if entry.name.startswith(_FOLDER)]
        left = [entry.path for entry in drills if entry.stat().st_mtime < long_ago_s]
    for folder in left:
        shutil.rmtree(folder)

"""A counter to practise on: it looks like the real one and touches nothing of it.

It works on a copy of the replica in another folder, as a device that no cluster knows, with keys
of its own, no line, and a printer that draws. So no fact, no right, no report and no number of the
real device can be used up, whatever is pressed.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from podium_desk.application.counter import Connection
from podium_desk.application.enrolling import Membership
from podium_desk.application.forgetting import found_replica
from podium_desk.application.lane import Lane, direct_lane
from podium_desk.application.practice_names import invent_names
from podium_desk.application.store_link import LinkState, NoLink
from podium_desk.application.tonight import Tonight
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import Device, database, open_device, read_membership, wall_ms
from podium_desk.config import DataFolder, NotEnrolled, Settings, replace_file, write_secret
from podium_desk.domain.roles import PERSONAL_ROLES
from podium_desk.late_dataclass import dataclass
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.store.port import Sql

PRACTICE_DEVICE = 99_999
"""Beyond any number that a store gives; it stands on practice papers only."""
_LEFT_BEHIND = (
    "personal_body",
    "personal_head",
    "person_key",
    "print_job",
    "printer",
    "quarantine",
    "uitpas_place",
    "card_attempt",
    "terminal_day",
)
"""What has no place in a copy: names of customers, passes, and papers that wait."""
_COMING = timedelta(days=60)
_HALF_AN_HOUR = timedelta(minutes=30)
_NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Practice:
    """Where to practise: the real device's folder, which is only read, and an empty one."""

    real: Path
    folder: Path


class _PracticeLink(NoLink):
    """Nobody is asked, and the counter looks as it does on a good day."""

    def state(self) -> LinkState:
        """As if the store had just been heard."""
        return LinkState(Connection.ONLINE, None, None)


def open_training(
    practice: Practice, lane: Lane = direct_lane, now_ms: Callable[[], int] = wall_ms
) -> Device:
    """The practice device, opened. Raises what `open_device` raises."""
    real, copy = DataFolder(practice.real), DataFolder(practice.folder)
    if not real.membership.exists():
        raise NotEnrolled(str(practice.real))
    membership = _membership(read_membership(real), copy)
    copy_replica(real, copy, membership)
    _settings(Settings.read(real.settings), copy).write(copy.settings)
    replace_file(copy.membership, membership.to_bytes())
    device = open_device(practice.folder, lane, now_ms)
    work = device.work
    work.is_training = True
    work.layout_folder = real.layouts
    work.link = _PracticeLink()
    work.memory.confirm()
    with work.replica.sql.transaction():
        for values in _coming_places(work):
            work.replica.sql.run_many(_TAKE, values)
    if work.claims.role in PERSONAL_ROLES:
        lane(lambda: invent_names(work))
    return device


def begin_evening(work: Workplace) -> None:
    """Give a door something to let in, and people to look for. On the lane."""
    if not Tonight(work).performances():
        _begin_soon(work)
    if work.claims.role not in PERSONAL_ROLES:
        invent_names(work)


def _begin_soon(work: Workplace) -> None:
    """On a day without a performance the next one begins in half an hour, by the practice's own
    clock."""
    now = work.clock.now()
    coming = [
        one.start
        for one in work.catalogue.performances().values()
        if one.house == work.house and one.plan is not None and one.start > now
    ]
    if coming:
        ahead = min(coming) - _HALF_AN_HOUR - now
        work.clock.error_ms = (work.clock.error_ms or 0) - int(ahead.total_seconds() * 1000)


def _membership(real: Membership, copy: DataFolder) -> Membership:
    """A device of the same house that only this folder believes in."""
    authority, seed = DeviceKey(secrets.token_bytes(SEED_BYTES)), secrets.token_bytes(SEED_BYTES)
    write_secret(copy.key, seed)
    claims = real.claims
    certificate = issue(authority, CertificateClaims(
        claims.cluster, claims.house, PRACTICE_DEVICE, claims.role, claims.name,
        DeviceKey(seed).public, claims.not_before_ms, claims.not_after_ms,
    ))  # fmt: skip
    return replace(
        real, certificate=certificate, authority_public=authority.public, incarnation=0
    )  # fmt: skip


def copy_replica(real: DataFolder, copy: DataFolder, membership: Membership) -> None:
    """The replica as it is at one moment; the real file is opened for reading only."""
    with contextlib.closing(database(real.replica, read_only=True)) as sql:
        sql.run("VACUUM INTO ?", (str(copy.replica),))
    with contextlib.closing(database(copy.replica)) as sql, sql.transaction():
        for table in _LEFT_BEHIND:
            if _is_there(sql, table):
                sql.run(f"DELETE FROM {table}")
        found_replica(sql, membership.own_origin)


def _settings(real: Settings, copy: DataFolder) -> Settings:
    """The same language and clerk; no store, no network, and a printer that only draws."""
    return Settings(
        store_url=_NOWHERE,
        printer="sim://printer" if real.printer else "",
        language=real.language,
        clerk=real.clerk,
        lan="off",
        witness_folder=str(copy.path / "witness"),
    )


_TAKE = (
    "INSERT INTO unit_right VALUES (?, ?, ?, 1, ?, 0, ?, 0) ON CONFLICT (house, pool, unit)"
    " DO UPDATE SET holder = excluded.holder WHERE unit_right.spent = 0"
)


def _coming_places(work: Workplace) -> Iterator[list[tuple[int, ...]]]:
    """The free places of what is still to come, in the hands of the practice device."""
    now, own = work.clock.now(), int(work.origin)
    for performance in work.catalogue.performances().values():
        plan = work.catalogue.plan_of(performance)
        if plan is not None and now - timedelta(days=1) < performance.start < now + _COMING:
            house, pool = int(performance.house), int(performance.id)
            yield [(house, pool, unit, own, own) for unit in range(plan.unit_count)]


def _is_there(sql: Sql, table: str) -> bool:
    return sql.row("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)) is not None

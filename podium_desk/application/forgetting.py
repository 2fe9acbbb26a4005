"""A device whose memory was put back to an older copy begins its next incarnation by itself.

What it held stays with its former log, for nobody to use until the store writes it off: a place
among it may be sold by a fact that was forgotten. What the former log still has is kept and sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from podium_desk.application.enrolling import Membership
from podium_desk.application.own_memory import Forgotten, OwnMemory
from podium_desk.application.print_queue import doubt_all
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import incarnation_of
from sync.exchange.session import note_outdated, note_renewed, outdated_by
from sync.facts.fact import Draft, device_of, origin_of
from sync.store.port import Sql
from sync.store.replica import OwnLog, Replica
from sync.store.schema import number_setting, put_setting
from sync.store.witness import Forgetting, shown_forgetting

_FOUNDED = "founded"
FORFEITED = "forfeited"
OUTDATED = "outdated"
"""Shown by the store or by another device that writes the same log."""


def found_replica(sql: Sql, origin: int) -> None:
    """Write on a new replica whose it is.

    An empty file in the place of a lost one must not pass for a device that has sold nothing:
    it would begin its log a second time.
    """
    put_setting(sql, _FOUNDED, b"%d" % origin)


def is_replica_of(sql: Sql, origin: int) -> bool:
    """Whether this is the replica of that log's device, in whichever of its lives."""
    is_replica = sql.row("SELECT 1 FROM sqlite_master WHERE name = 'setting'") is not None
    founded = number_setting(sql, _FOUNDED) if is_replica else None
    return founded is not None and device_of(founded) == device_of(origin)


def forgetting_of(replica: Replica) -> str | None:
    """Why this memory is known to be old, None when nothing shows it."""
    own = replica.own
    assert own is not None, "a device writes a log"
    if number_setting(replica.sql, _FOUNDED) != own.origin:
        # The replica and the file that says who we are come from two lives of this device.
        return Forgetting.FORMER_LIFE
    if outdated_by(replica) is not None:
        return OUTDATED
    seen = None if replica.witness is None else replica.witness.last()
    return shown_forgetting(replica.log, own.house, own.origin, seen)


def begin_anew(
    replica: Replica, membership: Membership, why: str, keep: Callable[[Membership], None]
) -> tuple[Membership, Forgotten]:
    """The device's next incarnation on this replica; `keep` puts the membership in its file.

    Whatever step fails, the next opening finds two lives and begins another one.
    """
    former = replica.own
    assert former is not None, "a device writes a log"
    renewed = replace(membership, incarnation=next_incarnation(replica, membership))
    forfeited = sum(replica.rights.held_free_counts(former.origin).values())
    keep(renewed)
    replica.own = OwnLog(former.house, renewed.own_origin, former.key)
    with replica.sql.transaction():
        # An empty fact tells the store that this incarnation lives.
        replica.append([Draft(FactKind.RIGHTS_MOVED, former.house, b"")])
        found_replica(replica.sql, renewed.own_origin)
        note_renewed(replica)
        doubt_all(replica.sql)
        put_setting(replica.sql, FORFEITED, b"%d" % forfeited)
    return renewed, Forgotten(why, renewed.incarnation, forfeited)


def told_by_peer(replica: Replica, logs: tuple[int, ...]) -> None:
    """Remember, on the lane, that a peer showed this memory to be old; it knows these own logs.

    The next round begins anew; until then nothing is sold, and no paper of the old queue comes
    out as if it were the only one.
    """
    known = outdated_by(replica)
    if known is None or max(logs, default=0) > known:
        with replica.sql.transaction():
            note_outdated(replica, logs)
            doubt_all(replica.sql)


def next_incarnation(replica: Replica, membership: Membership) -> int:
    """A number that no life of this device has had, as far as anything here can tell."""
    device = membership.claims.device
    seen = None if replica.witness is None else replica.witness.last()
    known = [
        membership.own_origin, replica.log.newest_of(device), outdated_by(replica) or 0,
        number_setting(replica.sql, _FOUNDED) or 0, 0 if seen is None else seen.origin,
    ]  # fmt: skip
    newest = max(origin for origin in known if device_of(origin) == device)
    assert newest + 1 < origin_of(device + 1, 0), "a device lives at most 65,536 times"
    return incarnation_of(newest + 1)


class Lives:
    """One device's membership through its incarnations."""

    def __init__(
        self,
        replica: Replica,
        membership: Membership,
        keep: Callable[[Membership], None],
        memory: OwnMemory,
    ) -> None:
        """`keep` puts a membership in its file, whole or not at all."""
        self._replica = replica
        self.membership = membership
        self._keep = keep
        self._memory = memory

    def look_back(self) -> None:
        """At a start: begin anew when the memory is shown to be old."""
        why = forgetting_of(self._replica)
        if why is not None:
            self.begin_anew(why)

    def begin_anew(self, why: str = OUTDATED) -> None:
        """Go on as the next incarnation, and leave word of it for the person."""
        self.membership, self._memory.forgotten = begin_anew(
            self._replica, self.membership, why, self._keep
        )

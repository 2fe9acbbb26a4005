"""A newcomer begins with a snapshot where the history is long, from the store or from a peer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from podium_desk.application.enrolling import Membership
from podium_desk.application.forgetting import found_replica
from podium_desk.config import DataFolder
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.projection import PodiumProjector
from sync.exchange.line import StoreRefused
from sync.snapshot.checking import SnapshotRefused, check_snapshot
from sync.snapshot.fetching import Asks, Fetch, Wanted
from sync.snapshot.making import layout_of
from sync.store.port import Sql
from sync.store.schema import create_tables

THE_STORE = 0
"""Who gives a snapshot, when it is no peer."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins, where. `database` opens a file, or one in memory for None."""

    folder: DataFolder
    membership: Membership
    database: Callable[[Path | None], Sql]

    def has_heard_facts(self) -> bool:
        """Whether the replica is in use already, so that nothing may take its place."""
        with contextlib.closing(self.database(self.folder.replica)) as sql:
            create_tables(sql)
            return sql.row("SELECT 1 FROM log_head") is not None

    def layout(self) -> bytes:
        """The form of our own tables."""
        with contextlib.closing(self.database(None)) as empty:
            create_tables(empty)
            PodiumProjector(self.membership.store_certificate.claims.device).create_tables(empty)
            return layout_of(empty)


def begin_with_snapshot(
    beginning: Beginning,
    source: Asks,
    pause: Callable[[float], None],
    progress: Callable[[int], None],
    giver: int = THE_STORE,
) -> bool:
    """Put a checked snapshot in the place of a replica that has heard nothing yet.

    False when there is none to have: the history is short, the other side has another version,
    or what it gave does not hold; then every fact comes by the ordinary exchange. `progress`
    hears how many are still to come. Raises `ExchangeFault`, `StoreFault` or `OSError`; called
    again, it goes on from what was fetched from the same `giver`, a peer's device number.
    """
    folder, membership = beginning.folder, beginning.membership
    if beginning.has_heard_facts():
        return False
    wanted = Wanted(beginning.layout(), membership.claims.house)
    fetch = Fetch(source, giver, folder.snapshot, wanted)
    try:
        manifest = fetch.run(lambda done, facts: progress(facts - done), pause)
        if manifest is None:
            return False
        with contextlib.closing(beginning.database(folder.snapshot)) as sql:
            # Only the store may know of rights that it gave us before: it gives them itself.
            rightless = None if giver == THE_STORE else membership.own_origin
            check_snapshot(sql, manifest, membership.authority_public, rightless)
            found_replica(sql, membership.own_origin)
    except (SnapshotRefused, StoreRefused):
        fetch.forget()
        return False
    os.replace(folder.snapshot, folder.replica)
    fetch.forget()
    return True

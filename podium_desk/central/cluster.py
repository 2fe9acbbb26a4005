"""An open central store: its replica, its catalogue and its authority over the cluster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from sync.server.enrolment import Enrolment
from sync.server.service import ClusterIdentity
from sync.store.port import Sql
from sync.store.replica import Replica


@dataclass(frozen=True, slots=True)
class Central:
    """What every command on the central store works with.

    Several programs may have the same store open (a server and a command): all that decides is
    read from the database inside the transaction that writes.
    """

    replica: Replica
    catalogue: Catalogue
    identity: ClusterIdentity
    enrolment: Enrolment
    now_ms: Callable[[], int]
    choose: Callable[[str], str]
    """One letter of an alphabet, at random."""

    @property
    def sql(self) -> Sql:
        """The database."""
        return self.replica.sql

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def close(self) -> None:
        """End the connection cleanly."""
        self.sql.close()
        if self.replica.witness is not None:
            self.replica.witness.close()

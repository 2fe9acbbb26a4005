"""The central store as use cases see it: perhaps there, perhaps not; never waited for long."""

from __future__ import annotations

from typing import Protocol

from podium_desk.application.counter import Connection
from podium_desk.late_dataclass import dataclass

REPLICA_OUTDATED = "replica_outdated"
"""The fault of a device whose data was put back to an older copy: it may not sell."""
REVOKED = "revoked"
"""The fault of a device that the store calls lost."""
ASK_TIMEOUT_S = 1.5
"""A clerk waits at most this long for the store before the desk goes on with what it holds."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What the last contact was. Times are corrected UTC milliseconds."""

    connection: Connection
    last_contact_ms: int | None
    fault: str | None
    """The stable code of why the last round failed: the key of a sentence."""


class StoreLink(Protocol):
    """The line to the store."""

    def state(self) -> LinkState:
        """How the line is, without trying it."""
        ...

    def ask(
        self, house: int, pool: int, units: tuple[int, ...], is_spent: bool = False, /
    ) -> frozenset[int]:
        """The units of these that are now held here; none when nobody answers in time.

        `is_spent` asks for places that are sold: to pay back, exchange or take money for them.
        """
        ...

    def wake(self) -> None:
        """There is something to send: do not wait for the next round."""
        ...


class NoLink:
    """A desk that has no line at all: the command line without contact, and tests."""

    def state(self) -> LinkState:
        """Never heard."""
        return LinkState(Connection.OFFLINE, None, None)

    def ask(
        self, _house: int, _pool: int, _units: tuple[int, ...], _is_spent: bool = False, /
    ) -> frozenset[int]:
        """Nobody answers."""
        return frozenset()

    def wake(self) -> None:
        """Nothing to wake."""

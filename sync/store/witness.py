"""The witness: how far the own log had come, kept outside the database.

A database that was put back to an older copy has forgotten what it sold, and would sell it again.
It cannot know that by itself; a witness in a second place can tell (sync.md 3.3, decision 6). It
is written after each commit and never waited for on the disk: one that is behind shows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sync.facts.fact import device_of
from sync.store.log import FactLog


@dataclass(frozen=True, slots=True)
class Head:
    """The newest fact of a log: its number and the chain's hash there."""

    origin: int
    seq: int
    hash: bytes


class Witness(Protocol):
    """A second memory for newest heads."""

    def last(self) -> Head | None:
        """What was noted last; None when nothing readable is there."""
        ...

    def note(self, head: Head) -> None:
        """Remember this head. A failure is kept as a fault of the witness, never raised."""
        ...

    def close(self) -> None:
        """Let go of the place."""
        ...


class KeptWitness:
    """A witness in memory: for a simulation, which decides what of it survives."""

    def __init__(self) -> None:
        self.head: Head | None = None

    def last(self) -> Head | None:
        """What was noted last."""
        return self.head

    def note(self, head: Head) -> None:
        """Remember this head."""
        self.head = head

    def close(self) -> None:
        """Nothing to let go of."""


class KeptHeads:
    """The heads of a store's logs in memory: for a simulation, as `KeptWitness` is."""

    def __init__(self) -> None:
        self.noted: dict[int, Head] = {}

    def heads(self) -> list[Head]:
        """What was noted last of each log."""
        return list(self.noted.values())

    def last(self) -> Head | None:
        """The newest head of the log that was noted last."""
        return next(reversed(self.noted.values()), None)

    def note(self, head: Head) -> None:
        """Remember this head of its log."""
        self.noted.pop(head.origin, None)
        self.noted[head.origin] = head

    def close(self) -> None:
        """Nothing to let go of."""


class Forgetting(StrEnum):
    """How a database shows that it was put back."""

    BEHIND = "behind"
    """The log once had come further."""
    OTHER_HISTORY = "other_history"
    """The log once said something else at that place."""
    FORMER_LIFE = "former_life"
    """The device had begun a later incarnation than this database knows."""


def shown_forgetting(
    log: FactLog, house: int, own_origin: int, seen: Head | None
) -> Forgetting | None:
    """What the witness proves against the database; None when it proves nothing.

    A witness that is absent, of an earlier life or behind the database proves nothing: a restart
    costs no rights.
    """
    if seen is None or device_of(seen.origin) != device_of(own_origin) or seen.origin < own_origin:
        return None
    if seen.origin > own_origin:
        return Forgetting.FORMER_LIFE
    if log.head(house, own_origin)[0] < seen.seq:
        return Forgetting.BEHIND
    return None if log.hash_at(house, own_origin, seen.seq) == seen.hash else (
        Forgetting.OTHER_HISTORY
    )  # fmt: skip

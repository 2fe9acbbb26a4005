"""How sure a device is of its own memory since it started (architecture.md, decision 6).

A program cannot know by itself that its data is the newest. Until the store or a peer has
confirmed the head of its log it sells a small reserve only; the rest of what it holds waits.
When nobody can be asked, a person may confirm, told how many places are at stake.
"""

from __future__ import annotations

from dataclasses import field

from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql
from sync.store.schema import put_setting, setting

_WORD = "memory_confirmed_by_person"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was found and done: the places of the former log that nobody may sell any more."""

    why: str
    incarnation: int
    forfeited: int


@dataclass(slots=True)
class OwnMemory:
    """What one start of a device knows of itself. Used on the replica's lane only."""

    is_confirmed: bool = True
    forgotten: Forgotten | None = None
    """What this start found, for the person to read."""
    small: dict[PerformanceId, frozenset[Unit]] = field(default_factory=dict)
    """The places that may be sold unconfirmed, chosen once for each performance."""

    def confirm(self) -> None:
        """The store, a peer or a person has confirmed that nothing is forgotten."""
        self.is_confirmed = True
        self.small.clear()


def leave_word(sql: Sql) -> None:
    """Keep a person's confirmation for the next start of a desk, and for that one only."""
    with sql.transaction():
        put_setting(sql, _WORD, b"1")


def take_word(sql: Sql, memory: OwnMemory) -> None:
    """Use up a confirmation that a person left; a desk does so when it starts."""
    if setting(sql, _WORD) is None:
        return
    with sql.transaction():
        sql.run("DELETE FROM setting WHERE name = ?", (_WORD,))
    memory.confirm()

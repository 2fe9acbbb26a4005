"""What a door was told of its evening: how many tickets there are, and whose.

Names are kept in memory, and on the disk under a key that is not on it (`NameShelf`): who steals a
door that is off finds nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Protocol

import msgspec

from podium_desk.application.evening_messages import EveningTold, TicketName
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass
from sync.decoding import decode


class NameShelf(Protocol):
    """Keeps the names through a restart of the program, where nobody can read them off the disk."""

    def keep(self, told: bytes) -> None:
        """Keep this instead of what was there; empty bytes leave nothing."""
        ...

    def kept(self) -> bytes:
        """What was kept; empty when there is nothing, or no key to it any more."""
        ...


class NoShelf:
    """Keeps nothing: after a restart the names come with the next contact."""

    def keep(self, _told: bytes) -> None:
        """Nothing is kept."""

    def kept(self) -> bytes:
        """Nothing was."""
        return b""


@dataclass(slots=True)
class EveningKnown:
    """What this door was told. Read and written on the replica's lane."""

    shelf: NameShelf = field(default_factory=NoShelf)
    counts: dict[PerformanceId, int] = field(default_factory=dict)
    """How many valid tickets the store says there are of each performance."""
    counted_ms: int | None = None
    """When it said so, by the corrected clock."""
    asked_ms: int | None = None
    """When it last asked anybody, by the uncorrected clock."""
    mark: bytes = b""
    _names: dict[TicketId, str] = field(default_factory=dict)

    def name_of(self, ticket: TicketId) -> str:
        """Whose ticket it is; empty where nobody said so, or the house shows no names here."""
        return self._names.get(ticket, "")

    def names(self) -> Mapping[TicketId, str]:
        """Everybody who is known here, for finding a forgotten ticket by its name."""
        return self._names

    def recall(self) -> None:
        """At a start: the names that the shelf still has."""
        kept = self.shelf.kept()
        if kept:
            told = decode(kept, EveningTold)
            self._take_names(told.names_mark, told.names or ())

    def take(self, told: EveningTold, now_ms: int, is_store: bool) -> bool:
        """Take what was told over; whether the names changed.

        Only the store's counts are kept: a desk knows no more of the others than a door does.
        """
        if is_store:
            self.counts = {PerformanceId(number): count for number, count in told.counts}
            self.counted_ms = now_ms
        if told.names_mark == self.mark:
            return False
        names = told.names or ()
        self._take_names(told.names_mark, names)
        self.shelf.keep(msgspec.msgpack.encode(EveningTold((), told.names_mark, names))
                        if names else b"")  # fmt: skip
        return True

    def drop_names(self) -> None:
        """Nobody's name is here any more, nor on the shelf."""
        self._take_names(b"", ())
        self.shelf.keep(b"")

    def _take_names(self, mark: bytes, names: Iterable[TicketName]) -> None:
        self.mark = mark
        self._names = {TicketId(Origin(one.origin), one.seq, one.line): one.name for one in names}

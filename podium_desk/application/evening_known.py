"""What a door was told of its evening: how many tickets there are, and whose.

Names are kept in memory, and on the disk under a key that is not on it (`NameShelf`): who steals a
door that is off finds nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Protocol

import msgspec
from msgspec.structs import replace as replaced

from podium_desk.application.evening_messages import EveningTold, TicketWords
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass
from sync.decoding import decode

NAMES_STAY_MS = 16 * 3600 * 1000
"""So long is a performance tonight's; names of an older evening are nobody's business."""


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    at_ms: int
    mark: bytes
    words: tuple[TicketWords, ...]


class NameShelf(Protocol):
    """Keeps the words through a restart of the program, where nobody can read them off the disk."""

    def keep(self, told: bytes) -> None:
        """Keep this instead of what was there; empty bytes leave nothing."""
        ...

    def kept(self) -> bytes:
        """What was kept; empty when there is nothing, or no key to it any more."""
        ...


class NoShelf:
    """Keeps nothing: after a restart the words come with the next contact."""

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
    _words: dict[TicketId, TicketWords] = field(default_factory=dict)

    def words_of(self, ticket: TicketId) -> TicketWords | None:
        """What may be said of a ticket here; None for nothing."""
        return self._words.get(ticket)

    def names(self) -> Mapping[TicketId, str]:
        """Everybody who is known here, for finding a forgotten ticket by its name."""
        return {ticket: words.name for ticket, words in self._words.items() if words.name}

    def recall(self, now_ms: int) -> None:
        """At a start: the words that the shelf still has, if they are of this day."""
        bytes_kept = self.shelf.kept()
        kept = decode(bytes_kept, _Kept) if bytes_kept else None
        if kept is not None and 0 <= now_ms - kept.at_ms < NAMES_STAY_MS:
            self._take_words(kept.mark, kept.words)
        elif kept is not None:
            self.drop_words()

    def add(self, told: EveningTold, now_ms: int) -> bool:
        """Take over what another door was told later than this one, or this one never; whether the
        words changed. It need not be all of this one's evening: what is known besides stays, until
        who knows all is asked again.

        Doors that hear only each other end with the same words, whoever asks first.
        """
        both = ((one, self._words.get(ticket_of(one))) for one in told.words or ())
        added = {ticket_of(one): one for one, own in both if own is None or _holds(one, own)}
        if not added:
            return False
        self._keep(b"", tuple((self._words | added).values()), now_ms)
        return True

    def take(self, told: EveningTold, now_ms: int, is_store: bool) -> bool:
        """Take what was told over; whether the words changed.

        Only the store's counts are kept: a desk knows no more of the others than a door does.
        """
        if is_store:
            self.counts = {PerformanceId(number): count for number, count in told.counts}
            self.counted_ms = now_ms
        if told.mark == self.mark:
            return False
        words = tuple(replaced(one, told_ms=now_ms) for one in told.words or ())
        self._keep(told.mark, words, now_ms)
        return True

    def words(self) -> tuple[TicketWords, ...]:
        """All that this door was told, for another door that hears nobody else."""
        return tuple(self._words.values())

    def drop_names(self, now_ms: int) -> None:
        """Names are shown here no more; the notes stay, until somebody is asked again."""
        if any(words.name for words in self._words.values()):
            unnamed = (replaced(words, name="") for words in self._words.values())
            self._keep(b"", tuple(words for words in unnamed if words.notes), now_ms)

    def _keep(self, mark: bytes, words: tuple[TicketWords, ...], now_ms: int) -> None:
        self._take_words(mark, words)
        self.shelf.keep(msgspec.msgpack.encode(_Kept(now_ms, mark, words)) if words else b"")

    def drop_words(self) -> None:
        """Nothing of anybody is here any more, nor on the shelf."""
        self._take_words(b"", ())
        self.shelf.keep(b"")

    def _take_words(self, mark: bytes, words: Iterable[TicketWords]) -> None:
        self.mark = mark
        self._words = {ticket_of(one): one for one in words}


def _holds(said: TicketWords, own: TicketWords) -> bool:
    """Whether what another door was told of a ticket holds against this one's own."""
    return _newness(said) > _newness(own)


def _newness(words: TicketWords) -> tuple[int, str, tuple[str, ...]]:
    """The later told first; of what was told in one instant any, but everywhere the same."""
    return words.told_ms, words.name, words.notes


def ticket_of(words: TicketWords) -> TicketId:
    """The ticket that these words are about."""
    return TicketId(Origin(words.origin), words.seq, words.line)

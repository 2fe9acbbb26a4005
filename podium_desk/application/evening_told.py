"""The answer to a door that asks about its evening: by the store, or by a desk of its house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec
from msgspec.structs import replace as replaced

from podium_desk.application.door_words import GuestWords
from podium_desk.application.evening_known import EveningKnown, ticket_of
from podium_desk.application.evening_messages import (
    PERFORMANCES_MAX,
    EveningAsked,
    EveningTold,
    TicketWords,
)
from podium_desk.domain.ids import HouseId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tickets import has_door_notes
from podium_desk.replica.queries import kept_ticket_count, tickets_sold
from sync.store.personal import PersonalTable
from sync.store.port import Sql

_MARK_BYTES = 8
_READINGS_MAX = 32
"""More gates than any evening of a cluster has at once."""
_SAYING = ("order_tied", "add_on", "ticket_named", "door_note")
"""Whose facts change a word without a new personal body."""
_Key = tuple[HouseId, tuple[int, ...], bool]


class EveningWords:
    """Answers the doors from one replica; what did not change is not read again."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._read: dict[_Key, tuple[tuple[int, ...], tuple[TicketWords, ...]]] = {}

    def told(self, house: HouseId, asked: EveningAsked, shows_names: bool) -> EveningTold:
        """What a door of this house is told: notes for the door, and names where `shows_names`."""
        wanted = asked.performances[:PERFORMANCES_MAX]
        counts = tuple((number, kept_ticket_count(self._sql, house, number)) for number in wanted)
        key = (house, wanted, shows_names)
        state = (*(count for _, count in counts), *_state(self._sql, house))
        known = self._read.get(key)
        if known is None or known[0] != state:
            if len(self._read) >= _READINGS_MAX:
                self._read.clear()
            known = self._read[key] = state, tuple(_words(self._sql, *key))
        return _told(counts, known[1], _mark(known[1]), asked)


def _state(sql: Sql, house: HouseId) -> tuple[int, ...]:
    """Another one whenever the words about a house's tickets may be others."""
    counted = (f"SELECT COUNT(*) FROM {table} WHERE house = ?" for table in _SAYING)
    rows = (sql.row(query, (house,)) for query in counted)
    personal = PersonalTable(sql)
    changes = personal.newest(house), personal.erased_count()
    return (*changes, *(0 if row is None else int(row[0]) for row in rows))


@dataclass(frozen=True, slots=True)
class EveningOfDoor:
    """What a door was told, and of which performances."""

    known: EveningKnown
    performances: tuple[int, ...]


def passed_on(
    sql: Sql, house: HouseId, own: EveningOfDoor, asked: EveningAsked, shows_names: bool
) -> EveningTold | None:
    """What a door tells another one that hears nobody else: what it was told itself of the
    performances that the other one asks about; None for nothing."""
    known: Iterable[TicketWords] = own.known.words()
    both = set(own.performances) & set(asked.performances)
    if both != set(own.performances):
        tickets = {row.ticket for number in both for row in tickets_sold(sql, house, number)}
        known = (one for one in known if ticket_of(one) in tickets)
    unnamed = (one if shows_names else replaced(one, name="") for one in known)
    words = tuple(one for one in unnamed if one.name or one.notes)
    # When it was told says nothing of what it says: who has the same is told nothing again.
    mark = _mark(tuple(replaced(one, told_ms=0) for one in words))
    return _told((), words, mark, asked) if words else None


def _told(
    counts: tuple[tuple[int, int], ...], words: tuple[TicketWords, ...], mark: bytes,
    asked: EveningAsked,
) -> EveningTold:  # fmt: skip
    return EveningTold(counts, mark, None if words and mark == asked.mark else words)


def _mark(words: tuple[TicketWords, ...]) -> bytes:
    """Another one for other words, empty for none."""
    if not words:
        return b""
    return blake2b(msgspec.msgpack.encode(words), digest_size=_MARK_BYTES).digest()


def _words(
    sql: Sql, house: HouseId, performances: tuple[int, ...], shows_names: bool
) -> Iterator[TicketWords]:
    if not shows_names and not has_door_notes(sql, house):
        return
    read = GuestWords(sql, house)
    for number in performances:
        # With those that were taken back: who comes with one is a guest all the same.
        for row in tickets_sold(sql, house, number):
            words, ticket = read.of(row), row.ticket
            name = words.name if shows_names else ""
            if name or words.notes:
                yield TicketWords(ticket.origin, ticket.seq, ticket.line, name, words.notes)

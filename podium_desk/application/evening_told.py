"""The answer to a door that asks about its evening: by the store, or by a desk of its house."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from podium_desk.application.door_words import GuestWords
from podium_desk.application.evening_messages import (
    PERFORMANCES_MAX,
    EveningAsked,
    EveningTold,
    TicketWords,
)
from podium_desk.domain.ids import HouseId
from podium_desk.replica.queries import kept_ticket_count, kept_tickets
from sync.store.port import Sql

_MARK_BYTES = 8


def evening_told(sql: Sql, house: HouseId, asked: EveningAsked, shows_names: bool) -> EveningTold:
    """What a door of this house is told: notes for the door, and names where `shows_names`."""
    wanted = asked.performances[:PERFORMANCES_MAX]
    counts = tuple((number, kept_ticket_count(sql, house, number)) for number in wanted)
    words = tuple(_words(sql, house, wanted, shows_names))
    if not words:
        return EveningTold(counts)
    mark = blake2b(msgspec.msgpack.encode(words), digest_size=_MARK_BYTES).digest()
    return EveningTold(counts, mark, None if mark == asked.mark else words)


def _words(
    sql: Sql, house: HouseId, performances: tuple[int, ...], shows_names: bool
) -> Iterator[TicketWords]:
    read = GuestWords(sql, house)
    for number in performances:
        for row in kept_tickets(sql, house, number):
            words, ticket = read.of(row), row.ticket
            name = words.name if shows_names else ""
            if name or words.notes:
                yield TicketWords(ticket.origin, ticket.seq, ticket.line, name, words.notes)

"""The answer to a door that asks about its evening: by the store, or by a desk of its house."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from podium_desk.application.evening_messages import (
    PERFORMANCES_MAX,
    EveningAsked,
    EveningTold,
    TicketWords,
)
from podium_desk.application.order_names import OrderNames
from podium_desk.domain.ids import HouseId, OrderId
from podium_desk.replica.queries import kept_ticket_count, kept_tickets
from sync.store.port import Sql

_MARK_BYTES = 8


def evening_told(sql: Sql, house: HouseId, asked: EveningAsked, shows_names: bool) -> EveningTold:
    """What a door of this house is told; names only where `shows_names`."""
    wanted = asked.performances[:PERFORMANCES_MAX]
    counts = tuple((number, kept_ticket_count(sql, house, number)) for number in wanted)
    words = tuple(_words(sql, house, wanted)) if shows_names else ()
    if not words:
        return EveningTold(counts)
    mark = blake2b(msgspec.msgpack.encode(words), digest_size=_MARK_BYTES).digest()
    return EveningTold(counts, mark, None if mark == asked.mark else words)


def _words(sql: Sql, house: HouseId, performances: tuple[int, ...]) -> Iterator[TicketWords]:
    of_orders: dict[OrderId, str] = {}
    rows = OrderNames(sql, house)
    for number in performances:
        for row in kept_tickets(sql, house, number):
            if row.order not in of_orders:
                of_orders[row.order] = rows.name_of(row.order) or ""
            name, ticket = of_orders[row.order], row.ticket
            if name:
                yield TicketWords(ticket.origin, ticket.seq, ticket.line, name)

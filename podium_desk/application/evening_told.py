"""The answer to a door that asks about its evening: by the store, or by a desk of its house."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from podium_desk.application.evening_messages import (
    PERFORMANCES_MAX,
    EveningAsked,
    EveningTold,
    TicketName,
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
    if not shows_names:
        return EveningTold(counts)
    names = tuple(_names(sql, house, wanted))
    mark = blake2b(msgspec.msgpack.encode(names), digest_size=_MARK_BYTES).digest()
    return EveningTold(counts, mark, None if mark == asked.names_mark else names)


def _names(sql: Sql, house: HouseId, performances: tuple[int, ...]) -> Iterator[TicketName]:
    of_orders: dict[OrderId, str] = {}
    rows = OrderNames(sql, house)
    for number in performances:
        for ticket in kept_tickets(sql, house, number):
            if ticket.order not in of_orders:
                of_orders[ticket.order] = rows.name_of(ticket.order) or ""
            name = of_orders[ticket.order]
            if name:
                yield TicketName(ticket.ticket.origin, ticket.ticket.seq, ticket.ticket.line, name)

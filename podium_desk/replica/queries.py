"""Questions to the domain's tables. Every answer is a frozen value."""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import (
    FactId,
    HouseId,
    OrderId,
    Origin,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
    device_of,
)
from podium_desk.domain.stays import Passage
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.goods import goods_cents_sold
from sync.store.port import Row, Sql


@dataclass(frozen=True, slots=True)
class SoldRow:
    """A ticket as it was sold. `generation` is the newest code's, 1 for the first."""

    ticket: TicketId
    house: HouseId
    performance: PerformanceId
    unit: Unit
    hop: int
    zone: str
    row: str
    number: str
    tariff: TariffId
    price_cents: int
    vat_rate_percent: int
    persons: int
    seller: HouseId
    order: OrderId
    at_ms: int
    generation: int
    is_refunded: bool
    is_open: bool = False
    """Reserved, and still to be paid."""


SOLD_COLUMNS = """
    t.origin, t.seq, t.line, t.house, t.performance, t.unit, t.hop, t.zone, t.row_name, t.number,
    t.tariff, t.price_cents, t.vat_rate, t.persons, t.seller, t.order_origin,
    t.order_number, t.at_ms,
    (SELECT MAX(c.generation) FROM ticket_code c WHERE c.house = t.house
        AND c.ticket_origin = t.origin AND c.ticket_seq = t.seq AND c.ticket_line = t.line),
    EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house
        AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line),
    EXISTS (SELECT 1 FROM order_sold o WHERE o.house = t.house AND o.origin = t.origin
        AND o.seq = t.seq AND o.pay_before_ms IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM order_paid p WHERE p.house = t.house
        AND p.order_origin = t.order_origin AND p.order_number = t.order_number)"""
"""Of a row `t` of `ticket_sold`: what `sold_row` reads."""
_SOLD = f"SELECT {SOLD_COLUMNS} FROM ticket_sold t"


def sold_ticket(sql: Sql, house: int, ticket: TicketId) -> SoldRow | None:
    """One ticket of a house, None when this replica has not heard of it."""
    row = sql.row(
        f"{_SOLD} WHERE t.house = ? AND t.origin = ? AND t.seq = ? AND t.line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return None if row is None else sold_row(row)


def places_sold_with(sql: Sql, ticket: SoldRow) -> list[SoldRow]:
    """The lines of a ticket's sale at its tariff and performance, its own too, in their order."""
    rows = sql.rows(
        f"{_SOLD} WHERE t.house = ? AND t.origin = ? AND t.seq = ? AND t.performance = ?"
        " AND t.tariff = ? ORDER BY t.line",
        (ticket.house, ticket.ticket.origin, ticket.ticket.seq, ticket.performance, ticket.tariff),
    )
    return [sold_row(row) for row in rows]


def find_ticket(sql: Sql, ticket: TicketId, houses: list[int]) -> SoldRow | None:
    """One ticket of any of these houses."""
    found = (sold_ticket(sql, house, ticket) for house in houses)
    return next((row for row in found if row is not None), None)


def tickets_of_order(sql: Sql, order: OrderId) -> list[SoldRow]:
    """An order's tickets, in the order of their lines."""
    rows = sql.rows(
        f"{_SOLD} WHERE t.order_origin = ? AND t.order_number = ? ORDER BY t.seq, t.line",
        (order.origin, order.number),
    )
    return [sold_row(row) for row in rows]


def ticket_at(
    sql: Sql, house: int, performance: PerformanceId, unit: int, hop: int
) -> SoldRow | None:
    """The ticket whose sale was that move of the place's right; it has the place's short code."""
    row = sql.row(
        f"{_SOLD} WHERE t.house = ? AND t.performance = ? AND t.unit = ? AND t.hop = ?",
        (house, performance, unit, hop),
    )
    return None if row is None else sold_row(row)


def kept_tickets(sql: Sql, house: int, performance: int) -> list[SoldRow]:
    """The tickets of a performance that were not taken back, in the order of their sale."""
    return [row for row in tickets_sold(sql, house, performance) if not row.is_refunded]


def tickets_sold(sql: Sql, house: int, performance: int) -> list[SoldRow]:
    """The same with those that were taken back."""
    rows = sql.rows(
        f"{_SOLD} WHERE t.house = ? AND t.performance = ? ORDER BY t.origin, t.seq, t.line",
        (house, performance),
    )
    return [sold_row(row) for row in rows]


def kept_ticket_count(sql: Sql, house: int, performance: int) -> int:
    """How many tickets of a performance were not taken back."""
    row = sql.row(
        "SELECT COUNT(*) FROM ticket_sold t WHERE t.house = ? AND t.performance = ?"
        " AND NOT EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
        "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)",
        (house, performance),
    )
    return 0 if row is None else int(row[0])


def issuing_logs(sql: Sql, house: int, performance: int) -> list[Origin]:
    """The logs in which tickets of a performance were sold."""
    rows = sql.rows(
        "SELECT DISTINCT origin FROM ticket_sold WHERE house = ? AND performance = ?",
        (house, performance),
    )
    return [Origin(origin) for (origin,) in rows]


def newest_scan_ms(sql: Sql, house: int, origin: int) -> int | None:
    """When a device last recorded an attempt in this log, by its corrected clock."""
    row = sql.row(
        "SELECT at_ms FROM scan WHERE house = ? AND origin = ? ORDER BY seq DESC LIMIT 1",
        (house, origin),
    )
    return None if row is None else int(row[0])


def ticket_of_unit(sql: Sql, house: int, performance: PerformanceId, unit: Unit) -> SoldRow | None:
    """The newest ticket of a place, by the moves of its right; it may have been taken back."""
    row = sql.row(
        f"{_SOLD} WHERE t.house = ? AND t.performance = ? AND t.unit = ?"
        " ORDER BY t.hop DESC LIMIT 1",
        (house, performance, unit),
    )
    return None if row is None else sold_row(row)


def why_taken_back(sql: Sql, house: int, ticket: TicketId) -> str:
    """The reason with which a ticket was taken back; empty when it was not."""
    row = sql.row(
        "SELECT reason FROM ticket_refunded WHERE house = ? AND ticket_origin = ?"
        " AND ticket_seq = ? AND ticket_line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return "" if row is None else str(row[0])


def code_facts(sql: Sql, row: SoldRow, generation: int) -> list[FactId]:
    """The facts after which their writers may sign a ticket's code of this generation: the one
    that gave it, or for the first code that the reserved order was paid."""
    if generation == 1:
        rows = sql.rows(
            "SELECT origin, seq FROM order_paid WHERE house = ? AND order_origin = ?"
            " AND order_number = ?",
            (row.house, row.order.origin, row.order.number),
        )
    else:
        rows = sql.rows(
            "SELECT origin, seq FROM ticket_code WHERE house = ? AND ticket_origin = ?"
            " AND ticket_seq = ? AND ticket_line = ? AND generation = ?",
            (row.house, row.ticket.origin, row.ticket.seq, row.ticket.line, generation),
        )
    return [FactId(Origin(origin), seq) for origin, seq in rows]


def newest_order_number(sql: Sql, origin: int) -> int:
    """The newest number among the orders of a log; 0 before its first."""
    row = sql.row(
        "SELECT MAX(number) FROM ("
        " SELECT MAX(order_number) AS number FROM order_sold WHERE order_origin = ?"
        " UNION ALL SELECT MAX(order_number) FROM goods_sold WHERE order_origin = ?"
        " UNION ALL SELECT MAX(order_number) FROM voucher WHERE order_origin = ?) AS newest",
        (origin, origin, origin),
    )
    return 0 if row is None or row[0] is None else int(row[0])


def sold_counts(sql: Sql) -> dict[int, int]:
    """How many places of each performance are sold, also those whose tickets are not in scope."""
    return dict(
        sql.rows("SELECT pool, COUNT(*) FROM unit_right WHERE spent = 1 GROUP BY house, pool")
    )


def sold_count(sql: Sql, house: int, performance: int) -> int:
    """How many places of one performance are sold."""
    row = sql.row(
        "SELECT COUNT(*) FROM unit_right WHERE house = ? AND pool = ? AND spent = 1",
        (house, performance),
    )
    return 0 if row is None else int(row[0])


def sold_counts_of(sql: Sql, house: int, performances: Sequence[int]) -> dict[int, int]:
    """The same of some performances of a house; one without a sold place is missing."""
    asked = ", ".join("?" * len(performances))
    return dict(
        sql.rows(
            "SELECT pool, COUNT(*) FROM unit_right"
            f" WHERE house = ? AND pool IN ({asked}) AND spent = 1 GROUP BY pool",
            (house, *performances),
        )
    )


def passages(sql: Sql, house: int, performance: int, ticket: TicketId) -> list[Passage]:
    """A ticket's entries and exits at one performance, oldest first; annulled ones are marked."""
    rows = sql.rows(
        f"SELECT s.at_ms, s.direction, s.gate, NOT ({NOT_ANNULLED}), s.persons, s.hlc"
        " FROM scan s WHERE s.house = ? AND s.performance = ? AND s.ticket_origin = ?"
        " AND s.ticket_seq = ? AND s.ticket_line = ? AND s.verdict IN ('admit', 'exit')"
        " ORDER BY s.at_ms, s.hlc, s.origin, s.seq",
        (house, performance, ticket.origin, ticket.seq, ticket.line),
    )
    return [
        Passage(at_ms, Direction(way), gate, bool(annulled), persons, hlc)
        for at_ms, way, gate, annulled, persons, hlc in rows
    ]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A stored answer that let somebody through. `fact` is the scan, `at_ms` when it was."""

    ticket: TicketId
    performance: PerformanceId
    verdict: str
    is_overridden: bool
    persons: int
    fact: FactId
    at_ms: int


def passage_of_token(
    sql: Sql, house: int, token: str, own_device: int | None = None
) -> StoredPassage | None:
    """The admitted entry or exit with this token; an annulled one never happened.

    Of several, said by doors that did not hear each other, that of `own_device`, else the oldest.
    """
    rows = sql.rows(
        "SELECT ticket_origin, ticket_seq, ticket_line, performance, verdict, overridden, persons,"
        " origin, seq, at_ms FROM scan s"
        f" WHERE house = ? AND token = ? AND verdict IN ('admit', 'exit') AND {NOT_ANNULLED}"
        " ORDER BY at_ms, origin, seq",
        (house, token),
    )
    own = [row for row in rows if device_of(row[7]) == own_device]
    for row in own or rows:
        ticket = TicketId(Origin(row[0]), row[1], row[2])
        return StoredPassage(
            ticket, PerformanceId(row[3]), row[4], bool(row[5]), row[6],
            FactId(Origin(row[7]), row[8]), row[9],
        )  # fmt: skip
    return None


def is_blocked(sql: Sql, house: int, ticket: TicketId) -> bool:
    """Whether the newest thing said of a ticket's use, by corrected time, is that it is blocked."""
    row = sql.row(
        "SELECT is_blocked FROM ticket_block WHERE house = ? AND ticket_origin = ?"
        " AND ticket_seq = ? AND ticket_line = ? ORDER BY at_ms DESC, hlc DESC, origin DESC",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return row is not None and bool(row[0])


def sold_row(row: Row) -> SoldRow:
    """What `SOLD_COLUMNS` are the columns of."""
    (origin, seq, line, house, performance, unit, hop, zone, row_name, number, tariff, price,
     vat_rate, persons, seller, order_origin, order_number, at_ms, generation,
     refunded, is_open) = row  # fmt: skip
    return SoldRow(
        TicketId(Origin(origin), seq, line), HouseId(house), PerformanceId(performance),
        Unit(unit), hop, zone, row_name, number, TariffId(tariff), price, vat_rate, persons,
        HouseId(seller), OrderId(Origin(order_origin), order_number), at_ms, generation or 1,
        bool(refunded), bool(is_open),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Totals:
    """What a replica knows was sold and taken: the sums that must agree everywhere."""

    orders: int
    tickets: int
    refunded: int
    sold_cents: int
    paid_cents: int
    admitted: int


def totals(sql: Sql, house: int | None = None) -> Totals:
    """The sums over all facts in this replica's scope, or over those of one house."""

    def number(query: str, condition: str = "1 = 1") -> int:
        of_house = "" if house is None else " AND house = ?"
        values = () if house is None else (house,)
        row = sql.row(f"{query} WHERE {condition}{of_house}", values)
        return 0 if row is None or row[0] is None else int(row[0])

    return Totals(
        number("SELECT COUNT(DISTINCT order_origin || ' ' || order_number) FROM order_sold"),
        number("SELECT COUNT(*) FROM ticket_sold"),
        number("SELECT COUNT(*) FROM ticket_refunded"),
        number("SELECT SUM(price_cents) FROM ticket_sold") + goods_cents_sold(sql, house),
        number("SELECT SUM(amount_cents) FROM payment"),
        number("SELECT COUNT(*) FROM scan", "verdict = 'admit'"),
    )

"""Sales held against the catalogue: a price that was not the tariff's, a performance that was off.

Such a sale is stored like any other, since money that was taken is never rejected away
(architecture.md, decision 1); it goes on the list of what a person settles.
"""

from __future__ import annotations

import msgspec

from podium_desk.domain.facts import SaleLine
from podium_desk.domain.ids import HouseId, Origin, PerformanceId, TicketId, Unit, device_of
from podium_desk.domain.incidents import Incident, IncidentKind
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import record_from_bytes
from podium_desk.replica.incidents import seat_details
from podium_desk.replica.sold_facts import SalesReader
from sync.store.port import Row, Sql

_COLUMNS = (
    "SELECT house, origin, seq, line, performance, unit, tariff, price_cents, at_ms, zone,"
    " row_name, number, EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house"
    "  AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line),"
    " EXISTS (SELECT 1 FROM ticket_sold o WHERE o.house = t.house"
    "  AND o.performance = t.performance AND o.unit = t.unit"
    "  AND (o.origin <> t.origin OR o.seq <> t.seq OR o.line <> t.line)), discount_cents"
    " FROM ticket_sold t"
)
IS_REFUNDED = 12
"""The column of a sold line that tells whether its ticket was taken back."""
HAS_OTHERS = 13
"""The column that tells whether its place was sold by another line too."""
_DISCOUNT = 14


def sold_after(sql: Sql, log: tuple[int, int], after: tuple[int, int], limit: int) -> list[Row]:
    """The sold lines of one log (house, origin) after a line (number of its fact, line), for
    `price_incident`, oldest first."""
    return sql.rows(
        f"{_COLUMNS} WHERE house = ? AND origin = ? AND (seq, line) > (?, ?)"
        " ORDER BY seq, line LIMIT ?",
        (*log, *after, limit),
    )


def sold_after_cancellation(sql: Sql, catalogue: Catalogue) -> list[Incident]:
    """Tickets sold for performances that were off by then, and not refunded since."""
    found = []
    for performance in catalogue.off():
        rows = sql.rows(
            f"{_COLUMNS} WHERE house = ? AND performance = ? AND at_ms > ?",
            (performance.house, performance.id, performance.status_since_ms),
        )
        kind = IncidentKind.SOLD_AFTER_CANCELLATION
        details: dict[str, str | int] = {"status": performance.status.value}
        found += [_about(kind, row, row[7], details) for row in rows if not row[IS_REFUNDED]]
    return found


def price_incident(sql: Sql, catalogue: Catalogue, sales: SalesReader, row: Row) -> Incident | None:
    """What is wrong with the price of a sold line, before its discount; None when it is right or
    cannot be judged here.

    Nearly all are right by the newest price list; only the others are held against the revision
    that they name. One that this replica never had judges nothing.
    """
    performance = catalogue.performance(row[4])
    if performance is None or _is_newest_price(catalogue, performance, row):
        return None
    line = _line(sales, Origin(row[1]), row[2], row[3])
    tariffs = None if line is None else _price_list(sql, line)
    if line is None or tariffs is None:
        return None
    tariff = next((one for one in tariffs if one.id == line.tariff), None)
    right_cents = None if tariff is None else tariff.price_cents(line.category)
    # What UiTPAS takes off is not the catalogue's to judge; the price that it takes it off is.
    charged_cents = line.price_cents + line.discount_cents
    if line.reduction is not None:
        charged_cents = line.reduction.regular_cents
    if right_cents == charged_cents:
        return None
    details: dict[str, str | int] = {
        "price_cents": charged_cents, "right_cents": right_cents or 0,
    }  # fmt: skip
    difference = charged_cents - (right_cents or 0)
    return _about(IncidentKind.WRONG_PRICE, row, difference, details)


def _is_newest_price(catalogue: Catalogue, performance: Performance, row: Row) -> bool:
    plan = catalogue.plan_of(performance)
    place = None if plan is None else place_at(plan, Unit(row[5]))
    tariff = catalogue.tariff(performance.id, row[6])
    if place is None or tariff is None:
        return False
    return bool(tariff.price_cents(place.category) == row[7] + row[_DISCOUNT])


def _line(sales: SalesReader, origin: Origin, seq: int, line: int) -> SaleLine | None:
    sold = sales.order_sold(origin, seq)
    return sold.lines[line] if sold is not None and line < len(sold.lines) else None


def _price_list(sql: Sql, line: SaleLine) -> tuple[Tariff, ...] | None:
    """The tariffs in force at the revision that a line names, None when they are not here."""
    return price_list_at(sql, line.organiser, line.performance, line.catalogue_revision)


def price_list_at(
    sql: Sql, house: int, performance: int, revision: int
) -> tuple[Tariff, ...] | None:
    """The tariffs of a performance in force at a revision of its house, None when not here."""
    row = sql.row(
        "SELECT body FROM price_list WHERE house = ? AND performance = ? AND revision <= ?"
        " ORDER BY revision DESC LIMIT 1",
        (house, performance, revision),
    )
    if row is None or row[0] is None:
        return None
    try:
        return record_from_bytes(row[0], tuple[Tariff, ...])
    except msgspec.MsgspecError:
        # Written by a newer version in a form that is unknown here: nothing can be judged by it.
        return None


def _about(
    kind: IncidentKind, row: Row, amount_cents: int, details: dict[str, str | int]
) -> Incident:
    house, origin, seq, line, performance, _unit, _tariff, _price, at_ms, *place = row[:12]
    ticket = TicketId(Origin(origin), seq, line)
    return Incident(
        kind, HouseId(house), str(ticket), at_ms, PerformanceId(performance), ticket,
        device_of(origin), amount_cents, {**details, **seat_details(*place)},
    )  # fmt: skip

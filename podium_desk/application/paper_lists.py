"""What stands on papers that somebody asks for by name: what an order is, and who sits where.

Runs on the replica's lane.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.workplace import Workplace
from podium_desk.documents.order_summary import SummaryPrint, SummaryTicket
from podium_desk.documents.receipt import ReceiptPrint
from podium_desk.documents.seat_list import SeatListPlace, SeatListPrint
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import OrderId, PerformanceId
from podium_desk.domain.programme import Performance
from podium_desk.domain.short_code import short_code
from podium_desk.i18n.words import Words
from podium_desk.replica.orders import rest_cents
from podium_desk.replica.queries import SoldRow, kept_tickets, passages, tickets_of_order

_FIGURES = re.compile(r"(\d+)")


def summary_print(work: Workplace, order: OrderId, receipt: ReceiptPrint) -> SummaryPrint:
    """What an order is; `receipt` is its receipt in the same language."""
    sql = work.replica.sql
    rows = [row for row in tickets_of_order(sql, order) if row.persons and not row.is_refunded]
    name = NamedOrders(work, work.secret).name_of(order)
    return SummaryPrint(
        receipt,
        tuple(SummaryTicket(_place(row), str(row.ticket), _short_code(row)) for row in rows),
        rest_cents(sql, order),
        name or "",
    )


def seats_print(work: Workplace, number: PerformanceId, language: str) -> SeatListPrint:
    """Every ticket of a performance of this house that this replica knows, in the order of the
    hall; `KeyError` for a performance that is no such."""
    performance = work.catalogue.performance(number)
    if performance is None or performance.house != work.house:
        raise KeyError(number)
    words = Words(language)
    tariffs = {
        tariff.id: tariff.name.in_language(language)
        for tariff in work.catalogue.tariffs(performance)
    }
    rows = kept_tickets(work.replica.sql, work.house, number)
    places = tuple(
        SeatListPlace(
            f"{row.zone} {row.row}".strip() if row.number else row.zone, row.number,
            _told(tariffs.get(row.tariff, ""), row, words), _short_code(row), _is_in(work, row),
        )
        for row in sorted(rows, key=_hall_order) if row.persons
    )  # fmt: skip
    return _list(work, performance, places, language)


def _list(
    work: Workplace, performance: Performance, places: tuple[SeatListPlace, ...], language: str
) -> SeatListPrint:
    house = work.own_house
    zone = ZoneInfo(house.timezone)
    now = datetime.fromtimestamp(work.clock.now_ms() / 1000, UTC)
    return SeatListPrint(
        house.name, performance.title.in_language(language),
        performance.start.astimezone(zone), performance.hall.in_language(language),
        now.astimezone(zone), places, work.is_training,
    )  # fmt: skip


def _is_in(work: Workplace, row: SoldRow) -> bool:
    """Whether it was let in and has not gone out since."""
    went = [
        one
        for one in passages(work.replica.sql, row.house, row.performance, row.ticket)
        if not one.is_annulled
    ]
    return bool(went) and went[-1].direction is Direction.ENTRY


def _place(row: SoldRow) -> str:
    return " ".join(filter(None, (row.zone, row.row, row.number))) if row.number else ""


def _told(tariff: str, row: SoldRow, words: Words) -> str:
    """Of a group how many it is for, its other places have no ticket of their own; and that a
    reservation was not paid, since no device says so where this paper is read."""
    persons = words("documents.persons", n=row.persons) if row.persons > 1 else ""
    unpaid = words("documents.unpaid") if row.is_open else ""
    return " · ".join(filter(None, (tariff, persons, unpaid)))


def _short_code(row: SoldRow) -> str:
    return short_code(row.performance, row.unit, row.hop)


def _hall_order(row: SoldRow) -> tuple[object, ...]:
    return (row.zone, *_figured(row.row), *_figured(row.number), row.ticket)


def _figured(name: str) -> tuple[int, str]:
    """So that 9 comes before 10, and A before AA."""
    figures = _FIGURES.search(name)
    return (int(figures[1]) if figures else len(name), name)

"""Holds what was added up on paper against the Z, the daybook, the store and every replica."""

from __future__ import annotations

from contextlib import closing
from functools import partial

from podium_desk.bootstrap import Device
from podium_desk.central.bootstrap import open_central
from podium_desk.domain.daybook import DayPage
from podium_desk.domain.ids import HouseId
from podium_desk.proving.stage import Stage
from podium_desk.proving.tour.ledger import Ledger
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.queries import Totals, totals
from podium_desk.replica.till_log import TillLog, faults_of_zs
from sync.store.port import Sql
from sync.store.replica import Replica

TABLES = {
    "order_sold": "order_origin, order_number",
    "ticket_sold": "origin, seq, line",
    "ticket_refunded": "ticket_origin, ticket_seq, ticket_line",
    "order_paid": "order_origin, order_number",
    "payment": "origin, seq",
    "till_report": "origin, seq",
}
"""Tables that every counter of a house and the store must have alike, and what names their rows."""


def z_differs(kassa: Device, ledger: Ledger, drawer_cents: int) -> list[str]:
    """What the one Z of the counter says otherwise than the paper."""
    log, origin = TillLog(kassa.work.replica), kassa.work.origin
    z = kassa.lane(lambda: log.last_z(origin))
    if z is None:
        return ["there is no Z"]
    report = z.body.report
    (shift,) = report.shifts
    told = {
        "sold": report.sold_cents, "refunded": report.refunded_cents, "tickets": report.tickets,
        "refunded tickets": report.refunded_tickets, "rounding": report.rounding_cents,
        "advances": report.advances_cents,
    } | {one.means: one.net_cents for one in report.means if one.net_cents}  # fmt: skip
    pairs = {
        "the sums": (told, ledger.sums()),
        "the number": (z.body.number, 1),
        "the drawer": (shift.expected_cents, drawer_cents),
        "what was counted": (shift.counted_cents, drawer_cents),
        "the terminal": (report.terminal_cents, ledger.terminal_cents),
        "the balance": (report.is_balanced, True),
        "the log": (kassa.lane(lambda: faults_of_zs(kassa.work.replica, origin)), []),
    }
    return _differing("the Z", pairs)


def daybook_differs(
    name: str, page: DayPage, ledger: Ledger, moved_cents: int, others_cents: int
) -> list[str]:
    """What a daybook of the day says otherwise; `others_cents` is what the house's other counter
    sold by card."""
    means = dict(page.means)
    paper = dict(ledger.means)
    by_card = paper.pop("card_by_hand", 0) + paper.pop("card", 0) + others_cents
    paper["card"] = by_card
    pairs = {
        "the receipts": (page.gross_cents, _net(ledger) + others_cents),
        "the means": (_held(means), _held(paper)),
        "the rounding": (page.rounding_cents, ledger.rounding_cents),
        "cash moved": (page.moved_cents, moved_cents),
        "the drawer's difference": (page.difference_cents, 0),
        "the advances": (page.advances_cents + page.vouchers_cents, ledger.advances_cents),
        "the balance": (page.is_balanced, True),
    }
    return _differing(name, pairs)


def page_of(replica: Replica, house: HouseId, stage: Stage) -> DayPage:
    """The daybook's page of the evening."""
    catalogue = Catalogue(replica.records)
    day = stage.evening.date()
    (page,) = DaybookReader(replica, catalogue, catalogue.houses()[house]).pages(day, day)
    return page


def totals_differ(
    stage: Stage, house: HouseId, devices: dict[str, Device], wanted: dict[str, int]
) -> list[str]:
    """What the store, and then each device, counts otherwise than the paper and the store."""
    with closing(open_central(stage.store.folder, stage.now_ms)) as central:
        at_store = totals(central.sql, house)
        rows = {table: _rows(central.sql, table, house) for table in TABLES}
    faults = [
        f"the store: {name} {getattr(at_store, name)}, on paper {cents}"
        for name, cents in wanted.items()
        if getattr(at_store, name) != cents
    ]
    for name, device in devices.items():
        sql = device.work.replica.sql
        known: Totals = device.lane(partial(totals, sql, house))
        if known != at_store:
            faults.append(f"{name}: {known}, at the store {at_store}")
        if device.membership.claims.role != "counter":
            continue
        for table in TABLES:
            if device.lane(partial(_rows, sql, table, house)) != rows[table]:
                faults.append(f"{name}: the table {table} is another than at the store")
    return faults


def _rows(sql: Sql, table: str, house: int) -> list[tuple[object, ...]]:
    return list(
        sql.rows(f"SELECT * FROM {table} WHERE house = ? ORDER BY {TABLES[table]}", (house,))
    )


def _net(ledger: Ledger) -> int:
    return ledger.sold_cents - ledger.refunded_cents


def _held(sums: dict[str, int]) -> dict[str, int]:
    return {name: cents for name, cents in sums.items() if cents}


def _differing(name: str, pairs: dict[str, tuple[object, object]]) -> list[str]:
    return [
        f"{name}: {what} {told}, on paper {paper}"
        for what, (told, paper) in pairs.items()
        if told != paper
    ]

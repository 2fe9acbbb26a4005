"""Keeps the tables equal to the facts: one small writer for each kind.

A stub (a fact whose body is not in this device's scope) moves rights and fills no table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from podium_desk.domain.facts import (
    AdmissionHolderNamed,
    FactKind,
    KeeperNamed,
    OrderSold,
    PaymentTaken,
    ScanAnnulled,
    ScanRecorded,
    TicketBlocked,
    TicketReissued,
    TicketsRefunded,
    TicketUnblocked,
)
from podium_desk.domain.programme import Performance
from podium_desk.domain.venue import HallPlan
from podium_desk.replica.codec import body_from_bytes, record_from_bytes
from podium_desk.replica.incident_tables import (
    INCIDENT_TABLES,
    incident_settled,
    keep_knowledge,
    keep_price_list,
)
from podium_desk.replica.kinds import PERFORMANCE, PLAN
from podium_desk.replica.tables import FACT_TABLES, SIZES, TABLES
from podium_desk.replica.venue_changes import keep_venue_change
from sync.facts.fact import Fact, origin_of
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.rights import RightTable

_Write = Callable[[Sql, Fact, Any], None]


class PodiumProjector:
    """The domain's `Projector`. The store's log in a house owns every place that never moved."""

    def __init__(self, store_device: int) -> None:
        self.store_device = store_device

    def create_tables(self, sql: Sql) -> None:
        """Make the domain's tables where they are not there."""
        for table in (*TABLES, *INCIDENT_TABLES):
            sql.run(table)
        sql.expect_sizes(SIZES)

    def fact(self, sql: Sql, fact: Fact) -> None:
        """Take one fact into its table; kinds of a newer version are kept by the log only."""
        if fact.body is None or fact.header.kind not in _WRITERS:
            return
        kind = FactKind(fact.header.kind)
        try:
            body = body_from_bytes(kind, fact.body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            # Written by a newer version, say with a means of payment that we do not know. The
            # log keeps it; it is counted as unread until an update can project it.
            _unread(sql, fact, str(error))
            return
        _WRITERS[kind](sql, fact, body)

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        """Take a fact that the store set aside out of the tables again."""
        for table in FACT_TABLES:
            sql.run(
                f"DELETE FROM {table} WHERE house = ? AND origin = ? AND seq = ?",
                (fact.header.house, fact.origin, fact.seq),
            )

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """Declare the places of performances that came on sale, or whose plan grew."""
        keep_price_list(sql, record)
        if record.body is None:
            return
        owner = origin_of(self.store_device, record.house)
        if record.kind == PERFORMANCE:
            performance = record_from_bytes(record.body, Performance)
            plan = None if performance.plan is None else _plan(sql, record.house, performance.plan)
            if plan is not None:
                rights.declare(record.house, performance.id, plan.unit_count, owner)
        elif record.kind == PLAN:
            size = record_from_bytes(record.body, HallPlan).unit_count
            for number in _performances_on(sql, record.house, record.key):
                rights.declare(record.house, number, size, owner)


def _unread(sql: Sql, fact: Fact, why: str) -> None:
    sql.run(
        "INSERT INTO unread_fact VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (fact.header.house, fact.origin, fact.seq, why),
    )


def _plan(sql: Sql, house: int, name: str) -> HallPlan | None:
    # None when the plan's newest revision is still on its way; it declares the places then.
    row = sql.row(
        "SELECT body FROM record WHERE house = ? AND kind = ? AND key = ?", (house, PLAN, name)
    )
    return None if row is None or row[0] is None else record_from_bytes(row[0], HallPlan)


def _performances_on(sql: Sql, house: int, plan: str) -> list[int]:
    rows = sql.rows(
        "SELECT body FROM record WHERE house = ? AND kind = ? AND body IS NOT NULL",
        (house, PERFORMANCE),
    )
    performances = [record_from_bytes(row[0], Performance) for row in rows]
    return [performance.id for performance in performances if performance.plan == plan]


def _order_sold(sql: Sql, fact: Fact, body: OrderSold) -> None:
    house = fact.header.house
    sql.run(
        "INSERT INTO order_sold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (house, fact.origin, fact.seq, body.order.origin, body.order.number, body.at_ms,
         body.channel, body.clerk, body.language),
    )  # fmt: skip
    sql.run_many(
        "INSERT INTO ticket_sold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (house, fact.origin, fact.seq, place, line.performance, line.unit, line.hop, line.zone,
             line.row, line.number, line.tariff, line.price_cents, line.vat_rate_percent,
             line.entitles, line.seller, body.order.origin, body.order.number, body.at_ms)
            for place, line in enumerate(body.lines)
        ],
    )  # fmt: skip


def _payment_taken(sql: Sql, fact: Fact, body: PaymentTaken) -> None:
    sql.run(
        "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number,
         body.at_ms, body.means.value, body.amount_cents, body.rounding_cents,
         body.tendered_cents, body.change_cents, body.clerk),
    )  # fmt: skip


def _tickets_refunded(sql: Sql, fact: Fact, body: TicketsRefunded) -> None:
    sql.run_many(
        "INSERT INTO ticket_refunded VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (fact.header.house, ticket.origin, ticket.seq, ticket.line, fact.origin, fact.seq,
             body.at_ms, body.reason)
            for ticket in body.tickets
        ],
    )  # fmt: skip


def _ticket_reissued(sql: Sql, fact: Fact, body: TicketReissued) -> None:
    ticket = body.ticket
    sql.run(
        "INSERT INTO ticket_code VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (fact.header.house, ticket.origin, ticket.seq, ticket.line, body.generation, fact.origin,
         fact.seq, body.at_ms),
    )  # fmt: skip


def _scan_recorded(sql: Sql, fact: Fact, body: ScanRecorded) -> None:
    ticket = body.ticket
    named = (None, None, None) if ticket is None else (ticket.origin, ticket.seq, ticket.line)
    sql.run(
        "INSERT INTO scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.header.house, fact.origin, fact.seq, body.performance, *named, body.token,
         body.at_ms, body.gate, body.direction.value, body.verdict, body.reason, body.generation),
    )  # fmt: skip
    if body.verdict == "admit":
        keep_knowledge(sql, fact, body)


def _scan_annulled(sql: Sql, fact: Fact, body: ScanAnnulled) -> None:
    sql.run(
        "INSERT INTO scan_annulled VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (fact.header.house, body.token, fact.origin, fact.seq, body.at_ms),
    )


def _ticket_block(sql: Sql, fact: Fact, body: TicketBlocked | TicketUnblocked) -> None:
    ticket, is_blocked = body.ticket, isinstance(body, TicketBlocked)
    sql.run(
        "INSERT INTO ticket_block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.header.house, ticket.origin, ticket.seq, ticket.line, fact.origin, fact.seq,
         body.at_ms, int(is_blocked), body.reason),
    )  # fmt: skip


def _keeper_named(sql: Sql, fact: Fact, body: KeeperNamed) -> None:
    sql.run(
        "INSERT INTO keeper_named VALUES (?, ?, ?, ?, ?)",
        (fact.header.house, fact.origin, fact.seq, fact.header.hlc, body.device),
    )


def _admission_holder_named(sql: Sql, fact: Fact, body: AdmissionHolderNamed) -> None:
    sql.run(
        "INSERT INTO admission_holder_named VALUES (?, ?, ?, ?, ?, ?)",
        (fact.header.house, fact.origin, fact.seq, body.performance, fact.header.hlc, body.device),
    )


_WRITERS: Mapping[int, _Write] = {
    FactKind.ORDER_SOLD: _order_sold,
    FactKind.PAYMENT_TAKEN: _payment_taken,
    FactKind.TICKETS_REFUNDED: _tickets_refunded,
    FactKind.TICKET_REISSUED: _ticket_reissued,
    FactKind.SCAN_RECORDED: _scan_recorded,
    FactKind.SCAN_ANNULLED: _scan_annulled,
    FactKind.TICKET_BLOCKED: _ticket_block,
    FactKind.TICKET_UNBLOCKED: _ticket_block,
    FactKind.KEEPER_NAMED: _keeper_named,
    FactKind.ADMISSION_HOLDER_NAMED: _admission_holder_named,
    FactKind.VENUE_CHANGED: keep_venue_change,
    FactKind.INCIDENT_SETTLED: incident_settled,
}

"""Keeps the tables equal to the facts: for each kind, the rows that one fact makes.

A stub (a fact whose body is not in this device's scope) moves rights and fills no table. A body
that this program cannot read fills one row of `unread_fact`, until a newer program reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from podium_desk.domain.discounts import Discount
from podium_desk.domain.facts import (
    AdmissionHolderNamed,
    FactKind,
    KeeperNamed,
    OrderPaid,
    OrderSold,
    PaymentTaken,
    TicketBlocked,
    TicketReissued,
    TicketsRefunded,
    TicketUnblocked,
)
from podium_desk.domain.programme import Performance
from podium_desk.domain.venue import HallPlan
from podium_desk.replica.codec import record_from_bytes
from podium_desk.replica.customer_tables import (
    consent_said,
    customer_said,
    customers_joined,
    join_undone,
    order_tied,
)
from podium_desk.replica.door_tables import (
    add_on_tied,
    card_said,
    door_noted,
    order_approved,
    scan_annulled,
    scan_recorded,
    ticket_named,
)
from podium_desk.replica.goods import goods_refunded, goods_sold
from podium_desk.replica.guests import guest_listed
from podium_desk.replica.house_passes import declare_pass, pass_closed, pass_issued, pass_used
from podium_desk.replica.incident_tables import (
    INCIDENT_TABLES,
    incident_settled,
    keep_price_list,
)
from podium_desk.replica.kinds import DISCOUNT, PERFORMANCE, PLAN
from podium_desk.replica.parked import basket_parked, basket_taken
from podium_desk.replica.persons import order_named, person_erased
from podium_desk.replica.tables import FACT_TABLES, SIZES, TABLES
from podium_desk.replica.till_tables import (
    cash_moved,
    drawer_counted,
    shift_closed,
    shift_opened,
    x_taken,
    z_closed,
)
from podium_desk.replica.uitpas_own import UITPAS_OWN_TABLES
from podium_desk.replica.uitpas_rows import (
    UITPAS_TABLES,
    reduced_lines,
    uitpas_confirmed,
    uitpas_exception,
)
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody, UpCasters
from podium_desk.replica.venue_changes import venue_changed
from podium_desk.replica.vouchers import declare_voucher, voucher_issued, voucher_used
from podium_desk.replica.waiting import declare_list, waiting_listed, waiting_said
from sync.facts.fact import Fact, origin_of
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.rights import RightTable
from sync.store.rulings import SET_ASIDE

Values = tuple[Any, ...]
_Declare = Callable[[Sql, Fact, Any, int], None]


class PodiumProjector:
    """The domain's `Projector`. The store's log in a house owns every place that never moved."""

    def __init__(self, store_device: int, up_casters: UpCasters = UP_CASTERS) -> None:
        self.store_device = store_device
        self._up_casters = up_casters

    def create_tables(self, sql: Sql) -> None:
        """Make the domain's tables where they are not there."""
        for table in (*TABLES, *INCIDENT_TABLES, *UITPAS_TABLES, *UITPAS_OWN_TABLES):
            sql.run(table)
        sql.expect_sizes(SIZES)

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """What is on a voucher or a pass is an amount from its sale on."""
        for fact in facts:
            if fact.body is not None and fact.header.kind in _DECLARED:
                self._declare(sql, fact, _DECLARED[fact.header.kind])

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """Take facts into their tables; what a newer version wrote is counted as unread."""
        rows: defaultdict[str, list[Values]] = defaultdict(list)
        for fact in facts:
            if fact.body is not None and fact.header.kind not in _WITHOUT_ROWS:
                for statement, values in self._rows_of(fact):
                    rows[statement].append(values)
        for statement, many in rows.items():
            sql.run_many(statement, many)

    def read_again(self, sql: Sql, fact: Fact) -> bool:
        """Take a fact that was unread into its tables; False when it still cannot be read."""
        try:
            self._up_casters.fields_of(fact)
        except UnreadBody:
            return False
        self.withdraw(sql, fact)
        self.amounts(sql, [fact])
        self.facts(sql, [fact])
        return True

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        """Take a fact that the store set aside out of the tables again."""
        for table in FACT_TABLES:
            sql.run(
                f"DELETE FROM {table} WHERE house = ? AND origin = ? AND seq = ?",
                (fact.header.house, fact.origin, fact.seq),
            )

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """Declare the places of performances that came on sale, or whose plan grew, and how often
        a code can be used."""
        keep_price_list(sql, record)
        if record.body is None:
            return
        owner = origin_of(self.store_device, record.house)
        if record.kind == PERFORMANCE:
            performance = record_from_bytes(record.body, Performance)
            plan = None if performance.plan is None else _plan(sql, record.house, performance.plan)
            if plan is not None:
                rights.declare(record.house, performance.id, plan.unit_count, owner)
        elif record.kind == DISCOUNT:
            discount = record_from_bytes(record.body, Discount)
            if discount.uses:
                rights.amounts.declare(record.house, discount.amount, discount.uses, owner)
        elif record.kind == PLAN:
            size = record_from_bytes(record.body, HallPlan).unit_count
            for number in _performances_on(sql, record.house, record.key):
                rights.declare(record.house, number, size, owner)

    def _declare(self, sql: Sql, fact: Fact, declare: _Declare) -> None:
        """What is on a voucher or a pass is an amount from now on; unread, it is not known yet."""
        try:
            body = self._up_casters.fields_of(fact)
        except UnreadBody:
            return
        declare(sql, fact, body, self.store_device)

    def _rows_of(self, fact: Fact) -> Iterable[tuple[str, Values]]:
        try:
            # The rows need the fields and no more.
            body = self._up_casters.fields_of(fact)
        except UnreadBody as error:
            return [(_UNREAD, (fact.header.house, fact.origin, fact.seq, str(error)))]
        return _ROWS[fact.header.kind](fact, body)


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


def _insert(table: str, columns: int, on_conflict: str = "") -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)}){on_conflict}"


def _first_writer(table: str, key: Sequence[str], values: Sequence[str]) -> str:
    """An insert of which one row a key stays, whichever comes first: that of the lowest log.

    Two facts say the same thing of one ticket only where something went wrong; then too the
    tables may not depend on which was heard first.
    """
    taken = ", ".join(f"{column} = excluded.{column}" for column in values)
    return _insert(table, len(key) + len(values), (
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {taken}"
        f" WHERE (excluded.origin, excluded.seq) < ({table}.origin, {table}.seq)"
    ))  # fmt: skip


_TICKET = ("house", "ticket_origin", "ticket_seq", "ticket_line")
_ORDER = _insert("order_sold", 15)
_LINE = _insert("ticket_sold", 23)
_PAYMENT = _insert("payment", 14)
_PAID = _first_writer(
    "order_paid", ("house", "order_origin", "order_number"), ("origin", "seq", "at_ms", "clerk")
)
_REFUND = _first_writer("ticket_refunded", _TICKET, ("origin", "seq", "at_ms", "reason", "clerk"))
_CODE = _first_writer(
    "ticket_code", (*_TICKET, "generation"), ("origin", "seq", "at_ms", "reason", "clerk")
)
_BLOCK = _insert("ticket_block", 10)
_KEEPER = _insert("keeper_named", 5)
_HOLDER = _insert("admission_holder_named", 6)
_UNREAD = _insert("unread_fact", 4, " ON CONFLICT DO NOTHING")


def _order_sold(fact: Fact, body: OrderSold) -> Iterator[tuple[str, Values]]:
    house, order, former = fact.header.house, body.order, body.exchanged_from
    yield _ORDER, (
        house, fact.origin, fact.seq, order.origin, order.number, body.at_ms, body.channel,
        body.clerk, body.language, body.pay_before_ms, body.communication,
        None if former is None else former.origin, None if former is None else former.number,
        int(body.is_valid_unpaid), int(body.needs_approval),
    )  # fmt: skip
    for place, line in enumerate(body.lines):
        yield _LINE, (
            house, fact.origin, fact.seq, place, line.performance, line.unit, line.hop, line.zone,
            line.row, line.number, line.tariff, line.price_cents, line.vat_rate_percent,
            line.entitles, line.seller, order.origin, order.number, body.at_ms,
            line.discount_cents, line.discount_code, line.remark, line.valid_from_ms,
            line.valid_until_ms,
        )  # fmt: skip
    yield from reduced_lines(fact, body)


def _payment_taken(fact: Fact, body: PaymentTaken) -> Iterator[tuple[str, Values]]:
    yield _PAYMENT, (
        fact.header.house, fact.origin, fact.seq, body.order.origin, body.order.number,
        body.at_ms, body.means.value, body.amount_cents, body.rounding_cents,
        body.tendered_cents, body.change_cents, body.clerk, body.reference, int(body.by_hand),
    )  # fmt: skip


def _order_paid(fact: Fact, body: OrderPaid) -> Iterator[tuple[str, Values]]:
    yield _PAID, (
        fact.header.house, body.order.origin, body.order.number, fact.origin, fact.seq,
        body.at_ms, body.clerk,
    )  # fmt: skip


def _tickets_refunded(fact: Fact, body: TicketsRefunded) -> Iterator[tuple[str, Values]]:
    for ticket in body.tickets:
        yield _REFUND, (
            fact.header.house, ticket.origin, ticket.seq, ticket.line, fact.origin, fact.seq,
            body.at_ms, body.reason, body.clerk,
        )  # fmt: skip


def _ticket_reissued(fact: Fact, body: TicketReissued) -> Iterator[tuple[str, Values]]:
    ticket = body.ticket
    yield _CODE, (
        fact.header.house, ticket.origin, ticket.seq, ticket.line, body.generation, fact.origin,
        fact.seq, body.at_ms, body.reason, body.clerk,
    )  # fmt: skip


def _ticket_block(
    fact: Fact, body: TicketBlocked | TicketUnblocked
) -> Iterator[tuple[str, Values]]:
    ticket, is_blocked = body.ticket, fact.header.kind == FactKind.TICKET_BLOCKED
    yield _BLOCK, (
        fact.header.house, ticket.origin, ticket.seq, ticket.line, fact.origin, fact.seq,
        body.at_ms, int(is_blocked), body.reason, fact.header.hlc,
    )  # fmt: skip


def _keeper_named(fact: Fact, body: KeeperNamed) -> Iterator[tuple[str, Values]]:
    yield _KEEPER, (fact.header.house, fact.origin, fact.seq, fact.header.hlc, body.device)


def _admission_holder_named(fact: Fact, body: AdmissionHolderNamed) -> Iterator[tuple[str, Values]]:
    yield _HOLDER, (
        fact.header.house, fact.origin, fact.seq, body.performance, fact.header.hlc, body.device,
    )  # fmt: skip


_ROWS: Mapping[int, Callable[[Fact, Any], Iterable[tuple[str, Values]]]] = {
    FactKind.ORDER_SOLD: _order_sold,
    FactKind.PAYMENT_TAKEN: _payment_taken,
    FactKind.ORDER_PAID: _order_paid,
    FactKind.VOUCHER_ISSUED: voucher_issued,
    FactKind.VOUCHER_USED: voucher_used,
    FactKind.BASKET_PARKED: basket_parked,
    FactKind.BASKET_TAKEN: basket_taken,
    FactKind.GUEST_LISTED: guest_listed,
    FactKind.WAITING_LISTED: waiting_listed,
    FactKind.WAITING_SAID: waiting_said,
    FactKind.GOODS_SOLD: goods_sold,
    FactKind.GOODS_REFUNDED: goods_refunded,
    FactKind.PASS_ISSUED: pass_issued,
    FactKind.PASS_USED: pass_used,
    FactKind.PASS_CLOSED: pass_closed,
    FactKind.TICKETS_REFUNDED: _tickets_refunded,
    FactKind.TICKET_REISSUED: _ticket_reissued,
    FactKind.SCAN_RECORDED: scan_recorded,
    FactKind.SCAN_ANNULLED: scan_annulled,
    FactKind.ADD_ON_TIED: add_on_tied,
    FactKind.DOOR_NOTED: door_noted,
    FactKind.TICKET_NAMED: ticket_named,
    FactKind.ORDER_APPROVED: order_approved,
    FactKind.CARD_SAID: card_said,
    FactKind.TICKET_BLOCKED: _ticket_block,
    FactKind.TICKET_UNBLOCKED: _ticket_block,
    FactKind.KEEPER_NAMED: _keeper_named,
    FactKind.ADMISSION_HOLDER_NAMED: _admission_holder_named,
    FactKind.VENUE_CHANGED: venue_changed,
    FactKind.ORDER_NAMED: order_named,
    FactKind.PERSON_ERASED: person_erased,
    FactKind.CUSTOMER_SAID: customer_said,
    FactKind.CONSENT_SAID: consent_said,
    FactKind.CUSTOMERS_JOINED: customers_joined,
    FactKind.JOIN_UNDONE: join_undone,
    FactKind.ORDER_TIED: order_tied,
    FactKind.INCIDENT_SETTLED: incident_settled,
    FactKind.SHIFT_OPENED: shift_opened,
    FactKind.CASH_MOVED: cash_moved,
    FactKind.DRAWER_COUNTED: drawer_counted,
    FactKind.SHIFT_CLOSED: shift_closed,
    FactKind.X_TAKEN: x_taken,
    FactKind.Z_CLOSED: z_closed,
    FactKind.UITPAS_SALE_CONFIRMED: uitpas_confirmed,
    FactKind.UITPAS_SALE_EXCEPTION: uitpas_exception,
}
"""For each kind the statements with their values. Rows of one statement go in together."""

_DECLARED: Mapping[int, _Declare] = {
    FactKind.VOUCHER_ISSUED: declare_voucher,
    FactKind.PASS_ISSUED: declare_pass,
    FactKind.WAITING_LISTED: declare_list,
}
"""Kinds whose facts make an amount known."""

_WITHOUT_ROWS = frozenset(
    {SET_ASIDE, FactKind.RIGHTS_MOVED, FactKind.RIGHTS_WRITTEN_OFF, FactKind.DRAWER_OPENED}
)
"""Kinds that we know and whose bodies no table shows: all they say is in the header, or the
engine follows it."""

"""A register's log as the till reads it: entries since the last Z, and the chain of the Zs.

Everything comes from the facts themselves, signed and chained; the tables only tell where a
report stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from podium_desk.domain.facts import (
    FactKind,
    OrderPaid,
    OrderSold,
    PaymentTaken,
    SaleLine,
    TicketsRefunded,
)
from podium_desk.domain.ids import OrderId, Origin, TicketId
from podium_desk.domain.till_book import Entry, TillBook
from podium_desk.domain.till_facts import (
    CashMoved,
    ZClosed,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.orders import parts_of_order
from podium_desk.replica.reserved_orders import ReservedOrders
from podium_desk.replica.till_tables import X, Z
from podium_desk.replica.upcasting import UP_CASTERS, UnreadBody
from sync.facts.fact import Fact
from sync.store.replica import Replica

HASH_BYTES = 32
_TOLD = frozenset((
    FactKind.ORDER_SOLD, FactKind.PAYMENT_TAKEN, FactKind.TICKETS_REFUNDED,
    FactKind.TICKET_REISSUED, FactKind.TICKET_BLOCKED, FactKind.SHIFT_OPENED,
    FactKind.ORDER_PAID, FactKind.VOUCHER_ISSUED, FactKind.GOODS_SOLD, FactKind.GOODS_REFUNDED,
    FactKind.CASH_MOVED, FactKind.DRAWER_COUNTED,
    FactKind.SHIFT_CLOSED, FactKind.DRAWER_OPENED, FactKind.Z_CLOSED,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandingReport:
    """An X or Z report in its place: `kind` is ``X`` or ``Z``, numbered from 1 in its log."""

    kind: str
    number: int
    origin: Origin
    seq: int
    at_ms: int
    clerk: str

    @property
    def name(self) -> str:
        """How people call it: ``Z-12``."""
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class KeptZ:
    """A Z as it stands in the log, with the hash that the next one names."""

    seq: int
    body: ZClosed
    hash: bytes


class TillLog:
    """Reads the logs of registers whose bodies are here."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._orders = ReservedOrders(replica.sql)

    def reports(self, origin: int | None = None, house: int | None = None) -> list[StandingReport]:
        """The reports of a register, or of all registers of a house, oldest first."""
        column, value = ("house", house) if origin is None else ("origin", origin)
        rows = self._replica.sql.rows(
            f"SELECT kind, number, origin, seq, at_ms, clerk FROM till_report WHERE {column} = ?"
            " ORDER BY origin, seq",
            (value,),
        )
        return [StandingReport(k, n, Origin(o), s, at, clerk) for k, n, o, s, at, clerk in rows]

    def last_z(self, origin: int, before: int | None = None) -> KeptZ | None:
        """The newest Z of a register (before that fact), None when it has none yet."""
        row = self._replica.sql.row(
            "SELECT MAX(seq) FROM till_report WHERE origin = ? AND kind = ? AND seq < ?",
            (origin, Z, before or 2**62),
        )
        return None if row is None or row[0] is None else self.z_at(origin, row[0])

    def z_at(self, origin: int, seq: int) -> KeptZ:
        """The Z that stands there; `KeyError` when there is none, or none that is here."""
        fact = self._fact(origin, seq)
        body = None if fact is None else _body(fact)
        if fact is None or fact.body is None or not isinstance(body, ZClosed):
            raise KeyError(f"{origin} {seq}")
        return KeptZ(seq, body, z_hash(fact.body))

    def newest_number(self, origin: int, kind: str) -> int:
        """The number of the newest report of this kind; 0 before the first."""
        row = self._replica.sql.row(
            "SELECT MAX(number) FROM till_report WHERE origin = ? AND kind = ?", (origin, kind)
        )
        return 0 if row is None or row[0] is None else int(row[0])

    def book(self, origin: int, last: int | None = None) -> TillBook:
        """All since the newest Z (before `last`), up to that fact, the log's end without one."""
        head = self._head(origin) if last is None else last
        z = self.last_z(origin, head + 1)
        return TillBook.of(self.entries(origin, 1 if z is None else z.seq + 1, head))

    def entries(self, origin: int, first: int, last: int) -> Iterator[Entry]:
        """The facts ``first .. last`` of a log, each as the till reads it."""
        reserved: dict[OrderId, bool] = {}
        for fact in self._replica.log.between(self._home(origin), origin, first, last):
            body = _body(fact) if fact.header.kind in _TOLD else None
            if isinstance(body, OrderSold):
                reserved[body.order] = body.pay_before_ms is not None
            yield self._entry(fact, body, reserved)

    def _entry(self, fact: Fact, body: object, reserved: dict[OrderId, bool]) -> Entry:
        """The fact with what other facts say of its order."""
        if not isinstance(body, OrderPaid | PaymentTaken | TicketsRefunded):
            return Entry(fact.seq, body)
        if body.order not in reserved:
            parts = parts_of_order(self._replica.sql, body.order)
            reserved[body.order] = any(part.pay_before_ms is not None for part in parts)
        is_reserved = reserved[body.order]
        lines: tuple[SaleLine, ...] = ()
        if isinstance(body, OrderPaid):
            lines = self._lines(self._orders.lines_paid_by(fact, body))
        elif is_reserved and _takes_back(body) and self._orders.was_paid_before(fact, body):
            # It was turnover by then, and no advance any more.
            is_reserved = False
        if isinstance(body, TicketsRefunded) and not is_reserved:
            lines = self._lines(body.tickets)
        return Entry(fact.seq, body, lines, is_reserved)

    def new_shift_number(self, origin: int) -> int:
        """The number of the next shift of a log."""
        row = self._replica.sql.row("SELECT MAX(shift) FROM till_shift WHERE origin = ?", (origin,))
        return 1 if row is None or row[0] is None else int(row[0]) + 1

    def left_in_drawer(self, origin: int) -> int | None:
        """What the newest closing of a register left in its drawer; None before the first."""
        row = self._replica.sql.row(
            "SELECT cents FROM till_shift WHERE origin = ? AND is_opened = 0"
            " ORDER BY seq DESC LIMIT 1",
            (origin,),
        )
        return None if row is None else int(row[0])

    def moves(self, origin: int, first: int, last: int) -> list[CashMoved]:
        """The cash put in and taken out among these facts, for the page of a report."""
        bodies = (entry.body for entry in self.entries(origin, first, last))
        return [body for body in bodies if isinstance(body, CashMoved)]

    def _lines(self, tickets: Iterable[TicketId]) -> tuple[SaleLine, ...]:
        """The lines by which refunded tickets were sold, from the facts that sold them."""
        lines = []
        for ticket in tickets:
            fact = self._fact(ticket.origin, ticket.seq)
            sold = None if fact is None else _body(fact)
            if isinstance(sold, OrderSold) and ticket.line < len(sold.lines):
                lines.append(sold.lines[ticket.line])
        return tuple(lines)

    def _fact(self, origin: int, seq: int) -> Fact | None:
        found = self._replica.log.between(self._home(origin), origin, seq, seq)
        return found[0] if found else None

    def _home(self, origin: int) -> int:
        return self._replica.home_of(origin) or 0

    def _head(self, origin: int) -> int:
        return self._replica.log.head(self._home(origin), origin)[0]


def z_hash(body: bytes) -> bytes:
    """The hash of a Z as it is stored, which the next Z of that register names."""
    return blake2b(b"podium-desk Z 1\n" + body, digest_size=HASH_BYTES).digest()


def faults_of_zs(replica: Replica, origin: int) -> list[str]:
    """What is wrong with the Zs of a register: gaps, broken chain, sums that are not the log's.

    Empty when every report can be worked out again from the log and follows on the one before.
    """
    log, faults = TillLog(replica), []
    number, previous, after = 0, b"", 0
    for standing in log.reports(origin):
        if standing.kind == X:
            continue
        z = log.z_at(origin, standing.seq)
        number += 1
        report = z.body.report
        own = TillBook.of(log.entries(origin, after + 1, z.seq - 1)).report(
            report.house, report.register, report.terminal_cents
        )
        wrong = {
            "number": z.body.number != number,
            "chain": z.body.previous_hash != previous,
            "sums": own != report,
            "balance": not report.is_balanced,
        }
        faults += [f"{standing.name}: {what}" for what, is_wrong in wrong.items() if is_wrong]
        previous, after = z.hash, z.seq
    return faults


def _takes_back(body: PaymentTaken | TicketsRefunded) -> bool:
    return isinstance(body, TicketsRefunded) or body.amount_cents < 0


def _body(fact: Fact) -> object:
    if fact.body is None:
        return None
    try:
        return UP_CASTERS.body_of(fact)
    except UnreadBody:
        return None

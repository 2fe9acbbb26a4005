"""When a reserved order became turnover: which tickets its payment counted, and what came before.

Of two facts of one log their order in it decides, of two logs their corrected time.
"""

from __future__ import annotations

from podium_desk.domain.facts import OrderPaid, PaymentTaken, TicketsRefunded
from podium_desk.domain.ids import Origin, TicketId
from sync.facts.fact import Fact
from sync.store.port import Sql

_BEFORE = "((x.origin = ? AND x.seq < ?) OR (x.origin <> ? AND x.at_ms < ?))"


class ReservedOrders:
    """Asks the tables of a replica."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def lines_paid_by(self, fact: Fact, paid: OrderPaid) -> tuple[TicketId, ...]:
        """The tickets of one organising house that this payment made turnover: those of its part
        of the order that were not let go before."""
        rows = self._sql.rows(
            "SELECT t.origin, t.seq, t.line FROM order_sold o JOIN ticket_sold t"
            " ON t.house = o.house AND t.origin = o.origin AND t.seq = o.seq"
            " WHERE o.house = ? AND o.order_origin = ? AND o.order_number = ?"
            f" AND NOT EXISTS (SELECT 1 FROM ticket_refunded x WHERE {_BEFORE}"
            "  AND x.house = t.house AND x.ticket_origin = t.origin AND x.ticket_seq = t.seq"
            "  AND x.ticket_line = t.line) ORDER BY t.origin, t.seq, t.line",
            (fact.header.house, paid.order.origin, paid.order.number,
             fact.origin, fact.seq, fact.origin, paid.at_ms),
        )  # fmt: skip
        return tuple(TicketId(Origin(origin), seq, line) for origin, seq, line in rows)

    def was_paid_before(self, fact: Fact, back: TicketsRefunded | PaymentTaken) -> bool:
        """Whether a reserved order was turnover when tickets or money of it were taken back."""
        row = self._sql.row(
            "SELECT 1 FROM order_sold o JOIN order_paid x ON x.house = o.house"
            " AND x.order_origin = o.order_origin AND x.order_number = o.order_number"
            f" WHERE o.order_origin = ? AND o.order_number = ? AND {_BEFORE}",
            (back.order.origin, back.order.number, fact.origin, fact.seq, fact.origin, back.at_ms),
        )
        return row is not None

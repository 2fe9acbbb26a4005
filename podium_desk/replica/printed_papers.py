"""The papers of a device's print jobs with what they are: which seat's ticket, of which order."""

from __future__ import annotations

from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass
from sync.store.port import Sql

RECEIPT = "receipt"
"""What a receipt is called among the print jobs."""
_SOLD = (
    "SELECT t.origin, t.seq, t.line, t.zone, t.row_name, t.number, t.price_cents, t.house,"
    " t.performance FROM ticket_sold t WHERE t.order_origin = ? AND t.order_number = ?"
)


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """One print job. `ticket`, its seat and its price are those of a ticket that this replica
    knows; a receipt has the first performance of its order; a voucher, a pass and a report belong
    to no house's evening (`house` 0)."""

    job: str
    at_ms: int
    what: str
    order: OrderId
    house: HouseId = HouseId(0)
    performance: PerformanceId | None = None
    ticket: TicketId | None = None
    zone: str = ""
    row: str = ""
    number: str = ""
    price_cents: int = 0


def papers_in(sql: Sql, state: str, count_max: int | None = None) -> list[NamedPaper]:
    """The jobs in this state (`application.print_queue.PrintState`), oldest first; None for all."""
    limit, limits = ("", ()) if count_max is None else (" LIMIT ?", (count_max,))
    rows = sql.rows(
        "SELECT job, at_ms, what, order_origin, order_number FROM print_job WHERE state = ?"
        f" ORDER BY job{limit}",
        (state, *limits),
    )
    return [_named(sql, job, at_ms, what, OrderId(Origin(origin), number))
            for job, at_ms, what, origin, number in rows]  # fmt: skip


def _named(sql: Sql, job: str, at_ms: int, what: str, order: OrderId) -> NamedPaper:
    sold = sql.rows(_SOLD, (order.origin, order.number))
    for origin, seq, line, zone, row, number, price_cents, house, performance in sold:
        ticket = TicketId(origin, seq, line)
        if what == str(ticket):
            return NamedPaper(
                job, at_ms, what, order, HouseId(house), PerformanceId(performance), ticket,
                zone, row, number, price_cents,
            )  # fmt: skip
    if sold and what == RECEIPT:
        house, performance = sold[0][-2:]
        return NamedPaper(job, at_ms, what, order, HouseId(house), PerformanceId(performance))
    return NamedPaper(job, at_ms, what, order)

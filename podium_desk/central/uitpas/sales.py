"""What the store knows of each reduced place: the way from a device's token to UiTPAS's sale.

The number of a pass stands here only while something must still be asked about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.domain.ids import HouseId, Origin, PerformanceId, TicketId
from podium_desk.domain.uitpas import SaleEvent, SaleState, step
from podium_desk.late_dataclass import dataclass
from sync.store.port import Row, Sql

SALE_TABLE = """CREATE TABLE IF NOT EXISTS uitpas_sale (
    house INTEGER NOT NULL, token TEXT NOT NULL, device INTEGER NOT NULL,
    performance INTEGER NOT NULL, number TEXT NOT NULL, regular_cents INTEGER NOT NULL,
    tariff TEXT NOT NULL, state TEXT NOT NULL, ticket_sale TEXT NOT NULL,
    price_cents INTEGER NOT NULL, at_ms INTEGER NOT NULL, sent_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL, tries INTEGER NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (house, token)) WITHOUT ROWID"""
_COLUMNS = (
    "SELECT house, token, device, performance, number, regular_cents, tariff, state, ticket_sale,"
    " price_cents, at_ms, sent_ms, next_ms, tries, why FROM uitpas_sale"
)
RETRY_MS_MIN = 5_000
RETRY_MS_MAX = 15 * 60 * 1000
CLAIM_MS = 30_000
"""Nobody else takes up a matter for so long once somebody has."""
SILENT_MS = 15 * 60 * 1000
"""A registered place that is not heard to be sold after so long is shown to the operator."""


@dataclass(frozen=True, slots=True)
class StoreSale:
    """One reduced place. `sent_ms` is when a registration was last sent, 0 for never.

    `why` is the code of what keeps it from being done.
    """

    house: HouseId
    token: str
    device: int
    performance: PerformanceId
    number: str
    regular_cents: int
    tariff: str
    state: SaleState
    ticket_sale: str = ""
    price_cents: int = 0
    at_ms: int = 0
    sent_ms: int = 0
    next_ms: int = 0
    tries: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class SoldReduced:
    """A reduced ticket as its fact tells it."""

    token: str
    device_log: Origin
    performance: PerformanceId
    ticket: TicketId
    regular_cents: int
    price_cents: int
    ticket_sale: str
    is_paid_in_full: bool
    is_refunded: bool


class SaleTable:
    """The rows of all houses; every method is called under the store's lock."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, sales: Iterable[StoreSale]) -> None:
        """Remember new places."""
        rows = [
            (one.house, one.token, one.device, one.performance, one.number, one.regular_cents,
             one.tariff, one.state.value, one.ticket_sale, one.price_cents, one.at_ms,
             one.sent_ms, one.next_ms, one.tries, one.why)
            for one in sales
        ]  # fmt: skip
        self._sql.run_many(f"INSERT INTO uitpas_sale VALUES ({', '.join('?' * 15)})", rows)

    def get(self, house: int, token: str) -> StoreSale | None:
        """One place."""
        row = self._sql.row(f"{_COLUMNS} WHERE house = ? AND token = ?", (house, token))
        return None if row is None else _sale(row)

    def happened(self, sale: StoreSale, event: SaleEvent) -> SaleState | None:
        """Let something happen to it; its new state, None when that changes nothing.

        What is still to be asked keeps the pass's number, everything else loses it.
        """
        state = step(sale.state, event)
        if state is None:
            return None
        is_asking = state is SaleState.PROVISIONAL or (
            state is SaleState.CANCELLING and not sale.ticket_sale
        )
        self._sql.run(
            "UPDATE uitpas_sale SET state = ?, tries = 0, next_ms = 0, why = '',"
            " number = CASE WHEN ? = 1 THEN number ELSE '' END WHERE house = ? AND token = ?",
            (state.value, int(is_asking), sale.house, sale.token),
        )
        return state

    def registered(self, sale: StoreSale, ticket_sale: str, price_cents: int) -> None:
        """UiTPAS has it under this name, at this price."""
        self._sql.run(
            "UPDATE uitpas_sale SET ticket_sale = ?, price_cents = ?, number = '', why = ''"
            " WHERE house = ? AND token = ?",
            (ticket_sale, price_cents, sale.house, sale.token),
        )

    def sending(self, sale: StoreSale, tariff: str, now_ms: int) -> None:
        """A registration is about to be sent: from now on it may exist."""
        self._sql.run(
            "UPDATE uitpas_sale SET tariff = ?, sent_ms = ? WHERE house = ? AND token = ?",
            (tariff, now_ms, sale.house, sale.token),
        )

    def bring(self, sale: StoreSale, number: str) -> None:
        """The device brought the number of the pass."""
        self._sql.run(
            "UPDATE uitpas_sale SET number = ?, next_ms = 0, why = ''"
            " WHERE house = ? AND token = ?",
            (number, sale.house, sale.token),
        )

    def put_off(self, sale: StoreSale, why: str, now_ms: int) -> None:
        """It did not work; try again later, and later each time."""
        pause_ms = min(RETRY_MS_MAX, RETRY_MS_MIN << min(sale.tries, 10))
        self._sql.run(
            "UPDATE uitpas_sale SET tries = tries + 1, next_ms = ?, why = ?"
            " WHERE house = ? AND token = ?",
            (now_ms + pause_ms, why, sale.house, sale.token),
        )

    def claim_next(self, house: int, now_ms: int) -> StoreSale | None:
        """The next matter of a house that is due, kept for the caller for a while."""
        row = self._sql.row(
            f"{_COLUMNS} WHERE house = ? AND next_ms <= ?"
            " AND (state = ? OR (state = ? AND number <> '')) ORDER BY state, at_ms, token LIMIT 1",
            (house, now_ms, SaleState.CANCELLING.value, SaleState.PROVISIONAL.value),
        )
        if row is None:
            return None
        self._sql.run(
            "UPDATE uitpas_sale SET next_ms = ? WHERE house = ? AND token = ?",
            (now_ms + CLAIM_MS, row[0], row[1]),
        )
        return _sale(row)

    def known_ids(self, house: int) -> frozenset[str]:
        """The names of UiTPAS's sales that belong to a place here."""
        rows = self._sql.rows(
            "SELECT ticket_sale FROM uitpas_sale WHERE house = ? AND ticket_sale <> ''", (house,)
        )
        return frozenset(row[0] for row in rows)

    def waiting(self, now_ms: int) -> list[StoreSale]:
        """What is not done: to be registered, to be taken back, or not heard to be paid."""
        rows = self._sql.rows(
            f"{_COLUMNS} WHERE state IN (?, ?) OR (state IN (?, ?) AND at_ms < ?)"
            " ORDER BY house, at_ms, token",
            (SaleState.CANCELLING.value, SaleState.PROVISIONAL.value,
             SaleState.PENDING_PAYMENT.value, SaleState.REGISTERING.value, now_ms - SILENT_MS),
        )  # fmt: skip
        return [_sale(row) for row in rows]

    def not_followed(self, house: int) -> list[SoldReduced]:
        """Reduced tickets of which this table does not yet know that they were sold or refunded."""
        rows = self._sql.rows(
            "SELECT u.token, u.origin, u.seq, u.line, u.performance, u.regular_cents,"
            " u.price_cents, u.ticket_sale, u.is_paid_in_full, r.ticket_seq IS NOT NULL"
            " FROM uitpas_line u"
            " LEFT JOIN ticket_refunded r ON r.house = u.house AND r.ticket_origin = u.origin"
            "  AND r.ticket_seq = u.seq AND r.ticket_line = u.line"
            " LEFT JOIN uitpas_sale s ON s.house = u.house AND s.token = u.token"
            " WHERE u.house = ? AND (s.token IS NULL OR s.state IN (?, ?)"
            "  OR (r.ticket_seq IS NOT NULL AND s.state IN (?, ?)))"
            " ORDER BY u.origin, u.seq, u.line",
            (house, SaleState.REGISTERING.value, SaleState.PENDING_PAYMENT.value,
             SaleState.CONFIRMED.value, SaleState.PROVISIONAL.value),
        )  # fmt: skip
        return [_sold(row) for row in rows]

    def sold(self, house: int, token: str) -> SoldReduced | None:
        """The ticket that was sold with this token, None while its fact is not here."""
        row = self._sql.row(
            "SELECT token, origin, seq, line, performance, regular_cents, price_cents,"
            " ticket_sale, is_paid_in_full, 0 FROM uitpas_line WHERE house = ? AND token = ?"
            " ORDER BY origin, seq, line",
            (house, token),
        )
        return None if row is None else _sold(row)


def _sale(row: Row) -> StoreSale:
    return StoreSale(
        HouseId(row[0]), row[1], row[2], PerformanceId(row[3]), row[4], row[5], row[6],
        SaleState(row[7]), *row[8:],
    )  # fmt: skip


def _sold(row: Sequence[object]) -> SoldReduced:
    token, origin, seq, line, performance, regular, price, ticket_sale, in_full, refunded = row
    assert isinstance(origin, int), "a log is a number"
    assert isinstance(seq, int), "a fact has a number"
    assert isinstance(line, int), "a line has a number"
    assert isinstance(performance, int), "a performance is a number"
    assert isinstance(regular, int), "cents"
    assert isinstance(price, int), "cents"
    return SoldReduced(
        str(token), Origin(origin), PerformanceId(performance),
        TicketId(Origin(origin), seq, line), regular, price, str(ticket_sale), bool(in_full),
        bool(refunded),
    )  # fmt: skip

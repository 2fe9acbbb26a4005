"""The daybook of a house out of the tables of a replica, at the store and on a device alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from podium_desk.domain.daybook import DayPage
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House
from podium_desk.domain.till_report import OTHERS_VOUCHER
from podium_desk.domain.vat import VatPart, vat_totals
from podium_desk.domain.vouchers import VoucherKind
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.goods import goods_in_days
from sync.store.replica import Replica

_QUARTER_MS = 900_000
"""Sums come by quarters of an hour: every zone's midnight is at the edge of one."""


@dataclass(slots=True)
class _Day:
    vat: list[VatPart] = field(default_factory=list)
    means: dict[str, int] = field(default_factory=dict)
    rounding_cents: int = 0
    moved_cents: int = 0
    difference_cents: int = 0
    advances_cents: int = 0
    vouchers_cents: int = 0


_TICKETS = "JOIN ticket_sold t ON t.house = o.house AND t.origin = o.origin AND t.seq = o.seq"
_LET_GO = (
    "EXISTS (SELECT 1 FROM order_sold o WHERE o.house = t.house AND o.origin = t.origin"
    " AND o.seq = t.seq AND o.pay_before_ms IS NOT NULL) AND NOT EXISTS (SELECT 1"
    " FROM order_paid p WHERE p.house = t.house AND p.order_origin = t.order_origin"
    " AND p.order_number = t.order_number AND p.at_ms <= r.at_ms)"
)
"""Tickets of a reserved order that were taken back before it was paid: they never were turnover."""
_ADVANCE = (
    "EXISTS (SELECT 1 FROM order_sold o WHERE o.order_origin = y.order_origin"
    " AND o.order_number = y.order_number AND o.pay_before_ms IS NOT NULL)"
    " AND NOT (y.amount_cents < 0 AND EXISTS (SELECT 1 FROM order_sold o"
    " JOIN order_paid p ON p.house = o.house AND p.order_origin = o.order_origin"
    " AND p.order_number = o.order_number WHERE o.order_origin = y.order_origin"
    " AND o.order_number = y.order_number AND p.at_ms <= y.at_ms))"
)
"""Money of a reserved order; what goes back once it was paid is no advance."""


class DaybookReader:
    """Reads days of one house. Its registers are those whose logs live in it."""

    def __init__(self, replica: Replica, catalogue: Catalogue, house: House) -> None:
        self._replica = replica
        self._catalogue = catalogue
        self._house = house
        self._zone = ZoneInfo(house.timezone)
        self._days: dict[date, _Day] = {}

    def pages(self, first: date, last: date) -> list[DayPage]:
        """The days from `first` to `last`, both in it, on which anything happened."""
        self._days = {}
        span = (self._midnight_ms(first), self._midnight_ms(last + timedelta(days=1)))
        own = {o for o, home in self._replica.log.homes().items() if home == self._house.id}
        self._sold(span)
        self._reserved_and_paid(span, own)
        self._refunded(span, own)
        for quarter, rate, basis, cents in goods_in_days(
            self._replica.sql, self._house.id, own, (_QUARTER_MS, *span)
        ):
            self._day(quarter).vat.append(VatPart(rate, basis if not rate else "", cents))
        self._paid(span)
        self._vouchers(span)
        self._drawers(span)
        return [
            DayPage(
                day, vat_totals(sums.vat), tuple(sorted(sums.means.items())),
                sums.rounding_cents, sums.moved_cents, sums.difference_cents,
                sums.advances_cents, sums.vouchers_cents,
            )
            for day, sums in sorted(self._days.items())
        ]  # fmt: skip

    def _sold(self, span: tuple[int, int]) -> None:
        """What was sold and paid at once."""
        for quarter, performance, rate, cents in self._rows(
            "SELECT t.at_ms / ?, t.performance, t.vat_rate, SUM(t.price_cents) FROM order_sold o"
            f" {_TICKETS} WHERE t.seller = ? AND t.at_ms >= ? AND t.at_ms < ?"
            " AND o.pay_before_ms IS NULL GROUP BY 1, 2, 3",
            span,
        ):
            self._turnover(quarter, (performance, rate), cents, is_reserved=False)

    def _reserved_and_paid(self, span: tuple[int, int], own: set[int]) -> None:
        """What was reserved is turnover of the day, and of the house, that it was paid."""
        rows = self._replica.sql.rows(
            "SELECT p.at_ms / ?, p.origin, t.performance, t.vat_rate, SUM(t.price_cents)"
            " FROM order_paid p JOIN order_sold o ON o.house = p.house"
            "  AND o.order_origin = p.order_origin AND o.order_number = p.order_number"
            f" {_TICKETS} WHERE p.at_ms >= ? AND p.at_ms < ? AND NOT EXISTS (SELECT 1"
            "  FROM ticket_refunded r WHERE r.house = t.house AND r.ticket_origin = t.origin"
            "  AND r.ticket_seq = t.seq AND r.ticket_line = t.line AND r.at_ms < p.at_ms)"
            " GROUP BY 1, 2, 3, 4",
            (_QUARTER_MS, *span),
        )
        for quarter, origin, performance, rate, cents in rows:
            if origin in own:
                self._turnover(quarter, (performance, rate), int(cents), is_reserved=True)

    def _refunded(self, span: tuple[int, int], own: set[int]) -> None:
        """Refunds stand in the day, and with the house, that gave the money back."""
        rows = self._replica.sql.rows(
            "SELECT r.at_ms / ?, r.origin, t.performance, t.vat_rate, SUM(t.price_cents)"
            " FROM ticket_refunded r JOIN ticket_sold t ON t.house = r.house"
            " AND t.origin = r.ticket_origin AND t.seq = r.ticket_seq AND t.line = r.ticket_line"
            f" WHERE r.at_ms >= ? AND r.at_ms < ? AND NOT ({_LET_GO}) GROUP BY 1, 2, 3, 4",
            (_QUARTER_MS, *span),
        )
        for quarter, origin, performance, rate, cents in rows:
            if origin in own:
                self._turnover(quarter, (performance, rate), -int(cents), is_reserved=False)

    def _turnover(
        self, quarter: int, what: tuple[int, int], cents: int, *, is_reserved: bool
    ) -> None:
        """`what` is a performance and its rate."""
        performance, rate = what
        day = self._day(quarter)
        day.vat.append(VatPart(rate, self._basis(performance, rate), cents))
        if is_reserved:
            day.advances_cents -= cents

    def _paid(self, span: tuple[int, int]) -> None:
        for quarter, means, reserved, cents, rounding, rate, basis, home in self._rows(
            f"SELECT y.at_ms / ?, y.means, CASE WHEN {_ADVANCE} THEN 1 ELSE 0 END,"
            " SUM(y.amount_cents), SUM(y.rounding_cents),"
            " CASE WHEN v.kind = 'single' THEN v.vat_rate END, v.vat_basis, v.home FROM payment y"
            " LEFT JOIN voucher v ON v.house = y.house AND v.number = y.reference"
            "  AND y.means = 'voucher'"
            " WHERE y.house = ? AND y.at_ms >= ? AND y.at_ms < ? GROUP BY 1, 2, 3, 6, 7, 8",
            span,
        ):
            day = self._day(quarter)
            if reserved:
                day.advances_cents += int(cents)
            if rate is not None:
                # It was turnover when the voucher was sold.
                day.vat.append(VatPart(rate, basis if not rate else "", -int(cents)))
                continue
            if home not in (None, int(self._house.id)):
                means = OTHERS_VOUCHER
            day.means[means] = day.means.get(means, 0) + int(cents)
            day.rounding_cents += int(rounding)

    def _vouchers(self, span: tuple[int, int]) -> None:
        """What was sold of vouchers: owed from now on, or turnover of a single purpose."""
        for quarter, kind, rate, basis, cents in self._rows(
            "SELECT at_ms / ?, kind, vat_rate, vat_basis, SUM(amount_cents) FROM voucher"
            " WHERE house = ? AND home = house AND at_ms >= ? AND at_ms < ? GROUP BY 1, 2, 3, 4",
            span,
        ):
            if kind == VoucherKind.SINGLE.value:
                part = VatPart(rate, basis if not rate else "", int(cents))
                self._day(quarter).vat.append(part)
            elif kind == VoucherKind.MULTI.value:
                self._day(quarter).vouchers_cents += int(cents)

    def _drawers(self, span: tuple[int, int]) -> None:
        for quarter, cents in self._rows(
            "SELECT at_ms / ?, SUM(amount_cents) FROM cash_moved"
            " WHERE house = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1",
            span,
        ):
            self._day(quarter).moved_cents += int(cents)
        for quarter, cents in self._rows(
            "SELECT at_ms / ?, SUM(counted_cents - expected_cents) FROM drawer_counted"
            " WHERE house = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1",
            span,
        ):
            self._day(quarter).difference_cents += int(cents)

    def _rows(self, query: str, span: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
        values = (_QUARTER_MS, int(self._house.id), *span)
        for row in self._replica.sql.rows(query, values):
            yield tuple(int(cell) if isinstance(cell, int) else cell for cell in row)

    def _day(self, quarter: int) -> _Day:
        moment = datetime.fromtimestamp(quarter * _QUARTER_MS / 1000, UTC)
        return self._days.setdefault(moment.astimezone(self._zone).date(), _Day())

    def _midnight_ms(self, day: date) -> int:
        moment = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return int(moment.timestamp() * 1000)

    def _basis(self, performance: int, rate: int) -> str:
        """Why nothing is due, for what is exempt; taxed rates stand together."""
        known = None if rate else self._catalogue.performance(PerformanceId(performance))
        return "" if known is None else known.vat_basis

"""The daybook of a house out of the tables of a replica, at the store and on a device alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from podium_desk.domain.daybook import DayPage
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House
from podium_desk.domain.vat import VatPart, vat_totals
from podium_desk.replica.catalogue import Catalogue
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
        self._sold(span)
        self._refunded(span)
        self._paid(span)
        self._drawers(span)
        return [
            DayPage(
                day, vat_totals(sums.vat), tuple(sorted(sums.means.items())),
                sums.rounding_cents, sums.moved_cents, sums.difference_cents,
            )
            for day, sums in sorted(self._days.items())
        ]  # fmt: skip

    def _sold(self, span: tuple[int, int]) -> None:
        for quarter, performance, rate, cents in self._rows(
            "SELECT at_ms / ?, performance, vat_rate, SUM(price_cents) FROM ticket_sold"
            " WHERE seller = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1, 2, 3",
            span,
        ):
            self._day(quarter).vat.append(VatPart(rate, self._basis(performance, rate), cents))

    def _refunded(self, span: tuple[int, int]) -> None:
        """Refunds stand in the day, and with the house, that gave the money back."""
        own = {o for o, home in self._replica.log.homes().items() if home == self._house.id}
        rows = self._replica.sql.rows(
            "SELECT r.at_ms / ?, r.origin, t.performance, t.vat_rate, SUM(t.price_cents)"
            " FROM ticket_refunded r JOIN ticket_sold t ON t.house = r.house"
            " AND t.origin = r.ticket_origin AND t.seq = r.ticket_seq AND t.line = r.ticket_line"
            " WHERE r.at_ms >= ? AND r.at_ms < ? GROUP BY 1, 2, 3, 4",
            (_QUARTER_MS, *span),
        )
        for quarter, origin, performance, rate, cents in rows:
            if origin in own:
                part = VatPart(rate, self._basis(performance, rate), -int(cents))
                self._day(quarter).vat.append(part)

    def _paid(self, span: tuple[int, int]) -> None:
        for quarter, means, cents, rounding in self._rows(
            "SELECT at_ms / ?, means, SUM(amount_cents), SUM(rounding_cents) FROM payment"
            " WHERE house = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1, 2",
            span,
        ):
            day = self._day(quarter)
            day.means[means] = day.means.get(means, 0) + int(cents)
            day.rounding_cents += int(rounding)

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

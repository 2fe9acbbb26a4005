"""A house's performances as the store keeps them: their numbers, their events, their records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from podium_desk.central.cluster import Central
from podium_desk.central.tariffs import TariffBook
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House, Performance, PerformanceStatus
from podium_desk.integrations.uitdatabank.events import ImportedEvent, ImportedPerformance
from podium_desk.replica.codec import record_from_bytes
from podium_desk.replica.kinds import PERFORMANCE

PERFORMANCES_OF_HOUSE = 100_000
VAT_RATE_PERCENT = 6
VAT_BASIS = "rubriek XXVIII tabel A KB nr. 20"
"""Access to cultural, sports and entertainment facilities (domain.md 5.3)."""
_SOURCE = "uitdatabank"


class HouseProgramme:
    """Reads and writes the performances of one house; writing happens in the caller's block."""

    def __init__(self, central: Central, house: House) -> None:
        self._central = central
        self._sql = central.sql
        self.house = house
        self._recorded: dict[str, PerformanceId] | None = None
        self.tariffs = TariffBook(self._sql, house.id, house.language)

    def performance(self, number: int) -> Performance | None:
        """A performance of this house."""
        record = self._central.replica.records.get(self.house.id, PERFORMANCE, str(number))
        if record is None or record.body is None:
            return None
        return record_from_bytes(record.body, Performance)

    def all(self) -> list[Performance]:
        """Every performance of this house, by number."""
        records = self._central.replica.records.of_kind(self.house.id, PERFORMANCE)
        found = [record_from_bytes(record.body or b"", Performance) for record in records]
        return sorted(found, key=lambda performance: performance.id)

    def of_event(self, event: str) -> list[Performance]:
        """The performances that were imported with an event, by start."""
        rows = self._sql.rows(
            "SELECT number FROM performance_number WHERE house = ? AND event = ?",
            (self.house.id, event),
        )
        found = [self.performance(row[0]) for row in rows]
        return sorted((p for p in found if p is not None), key=lambda p: p.start)

    def named(self, target: str) -> list[Performance]:
        """The performances that a file or a command names: by number or event, "" for all."""
        if not target:
            return self.all()
        if target.isdecimal():
            performance = self.performance(int(target))
            return [] if performance is None else [performance]
        return self.of_event(target)

    def event_of(self, performance: PerformanceId) -> str:
        """The event that a performance was imported with, "" for none."""
        row = self._sql.row(
            "SELECT event FROM performance_number WHERE house = ? AND number = ?",
            (self.house.id, performance),
        )
        return "" if row is None else str(row[0])

    def write(self, performance: Performance) -> bool:
        """Put a performance and its tariffs in the catalogue; whether anything changed."""
        performance = self._dated(performance)
        entries = self.tariffs.records(performance, self.event_of(performance.id))
        return bool(self._central.replica.write_records(entries))

    def _dated(self, performance: Performance) -> Performance:
        """With the moment at which its status became what it is."""
        known = self.performance(performance.id)
        if known is None:
            return performance
        is_same = known.status is performance.status
        since_ms = known.status_since_ms if is_same else self._central.now_ms()
        return replace(performance, status_since_ms=since_ms)

    def take(self, event: ImportedEvent, date: ImportedPerformance) -> bool:
        """Bring one imported date into the catalogue; whether anything changed.

        The plan stays, and so does the status until UiTdatabank says another one than before.
        """
        number, said_before = self._number(event.event_id, date)
        known = self.performance(number)
        status = date.status
        if known is not None and said_before == date.status.value:
            status = known.status
        return self.write(
            Performance(
                id=number,
                house=self.house.id,
                identity=date.identity,
                title=event.title,
                start=date.start,
                end=date.end,
                hall=event.hall,
                genre=event.genre,
                status=status,
                plan=None if known is None else known.plan,
                vat_rate_percent=VAT_RATE_PERCENT if known is None else known.vat_rate_percent,
                vat_basis=VAT_BASIS if known is None else known.vat_basis,
                tariffs=(),
                age_range=event.age_range,
                source=_SOURCE,
                sold_from_ms=0 if known is None else known.sold_from_ms,
                presale_from_ms=0 if known is None else known.presale_from_ms,
                doors_open=None if known is None else _doors_open(known, date.start),
            )
        )

    def withdraw(self, performance: Performance) -> bool:
        """Take a date out of the programme; it keeps its number, its tickets and its facts."""
        withdrawn = PerformanceStatus.WITHDRAWN
        self._sql.run(
            "UPDATE performance_number SET status = ? WHERE house = ? AND number = ?",
            (withdrawn.value, self.house.id, performance.id),
        )
        return self.write(replace(performance, status=withdrawn))

    def rename(self, performance: Performance, identity: str) -> None:
        """A date moved: the performance goes on under the identity of its new start."""
        self._sql.run(
            "UPDATE performance_number SET identity = ? WHERE house = ? AND number = ?",
            (identity, self.house.id, performance.id),
        )

    def coming(self, event: str, now: datetime) -> list[Performance]:
        """The dates of an event that are still to come and in the programme."""
        return [
            performance
            for performance in self.of_event(event)
            if performance.start > now and performance.status is not PerformanceStatus.WITHDRAWN
        ]

    def _number(self, event: str, date: ImportedPerformance) -> tuple[PerformanceId, str | None]:
        """The number of this date, given once, and the status UiTdatabank gave before."""
        row = self._sql.row(
            "SELECT number, status FROM performance_number WHERE house = ? AND identity = ?",
            (self.house.id, date.identity),
        )
        if row is not None:
            self._sql.run(
                "UPDATE performance_number SET status = ? WHERE house = ? AND identity = ?",
                (date.status.value, self.house.id, date.identity),
            )
            return PerformanceId(row[0]), row[1]
        number = self._on_record_only().get(date.identity) or self._new_number()
        if number >= (self.house.id + 1) * PERFORMANCES_OF_HOUSE:
            raise RuntimeError(f"house {self.house.id} has used all its performance numbers")
        self._sql.run(
            "INSERT INTO performance_number VALUES (?, ?, ?, ?, ?)",
            (self.house.id, date.identity, number, event, date.status.value),
        )
        return number, None

    def _new_number(self) -> PerformanceId:
        newest = self._sql.row(
            "SELECT MAX(number) FROM performance_number WHERE house = ?", (self.house.id,)
        )
        numbered = (newest and newest[0]) or self.house.id * PERFORMANCES_OF_HOUSE
        return PerformanceId(max(numbered, *self._on_record_only().values(), 0) + 1)

    def _on_record_only(self) -> dict[str, PerformanceId]:
        """Number by identity of the dates that the catalogue alone knows: this store was put back.

        As it was at the first question: what is numbered since is in the table.
        """
        if self._recorded is None:
            rows = self._sql.rows(
                "SELECT number FROM performance_number WHERE house = ?", (self.house.id,)
            )
            known = {number for (number,) in rows}
            self._recorded = {one.identity: one.id for one in self.all() if one.id not in known}
        return self._recorded


def _doors_open(known: Performance, start: datetime) -> datetime | None:
    """As long before the start as it was."""
    return None if known.doors_open is None else start - (known.start - known.doors_open)

"""The subscriptions of a house in its catalogue: taken from a file, listed."""

from __future__ import annotations

from pathlib import Path

from podium_desk.central.cluster import Central
from podium_desk.central.import_report import ImportReport
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House
from podium_desk.domain.series import Series, SeriesKind, Step
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import ImportRefusal
from podium_desk.integrations.series import SeriesRow, read_series_rows
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.kinds import SERIES


class HouseSeries:
    """Reads and writes the series of one house; writing happens in the caller's block."""

    def __init__(self, central: Central, house: House) -> None:
        self._central = central
        self._house = house
        self._programme = HouseProgramme(central, house)

    def all(self) -> list[Series]:
        """Every series of the house, by code."""
        records = self._central.replica.records.of_kind(self._house.id, SERIES)
        found = [record_from_bytes(record.body or b"", Series) for record in records]
        return sorted(found, key=lambda series: series.code)

    def take(self, row: SeriesRow) -> Outcome | CentralRefusal:
        """Bring a series into the catalogue, new or changed.

        Refuses a performance that neither this house nor another of the cluster has.
        """
        performances: list[PerformanceId] = []
        for target in row.targets:
            found = [one.id for one in self._programme.named(target)] or self._elsewhere(target)
            if not found:
                details: dict[str, str | int] = {"line": row.line, "code": row.code}
                return CentralRefusal(
                    CentralReason.DISCOUNT_UNKNOWN_TARGET, details | {"named": target}
                )
            performances += found
        kind = SeriesKind.FIXED if row.prices_cents else SeriesKind.CHOICE
        series = Series(
            self._house.id, row.code, Text.of(self._house.language, row.name), kind,
            tuple(dict.fromkeys(performances)), dict(row.prices_cents),
            tuple(Step(*step) for step in row.steps), row.sold_from_ms, row.sold_until_ms,
        )  # fmt: skip
        is_known = any(one.code == row.code for one in self.all())
        entry = (self._house.id, SERIES, row.code, record_to_bytes(series))
        if not self._central.replica.write_records([entry]):
            return Outcome.UNCHANGED
        return Outcome.UPDATED if is_known else Outcome.IMPORTED

    def _elsewhere(self, target: str) -> list[PerformanceId]:
        """The performance of this number, of whatever house."""
        known = self._central.catalogue.performance(int(target)) if target.isdecimal() else None
        return [] if known is None else [known.id]


def import_series(central: Central, house: House, path: Path, words: Words) -> ImportReport:
    """Take a file of series; the outcome of each row stands in the report."""
    report, series = ImportReport(words), HouseSeries(central, house)
    try:
        content = path.read_bytes()
    except OSError as error:
        report.refuse_file(path.name, error)
        return report
    with central.sql.transaction():
        central.sql.lock((house.id,))
        for row in read_series_rows(content, path.name):
            outcome = row if isinstance(row, ImportRefusal) else series.take(row)
            if isinstance(outcome, ImportRefusal):
                report.refuse(outcome)
            elif isinstance(outcome, CentralRefusal):
                report.refuse_here(path.name, str(outcome.details["line"]), outcome)
            else:
                report.count(outcome)
    return report

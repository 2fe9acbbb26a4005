"""A house's year for the local leisure monitor, on a device and at the store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from podium_desk.application.owed_table import harmless
from podium_desk.domain.leisure import LeisureLine, leisure_line
from podium_desk.domain.programme import House, Performance
from podium_desk.replica.attendance import attendance_of
from podium_desk.replica.catalogue import Catalogue
from sync.store.replica import Replica

COLUMNS = (
    "huis", "voorstelling", "datum", "uur", "titel", "zaal", "soort", "status", "capaciteit",
    "verkocht", "vrij", "gratis", "uitpas", "ontvangsten", "deelnames", "telling", "no_shows",
    "onvolledig",
)  # fmt: skip
"""The columns, in the language in which the monitor asks."""


def leisure_year(
    replica: Replica, catalogue: Catalogue, house: House, year: int
) -> list[LeisureLine]:
    """Every performance of the house that begins in that calendar year, by its own clock."""
    zone = ZoneInfo(house.timezone)
    chosen = [
        performance
        for performance in catalogue.performances().values()
        if performance.house == house.id and performance.start.astimezone(zone).year == year
    ]
    chosen.sort(key=lambda one: (one.start, one.id))
    return [_line(replica, catalogue, performance) for performance in chosen]


def leisure_csv(house: House, lines: Iterable[LeisureLine]) -> str:
    """The year as Flemish spreadsheets read it: semicolons and decimal commas."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(_cells(house, line))
    return text.getvalue()


def _line(replica: Replica, catalogue: Catalogue, performance: Performance) -> LeisureLine:
    plan = catalogue.plan_of(performance)
    capacity = None if plan is None else plan.unit_count
    return leisure_line(performance, capacity, attendance_of(replica, catalogue, performance))


def _cells(house: House, line: LeisureLine) -> tuple[object, ...]:
    one = line.performance
    start = one.start.astimezone(ZoneInfo(house.timezone))
    return (
        harmless(house.name), one.id, start.date().isoformat(), f"{start:%H:%M}",
        harmless(one.title.in_language("nl")), harmless(one.hall.in_language("nl")),
        harmless(one.genre), one.status.value, line.capacity, line.sold, line.unsold, line.free,
        line.uitpas, f"{line.income_cents // 100},{line.income_cents % 100:02d}", line.attended,
        "exact geteld" if line.is_counted else "geraamd", line.no_shows, int(line.is_incomplete),
    )  # fmt: skip

"""The attendance of a performance with the names that people read, on a device and at the store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from podium_desk.application.owed_table import harmless
from podium_desk.application.workplace import Workplace
from podium_desk.domain.attendance import STEP_MS, Attendance, Count, DoorCount
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, TicketId
from podium_desk.domain.programme import Performance
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.domain.unheard_scans import Unknown
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.attendance import attendance_of
from podium_desk.replica.catalogue import Catalogue
from sync.store.replica import Replica

COLUMNS = (
    "part", "name", "sold", "sold_persons", "admitted", "admitted_persons", "no_shows",
    "no_show_persons", "beyond", "first", "persons", "re_entries", "doubles", "exits", "refused",
    "asked", "annulled", "tickets",
)  # fmt: skip
"""The columns of the table in CSV; a cell that does not belong to the part is empty."""


@dataclass(frozen=True, slots=True)
class AttendanceTold:
    """One performance, who came, and what is not known of it; times are shown in `zone`."""

    performance: Performance
    zone: ZoneInfo
    count: Attendance
    tariffs: Mapping[TariffId, Text]
    seats: Mapping[TicketId, tuple[str, str, str]]
    """Section, row and number of each ticket that went in twice."""
    unknown: tuple[Unknown, ...]
    was_scanned: bool


class Attending:
    """A device's attendances: those of its own house, whose scans it has."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def told(self, number: PerformanceId) -> AttendanceTold | Refusal:
        """The attendance of a performance as this device knows it now."""
        return told_of(self._work.replica, self._work.catalogue, self._work.house, number)


def told_of(
    replica: Replica, catalogue: Catalogue, house: HouseId, number: PerformanceId
) -> AttendanceTold | Refusal:
    """The attendance of one of the house's performances; refuses any other."""
    performance = catalogue.performance(number)
    if performance is None or performance.house != house:
        return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": number})
    seen = attendance_of(replica, catalogue, performance)
    names = {tariff.id: tariff.name for tariff in catalogue.tariffs(performance)}
    zone = ZoneInfo(catalogue.houses()[house].timezone)
    twice = {double.ticket for double in seen.count.double_entries}
    seats = {one.id: (one.section, one.row, one.number) for one in seen.tickets if one.id in twice}
    return AttendanceTold(
        performance, zone, seen.count, names, seats, seen.unknown, seen.was_scanned
    )


def attendance_data(told: AttendanceTold, language: str) -> dict[str, Any]:
    """The whole report for programs."""
    count = told.count
    return {
        "performance": told.performance.id,
        "title": told.performance.title.in_language(language),
        "start": told.performance.start.astimezone(told.zone).isoformat(),
        **asdict(count.count),
        "doors": {**asdict(count.doors), "entries": count.doors.entries},
        "inside": count.inside,
        "turned_away": count.turned_away,
        "double_entries": [
            {**asdict(one), "ticket": str(one.ticket), "seat": told.seats.get(one.ticket)}
            for one in count.double_entries
        ],
        "refused": [asdict(one) for one in count.refused],
        "by_section": {section: asdict(part) for section, part in count.by_section},
        "by_tariff": [
            {"tariff": tariff, "name": tariff_name(told, tariff, language), **asdict(part)}
            for tariff, part in count.by_tariff
        ],
        "by_door": {door: {**asdict(part), "entries": part.entries}
                    for door, part in count.by_door},
        "arrivals": {"from_ms": count.arrivals_from_ms, "step_ms": STEP_MS,
                     "persons": list(count.arrivals)},
        "unknown": [asdict(one) for one in told.unknown],
        "counted": told.was_scanned,
    }  # fmt: skip


def attendance_csv(told: AttendanceTold, language: str) -> str:
    """The whole, each section, tariff and door, each reason of refusal, and what is unknown."""
    text = io.StringIO()
    lines = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    lines.writeheader()
    for row in _rows(told, language):
        lines.writerow(row)
    return text.getvalue()


def tariff_name(told: AttendanceTold, tariff: TariffId, language: str) -> str:
    """What a tariff is called; empty for one that is not heard of."""
    name = told.tariffs.get(tariff)
    return "" if name is None else name.in_language(language)


def _rows(told: AttendanceTold, language: str) -> Iterable[dict[str, Any]]:
    count = told.count
    yield _row("whole", "", count.count, count.doors)
    for section, part in count.by_section:
        yield _row("section", section, part)
    for tariff, part in count.by_tariff:
        yield _row("tariff", tariff_name(told, tariff, language), part)
    for door, through in count.by_door:
        yield _row("door", door, None, through)
    for one in count.refused:
        yield {"part": "refused", "name": harmless(one.reason), "refused": one.attempts,
               "tickets": one.tickets}  # fmt: skip
    for missing in told.unknown:
        yield {"part": "lost" if missing.is_lost else "unsent", "name": harmless(missing.name)}


def _row(
    part: str, name: str, count: Count | None, doors: DoorCount | None = None
) -> dict[str, Any]:
    cells = {} if count is None else asdict(count)
    return {"part": part, "name": harmless(name), **cells,
            **({} if doors is None else asdict(doors))}  # fmt: skip

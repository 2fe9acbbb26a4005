"""What can be sold here: tonight first, the own house first, found by anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from podium_desk.application.counter import PerformanceRow
from podium_desk.application.performance_search import PerformanceIndex
from podium_desk.application.workplace import Workplace
from podium_desk.domain.allotment import AFTER_START
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import House, Performance
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import sold_counts_of
from podium_desk.replica.sold_counts import SoldCounts

_A_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Listed:
    """A performance of the list: its row as it was last told."""

    row: PerformanceRow


class PerformanceList:
    """Lists performances with what is left of each.

    It is read every few seconds, so what follows from the catalogue is kept until that changes,
    and a row until its numbers do.
    """

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._sold = SoldCounts(work.replica)
        self._listed: list[_Listed] = []
        self._catalogue: dict[PerformanceId, Performance] | None = None

    def rows(self, search: str = "", day: datetime | None = None) -> tuple[PerformanceRow, ...]:
        """The coming performances that match, by day, own house first, then by time."""
        earliest = self._work.clock.now() - AFTER_START
        sold, held = self._sold.all(), self._held()
        rows = tuple(
            _counted(listed, sold, held)
            for listed in self._all()
            if listed.row.start >= earliest and (day is None or _is_on(listed.row, day))
        )
        return PerformanceIndex(rows).find(search) if search.strip() else rows

    def soonest(self, count: int) -> tuple[PerformanceRow, ...]:
        """The first rows of the list; of a whole season these alone are read and counted."""
        with self._work.catalogue.steady():
            starts = self._work.catalogue.starts(self._work.clock.now() - AFTER_START)
            # Within a day the own house goes first: that day is asked for as a whole.
            order = sorted(starts.values())
            until = order[count - 1] + _A_DAY if len(order) > count else None
            asked = [one for one, start in starts.items() if until is None or start <= until]
            return tuple(sorted(self._now(asked), key=_order)[:count])

    def row(self, number: PerformanceId) -> PerformanceRow | None:
        """One performance's row, None when it is not on sale here."""
        return next(iter(self._now([number])), None)

    def _now(self, numbers: list[PerformanceId]) -> list[PerformanceRow]:
        """The rows of those that are on sale, with what is left of each."""
        catalogue = self._work.catalogue
        houses, held, sold = catalogue.houses(), self._held(), dict[int, int]()
        asked = [one for one in map(catalogue.performance, numbers) if one is not None]
        for house in {one.house for one in asked}:
            those = [one.id for one in asked if one.house == house]
            sold |= sold_counts_of(self._work.replica.sql, house, those)
        return [
            self._row(one, count, houses, sold.get(one.id, 0), held.get((one.house, one.id), 0))
            for one in asked
            if (count := catalogue.unit_count(one)) is not None
        ]

    def _held(self) -> dict[tuple[int, int], int]:
        return self._work.replica.rights.held_free_counts(self._work.origin)

    def _all(self) -> list[_Listed]:
        """Every performance on sale in the order of the list, with numbers of an earlier look."""
        catalogue = self._work.catalogue
        # The catalogue makes new values when a record or a change at the venue came.
        if self._catalogue is not catalogue.performances():
            self._catalogue = catalogue.performances()
            houses = catalogue.houses()
            found = catalogue.on_sale()
            rows = sorted((self._row(a, plan.unit_count, houses) for a, plan in found), key=_order)
            self._listed = [_Listed(row) for row in rows]
        return self._listed

    def _row(
        self,
        performance: Performance,
        capacity: int,
        houses: dict[HouseId, House],
        sold: int = 0,
        here: int = 0,
    ) -> PerformanceRow:
        """A performance of which so many are sold, and may be sold here."""
        number = performance.house
        house = houses.get(number) or House(number, "", "")
        return PerformanceRow(
            id=performance.id,
            house=performance.house,
            house_name=house.name,
            title=performance.title,
            start=performance.start.astimezone(ZoneInfo(house.timezone)),
            hall=performance.hall,
            genre=performance.genre,
            status=performance.status,
            capacity=capacity,
            free=capacity - sold,
            sellable_here=here,
            is_own_house=performance.house == self._work.house,
        )


def _counted(
    listed: _Listed, sold: dict[int, int], held: dict[tuple[int, int], int]
) -> PerformanceRow:
    """Its row with these numbers; the same object while they stay the same."""
    row = listed.row
    free = row.capacity - sold.get(row.id, 0)
    here = held.get((row.house, row.id), 0)
    if row.free != free or row.sellable_here != here:
        row = listed.row = replace(row, free=free, sellable_here=here)
    return row


def _is_on(row: PerformanceRow, day: datetime) -> bool:
    return row.start.astimezone(day.tzinfo).date() == day.date()


def _order(row: PerformanceRow) -> tuple[object, ...]:
    return (row.start.date(), not row.is_own_house, row.start, row.id)

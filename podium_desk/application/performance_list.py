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
from podium_desk.domain.venue import HallPlan
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
            found = [pair for pair in map(self._work.on_sale, asked) if pair is not None]
            return tuple(sorted(self._now(found), key=_order)[:count])

    def row(self, number: PerformanceId) -> PerformanceRow | None:
        """One performance's row, None when it is not on sale here."""
        found = self._work.on_sale(number)
        return None if found is None else self._now([found])[0]

    def _now(self, pairs: list[tuple[Performance, HallPlan]]) -> list[PerformanceRow]:
        """Their rows with what is left of each."""
        houses, held, sold = self._work.catalogue.houses(), self._held(), dict[int, int]()
        for house in {performance.house for performance, _ in pairs}:
            numbers = [performance.id for performance, _ in pairs if performance.house == house]
            sold |= sold_counts_of(self._work.replica.sql, house, numbers)
        return [
            self._row(one, plan, houses, sold.get(one.id, 0), held.get((one.house, one.id), 0))
            for one, plan in pairs
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
            rows = sorted((self._row(*pair, houses) for pair in catalogue.on_sale()), key=_order)
            self._listed = [_Listed(row) for row in rows]
        return self._listed

    def _row(
        self,
        performance: Performance,
        plan: HallPlan,
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
            capacity=plan.unit_count,
            free=plan.unit_count - sold,
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

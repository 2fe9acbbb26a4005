"""What can be sold here: tonight first, the own house first, found by anything."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from podium_desk.application.counter import PerformanceRow
from podium_desk.application.performance_search import PerformanceIndex
from podium_desk.application.workplace import Workplace
from podium_desk.domain.allotment import AFTER_START
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import House, Performance
from podium_desk.replica.queries import sold_counts_of
from podium_desk.replica.sold_counts import SoldCounts

K = TypeVar("K")
Counts = dict[int, int]
HeldCounts = dict[tuple[int, int], int]

_A_DAY = timedelta(days=1)


class PerformanceList:
    """Lists performances with what is left of each.

    It is read every few seconds and after each sale, of a season of thousands: what follows from
    the catalogue is kept until that changes, and a row until its numbers do.
    """

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._sold = SoldCounts(work.replica)
        self._catalogue: dict[PerformanceId, Performance] | None = None
        self._known: dict[PerformanceId, PerformanceRow] = {}
        self._counted: tuple[Counts, HeldCounts] = ({}, {})
        self._gone: AbstractSet[PerformanceId] = set()
        self._bounds: tuple[datetime | None, datetime | None] = (None, None)
        """When the last of those that are gone began, and the first of the others begins."""
        self._coming: tuple[PerformanceRow, ...] = ()

    def rows(self, search: str = "", day: datetime | None = None) -> tuple[PerformanceRow, ...]:
        """The coming performances that match, by day, own house first, then by time; the same
        tuple as before while nothing of it changed."""
        is_other = self._list_catalogue()
        is_other |= self._count()
        is_other |= self._let_go(self._work.clock.now() - AFTER_START)
        if is_other:
            known, gone = self._known, self._gone
            self._coming = tuple(row for number, row in known.items() if number not in gone)
        rows = self._coming
        if day is not None:
            rows = tuple(row for row in rows if _is_on(row, day))
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

    def _held(self) -> HeldCounts:
        return self._work.replica.rights.held_free_counts(self._work.origin)

    def _list_catalogue(self) -> bool:
        """List what is on sale where a record or a change at the venue came since; whether so."""
        catalogue = self._work.catalogue
        # The catalogue makes new values when it changes.
        if self._catalogue is catalogue.performances():
            return False
        self._catalogue = catalogue.performances()
        houses = catalogue.houses()
        found = catalogue.on_sale()
        rows = sorted((self._row(a, plan.unit_count, houses) for a, plan in found), key=_order)
        self._known = {row.id: row for row in rows}
        self._counted = ({}, {})
        self._gone = set()
        self._bounds = (None, min((row.start for row in rows), default=None))
        return True

    def _count(self) -> bool:
        """Count the rows anew whose numbers changed since; whether there were any."""
        sold_before, held_before = self._counted
        sold, held = self._sold.all(), self._held()
        if sold == sold_before and held == held_before:
            return False
        moved = _differing(sold_before, sold) | {one for _, one in _differing(held_before, held)}
        for number in map(PerformanceId, moved & self._known.keys()):
            row = self._known[number]
            free, here = row.capacity - sold.get(number, 0), held.get((row.house, number), 0)
            self._known[number] = replace(row, free=free, sellable_here=here)
        self._counted = (dict(sold), held)
        return True

    def _let_go(self, earliest: datetime) -> bool:
        """See which began too long ago to be sold, also after the clock was put right; whether
        they are others than before."""
        last_gone, next_to_go = self._bounds
        if (not last_gone or last_gone < earliest) and (not next_to_go or earliest <= next_to_go):
            return False
        starts = {number: row.start for number, row in self._known.items()}
        gone = {number: start for number, start in starts.items() if start < earliest}
        coming = (start for number, start in starts.items() if number not in gone)
        self._gone = gone.keys()
        self._bounds = (max(gone.values(), default=None), min(coming, default=None))
        return True

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


def _differing(before: Mapping[K, int], now: Mapping[K, int]) -> set[K]:
    """Which numbers are others; one that is missing is none."""
    return {key for key in before.keys() | now.keys() if before.get(key, 0) != now.get(key, 0)}


def _is_on(row: PerformanceRow, day: datetime) -> bool:
    return row.start.astimezone(day.tzinfo).date() == day.date()


def _order(row: PerformanceRow) -> tuple[object, ...]:
    return (row.start.date(), not row.is_own_house, row.start, row.id)

"""What can be sold here: tonight first, the own house first, found by anything."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from podium_desk.application.counter import PerformanceRow
from podium_desk.application.workplace import Workplace
from podium_desk.domain.allotment import AFTER_START
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.programme import House, Performance
from podium_desk.domain.venue import HallPlan
from podium_desk.replica.queries import sold_count, sold_counts


class PerformanceList:
    """Lists performances with what is left of each."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def rows(self, search: str = "", day: datetime | None = None) -> tuple[PerformanceRow, ...]:
        """The coming performances that match, by day, own house first, then by time."""
        now = self._work.clock.now()
        sold = sold_counts(self._work.replica.sql)
        held = self._work.replica.rights.held_free_counts(self._work.origin)
        wanted = search.casefold().split()
        rows = [
            self._row(performance, plan, sold, held)
            for performance, plan in self._on_sale()
            if _is_listed(performance, now, day)
        ]
        found = [row for row in rows if all(word in self._haystack(row) for word in wanted)]
        return tuple(sorted(found, key=_order))

    def row(self, number: PerformanceId) -> PerformanceRow | None:
        """One performance's row, None when it is not on sale here."""
        found = self._work.on_sale(number)
        if found is None:
            return None
        held = self._work.replica.rights.held_free_counts(self._work.origin)
        house = found[0].house
        sold = {int(number): sold_count(self._work.replica.sql, house, number)}
        return self._row(*found, sold, held)

    def _on_sale(self) -> list[tuple[Performance, HallPlan]]:
        pairs = []
        for performance in self._work.catalogue.performances().values():
            plan = self._work.catalogue.plan_of(performance)
            if plan is not None:
                pairs.append((performance, plan))
        return pairs

    def _row(
        self,
        performance: Performance,
        plan: HallPlan,
        sold: dict[int, int],
        held: dict[tuple[int, int], int],
    ) -> PerformanceRow:
        house = self._house(performance.house)
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
            free=plan.unit_count - sold.get(performance.id, 0),
            sellable_here=held.get((performance.house, performance.id), 0),
            is_own_house=performance.house == self._work.house,
        )

    def _house(self, number: HouseId) -> House:
        return self._work.catalogue.houses().get(number) or House(number, "", "")

    def _haystack(self, row: PerformanceRow) -> str:
        start = row.start
        dates = f"{start:%d/%m/%Y} {start.day}/{start.month} {start:%H:%M}"
        titles = " ".join(row.title.words.values())
        halls = " ".join(row.hall.words.values())
        return f"{titles} {halls} {row.house_name} {row.genre} {dates} {row.id}".casefold()


def _is_listed(performance: Performance, now: datetime, day: datetime | None) -> bool:
    if performance.start < now - AFTER_START:
        return False
    return day is None or performance.start.astimezone(day.tzinfo).date() == day.date()


def _order(row: PerformanceRow) -> tuple[object, ...]:
    return (row.start.date(), not row.is_own_house, row.start, row.id)

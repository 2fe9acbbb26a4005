"""The list of performances with its search: loaded on the lane, newest search wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.counter import CounterDesk, PerformanceRow
from podium_desk.presentation.performance_cards import PerformanceCards

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from podium_desk.application.jobs import Jobs
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import DayGroup

RELOAD_TICKS = 5
"""The list is read again every so many seconds, for the numbers of free places."""

Rows = tuple[PerformanceRow, ...]


class PerformanceList:
    """What the left-hand side knows; `show` is called when there is something new."""

    def __init__(
        self,
        desk: CounterDesk,
        jobs: Jobs,
        show: Callable[[], None],
        fail: Callable[[Exception], None],
    ) -> None:
        self._desk = desk
        self._jobs = jobs
        self._show = show
        self._fail = fail
        self._rows: Rows | None = None
        self._is_loading = False
        self._is_stale = False
        self._told: list[Callable[[Rows], None]] = []
        self._ticks = 0
        self._when_found: Callable[[], None] | None = None
        self._cards = PerformanceCards()
        self._worded: tuple[object, tuple[DayGroup, ...]] = (None, ())
        self.text = ""

    def search(self, text: str) -> None:
        """Look for this text; what was typed meanwhile is looked for once."""
        self.text = text
        self._when_found = None
        self.load()

    def when_found(self, then: Callable[[], None]) -> None:
        """Call `then` once the list holds what was typed last: now, or when it is read."""
        if self._is_loading:
            self._when_found = then
        else:
            then()

    def load(self, loaded: Callable[[Rows], None] | None = None) -> None:
        """Read the list again; `loaded` is told the rows, also when they were on their way."""
        if loaded is not None:
            self._told.append(loaded)
        if self._is_loading:
            self._is_stale = True
            return
        self._is_loading = True
        text = self.text

        def done(rows: Rows) -> None:
            self._is_loading = False
            self._rows = rows
            self._show()
            told, self._told = self._told, []
            for tell in told:
                tell(rows)
            if self._is_stale:
                self._is_stale = False
                self.load()
            elif self._when_found is not None:
                then, self._when_found = self._when_found, None
                then()

        self._jobs.submit(lambda: self._desk.performances(text), done, self._failed)

    def tick(self) -> None:
        """A second has gone by."""
        self._ticks += 1
        if self._ticks % RELOAD_TICKS == 0:
            self.load()

    def groups(self, now: datetime, *, is_online: bool, words: Words) -> tuple[DayGroup, ...]:
        """The list in words; worded anew only when something in it changed."""
        rows = self._rows or ()
        today = venue_day(rows, now)
        known, groups = self._worded
        asked = (rows, today, is_online, words.language)
        if known != asked:
            groups = self._cards.day_groups(rows, today, is_online=is_online, words=words)
            self._worded = (asked, groups)
        return groups

    def hint(self, words: Words) -> str:
        """Why the list is empty, when it is."""
        if self._rows is None:
            return words("counter.loading")
        if not self._rows:
            return words("counter.nothing_found" if self.text else "counter.no_performances")
        return ""

    def _failed(self, error: Exception) -> None:
        self._is_loading = False
        self._told = []
        self._when_found = None
        self._fail(error)
        if self._is_stale:
            self._is_stale = False
            self.load()


def next_performance(rows: Rows, now: datetime) -> PerformanceId | None:
    """What is sold next: the first day with places, the own house first; None without any."""
    today = venue_day(rows, now)
    ahead = [row for row in rows if row.start.date() >= today and row.capacity]
    soonest = min(
        ahead,
        key=lambda row: (row.start.date(), not row.is_own_house, row.start),
        default=None,
    )
    return None if soonest is None else soonest.id


def venue_day(rows: Rows, now: datetime) -> date:
    """Which day it is where the performances are; an evening ends at the venue's midnight."""
    return now.astimezone(rows[0].start.tzinfo).date() if rows else now.date()

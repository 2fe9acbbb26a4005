"""The list of performances with its search: loaded on the lane, newest search wins."""

from __future__ import annotations


from podium_desk.application.counter import CounterDesk, PerformanceRow
from podium_desk.presentation.counter_words import day_groups
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.presentation.counter_view import DayGroup
    from podium_desk.i18n.words import Words
    from podium_desk.application.jobs import Jobs
    from datetime import date, datetime
    from collections.abc import Callable

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
        self._ticks = 0
        self._worded: tuple[object, tuple[DayGroup, ...]] = (None, ())
        self.text = ""

    def search(self, text: str) -> None:
        """Look for this text; what was typed meanwhile is looked for once."""
        self.text = text
        self.load()

    def load(self, loaded: Callable[[Rows], None] | None = None) -> None:
        """Read the list again; `loaded` is told the rows."""
        if self._is_loading:
            self._is_stale = True
            return
        self._is_loading = True
        text = self.text

        def done(rows: Rows) -> None:
            self._is_loading = False
            self._rows = rows
            self._show()
            if loaded is not None:
                loaded(rows)
            if self._is_stale:
                self._is_stale = False
                self.load()

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
            groups = day_groups(rows, today, is_online=is_online, words=words)
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
        self._fail(error)


def venue_day(rows: Rows, now: datetime) -> date:
    """Which day it is where the performances are; an evening ends at the venue's midnight."""
    return now.astimezone(rows[0].start.tzinfo).date() if rows else now.date()

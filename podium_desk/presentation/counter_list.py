"""The list of performances with its search.

The list is loaded on the lane; what is typed is looked for in it at once, on the screen's thread:
a key stroke waits for nothing that the lane is busy with.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import CounterDesk, PerformanceRow
from podium_desk.application.performance_search import PerformanceIndex
from podium_desk.presentation.date_words import spoken_days
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

FIRST_ROWS = 60
"""So many stand at once when a counter opens, more than any screen shows; a cluster's season is put
into words behind them."""
MORE_ROWS = 200
"""So many at a time, between which a key is answered."""

Rows = tuple[PerformanceRow, ...]


class PerformanceList:
    """What the left-hand side knows; `show` is called when there is something new."""

    def __init__(
        self,
        desk: CounterDesk,
        jobs: Jobs,
        show: Callable[[], None],
        fail: Callable[[Exception], None],
        surround: Callable[[], tuple[datetime, Words]],
    ) -> None:
        """`surround` gives the time now and the words of the language now."""
        self._desk = desk
        self._jobs = jobs
        self._show = show
        self._fail = fail
        self._surround = surround
        self._all: Rows | None = None
        self._index: PerformanceIndex | None = None
        self._rows: Rows | None = None
        self._is_loading = False
        self._is_stale = False
        self._told: list[Callable[[Rows], None]] = []
        self._ticks = 0
        self._wants_all = False
        self._count = FIRST_ROWS
        self._when_found: Callable[[], None] | None = None
        self._cards = PerformanceCards()
        self._worded: tuple[object, tuple[DayGroup, ...]] = (None, ())
        self.text = ""

    def search(self, text: str) -> None:
        """Show what is found by this text; while the list is still read, once it has come."""
        self.text = text
        self._when_found = None
        if self._rows is not None:
            self.read_on()
        self._find()
        self._show()

    def when_found(self, then: Callable[[], None]) -> None:
        """Call `then` once the list holds what was typed last: now, or when it is read."""
        if self._is_settled:
            then()
        else:
            self._when_found = then

    def load(self, loaded: Callable[[Rows], None] | None = None) -> None:
        """Read the list again; `loaded` is told the rows, also when they were on their way."""
        if loaded is not None:
            self._told.append(loaded)
        if self._is_loading:
            self._is_stale = True
            return
        self._is_loading = True
        if self._rows is None or not self._wants_all:
            first = partial(self._desk.soonest, FIRST_ROWS)
            self._jobs.submit(first, self._first_came, self._failed)
            return
        self._jobs.submit(partial(_read, self._desk, self._index), self._came, self._failed)

    def read_on(self) -> None:
        """Read what a long season has behind its first rows; nobody waits for it to sell."""
        if not self._wants_all:
            self._wants_all = True
            if self._all is None:
                self.load()

    @property
    def _is_settled(self) -> bool:
        return self._all is not None and (not self.text or self._index is not None)

    def _first_came(self, rows: Rows) -> None:
        if len(rows) < FIRST_ROWS:
            self._came((rows, None))
            return
        self._is_loading = False
        self._rows = rows
        self._show()
        self._tell(rows)
        if self.text:
            self.read_on()
        if self._is_stale:
            self._is_stale = False
            self.load()

    def _tell(self, rows: Rows) -> None:
        told, self._told = self._told, []
        for tell in told:
            tell(rows)

    def _came(self, read: tuple[Rows, PerformanceIndex | None]) -> None:
        self._is_loading = False
        self._all, index = read
        self._wants_all = True
        if index is None and self._index is not None:
            # It was read while the first index was still being made.
            index = self._index.renewed(self._all)
        self._index = index
        self._find()
        self._show()
        self._tell(self._all)
        if self._index is None:
            # Once, and only after the list stands for all to see.
            make = partial(PerformanceIndex, self._all)
            self._jobs.submit(make, self._indexed, self._failed)
        self._show_more(None)
        if self._is_stale:
            self._is_stale = False
            self.load()

    def _show_more(self, _: None) -> None:
        """A long list comes piece by piece: to put thousands into words is a pause."""
        if self._all is not None and self._count < len(self._all):
            self._count += MORE_ROWS
            self._show()
            self._jobs.submit(_nothing, self._show_more, self._fail)

    def _indexed(self, index: PerformanceIndex) -> None:
        self._index = self._index or index
        self._find()
        self._show()

    def _find(self) -> None:
        if self._all is None or not self._is_settled:
            return
        found = self._found(self._index, self._all) if self._index and self.text else self._all
        if found != self._rows:
            self._rows = found
        if self._when_found is not None:
            then, self._when_found = self._when_found, None
            self._show()
            then()

    def _found(self, index: PerformanceIndex, rows: Rows) -> Rows:
        now, words = self._surround()
        return index.find_any(spoken_days(self.text, venue_day(rows, now), words))

    def tick(self) -> None:
        """A second has gone by."""
        self._ticks += 1
        if self._ticks % RELOAD_TICKS == 0:
            self.load()

    def groups(self, now: datetime, *, is_online: bool, words: Words) -> tuple[DayGroup, ...]:
        """The list in words; worded anew only when something in it changed."""
        rows = self._rows or ()
        if rows is self._all:
            rows = rows[: self._count]
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
        # Whoever waits for the list hears of the next one that can be read.
        self._is_loading = False
        self._when_found = None
        self._fail(error)
        if self._is_stale:
            self._is_stale = False
            self.load()


def _nothing() -> None:
    """Waited for on the lane: what was asked meanwhile goes first."""


def _read(
    desk: CounterDesk, known: PerformanceIndex | None
) -> tuple[Rows, PerformanceIndex | None]:
    """The list, with an index of it where there was one before; on the lane."""
    rows = desk.performances()
    return rows, None if known is None else known.renewed(rows)


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

"""The page of a performance's lists: what they have in common, and whose turn it is.

Each list is a side of its own (`back_list`, `guest_list`, `waiting_list`): it looks on the
replica's lane, and says what stands in its rows and what can be done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_words import refusal_sentence
from podium_desk.presentation.lists_view import (
    Deed,
    Form,
    ListContent,
    ListsView,
    Progress,
    Tab,
)
from podium_desk.presentation.order_deeds import is_above_limit

if TYPE_CHECKING:
    from podium_desk.application.counter import PerformanceRow
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.i18n.words import Words

T = TypeVar("T")
Answers = tuple[str, ...]


class ListSide(Protocol):
    """One list of the page."""

    def begin(self) -> None:
        """The list is opened: look."""

    def content(self, words: Words) -> ListContent:
        """What it shows now."""

    def ask(self, deed: Deed, row: int) -> None:
        """Do this, with the row that is marked; the deed is one of those it shows."""


class ListTable:
    """What the sides work with: the lane, the form, sentences, long work that can be stopped."""

    def __init__(
        self,
        desk: Callable[[], ListsDesk],
        jobs: Jobs,
        words_now: Callable[[], Words],
        report_fault: Callable[[Exception], None],
    ) -> None:
        """`desk` is asked on the lane, once the counter's own desk is open."""
        self._desk = desk
        self._jobs = jobs
        self._words_now = words_now
        self._report_fault = report_fault
        self.show: Callable[[], None] = lambda: None
        self.ask_manager: Callable[[Callable[[], None]], None] | None = None
        """Asks a manager's PIN, then goes on; None where nobody logs in."""
        self.performance: PerformanceRow | None = None
        self.form: Form | None = None
        self._then: Callable[[Answers], None] = _nothing
        self.progress: Progress | None = None
        self._is_stopped = False
        self.notice = self.said = ""
        self._turn = 0

    @property
    def words(self) -> Words:
        """The language now."""
        return self._words_now()

    @property
    def number(self) -> PerformanceId:
        """The performance whose lists are open."""
        assert self.performance is not None, "a page is open"
        return self.performance.id

    def run(self, work: Callable[[ListsDesk], T], came: Callable[[T], None]) -> None:
        """Run `work` on the lane; what comes after another performance was opened is dropped."""
        turn = self._turn

        def done(outcome: T) -> None:
            if turn == self._turn:
                came(outcome)
                self.show()

        self._jobs.submit(lambda: work(self._desk()), done, self._failed)

    def ask(self, form: Form, then: Callable[[Answers], None]) -> None:
        """Ask something; `then` hears what was typed."""
        self.form, self._then = form, then
        self.notice = self.said = ""

    def answer(self, typed: Answers) -> None:
        """What was typed in the form."""
        then, self.form = self._then, None
        self.notice = ""
        then(tuple(text.strip() for text in typed))
        self.show()

    def refuse(self, refusal: Refusal) -> None:
        """Say why something was not done."""
        self.notice, self.said = refusal_sentence(refusal, self.words), ""

    def ask_above_limit(self, outcome: object, again: Callable[[], None]) -> None:
        """Where the clerk may not do it a manager's PIN is asked, and `again` goes on."""
        if self.ask_manager is not None and is_above_limit(outcome):
            self.ask_manager(again)

    def say(self, said: str) -> None:
        """Say what was done."""
        self.notice, self.said = "", said

    def steps(
        self,
        works: Sequence[Callable[[ListsDesk], T]],
        came: Callable[[T], bool],
        ended: Callable[[], None],
        text: str,
    ) -> None:
        """Run these one by one, so that they can be stopped; `came` says whether to go on."""
        self._is_stopped = False
        self._step(tuple(works), (came, ended, text), 0)

    def stop(self) -> None:
        """No more of the work that is under way."""
        self._is_stopped = True

    def reset(self, performance: PerformanceRow | None) -> None:
        """The lists of this performance; what was asked for another one is dropped."""
        self._turn += 1
        self.performance = performance
        self.form = self.progress = None
        self._is_stopped = True
        self.notice = self.said = ""

    def _step(
        self,
        works: tuple[Callable[[ListsDesk], T], ...],
        rest: tuple[Callable[[T], bool], Callable[[], None], str],
        at: int,
    ) -> None:
        came, ended, text = rest
        if at == len(works) or self._is_stopped:
            self.progress = None
            ended()
            return
        self.progress = Progress(text, at, len(works))

        def next_one(outcome: T) -> None:
            goes_on = came(outcome)
            self._step(works, rest, at + 1 if goes_on else len(works))

        self.run(works[at], next_one)

    def _failed(self, error: Exception) -> None:
        self.progress = None
        self.notice = self.words("counter.fault")
        self._report_fault(error)
        self.show()


def _nothing(_typed: Answers) -> None:
    """Nobody asked."""


class ListsPresenter:
    """The page's state and its intents; called on the screen's thread."""

    def __init__(self, table: ListTable, sides: dict[Tab, ListSide]) -> None:
        self._table = table
        table.show = self._show
        self._sides = sides
        self._tab = Tab.WAITING
        self._marked = 0
        self._listeners: list[Callable[[ListsView], None]] = []
        self.view = ListsView()

    @property
    def words(self) -> Words:
        """The language of the page."""
        return self._table.words

    def listen(self, listener: Callable[[ListsView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def open(self, number: PerformanceId, tab: Tab | None = None) -> None:
        """Open a list of a performance: with None, of one that is cancelled what goes back, else
        who waits."""
        self._table.reset(None)
        self._table.run(lambda desk: desk.performance_row(number), partial(self._opened, tab))

    def close(self) -> None:
        """The page goes; long work stops after the step under way."""
        self._table.reset(None)

    def choose(self, tab: Tab) -> None:
        """Another list of the same performance."""
        if tab in self._tabs() and self._table.progress is None:
            self._tab, self._marked = tab, 0
            self._table.form = None
            self._table.say("")
            self._sides[tab].begin()
            self._show()

    def mark(self, row: int) -> None:
        """This row is meant."""
        self._marked = row
        self._show()

    def deed(self, deed: Deed) -> None:
        """Do this, when it can be done now."""
        shown = self.view.content.deeds
        is_free = self._table.progress is None and self._table.form is None
        if is_free and any(one.deed is deed and one.is_enabled for one in shown):
            self._table.say("")
            self._sides[self._tab].ask(deed, self._marked)
            self._show()

    def answer(self, typed: Answers) -> None:
        """What was typed in the form."""
        if self._table.form is not None:
            self._table.answer(typed)

    def back(self) -> bool:
        """One step back: stop the work, or leave the form; False when there is nothing to leave."""
        table = self._table
        if table.progress is not None:
            table.stop()
        elif table.form is not None:
            table.form = None
        else:
            return False
        self._show()
        return True

    def _opened(self, tab: Tab | None, row: PerformanceRow | None) -> None:
        if row is None:
            return
        self._table.performance = row
        is_off = row.status is PerformanceStatus.CANCELLED
        self.choose(tab or (Tab.BACK if is_off else Tab.WAITING))

    def _tabs(self) -> tuple[Tab, ...]:
        row = self._table.performance
        if row is None:
            return ()
        is_off = row.status is PerformanceStatus.CANCELLED
        known: tuple[Tab, ...] = (Tab.GUESTS, Tab.WAITING, Tab.ATTENDANCE, Tab.SEATS)
        known = (Tab.BACK, *known) if is_off else known
        return tuple(tab for tab in known if tab in self._sides)

    def _show(self) -> None:
        view = self._view()
        if view != self.view:
            self.view = view
            for listener in self._listeners:
                listener(view)

    def _view(self) -> ListsView:
        table, words = self._table, self.words
        row = table.performance
        if row is None:
            return ListsView(notice=table.notice)
        content = self._sides[self._tab].content(words)
        self._marked = max(0, min(self._marked, len(content.rows) - 1))
        start = amounts.day_and_time(row.start, words.language)
        return ListsView(
            title=row.title.in_language(words.language),
            subtitle=f"{start} · {row.hall.in_language(words.language)}",
            tabs=tuple((tab, words(f"lists.tab_{tab.value}")) for tab in self._tabs()),
            tab=self._tab,
            content=content,
            marked=self._marked,
            form=table.form,
            progress=table.progress,
            notice=table.notice,
            said=table.said,
        )

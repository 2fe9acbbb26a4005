"""The till's page: open a shift, move cash, count blind, close, and this register's reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import Count, Money, money_of, one_number
from podium_desk.i18n.format import money
from podium_desk.presentation.bank_list import BankList
from podium_desk.presentation.terminal_day import TerminalDay
from podium_desk.presentation.till_memory import TillMemory
from podium_desk.presentation.till_view import Step, TillView
from podium_desk.presentation.till_words import terminal_words, till_view
from podium_desk.presentation.typed import typed_cents, typed_pieces

if TYPE_CHECKING:
    from datetime import tzinfo

    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.till import Closed, Till, TillState, Weighed
    from podium_desk.domain.till_facts import (
        ZClosed,
    )
    from podium_desk.domain.till_report import ShiftTotal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.login import LoginPresenter, TillDesk
    from podium_desk.replica.till_log import StandingReport

T = TypeVar("T")


class TillPresenter:
    """Holds the page's state; every method is called on the screen's thread."""

    def __init__(
        self,
        desk: Callable[[], TillDesk],
        jobs: Jobs,
        login: LoginPresenter,
        report_fault: Callable[[Exception], None],
        zone: tzinfo | None = None,
    ) -> None:
        """Times are shown in `zone`, the machine's own without one."""
        self._desk = desk
        self._jobs = jobs
        self._login = login
        self._report_fault = report_fault
        self._zone = zone
        self._memory = TillMemory()
        self._listeners: list[Callable[[TillView], None]] = []
        self._terminal_day: TerminalDay | None = None
        self.bank = BankList(desk, jobs, lambda: self.words, (self._bank_changed, self._failed))

    @property
    def words(self) -> Words:
        """The language that the page speaks now."""
        return self._login.words

    @property
    def view(self) -> TillView:
        """The page now."""
        login = self._login
        who = (login.clerk, login.has_staff)
        view = till_view(self._memory, who, self.words, self._zone)
        return replace(view, bank=self.bank.view) if view.step is Step.BANK else view

    def connect(self, terminal: Callable[[], Terminal], terminal_jobs: Jobs) -> None:
        """The counter has a card terminal on a line, and this runs what it is asked."""
        till = (lambda: self._desk().till, self._jobs)
        ears = (self._terminal_changed, self._failed)
        self._terminal_day = TerminalDay(terminal, terminal_jobs, till, ears)

    def listen(self, listener: Callable[[TillView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def open_page(self, *, wants_count: bool = False) -> None:
        """The page is opened: look how the till stands; Ctrl+E goes straight to counting."""
        self._memory = TillMemory()
        if self._terminal_day is not None:
            self._terminal_day.forget()
        self._look(wants_count)

    def total_of(self, fields: Mapping[int, str], amount: str) -> str:
        """The running total while somebody counts; empty while a field holds no number."""
        counted = self._typed_money(fields, amount)
        return money(counted.cents, self.words.language) if isinstance(counted, Money) else ""

    def terminal_words(self, typed: str) -> str:
        """How the terminal's total in its field stands to ours, while somebody closes."""
        return terminal_words(self._memory, typed, self.words)

    def open_shift(self, fields: Mapping[int, str], amount: str, *, own: bool) -> None:
        """Open a shift with this float."""
        counted = self._typed_money(fields, amount)
        if isinstance(counted, Refusal):
            self._refuse(counted)
            return
        self._do(lambda till: till.open(counted, is_shared=not own), self._shift_changed)

    def start_move(self, *, takes_out: bool) -> None:
        """Cash goes in or out."""
        self._memory.is_taking_out = takes_out
        self._go(Step.MOVE)

    def move(self, amount: str, reason: str) -> None:
        """Note the cash that was put in or taken out."""
        cents = typed_cents(amount)
        if cents is None:
            self._refuse(Refusal(RefusalReason.WRONG_SUM))
            return
        signed = -cents if self._memory.is_taking_out else cents
        self._do(lambda till: till.move(signed, reason), self._shift_changed)

    def start_drawer(self) -> None:
        """The drawer is to be opened without a sale."""
        self._go(Step.DRAWER)

    def open_drawer(self, reason: str) -> None:
        """Open it, for a reason that is written down first."""
        self._do(lambda till: till.open_drawer(reason), lambda _: self._look(wants_count=False))

    def start_bank(self) -> None:
        """Look at a bank's statement."""
        self.bank.clear()
        self._go(Step.BANK)

    def start_count(self) -> None:
        """Begin to count the drawer."""
        state = self._memory.state
        self._go(Step.FLOAT if state is None or state.shift is None else Step.COUNT)

    def count(self, fields: Mapping[int, str], amount: str) -> None:
        """The drawer was counted: only now it is told what should be there."""
        counted = self._typed_money(fields, amount)
        if isinstance(counted, Refusal):
            self._refuse(counted)
            return
        self._memory.money = counted
        self._do(lambda till: till.weigh(counted), self._weighed)

    def close_shift(self, left: str, reason: str, terminal: str) -> None:
        """Close the shift; a large difference asks a manager's PIN in between."""
        memory = self._memory
        left_cents = typed_cents(left)
        terminal_cents = typed_cents(terminal) if terminal.strip() else None
        if left_cents is None or (terminal.strip() and terminal_cents is None):
            self._refuse(Refusal(RefusalReason.WRONG_SUM))
            return
        assert memory.money is not None, "the drawer was counted before"
        count = Count(memory.money, left_cents, reason)

        def close() -> None:
            self._do(lambda till: till.close(count, terminal_cents), self._closed)

        weighed = memory.weighed
        if weighed is not None and weighed.needs_manager and reason.strip():
            self._login.ask_manager(close)
        else:
            close()

    def close_day(self) -> None:
        """The Z of a register on which no shift was opened."""
        self._do(lambda till: till.close_day(), self._day_closed)

    def interim(self) -> None:
        """Take an X report; who may not see totals has a manager asked."""
        state = self._memory.state

        def take() -> None:
            self._do(lambda till: till.interim(), self._report_taken)

        if state is not None and not state.may_see_totals:
            self._login.ask_manager(take)
        else:
            take()

    def print_again(self, name: str) -> None:
        """Print a report once more."""
        self._do(lambda till: till.print_again(name), lambda _: self._say("till.printing", name))

    def lock(self) -> None:
        """Nobody works here until somebody logs in."""
        self._login.lock()

    def back(self) -> bool:
        """One step back; False at the first one, where the page closes."""
        memory = self._memory
        if memory.is_busy:
            return True
        memory.notice = ""
        if memory.step is Step.CLOSE:
            self._go(Step.COUNT)
        elif memory.step in (Step.MOVE, Step.COUNT, Step.DRAWER, Step.BANK):
            self._go(Step.SHIFT)
        else:
            return False
        return True

    def _look(self, wants_count: bool) -> None:
        def look(till: Till) -> tuple[TillState, list[StandingReport]]:
            return till.state(), till.reports()

        def came(found: tuple[TillState, list[StandingReport]]) -> None:
            state, self._memory.reports = found
            self._memory.state = state
            step = Step.COUNT if wants_count else Step.SHIFT
            self._go(Step.FLOAT if state.shift is None else step)

        self._do(look, came)

    def _shift_changed(self, _: ShiftTotal) -> None:
        self._look(wants_count=False)

    def _weighed(self, weighed: Weighed) -> None:
        self._memory.weighed = weighed
        day, state = self._terminal_day, self._memory.state
        if day is not None and state is not None and state.is_last_shift:
            day.ask()
            self._memory.terminal = day.state
        self._go(Step.CLOSE)

    def _terminal_changed(self) -> None:
        """The terminal told of its day, or did not: what is known stands in the till's state."""
        assert self._terminal_day is not None, "it was asked"
        self._memory.terminal = self._terminal_day.state

        def seen(state: TillState) -> None:
            self._memory.state = state
            self._tell()

        self._jobs.submit(lambda: self._desk().till.state(), seen, self._failed)

    def _closed(self, closed: Closed) -> None:
        self._memory.closed = closed
        self._go(Step.DONE)

    def _day_closed(self, _: ZClosed) -> None:
        self._look(wants_count=False)

    def _report_taken(self, standing: StandingReport) -> None:
        self._memory.reports.append(standing)
        self._say("till.printing", standing.name)

    def _do(self, work: Callable[[Till], T | Refusal], came: Callable[[T], None]) -> None:
        """Run work on the lane; while it runs nothing else is begun."""
        if self._memory.is_busy:
            return
        self._memory.is_busy, self._memory.notice = True, ""

        def done(outcome: T | Refusal) -> None:
            self._memory.is_busy = False
            if isinstance(outcome, Refusal):
                self._refuse(outcome)
            else:
                came(outcome)

        self._jobs.submit(lambda: work(self._desk().till), done, self._failed)
        self._tell()

    def _typed_money(self, fields: Mapping[int, str], amount: str) -> Money | Refusal:
        """What was counted: the one number where it is given, else the notes and coins."""
        if amount.strip():
            cents = typed_cents(amount)
            wrong = Refusal(RefusalReason.WRONG_SUM)
            return wrong if cents is None else one_number(cents)
        pieces = typed_pieces(fields)
        return Refusal(RefusalReason.WRONG_COUNT) if pieces is None else money_of(pieces)

    def _say(self, key: str, name: str) -> None:
        self._memory.notice = self.words(key, name=name)
        self._tell()

    def _refuse(self, refusal: Refusal) -> None:
        self._memory.notice = self.words(f"refusals.{refusal.reason.value}", **refusal.details)
        self._tell()

    def _failed(self, error: Exception) -> None:
        """Whether it was written is not known: the page looks again, and nothing is done twice."""
        self._memory.is_busy = False
        self._report_fault(error)
        self._memory.notice = self.words("counter.fault")
        self._tell()

    def _bank_changed(self, said: str) -> None:
        self._memory.notice = said
        self._tell()

    def _go(self, step: Step) -> None:
        self._memory.step = step
        self._tell()

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)

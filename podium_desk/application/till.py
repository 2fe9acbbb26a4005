"""The till of one register: shifts, cash, counting, and the X and Z reports over its own log.

Each step is one group of facts in one durable commit, together with the paper it prints: after a
power cut it happened whole or not at all. What a report says is worked out from the log, between
the last Z and now, so nobody can leave anything out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from podium_desk.application.aside_places import places_aside
from podium_desk.application.clerks import has_staff
from podium_desk.application.closing import hand_over_sold
from podium_desk.application.counter import Connection
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.terminal_days import TerminalDays, TerminalTotal
from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import Origin, device_of, incarnation_of
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import (
    Count,
    Hand,
    Money,
    TillRules,
    decide_close,
    decide_move,
    decide_open,
)
from podium_desk.domain.till_book import Entry, TillBook
from podium_desk.domain.till_facts import (
    DrawerOpened,
    XTaken,
    ZClosed,
)
from podium_desk.domain.till_report import ShiftTotal, TillReport
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import Body, body_to_bytes, kind_of
from podium_desk.replica.staff import till_rules
from podium_desk.replica.till_log import StandingReport, TillLog
from podium_desk.replica.till_tables import X, Z
from sync.facts.fact import Draft, Fact


@dataclass(frozen=True, slots=True)
class TillState:
    """How the till stands for whoever works here now.

    `shift` is the one that this clerk's money goes to. `expected_cents` is None where the house
    counts blind. `proposed_float_cents` is what the last closing left. `has_money`: something
    happened since the last Z.
    """

    shift: ShiftTotal | None
    open_shifts: tuple[ShiftTotal, ...]
    rules: TillRules
    proposed_float_cents: int | None
    expected_cents: int | None
    card_cents: int
    has_money: bool
    last_z: StandingReport | None
    may_see_totals: bool
    is_last_shift: bool
    """Closing this one closes the register's day: the Z follows."""
    terminal: TerminalTotal | None = None
    """What the card terminal told of its day since the last Z; None when it was not asked."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A counted drawer held against what it should hold, and our card total for the terminal's."""

    counted_cents: int
    expected_cents: int
    card_cents: int
    needs_reason: bool
    needs_manager: bool

    @property
    def difference_cents(self) -> int:
        """Negative when money is missing."""
        return self.counted_cents - self.expected_cents


class DrawerPrinter(Protocol):
    """The printer as the till knows it: a drawer hangs on it."""

    def wake(self) -> None:
        """There is something in the queue."""
        ...

    def open_drawer(self) -> None:
        """Open the cash drawer."""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed shift; with the Z that it came to when it was the last one open."""

    shift: ShiftTotal
    z_number: int | None
    report: TillReport | None


class Till:
    """The till of this device. Runs on the replica's lane."""

    def __init__(self, work: Workplace, prints: PrintQueue, printer: DrawerPrinter) -> None:
        self._work = work
        self._prints = prints
        self._printer = printer
        self._log = TillLog(work.replica)
        self._terminal_days = TerminalDays(work.replica.sql, work.clock)

    def state(self) -> TillState:
        """How the till stands now."""
        book, rules = self._book(), till_rules(self._work.replica.records, self._work.house)
        shift = book.shift_of(self._work.clerk)
        zs = [one for one in self._log.reports(self._work.origin) if one.kind == Z]
        return TillState(
            shift=shift,
            open_shifts=book.open_shifts,
            rules=rules,
            proposed_float_cents=self._log.left_in_drawer(self._work.origin),
            expected_cents=None if shift is None or rules.is_blind else shift.expected_cents,
            card_cents=self._report(book, None).card_cents,
            has_money=book.has_money,
            last_z=zs[-1] if zs else None,
            may_see_totals=self._may_see_totals(),
            is_last_shift=shift is not None and len(book.open_shifts) == 1,
            terminal=self._terminal_total(),
        )

    def open(self, money: Money, *, is_shared: bool = True) -> ShiftTotal | Refusal:
        """Open a shift with this float."""
        number = self._log.new_shift_number(self._work.origin)
        fact = decide_open(self._book(), number, self._hand(), money, is_shared=is_shared)
        if isinstance(fact, Refusal):
            return fact
        self._append([fact])
        shift = self._book().shift_of(self._work.clerk)
        assert shift is not None, "it was opened just now"
        return shift

    def move(self, cents: int, reason: str) -> ShiftTotal | Refusal:
        """Put cash in the drawer, or take it out (negative), for a reason."""
        fact = decide_move(self._book(), self._hand(), cents, reason)
        if isinstance(fact, Refusal):
            return fact
        self._append([fact])
        shift = self._book().shift_of(self._work.clerk)
        assert shift is not None, "money was moved in it just now"
        return shift

    def open_drawer(self, reason: str) -> Refusal | None:
        """Open the drawer without a sale: it is written down before it opens."""
        if not reason.strip():
            return Refusal(RefusalReason.REASON_NEEDED)
        self._append([DrawerOpened(self._work.clerk, self._hand().at_ms, reason.strip())])
        self._printer.open_drawer()
        return None

    def weigh(self, money: Money) -> Weighed | Refusal:
        """Hold a count against what is expected; the count was made before this is told."""
        book, rules = self._book(), till_rules(self._work.replica.records, self._work.house)
        shift = book.shift_of(self._work.clerk)
        if shift is None:
            return Refusal(RefusalReason.NO_SHIFT)
        difference = abs(money.cents - shift.expected_cents)
        return Weighed(
            money.cents, shift.expected_cents, self._report(book, None).card_cents,
            difference > rules.reason_above_cents,
            difference > rules.approval_above_cents and not self._hand().is_manager,
        )  # fmt: skip

    def begin_terminal_day(self) -> int:
        """Keep, durably, that the terminal is asked to close its day; before it is."""
        return self._terminal_days.begin(self._work.origin, self._z_number())

    def terminal_day_told(self, asked: int, cents: int) -> None:
        """Keep what it told."""
        self._terminal_days.told(asked, cents)

    def terminal_day_not_closed(self, asked: int) -> None:
        """It closed nothing, and may be asked again."""
        self._terminal_days.not_closed(asked)

    def close(self, count: Count, terminal_cents: int | None = None) -> Closed | Refusal:
        """Close this clerk's shift; when it is the last one, the register's day with its Z.

        Refused while a sale is in the basket (what is put aside may stay so), and by
        `decide_close`. `terminal_cents` is the day total that the card terminal gave, as a person
        read it; without one what it told itself is kept with the Z.
        """
        aside = places_aside(self._work)
        if any(units - aside.get(number, set()) for number, units in self._work.in_basket.items()):
            return Refusal(RefusalReason.BASKET_NOT_EMPTY)
        book, rules = self._book(), till_rules(self._work.replica.records, self._work.house)
        decision = decide_close(book, rules, self._hand(), count)
        if isinstance(decision, Refusal):
            return decision
        self._work.take_approval()
        if len(book.open_shifts) > 1:
            self._append(list(decision))
            return Closed(_shift(self._book(), decision[0].shift), None, None)
        for body in decision:
            book.take(Entry(book.last_seq + 1, body))
        closed = self._close_day(list(decision), book, terminal_cents)
        return Closed(_shift(book, decision[0].shift), closed.number, closed.report)

    def close_day(self, terminal_cents: int | None = None) -> ZClosed | Refusal:
        """The Z of a register on which nobody opened a shift, or whose shifts are all closed."""
        book = self._book()
        if book.open_shifts:
            return Refusal(RefusalReason.SHIFTS_OPEN, {"clerk": book.open_shifts[0].clerk})
        if not book.has_money:
            return Refusal(RefusalReason.NOTHING_TO_CLOSE)
        return self._close_day([], book, terminal_cents)

    def interim(self) -> StandingReport | Refusal:
        """Take an X report: it is numbered and printed, and resets nothing."""
        if not self._may_see_totals() and not self._work.take_approval():
            return Refusal(RefusalReason.MANAGER_NEEDED)
        number = self._log.newest_number(self._work.origin, X) + 1
        taken = XTaken(number, self._work.clerk, self._work.clock.now_ms())
        with self._work.replica.sql.transaction():
            (fact,) = self._append([taken])
            self._prints.queue_report(self._work.origin, f"{X}-{number}")
        self._printer.wake()
        return StandingReport(
            X, number, self._work.origin, fact.seq, taken.at_ms, self._work.clerk
        )  # fmt: skip

    def reports(self) -> list[StandingReport]:
        """The reports of this register, oldest first."""
        return self._log.reports(self._work.origin)

    def print_again(self, name: str) -> Refusal | None:
        """Print a report once more; the paper says that it is a duplicate."""
        if all(one.name != name for one in self.reports()):
            return Refusal(RefusalReason.UNKNOWN_REPORT, {"name": name})
        with self._work.replica.sql.transaction():
            self._prints.queue_report(self._work.origin, name)
        self._printer.wake()
        return None

    def _close_day(self, before: list[Body], book: TillBook, terminal_cents: int | None) -> ZClosed:
        """Write the Z behind these facts, in one group with them, and queue its paper."""
        work = self._work
        if terminal_cents is None:
            told = self._terminal_total()
            terminal_cents = None if told is None else told.cents
        previous = self._log.last_z(work.origin)
        body = ZClosed(
            number=1 if previous is None else previous.body.number + 1,
            previous_hash=b"" if previous is None else previous.hash,
            clerk=work.clerk,
            at_ms=self._hand().at_ms,
            report=self._report(book, terminal_cents),
        )
        with work.replica.sql.transaction():
            facts = self._append([*before, body])
            assert facts[-1].seq == body.report.last_seq + 1, "a Z stands right behind its period"
            self._prints.queue_report(work.origin, f"{Z}-{body.number}")
        self._printer.wake()
        self._hand_over_sold()
        return body

    def _hand_over_sold(self) -> None:
        """After the day another desk may change what was sold here, also while this one is off.

        Not while the store is away: then nobody could. What stays goes with the next Z.
        """
        is_heard = self._work.link.state().connection is Connection.ONLINE
        if is_heard and not self._work.is_training:
            hand_over_sold(self._work)

    def _z_number(self) -> int:
        previous = self._log.last_z(self._work.origin)
        return 0 if previous is None else previous.body.number

    def _terminal_total(self) -> TerminalTotal | None:
        return self._terminal_days.since(self._work.origin, self._z_number())

    def _book(self) -> TillBook:
        return self._log.book(self._work.origin)

    def _report(self, book: TillBook, terminal_cents: int | None) -> TillReport:
        report = book.report(self._work.house, register_of(self._work.origin), terminal_cents)
        if report.first_seq:
            return report
        following = self._work.replica.log.head(self._work.house, self._work.origin)[0] + 1
        return replace(report, first_seq=following, last_seq=following - 1)

    def _hand(self) -> Hand:
        work = self._work
        is_manager = work.person.is_manager if work.person is not None else not has_staff(work)
        return Hand(work.clerk, work.clock.now_ms(), is_manager, work.approved_by)

    def _may_see_totals(self) -> bool:
        person = self._work.person
        return person.may_see_totals if person is not None else not has_staff(self._work)

    def _append(self, bodies: list[Body]) -> list[Fact]:
        house = self._work.house
        drafts = [Draft(kind_of(body), house, body_to_bytes(body)) for body in bodies]
        facts = self._work.replica.append(drafts)
        self._work.replica.commits.after_commit(self._work.wake)
        return facts


def register_of(origin: Origin) -> str:
    """A register's identification: its device and its incarnation."""
    return f"{device_of(origin)}.{incarnation_of(origin)}"


def _shift(book: TillBook, number: int) -> ShiftTotal:
    return next(shift for shift in book.shifts if shift.number == number)

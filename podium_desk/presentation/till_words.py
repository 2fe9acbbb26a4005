"""The till's page in words: what each step says and which amounts it shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from podium_desk.domain.till_report import card_verdict
from podium_desk.i18n.format import date_short, money, time_short
from podium_desk.presentation.terminal_day import TerminalAsk
from podium_desk.presentation.till_view import Figure, ReportLine, Step, TillView
from podium_desk.presentation.typed import as_typed, typed_cents

if TYPE_CHECKING:
    from datetime import tzinfo

    from podium_desk.application.till import Closed, TillState, Weighed
    from podium_desk.domain.till_report import ShiftTotal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.till_memory import TillMemory
    from podium_desk.replica.till_log import StandingReport

REPORTS_SHOWN = 8


def till_view(
    memory: TillMemory, who: tuple[str, bool], words: Words, zone: tzinfo | None
) -> TillView:
    """The page. `who` is the clerk's name, and whether the house has staff."""
    clerk, has_staff = who
    state = memory.state
    if state is None:
        return TillView(title=words("till.page_shift"), notice=memory.notice, is_busy=True)
    shift = state.shift
    proposed = state.proposed_float_cents
    return TillView(
        step=memory.step,
        title=_title(memory, words),
        subtitle="" if shift is None else _since(shift, words, zone),
        notice=memory.notice,
        is_busy=memory.is_busy or memory.terminal is TerminalAsk.ASKING,
        has_clerk=bool(clerk),
        can_lock=has_staff,
        is_taking_out=memory.is_taking_out,
        float_typed="" if proposed is None else as_typed(proposed),
        float_hint=_float_hint(proposed, words),
        figures=_figures(memory, words),
        left_typed=_left(memory),
        asks_reason=memory.weighed is not None and memory.weighed.needs_reason,
        asks_terminal=state.is_last_shift,
        terminal_typed=_told_by_terminal(state),
        reports=tuple(
            _report_line(one, words, zone) for one in reversed(memory.reports[-REPORTS_SHOWN:])
        ),
        close_word=words("till.close_z" if state.is_last_shift else "till.close_shift"),
        can_z=shift is None and not state.open_shifts and state.has_money,
    )


def _title(memory: TillMemory, words: Words) -> str:
    if memory.step is Step.MOVE:
        return words("till.page_out" if memory.is_taking_out else "till.page_in")
    closed = memory.closed
    if memory.step is Step.DONE and closed is not None and closed.z_number is not None:
        return words("till.page_done_z", n=closed.z_number)
    return words(f"till.page_{memory.step.value}")


def _since(shift: ShiftTotal, words: Words, zone: tzinfo | None) -> str:
    moment = _moment(shift.opened_ms, zone)
    day, time = date_short(moment.date(), words.language), time_short(moment, words.language)
    if shift.clerk:
        return words("till.since_by", n=shift.number, clerk=shift.clerk, day=day, time=time)
    return words("till.since", n=shift.number, day=day, time=time)


def _float_hint(proposed: int | None, words: Words) -> str:
    if proposed is None:
        return words("till.float_first")
    return words("till.float_left", amount=money(proposed, words.language))


def _figures(memory: TillMemory, words: Words) -> tuple[Figure, ...]:
    state, language = memory.state, words.language
    if memory.step is Step.CLOSE and memory.weighed is not None:
        return _weighed(memory.weighed, words, has_terminal=bool(state and state.is_last_shift))
    if memory.step is Step.DONE and memory.closed is not None:
        return _done(memory.closed, words)
    if memory.step is Step.SHIFT and state is not None and state.shift is not None:
        figures = [Figure(words("till.float"), money(state.shift.float_cents, language))]
        if state.expected_cents is not None:
            figures.append(Figure(words("till.expected"), money(state.expected_cents, language)))
        return tuple(figures)
    return ()


def _weighed(weighed: Weighed, words: Words, *, has_terminal: bool) -> tuple[Figure, ...]:
    language = words.language
    figures = [
        Figure(words("till.counted"), money(weighed.counted_cents, language)),
        Figure(words("till.expected"), money(weighed.expected_cents, language)),
        difference_figure(weighed.difference_cents, words),
    ]
    if has_terminal:
        figures.append(Figure(words("till.card_booked"), money(weighed.card_cents, language)))
    return tuple(figures)


def _done(closed: Closed, words: Words) -> tuple[Figure, ...]:
    shift, language = closed.shift, words.language
    figures = [
        Figure(words("till.deposit"), money(shift.deposit_cents, language)),
        Figure(words("till.left"), money(shift.left_cents, language)),
        difference_figure(shift.difference_cents or 0, words),
    ]
    report = closed.report
    if report is not None and report.card_difference_cents:
        cents = report.card_difference_cents
        figures.append(Figure(words("till.card_difference"), money(cents, language), "bad"))
    return tuple(figures)


def _told_by_terminal(state: TillState) -> str:
    """Its total as it would be typed. One below zero, of a day of refunds, cannot be typed: it is
    kept with the Z as it is, where nothing else is typed."""
    told = state.terminal
    return "" if told is None or told.cents is None or told.cents < 0 else as_typed(told.cents)


def terminal_words(memory: TillMemory, typed: str, words: Words) -> str:
    """How the terminal's total stands to ours, in a sentence; before it is known, how far it is."""
    weighed, cents = memory.weighed, typed_cents(typed)
    if weighed is None or cents is None:
        return words(f"till.{memory.terminal}") if memory.terminal else ""
    difference = cents - weighed.card_cents
    amount = money(abs(difference), words.language)
    return words(f"till.card_{card_verdict(difference)}", amount=amount)


def difference_figure(cents: int, words: Words) -> Figure:
    """Counted less expected, with a sign: green when there is none."""
    sign = "+" if cents > 0 else ""
    amount = f"{sign}{money(cents, words.language)}"
    return Figure(words("till.paper_difference"), amount, "bad" if cents else "good")


def _left(memory: TillMemory) -> str:
    if memory.money is None or memory.state is None:
        return ""
    return as_typed(min(memory.state.rules.keep_cents, memory.money.cents))


def _report_line(one: StandingReport, words: Words, zone: tzinfo | None) -> ReportLine:
    moment = _moment(one.at_ms, zone)
    when = f"{date_short(moment.date(), words.language)} {time_short(moment, words.language)}"
    return ReportLine(one.name, " · ".join(filter(None, (when, one.clerk))))


def _moment(at_ms: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)

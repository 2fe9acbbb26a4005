"""The outage drill in words: what the door would do, how quickly, what it would not know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from podium_desk.application.drilling import DrillCase, DrillDone, DrillReport, Judged
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.mood import Mood

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

_ASIDE = (DrillCase.FORGED, DrillCase.TWICE, DrillCase.CANCELLED, DrillCase.UNHEARD)


@dataclass(frozen=True, slots=True)
class DrillLine:
    """One sentence of the report."""

    text: str
    mood: Mood = Mood.WELL


def report_lines(report: DrillReport, words: Words) -> tuple[DrillLine, ...]:
    """What would happen, and that nothing did."""
    heads = report.head_before[0], report.head_after[0]
    return (*drill_lines(report.done, words), untouched_line(report.is_untouched, heads, words))


def drill_lines(done: DrillDone, words: Words) -> tuple[DrillLine, ...]:
    """What would happen if everything fell away now."""
    if not done.performances:
        return (DrillLine(words("drill.nothing_on"), Mood.CAUTION),)
    if not done.judged:
        key = "drill.stopped" if done.is_stopped else "drill.no_tickets"
        return (DrillLine(words(key), Mood.CAUTION),)
    lines = [DrillLine(words(f"drill.policy_{done.policy.value}"))]
    lines += _tickets(done, words)
    lines += [_aside(one, words) for case in _ASIDE for one in done.of(case)]
    took = words("drill.took", median=_ms(done.median_ms), worst=_ms(done.worst_ms))
    lines += [DrillLine(took), _unknown(done, words)]
    if done.is_stopped:
        lines.append(DrillLine(words("drill.stopped"), Mood.CAUTION))
    return tuple(lines)


def untouched_line(is_untouched: bool, heads: tuple[int, int], words: Words) -> DrillLine:
    """The proof that nothing was written; `heads` are the newest own fact before and after."""
    before, after = heads
    if not is_untouched:
        return DrillLine(words("drill.touched"), Mood.TROUBLE)
    if before == after:
        return DrillLine(words("drill.untouched", head=after))
    return DrillLine(words("drill.untouched_but_scanned", n=after - before))


def _tickets(done: DrillDone, words: Words) -> list[DrillLine]:
    """How tonight's tickets are judged, and why those that are not let in are not."""
    judged = done.of(DrillCase.TICKET)
    verdicts = Counter(one.verdict for one in judged)
    told = words(
        "drill.tickets", n=len(judged), all=done.tickets, admitted=verdicts[Verdict.ADMIT],
        asked=verdicts[Verdict.ASK], refused=verdicts[Verdict.REFUSE],
    )  # fmt: skip
    is_well = all(one.is_as_it_should for one in judged)
    lines = [DrillLine(told, Mood.WELL if is_well else Mood.TROUBLE)]
    reasons = Counter(one.reason for one in judged if one.reason is not None)
    lines += [DrillLine(f"{count} × {_reason(reason, words)}") for reason, count in
              reasons.most_common()]  # fmt: skip
    return lines


def _aside(one: Judged, words: Words) -> DrillLine:
    """A ticket made for the drill: what it is, what comes of it, and whether that is right."""
    outcome = words(f"drill.verdict_{one.verdict.value}")
    if one.reason is not None:
        outcome = f"{outcome} ({_reason(one.reason, words)})"
    told = f"{words(f'drill.case_{one.case.value}')}: {outcome}"
    if one.is_as_it_should:
        return DrillLine(told)
    return DrillLine(f"{told}. {words('drill.wrong')}", Mood.TROUBLE)


def _unknown(done: DrillDone, words: Words) -> DrillLine:
    if done.data_age_s is None:
        return DrillLine(words("drill.knows_nothing"), Mood.TROUBLE)
    return DrillLine(words("drill.would_not_know", n=done.data_age_s // 60))


def _reason(reason: ScanReason, words: Words) -> str:
    key = f"attendance.reason_{reason.value}"
    return words(key) if key in words else reason.value


def _ms(took_ms: float) -> str:
    return "< 1" if took_ms < 1 else str(round(took_ms))

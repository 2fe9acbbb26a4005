"""What may speak against a scan, each with its place in the order of reasons.

The order is that of docs/rules/admission.md: the lowest wins. Few bind exits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from podium_desk.domain.admission import (
    Candidate,
    Evening,
    ScanReason,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Times,
    Verdict,
)
from podium_desk.domain.door_questions import given_answers, still_to_answer
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import IsolatedPolicy, ReEntry
from podium_desk.domain.rule_tree import MINUTE_MS, RuleCase
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """All that a check may look at: one ticket that the code may stand for.

    `is_code_replaced` is said of the code, whichever of its tickets is judged.
    """

    request: ScanRequest
    candidate: Candidate
    evening: Evening
    is_code_replaced: bool = False

    @property
    def record(self) -> TicketRecord:
        """The ticket."""
        return self.candidate.record

    @property
    def times(self) -> Times:
        """Those of the ticket's performance, which the gate admits."""
        return self.evening.times[self.candidate.record.performance]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not, and whether the volunteer is asked."""

    order: int
    verdict: Verdict
    reason: ScanReason


_Said = tuple[Verdict, ScanReason] | None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at. `order` is that of the reasons it gives."""

    order: int
    says: Callable[[Case], _Said]
    binds_exits: bool = False


def first_objection(
    case: Case, reasons: Set[ScanReason] = frozenset(ScanReason)
) -> Objection | None:
    """The first check that objects, among those that bind this direction, for one of these."""
    is_entry = case.request.direction is Direction.ENTRY
    return _first(case, CHECKS if is_entry else EXIT_CHECKS, reasons)


def objection_to_ticket(case: Case) -> Objection | None:
    """What tells which of several tickets is meant, on the way out too: state, times, place."""
    return _first(case, FITTING)


def _first(
    case: Case, checks: Iterable[Check], reasons: Set[ScanReason] = frozenset(ScanReason)
) -> Objection | None:
    for check in checks:
        said = check.says(case)
        if said is not None and said[1] in reasons:
            return Objection(check.order, *said)
    return None


def is_admitted_here(case: Case) -> bool:
    """Whether the gate admits the ticket's tariff and section."""
    return _wrong_gate(case) is None


def valid_here_ms(case: Case) -> tuple[int | None, int | None]:
    """From when until when the ticket is valid at this gate, None for no bound."""
    opens, closes = _opening_ms(case)
    begins = [at for at in (case.record.valid_from_ms, opens) if at is not None]
    ends = [at for at in (case.record.valid_until_ms, closes) if at is not None]
    return max(begins, default=None), min(ends, default=None)


def _cancelled(case: Case) -> _Said:
    is_off = case.record.status is TicketStatus.CANCELLED or case.times.is_cancelled
    return _when(is_off, ScanReason.CANCELLED)


def _replaced(case: Case) -> _Said:
    return _when(case.is_code_replaced, ScanReason.REPLACED)


def _blocked(case: Case) -> _Said:
    return _when(case.record.is_blocked, ScanReason.BLOCKED)


def _revoked_issuer(case: Case) -> _Said:
    """Sold by a device after it was lost: perhaps by a thief, perhaps before anybody knew."""
    is_after = case.request.reading.is_after_revocation
    return (Verdict.ASK, ScanReason.REVOKED_ISSUER) if is_after else None


def _not_approved(case: Case) -> _Said:
    return _when(case.record.status is TicketStatus.NOT_APPROVED, ScanReason.NOT_APPROVED)


def _validity(case: Case) -> _Said:
    """The ticket's own bounds."""
    return _outside(case.request.at_ms, case.record.valid_from_ms, case.record.valid_until_ms)


def _opening(case: Case) -> _Said:
    """The gate's opening and closing around the start of the ticket's performance."""
    return _outside(case.request.at_ms, *_opening_ms(case))


def _opening_ms(case: Case) -> tuple[int | None, int | None]:
    start, gate = case.times.start_ms, case.evening.gate
    before, after = gate.opens_min_before_start, gate.closes_min_after_start
    return (
        None if before is None else start - before * MINUTE_MS,
        None if after is None else start + after * MINUTE_MS,
    )


def _wrong_gate(case: Case) -> _Said:
    """The ticket's tariff and section; a ticket without a section is in none."""
    tariffs, sections = case.evening.gate.tariffs, case.evening.gate.sections
    is_wrong = (tariffs is not None and case.record.tariff not in tariffs) or (
        sections is not None and not _is_in(case.record, sections)
    )
    return _when(is_wrong, ScanReason.WRONG_GATE)


def _is_in(record: TicketRecord, sections: tuple[str, ...]) -> bool:
    """Whether the ticket's section is one of these; a name cut by the code fits its beginning."""
    if not record.section:
        return False
    if record.is_section_cut:
        return any(name.startswith(record.section) for name in sections)
    return record.section in sections


def _unpaid(case: Case) -> _Said:
    """Refused, or asked where the gate accepts unpaid tickets and nobody has accepted it yet."""
    if case.record.status is not TicketStatus.UNPAID:
        return None
    if not case.evening.gate.accepts_unpaid:
        return Verdict.REFUSE, ScanReason.UNPAID
    return None if case.request.is_unpaid_accepted else (Verdict.ASK, ScanReason.UNPAID)


def _rule(case: Case) -> _Said:
    """The gate's own rule."""
    rule, times, stay = case.evening.rule, case.times, case.candidate.stay
    if rule is None:
        return None
    seen = RuleCase(
        case.request.at_ms, case.evening.zone, case.record.tariff, case.evening.gate.name,
        stay.entries, stay.is_inside, times.doors_open_ms, times.start_ms, times.end_ms,
    )  # fmt: skip
    return _when(not rule.holds(seen), ScanReason.RULE)


def _questions(case: Case) -> _Said:
    """Asked until each has an answer, of this scan, of an earlier entry or of the sale."""
    record, questions = case.record, case.evening.questions
    if not questions:
        return None
    given = given_answers(questions, record.tariff, case.request.answers)
    is_left = still_to_answer(questions, record.tariff, record.answered | given.keys())
    return (Verdict.ASK, ScanReason.QUESTIONS) if is_left else None


def _already_in(case: Case) -> _Said:
    """Inside, or in before where the gate lets nobody in twice; of a group, more than may."""
    stay, wanted = case.candidate.stay, case.request.persons or 1
    match case.evening.gate.re_entry:
        case ReEntry.ALWAYS:
            return None
        case ReEntry.AFTER_EXIT:
            return _when(stay.still_out < wanted, ScanReason.ALREADY_IN)
        case ReEntry.NEVER:
            return _when(stay.never_in < wanted, ScanReason.ALREADY_IN)


def _isolated(case: Case) -> _Said:
    """A first entry at a door that hears nobody, by the gate's policy."""
    evening = case.evening
    if not evening.hears_nobody or case.candidate.stay.entries:
        return None
    is_at_home = evening.gate.isolated is IsolatedPolicy.HOME_SECTIONS and _is_in(
        case.record, evening.home_sections
    )
    if evening.gate.isolated is IsolatedPolicy.ADMIT or is_at_home:
        return None
    return Verdict.ASK, ScanReason.ISOLATED


def _outside(at_ms: int, from_ms: int | None, until_ms: int | None) -> _Said:
    """Too early or too late for bounds that are inclusive."""
    if from_ms is not None and at_ms < from_ms:
        return Verdict.REFUSE, ScanReason.TOO_EARLY
    return _when(until_ms is not None and at_ms > until_ms, ScanReason.TOO_LATE)


def _when(is_wrong: bool, reason: ScanReason) -> _Said:
    """A refusal for this reason where something is wrong."""
    return (Verdict.REFUSE, reason) if is_wrong else None


_STATE_BEFORE_CODE = (Check(4, _cancelled),)
_STATE_AND_PLACE = (
    Check(6, _blocked, binds_exits=True),
    Check(6, _revoked_issuer),
    Check(7, _not_approved),
    Check(8, _validity),
    Check(8, _opening),
    Check(9, _wrong_gate, binds_exits=True),
)
FITTING = _STATE_BEFORE_CODE + _STATE_AND_PLACE
"""Orders 4 to 9 without `replaced`, which is said of the code and not of one of its tickets."""
CHECKS = (
    *_STATE_BEFORE_CODE,
    Check(5, _replaced, binds_exits=True),
    *_STATE_AND_PLACE,
    Check(10, _unpaid),
    Check(11, _rule),
    Check(12, _questions),
    Check(13, _already_in),
    Check(14, _isolated),
)
"""Every check in the order in which reasons win. Orders 1 to 3 name no ticket: `deciding`."""
EXIT_CHECKS = tuple(check for check in CHECKS if check.binds_exits)
"""Those that bind the way out."""

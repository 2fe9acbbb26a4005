"""Who goes in: one set of rules for door, counter, kiosk and store.

The caller looks the tickets up, checks the signature and repeats the stored answer of a retried
token before asking here; it stores every decision, also a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.domain.admission import (
    Candidate,
    Decision,
    Evening,
    Proof,
    ScanReason,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Verdict,
)
from podium_desk.domain.door_questions import given_answers, still_to_answer
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import TicketId
from podium_desk.domain.objections import Case, Objection, first_objection
from podium_desk.domain.rule_tree import MINUTE_MS
from podium_desk.domain.ticket_choice import chosen_case
from podium_desk.domain.tickets import TicketContent

HOLDER_REASONS = frozenset(
    {
        ScanReason.FORGED,
        ScanReason.CANCELLED,
        ScanReason.REPLACED,
        ScanReason.BLOCKED,
        ScanReason.NOT_APPROVED,
        ScanReason.RULE,
        ScanReason.ALREADY_IN,
    }
)
"""What the device that decides between doors may know better than the door that asks."""


def decide_admission(
    request: ScanRequest, candidates: Sequence[Candidate], evening: Evening
) -> Decision:
    """Judge one attempt: the objection that stands first in the order of the reasons wins.

    `candidates` are the tickets that the code or the card may stand for, in their order; none when
    this replica knows none and the code describes none. An override passes every objection but
    those that name no ticket, and a rule that is not understood.
    """
    ours = _ours(request, candidates, evening)
    if isinstance(ours, ScanReason):
        return Decision(Verdict.REFUSE, ours, None)
    case = chosen_case(ours)
    if case is None:
        return Decision(Verdict.REFUSE, ScanReason.AMBIGUOUS, None)
    objection = first_objection(case)
    if objection is None:
        return _passed(case, is_overridden=False)
    if not request.is_override:
        return _stopped(case, objection)
    if _is_rule_unknown(case):
        return _stopped(case, Objection(11, Verdict.REFUSE, ScanReason.RULE))
    return _passed(case, is_overridden=True)


def decide_for_other_door(
    request: ScanRequest, candidates: Sequence[Candidate], evening: Evening, ticket: TicketId
) -> Decision | None:
    """What speaks against an entry that another door would grant to this ticket; None for nothing.

    Only what a device may know better than the door that asks (`HOLDER_REASONS`): that it never
    heard of the ticket is no objection.
    """
    if request.reading.proof is Proof.WRONG:
        return Decision(Verdict.REFUSE, ScanReason.FORGED, None)
    meant = [one for one in candidates if one.record.id == ticket]
    ours = _ours(request, meant, evening) if meant else []
    if isinstance(ours, ScanReason):
        return Decision(Verdict.REFUSE, ours, None) if ours in HOLDER_REASONS else None
    for case in ours:
        objection = first_objection(case, HOLDER_REASONS)
        if objection is not None:
            return _stopped(case, objection)
    return None


def record_of_code(content: TicketContent, tariff: str) -> TicketRecord:
    """A ticket as its signed code describes it, for a door that never heard of it; `tariff` is
    the code of the tariff that it names."""
    start, until = content.valid_from_min, content.valid_until_min
    return TicketRecord(
        id=content.ticket,
        performance=content.performance,
        generation=content.generation,
        status=TicketStatus.PAID,
        tariff=tariff,
        section=content.zone,
        valid_from_ms=None if start is None else start * MINUTE_MS,
        valid_until_ms=None if until is None else until * MINUTE_MS,
        is_section_cut=content.is_zone_cut,
        persons=content.persons,
    )


def _ours(
    request: ScanRequest, candidates: Sequence[Candidate], evening: Evening
) -> list[Case] | ScanReason:
    """The tickets that are meant and that this gate's performances have; or why there are none."""
    reading = request.reading
    if reading.proof is Proof.WRONG:
        return ScanReason.FORGED
    if not candidates:
        return ScanReason.UNKNOWN
    if reading.is_issuer_heard and not all(one.is_heard for one in candidates):
        return ScanReason.FORGED
    is_replaced = _is_replaced(request, candidates)
    cases = [
        Case(request, one, evening, is_replaced)
        for one in candidates
        if one.record.performance in evening.times
    ]
    return cases or ScanReason.WRONG_EVENT


def _is_replaced(request: ScanRequest, candidates: Sequence[Candidate]) -> bool:
    """An old code of a reissued ticket; a newer one than known is a reissue not heard of yet."""
    content = request.reading.content
    return content is not None and any(
        content.generation < one.record.generation and one.record.id == content.ticket
        for one in candidates
    )


def _passed(case: Case, *, is_overridden: bool) -> Decision:
    record, stay, request = case.record, case.candidate.stay, case.request
    is_entry = request.direction is Direction.ENTRY
    room = stay.still_out if is_entry else stay.inside
    given = given_answers(case.evening.questions, record.tariff, request.answers)
    persons = request.persons or room or stay.persons
    return Decision(
        Verdict.ADMIT if is_entry else Verdict.EXIT,
        None,
        record.id,
        is_overridden=is_overridden,
        is_unheard=not case.candidate.is_heard,
        answered=tuple(given) if is_entry else (),
        persons=persons,
        inside=stay.inside,
        group_count=persons if stay.persons > 1 else 0,
        performance=record.performance,
    )


def _stopped(case: Case, objection: Objection) -> Decision:
    record, stay = case.record, case.candidate.stay
    given = given_answers(case.evening.questions, record.tariff, case.request.answers)
    left = still_to_answer(
        case.evening.questions, record.tariff, record.answered | given.keys()
    )  # fmt: skip
    return Decision(
        objection.verdict,
        objection.reason,
        record.id,
        stay.first_entry if objection.reason is ScanReason.ALREADY_IN else None,
        is_unheard=not case.candidate.is_heard,
        questions=left if objection.reason is ScanReason.QUESTIONS else (),
        inside=stay.inside,
        performance=record.performance,
    )


def _is_rule_unknown(case: Case) -> bool:
    rule = case.evening.rule
    return case.request.direction is Direction.ENTRY and rule is not None and not rule.is_known

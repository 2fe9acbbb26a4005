"""Who goes in: one set of rules for door, counter, kiosk and store.

The order of the reasons, exits, overrides and first entries are told in docs/rules/admission.md.
The caller looks up the ticket, checks the signature and repeats the stored answer of a retried
token before asking here; it stores every decision, also a refusal. All times are UTC
milliseconds by corrected clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import ReEntry
from podium_desk.domain.ids import PerformanceId, TariffId, TicketId
from podium_desk.domain.tickets import TicketContent
from podium_desk.late_dataclass import dataclass

MINUTE_MS = 60_000


class Verdict(StrEnum):
    """What the door answers."""

    ADMIT = "admit"
    EXIT = "exit"
    REFUSE = "refuse"
    ASK = "ask"


class ScanReason(StrEnum):
    """Why not, in the order in which reasons win (conformance/admission README)."""

    UNKNOWN = "unknown"
    FORGED = "forged"
    WRONG_EVENT = "wrong_event"
    AMBIGUOUS = "ambiguous"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    BLOCKED = "blocked"
    REVOKED_ISSUER = "revoked_issuer"
    NOT_APPROVED = "not_approved"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    WRONG_GATE = "wrong_gate"
    UNPAID = "unpaid"
    RULE = "rule"
    QUESTIONS = "questions"
    ALREADY_IN = "already_in"
    ISOLATED = "isolated"


class TicketStatus(StrEnum):
    """What is known of a ticket's right to be used."""

    PAID = "paid"
    UNPAID = "unpaid"
    UNPAID_BUT_VALID = "unpaid_but_valid"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


class Proof(StrEnum):
    """What a code proves by itself."""

    NONE = "none"
    """Nothing: no ticket code, or one typed by hand that must be looked up."""
    SIGNED = "signed"
    """A ticket code with a signature that fits a known key."""
    WRONG = "wrong"
    """The form of a ticket code, with a signature that does not fit or an unknown key."""


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as it was read.

    `is_issuer_heard` tells that this replica has all that the issuing device wrote up to the
    ticket's number: a ticket that is signed and still not known is then forged
    (architecture.md, decision 7). `is_after_revocation` tells that the device that issued it was
    lost before it did so: a person looks at such a ticket.
    """

    proof: Proof
    content: TicketContent | None = None
    is_issuer_heard: bool = False
    is_after_revocation: bool = False


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A ticket as this replica knows it.

    `generation` is the newest heard of, by a reissue or by an admitted scan of a newer code.
    Validity is inclusive at both ends, None for no bound.
    """

    id: TicketId
    performance: PerformanceId
    generation: int
    status: TicketStatus
    tariff: TariffId
    section: str
    valid_from_ms: int | None = None
    valid_until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """An admitted entry or an exit of a ticket at any gate of its performance."""

    at_ms: int
    direction: Direction
    door: str
    is_annulled: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """What a door lets in. `starts_ms` has the performances it admits and when each starts.

    Tickets of a performance in `cancelled` are cancelled, also those sold on other devices.
    Opening and closing are minutes from the start of the ticket's own performance, both
    inclusive; None means no restriction, an empty set admits nothing.
    """

    starts_ms: Mapping[PerformanceId, int]
    re_entry: ReEntry = ReEntry.AFTER_EXIT
    accepts_unpaid: bool = False
    opens_min_before_start: int | None = None
    closes_min_after_start: int | None = None
    tariffs: frozenset[TariffId] | None = None
    sections: frozenset[str] | None = None
    cancelled: frozenset[PerformanceId] = frozenset()


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One attempt. `is_override` and `is_unpaid_accepted` are the volunteer's own decisions."""

    reading: CodeReading
    direction: Direction
    at_ms: int
    is_override: bool = False
    is_unpaid_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer.

    `ticket` is None where no ticket may be named; `first_entry` comes with `already_in`.
    `is_overridden` is set only where the override was needed, `is_unheard` when a ticket that
    this replica never heard of was judged on its signature alone.
    """

    verdict: Verdict
    reason: ScanReason | None
    ticket: TicketId | None
    first_entry: Passage | None = None
    is_overridden: bool = False
    is_unheard: bool = False


def decide_admission(
    request: ScanRequest, known: TicketRecord | None, history: Iterable[Passage], gate: Gate
) -> Decision:
    """Judge one attempt: the objection that stands first in the order of the reasons wins.

    An override passes every objection but those that name no ticket of this door: unknown,
    forged, wrong event. An exit is bound by few (see `CHECKS`).

    `known` is the ticket that the code names, None when this replica never heard of it;
    `history` are its passages in any order, annulled ones included.
    """
    record = known or record_from_code(request.reading)
    if request.reading.proof is Proof.WRONG:
        return Decision(Verdict.REFUSE, ScanReason.FORGED, None)
    if record is None:
        return Decision(Verdict.REFUSE, ScanReason.UNKNOWN, None)
    if known is None and request.reading.is_issuer_heard:
        return Decision(Verdict.REFUSE, ScanReason.FORGED, None)
    if record.performance not in gate.starts_ms:
        return Decision(Verdict.REFUSE, ScanReason.WRONG_EVENT, None)
    case = _Case(request, record, stay_of(history), gate)
    objection = _first_objection(case)
    passed = Verdict.EXIT if request.direction is Direction.EXIT else Verdict.ADMIT
    if objection is None or request.is_override:
        return Decision(
            passed,
            None,
            record.id,
            is_overridden=objection is not None,
            is_unheard=known is None,
        )
    verdict, reason = objection
    first = case.stay.first_entry if reason is ScanReason.ALREADY_IN else None
    return Decision(verdict, reason, record.id, first, is_unheard=known is None)


@dataclass(frozen=True, slots=True)
class Stay:
    """Where the guest is: `first_entry` opened the present stay, or the last one."""

    is_inside: bool
    first_entry: Passage | None


def stay_of(history: Iterable[Passage]) -> Stay:
    """Fold passages in order of corrected time; annulled ones never happened.

    An exit without an entry frees nothing. Of two at the same instant, the exit comes first: a
    guest who left and one who enters are then one inside.
    """
    ordered = sorted(
        (passage for passage in history if not passage.is_annulled),
        key=lambda passage: (passage.at_ms, passage.direction is Direction.ENTRY, passage.door),
    )
    is_inside = False
    first: Passage | None = None
    for passage in ordered:
        if passage.direction is Direction.EXIT:
            is_inside = False
        elif not is_inside:
            is_inside, first = True, passage
    return Stay(is_inside, first)


@dataclass(frozen=True, slots=True)
class _Case:
    """All that a check may look at."""

    request: ScanRequest
    record: TicketRecord
    stay: Stay
    gate: Gate


Objection = tuple[Verdict, ScanReason]
Check = Callable[[_Case], Objection | None]


def _first_objection(case: _Case) -> Objection | None:
    """The first check that objects, among those that bind this direction."""
    for check, binds_exits in CHECKS:
        if case.request.direction is Direction.ENTRY or binds_exits:
            objection = check(case)
            if objection is not None:
                return objection
    return None


def record_from_code(reading: CodeReading) -> TicketRecord | None:
    """A ticket as its signed code describes it, for a door that never heard of it."""
    content = reading.content
    if content is None or reading.proof is not Proof.SIGNED:
        return None
    start, until = content.valid_from_min, content.valid_until_min
    return TicketRecord(
        id=content.ticket,
        performance=content.performance,
        generation=content.generation,
        status=TicketStatus.PAID,
        tariff=content.tariff,
        section=content.zone,
        valid_from_ms=None if start is None else start * MINUTE_MS,
        valid_until_ms=None if until is None else until * MINUTE_MS,
    )


def _cancelled(case: _Case) -> Objection | None:
    is_off = case.record.performance in case.gate.cancelled
    return _when(is_off or case.record.status is TicketStatus.CANCELLED, ScanReason.CANCELLED)


def _replaced(case: _Case) -> Objection | None:
    """An old code of a reissued ticket; a newer one than known is a reissue not heard of yet."""
    content = case.request.reading.content
    is_old = content is not None and content.generation < case.record.generation
    return _when(is_old, ScanReason.REPLACED)


def _blocked(case: _Case) -> Objection | None:
    return _when(case.record.status is TicketStatus.BLOCKED, ScanReason.BLOCKED)


def _revoked_issuer(case: _Case) -> Objection | None:
    """Sold by a device after it was lost: perhaps by a thief, perhaps before anybody knew."""
    is_after = case.request.reading.is_after_revocation
    return (Verdict.ASK, ScanReason.REVOKED_ISSUER) if is_after else None


def _not_approved(case: _Case) -> Objection | None:
    return _when(case.record.status is TicketStatus.NOT_APPROVED, ScanReason.NOT_APPROVED)


def _validity(case: _Case) -> Objection | None:
    """The ticket's own bounds."""
    return _outside(case.request.at_ms, case.record.valid_from_ms, case.record.valid_until_ms)


def _opening(case: _Case) -> Objection | None:
    """The gate's opening and closing around the start of the ticket's performance."""
    start = case.gate.starts_ms[case.record.performance]
    before, after = case.gate.opens_min_before_start, case.gate.closes_min_after_start
    return _outside(
        case.request.at_ms,
        None if before is None else start - before * MINUTE_MS,
        None if after is None else start + after * MINUTE_MS,
    )


def _wrong_gate(case: _Case) -> Objection | None:
    """The ticket's tariff and section; a ticket without a section is in none."""
    tariffs, sections = case.gate.tariffs, case.gate.sections
    is_wrong = (tariffs is not None and case.record.tariff not in tariffs) or (
        sections is not None and not _is_in(case, sections)
    )
    return _when(is_wrong, ScanReason.WRONG_GATE)


def _is_in(case: _Case, sections: frozenset[str]) -> bool:
    """Whether the ticket's section is one of these; a name cut by the code fits its beginning."""
    section = case.record.section
    content = case.request.reading.content
    if section in sections and section:
        return True
    is_cut = content is not None and content.is_zone_cut and content.zone == section
    return bool(section) and is_cut and any(name.startswith(section) for name in sections)


def _unpaid(case: _Case) -> Objection | None:
    """Refused, or asked where the gate accepts unpaid tickets and nobody has accepted it yet."""
    if case.record.status is not TicketStatus.UNPAID:
        return None
    if not case.gate.accepts_unpaid:
        return Verdict.REFUSE, ScanReason.UNPAID
    return None if case.request.is_unpaid_accepted else (Verdict.ASK, ScanReason.UNPAID)


def _already_in(case: _Case) -> Objection | None:
    """Inside, or in before where the gate lets nobody in twice."""
    match case.gate.re_entry:
        case ReEntry.ALWAYS:
            return None
        case ReEntry.AFTER_EXIT:
            return _when(case.stay.is_inside, ScanReason.ALREADY_IN)
        case ReEntry.NEVER:
            return _when(case.stay.first_entry is not None, ScanReason.ALREADY_IN)


def _outside(at_ms: int, from_ms: int | None, until_ms: int | None) -> Objection | None:
    """Too early or too late for bounds that are inclusive."""
    if from_ms is not None and at_ms < from_ms:
        return Verdict.REFUSE, ScanReason.TOO_EARLY
    return _when(until_ms is not None and at_ms > until_ms, ScanReason.TOO_LATE)


def _when(is_wrong: bool, reason: ScanReason) -> Objection | None:
    """A refusal for this reason where something is wrong."""
    return (Verdict.REFUSE, reason) if is_wrong else None


CHECKS: tuple[tuple[Check, bool], ...] = (
    (_cancelled, False),
    (_replaced, True),
    (_blocked, True),
    (_revoked_issuer, False),
    (_not_approved, False),
    (_validity, False),
    (_opening, False),
    (_wrong_gate, True),
    (_unpaid, False),
    (_already_in, False),
)
"""Every check in the order in which reasons win, and whether it binds exits too."""

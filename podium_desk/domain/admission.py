"""What a door is asked and what it answers: verdicts, reasons, a ticket and a code as known here.

How it decides is `domain.deciding`; the rules are told in docs/rules/admission.md. All times are
UTC milliseconds by corrected clocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from zoneinfo import ZoneInfo

from podium_desk.domain.door_questions import Answer, Question, QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import Gate
from podium_desk.domain.ids import PerformanceId, TicketId
from podium_desk.domain.rule_tree import Rule
from podium_desk.domain.stays import Passage, Stay
from podium_desk.domain.tickets import TicketContent
from podium_desk.late_dataclass import dataclass


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
    NO_VISITS = "no_visits"
    """Of a card of visits: it is empty, over, or not for here."""
    ANOTHER_VISIT = "another_visit"
    FULL = "full"
    CARD_ELSEWHERE = "card_elsewhere"
    """The right of its visits is with somebody who does not answer."""


class TicketStatus(StrEnum):
    """What is known of a ticket's right to be used."""

    PAID = "paid"
    UNPAID = "unpaid"
    UNPAID_BUT_VALID = "unpaid_but_valid"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"


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
    """A ticket as this replica knows it, or as its code describes one that was never heard of.

    `generation` is the newest heard of, by a reissue or by a scan of a newer code. `tariff` is the
    code of its tariff, `is_section_cut` tells that only the beginning of its section fitted into
    the code. Validity is inclusive at both ends, None for no bound. `answered` are the questions
    that need not be asked any more.
    """

    id: TicketId
    performance: PerformanceId
    generation: int
    status: TicketStatus
    tariff: str
    section: str
    valid_from_ms: int | None = None
    valid_until_ms: int | None = None
    is_blocked: bool = False
    is_section_cut: bool = False
    persons: int = 1
    answered: frozenset[QuestionId] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that the code or the card may stand for, and where its guests are."""

    record: TicketRecord
    stay: Stay
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """When a performance is, and whether it was cancelled."""

    start_ms: int
    end_ms: int
    doors_open_ms: int
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Evening:
    """What holds at one door now: its gate, the performances that it admits, the venue's clock.

    `rule` is the gate's, as it was read. `questions` are the house's. `home_sections` are the
    door's own; `hears_nobody`: no other device answers, and neither does the store.
    """

    gate: Gate
    times: Mapping[PerformanceId, Times]
    zone: ZoneInfo
    rule: Rule | None = None
    questions: tuple[Question, ...] = ()
    home_sections: tuple[str, ...] = ()
    hears_nobody: bool = False


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One attempt, with what the volunteer decided. `persons` is how many of a group want to go,
    None for all that may."""

    reading: CodeReading
    direction: Direction
    at_ms: int
    is_override: bool = False
    is_unpaid_accepted: bool = False
    answers: Mapping[QuestionId, Answer] = field(default_factory=dict)
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer.

    `ticket` is None where no ticket may be named; `first_entry` comes with `already_in`,
    `questions` (those still to answer) with `questions`, `answered` (those to keep) with an
    admitted entry. `is_overridden` is set only where the override was needed, `is_unheard` when a
    ticket that this replica never heard of was judged on its signature alone. Of a group `persons`
    go now, `inside` were in before and `group_count` is what is recorded of it, 0 for the whole
    ticket. `performance` is the ticket's.
    """

    verdict: Verdict
    reason: ScanReason | None
    ticket: TicketId | None
    first_entry: Passage | None = None
    is_overridden: bool = False
    is_unheard: bool = False
    questions: tuple[Question, ...] = ()
    answered: tuple[QuestionId, ...] = ()
    persons: int = 0
    inside: int = 0
    group_count: int = 0
    performance: PerformanceId | None = None

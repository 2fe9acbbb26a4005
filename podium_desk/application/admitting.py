"""One scan: read the code, decide by the replica alone, store the attempt, then answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import blake2b

from podium_desk.application.admission_holder import EntryAsked, asked_of_holder
from podium_desk.application.annulling import Annulling, LastEntry
from podium_desk.application.door import NOTHING_SAID, ScanOutcome, VolunteerSays
from podium_desk.application.door_advice import advised
from podium_desk.application.door_words import DoorWords
from podium_desk.application.gate_here import GateHere
from podium_desk.application.hearing import stale_s
from podium_desk.application.meant_tickets import Found, Meant, MeantTickets
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.scan_outcome import Answered, outcome_of
from podium_desk.application.taking_visits import CardShown, TakingVisits, VisitAnswer
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Decision, Evening, ScanReason, ScanRequest, Verdict
from podium_desk.domain.deciding import decide_admission, decide_for_other_door
from podium_desk.domain.door_questions import Answer, QuestionId
from podium_desk.domain.facts import Direction, ScanRecorded
from podium_desk.domain.gates import Gate
from podium_desk.domain.ids import FactId, Origin, TicketId
from podium_desk.domain.programme import Performance
from podium_desk.domain.tickets import TicketContent
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.claims import Claim
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.incidents import refund_of
from podium_desk.replica.queries import StoredPassage, passage_of_token
from sync.facts.fact import Draft, Fact


@dataclass(frozen=True, slots=True)
class Attempt:
    """One scan as it comes: `token` makes a retry recognisable, and `is_new` tells that it was made
    for this attempt, which is then no retry; in training nothing is stored."""

    text: str
    direction: Direction
    token: str
    says: VolunteerSays = NOTHING_SAID
    is_training: bool = False
    is_new: bool = False


class Admitting:
    """A door's decisions. `gate` is the door's name on screens and in history."""

    def __init__(self, work: Workplace, gate: str) -> None:
        self._work = work
        self.gate = gate
        self.here = GateHere(work)
        self.annulling = Annulling(work)
        self._tickets = MeantTickets(work)
        self._visits = TakingVisits(work, self.here)

    def tonight(self) -> tuple[Performance, ...]:
        """The house's performances of tonight that this door lets in to, the next one first."""
        return self.here.tonight()

    def scan(self, attempt: Attempt) -> ScanOutcome:
        """Decide and store, in one durable commit; the verdict exists only once it is stored."""
        work, says, is_alone, visit = self._work, attempt.says, False, None
        evening = self.here.evening()
        found = self._tickets.of(attempt.text, evening, direction=attempt.direction)
        stored = None if attempt.is_new else passage_of_token(
            work.replica.sql, work.house, attempt.token
        )  # fmt: skip
        if stored is not None:
            # A retry: the answer is repeated as it was, and nothing is recorded.
            found = self._tickets.known(stored.ticket) or found
            decision = _repeated(stored, found)
        else:
            request = _request(work, attempt, found)
            # Who says that one more comes along does not mean the guest who is in.
            plain = replace(request, is_override=False) if says.takes_another else request
            decision = decide_admission(plain, found.candidates, evening)
            visit = self._visit(attempt, request, found, evening, decision)
            if visit is not None:
                decision, is_alone = visit.decision, visit.is_alone
            elif not attempt.is_training:
                decision, is_alone = self._with_holder(attempt, decision, evening)
        meant = found.of(decision.ticket)
        answered = Answered(attempt.token, decision, meant, is_alone, stale_s(work), visit)
        if stored is not None or attempt.is_training:
            return self._shown(answered, found, evening.gate)
        return self._recorded(attempt, answered, found, evening.gate)

    def judged_for(self, asked: EntryAsked, claim: Claim) -> Decision | None:
        """What speaks against an entry that another door would grant, as this device knows it."""
        evening = self.here.evening_at(self.here.of_number(asked.gate_number))
        says = VolunteerSays(persons=asked.persons or None)
        attempt = Attempt(asked.text, Direction.ENTRY, asked.token, says)
        found = self._tickets.of(asked.text, evening, claim)
        candidates = found.candidates
        if found.of(claim.ticket) is None:
            # Not heard of here: of its tariff nothing is known, but perhaps that it is in.
            candidates, evening = (self._tickets.bare(claim),), replace(evening, rule=None)
        request = _request(self._work, attempt, found)
        return decide_for_other_door(request, candidates, evening, claim.ticket)

    def _visit(
        self, attempt: Attempt, request: ScanRequest, found: Found, evening: Evening,
        decision: Decision,
    ) -> VisitAnswer | None:  # fmt: skip
        """What comes of a card of visits that has no place left to go in by."""
        shown = self._visits.instead(request, found, evening, decision)
        if shown is None:
            return None
        card = CardShown(
            shown, request, evening, decision.reason is ScanReason.ALREADY_IN,
            attempt.says.takes_another, attempt.is_training,
        )  # fmt: skip
        return self._visits.taken(card, partial(self._with_holder, attempt, evening=evening))

    def _with_holder(
        self, attempt: Attempt, decision: Decision, evening: Evening
    ) -> tuple[Decision, bool]:
        """An entry that this door would grant, with the word of the admission holder."""
        ticket, performance = decision.ticket, decision.performance
        is_entry = decision.verdict is Verdict.ADMIT
        if not is_entry or decision.is_overridden or ticket is None or performance is None:
            return decision, False
        if not self._work.venue.is_on():
            return decision, False
        asked = EntryAsked(
            attempt.text, attempt.token, self.gate, self._work.clock.now_ms(), performance,
            (ticket.origin, ticket.seq, ticket.line), self._work.origin, self._work.own_seq,
            evening.gate.number, decision.group_count,
        )  # fmt: skip
        return asked_of_holder(self._work, asked, decision)

    def _recorded(
        self, attempt: Attempt, answered: Answered, found: Found, gate: Gate
    ) -> ScanOutcome:
        """Store the attempt, in one commit with the visit that it takes.

        What the screen shows is put together before the disk is waited for: behind that wait the
        same takes twice as long, for nothing of it is in the processor's memory any more.
        """
        work, at_ms = self._work, self._work.clock.now_ms()
        with work.replica.sql.transaction():
            fact = self._record(attempt, answered, found.reading.content, gate, at_ms)
            outcome = self._shown(answered, found, gate)
            entry = _entry(attempt, answered.decision, at_ms, fact)
        self.annulling.last_entry = entry
        work.wake()
        return outcome

    def _shown(self, answered: Answered, found: Found, gate: Gate) -> ScanOutcome:
        """What the screen shows of an answer."""
        outcome = outcome_of(self._work, answered, found)
        row = None if answered.meant is None else answered.meant.row
        return advised(self._work, gate, outcome, row)

    def _record(
        self, attempt: Attempt, answered: Answered, content: TicketContent | None, gate: Gate,
        at_ms: int,
    ) -> Fact:  # fmt: skip
        """The fact of an attempt, after those of the visit that it takes of a card."""
        decision, work, says = answered.decision, self._work, attempt.says
        taken = () if answered.visit is None else answered.visit.drafts
        override = says.override if decision.is_overridden else None
        sealed = self._sealed(says.answers, decision)
        body = ScanRecorded(
            token=attempt.token,
            at_ms=at_ms,
            performance=decision.performance,
            ticket=decision.ticket,
            gate=self.gate,
            direction=attempt.direction,
            verdict=decision.verdict.value,
            reason=None if decision.reason is None else decision.reason.value,
            generation=0 if content is None else content.generation,
            overridden=decision.is_overridden,
            raw="" if decision.ticket is not None else _trace_of(attempt.text),
            heard=() if taken else self._heard(decision, answered.meant),
            alone=answered.is_alone,
            gate_number=gate.number,
            persons=decision.group_count,
            why_overridden="" if override is None else override.value,
            answered=decision.answered,
            person="" if sealed is None else sealed.person,
            commitment=b"" if sealed is None else sealed.commitment,
            code_ticket=_code_ticket(work, content, decision),
        )
        own = Draft(kind_of(body), work.house, body_to_bytes(body))
        *_, fact = work.replica.append([*taken, own])
        if sealed is not None:
            sealed.keep(work.replica.sql, fact)
        return fact

    def _sealed(
        self, answers: Mapping[QuestionId, Answer], decision: Decision
    ) -> PersonalText | None:
        """The answers that are kept, sealed: they may tell of a person."""
        if not decision.answered:
            return None
        kept = {question: answers[question] for question in decision.answered}
        return PersonalText.of_new(DoorWords(answers=kept).to_body(), self._work.secret)

    def _heard(self, decision: Decision, meant: Meant | None) -> tuple[FactId, ...] | None:
        """What this door knows of a ticket that it lets in, to be told with the entry.

        What it says now comes after all of that, also within one instant.
        """
        if meant is None:
            return None
        history, row, work = meant.history, meant.row, self._work
        if history.passages:
            work.replica.clock.hear(passage.hlc for passage in history.passages)
        if decision.verdict is not Verdict.ADMIT:
            return None
        may_be_refunded = row is None or row.is_refunded
        refund = (
            refund_of(work.replica.sql, work.house, meant.candidate.record.id)
            if may_be_refunded else None
        )  # fmt: skip
        return tuple(sorted(history.facts if refund is None else (*history.facts, refund[0])))


def _request(work: Workplace, attempt: Attempt, found: Found) -> ScanRequest:
    says = attempt.says
    return ScanRequest(
        found.reading, attempt.direction, work.clock.now_ms(), says.override is not None,
        says.is_unpaid_accepted, says.answers, says.persons,
    )  # fmt: skip


def _entry(attempt: Attempt, decision: Decision, at_ms: int, fact: Fact) -> LastEntry | None:
    """What the volunteer may undo of an attempt, None where it let nobody in."""
    if decision.verdict is not Verdict.ADMIT or decision.performance is None:
        return None
    name = FactId(Origin(fact.origin), fact.seq)
    return LastEntry(attempt.token, decision.performance, at_ms, name, decision.ticket)


def _repeated(stored: StoredPassage, found: Found) -> Decision:
    """The answer as it was; of a group who is in besides, as far as is known now."""
    meant, persons = found.of(stored.ticket), stored.persons or 1
    inside = 0 if meant is None else meant.candidate.stay.inside
    return Decision(
        Verdict(stored.verdict), None, stored.ticket, is_overridden=stored.is_overridden,
        persons=persons, inside=max(0, inside - persons), performance=stored.performance,
    )  # fmt: skip


def _code_ticket(
    work: Workplace, content: TicketContent | None, decision: Decision
) -> TicketId | None:
    """The code's own ticket, where another one or none was taken: that it has a newer code is news
    all the same."""
    if content is None or content.generation == 1 or content.ticket == decision.ticket:
        return None
    is_ours = content.house == work.house and decision.reason is not ScanReason.FORGED
    return content.ticket if is_ours else None


def _trace_of(text: str) -> str:
    """What is kept of a text that named no ticket: enough to see the same one again.

    It may be anything, an identity number too, and facts are kept for ever (architecture.md,
    decision 12), so the text itself is not.
    """
    return f"{len(text)}:{blake2b(text.encode(), digest_size=8).hexdigest()}"

"""One scan: read the code, decide by the replica alone, store the attempt, then answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from podium_desk.application.admission_holder import EntryAsked, asked_of_holder
from podium_desk.application.annulling import Annulling, LastEntry
from podium_desk.application.door import (
    NOTHING_SAID,
    FirstEntry,
    ScanOutcome,
    VolunteerSays,
)
from podium_desk.application.hearing import stale_s
from podium_desk.application.odd_matters import odd_matter
from podium_desk.application.ticket_codes import is_after_revocation, read_code
from podium_desk.application.tonight import Tonight
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import (
    CodeReading,
    Decision,
    Gate,
    Passage,
    Proof,
    ScanReason,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Verdict,
    decide_admission,
    record_from_code,
)
from podium_desk.domain.facts import Direction, ScanRecorded
from podium_desk.domain.ids import FactId, PerformanceId, TicketId
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.short_code import parse_short_code, place_of
from podium_desk.domain.text import Text
from podium_desk.domain.tickets import NotATicket, TicketContent
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.claims import claims_of
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.incidents import AdmittedTicket, known_of_ticket
from podium_desk.replica.queries import (
    SoldRow,
    is_blocked,
    newest_scanned_generation,
    passage_of_token,
    passages,
    sold_ticket,
    ticket_at,
)
from sync.facts.fact import Draft


@dataclass(frozen=True, slots=True)
class Attempt:
    """One scan as it comes: `token` makes a retry recognisable; in training nothing is stored."""

    text: str
    direction: Direction
    token: str
    says: VolunteerSays = NOTHING_SAID
    is_training: bool = False


@dataclass(frozen=True, slots=True)
class _Answered:
    """How an attempt was answered: without the admission holder or with it, and how quickly."""

    token: str
    is_alone: bool
    spent_ms: int


class Admitting:
    """A door's decisions. `gate` is the door's name on screens and in history."""

    def __init__(self, work: Workplace, gate: str) -> None:
        self._work = work
        self.gate = gate
        self._tonight = Tonight(work)
        self.annulling = Annulling(work)

    def tonight(self) -> tuple[Performance, ...]:
        """The house's performances this door admits now, the next one first."""
        return self._tonight.performances()

    def scan(self, attempt: Attempt) -> ScanOutcome:
        """Decide and store, in one durable commit; the verdict exists only once it is stored."""
        started_ms = self._work.clock.raw_ms()
        reading, ticket = self._read(attempt.text)
        row = None if ticket is None else sold_ticket(
            self._work.replica.sql, self._work.house, ticket
        )  # fmt: skip
        stored = passage_of_token(self._work.replica.sql, self._work.house, attempt.token)
        if stored is not None:
            # A retry: the answer is repeated as it was, and nothing is recorded.
            is_alone = False
            decision = Decision(Verdict(stored.verdict), None, stored.ticket)
            row = sold_ticket(self._work.replica.sql, self._work.house, stored.ticket)
        else:
            decision = self._decide(attempt, reading, ticket, row)
            is_alone = False
            if not attempt.is_training:
                decision, is_alone = self._with_holder(attempt, decision, reading)
                self._record(attempt, decision, reading, is_alone)
        spent_ms = self._work.clock.raw_ms() - started_ms
        return self._outcome(decision, reading, row, _Answered(attempt.token, is_alone, spent_ms))

    def judged(self, attempt: Attempt) -> Decision:
        """What this device would decide by its own knowledge; nothing is stored."""
        reading, ticket = self._read(attempt.text)
        row = None if ticket is None else sold_ticket(
            self._work.replica.sql, self._work.house, ticket
        )  # fmt: skip
        return self._decide(attempt, reading, ticket, row)

    def _read(self, text: str) -> tuple[CodeReading | NotATicket, TicketId | None]:
        short = self._by_short_code(text)
        if short is not None:
            late = is_after_revocation(self._work, short)
            return CodeReading(Proof.NONE, is_after_revocation=late), short
        reading = read_code(self._work, text)
        if isinstance(reading, NotATicket):
            return reading, None
        return reading, None if reading.content is None else reading.content.ticket

    def _by_short_code(self, text: str) -> TicketId | None:
        """The ticket with this short code among tonight's; typed by hand, so looked up."""
        wanted = parse_short_code(text)
        if wanted is None:
            return None
        for performance in self.tonight():
            place = place_of(performance.id, wanted)
            if place is not None:
                sql = self._work.replica.sql
                row = ticket_at(sql, performance.house, performance.id, *place)
                if row is not None:
                    return row.ticket
        return None

    def _decide(
        self,
        attempt: Attempt,
        reading: CodeReading | NotATicket,
        ticket: TicketId | None,
        row: SoldRow | None,
    ) -> Decision:
        if isinstance(reading, NotATicket):
            reason = ScanReason.FORGED if reading is NotATicket.DAMAGED else ScanReason.UNKNOWN
            return Decision(Verdict.REFUSE, reason, None)
        history = () if ticket is None else self._history(reading, ticket, row)
        now_ms = self._work.clock.now_ms()
        request = ScanRequest(
            reading, attempt.direction, now_ms, attempt.says.override is not None,
            attempt.says.is_unpaid_accepted,
        )  # fmt: skip
        known = self._blocked_unheard(reading) if row is None else self._known(row)
        return decide_admission(request, known, history, self._gate())

    def _history(
        self, reading: CodeReading, ticket: TicketId, row: SoldRow | None
    ) -> Iterable[Passage]:
        # As it is recorded: two copies of one disk may give tickets of two performances one number.
        source = reading.content or row
        if source is None:
            return ()
        sql = self._work.replica.sql
        claims = claims_of(sql, self._work.house, source.performance, ticket)
        return passages(sql, self._work.house, source.performance, ticket) + claims

    def _known(self, row: SoldRow) -> TicketRecord:
        heard = newest_scanned_generation(
            self._work.replica.sql, row.house, row.performance, row.ticket
        )
        status = self._status(row)
        return TicketRecord(
            row.ticket, row.performance, max(row.generation, heard), status, row.tariff, row.zone
        )

    def _status(self, row: SoldRow) -> TicketStatus:
        sql = self._work.replica.sql
        if row.is_refunded:
            return TicketStatus.CANCELLED
        if is_blocked(sql, row.house, row.ticket):
            return TicketStatus.BLOCKED
        return TicketStatus.UNPAID if row.is_open else TicketStatus.PAID

    def _blocked_unheard(self, reading: CodeReading) -> TicketRecord | None:
        """A ticket whose sale is still on its way here, but not the news that it is blocked."""
        record = record_from_code(reading)
        if record is None or reading.is_issuer_heard:
            return None
        if not is_blocked(self._work.replica.sql, self._work.house, record.id):
            return None
        return replace(record, status=TicketStatus.BLOCKED)

    def _gate(self) -> Gate:
        tonight = self.tonight()
        cancelled = frozenset(
            one.id for one in tonight if one.status is PerformanceStatus.CANCELLED
        )
        starts_ms = {one.id: int(one.start.timestamp() * 1000) for one in tonight}
        return Gate(starts_ms=starts_ms, cancelled=cancelled)

    def _with_holder(
        self, attempt: Attempt, decision: Decision, reading: CodeReading | NotATicket
    ) -> tuple[Decision, bool]:
        """An entry that this door would grant, with the word of the admission holder."""
        content = reading.content if isinstance(reading, CodeReading) else None
        performance = self._performance_of(decision, content)
        ticket = decision.ticket
        is_entry = attempt.direction is Direction.ENTRY and decision.verdict is Verdict.ADMIT
        if not is_entry or decision.is_overridden or ticket is None or performance is None:
            return decision, False
        asked = EntryAsked(
            attempt.text, attempt.token, self.gate, self._work.clock.now_ms(), performance,
            (ticket.origin, ticket.seq, ticket.line), self._work.origin,
            self._work.own_seq,
        )  # fmt: skip
        return asked_of_holder(self._work, asked, decision)

    def _record(
        self,
        attempt: Attempt,
        decision: Decision,
        reading: CodeReading | NotATicket,
        is_alone: bool,
    ) -> None:
        content = reading.content if isinstance(reading, CodeReading) else None
        performance = self._performance_of(decision, content)
        at_ms = self._work.clock.now_ms()
        body = ScanRecorded(
            token=attempt.token,
            at_ms=at_ms,
            performance=performance,
            ticket=decision.ticket,
            gate=self.gate,
            direction=attempt.direction,
            verdict=decision.verdict.value,
            reason=None if decision.reason is None else decision.reason.value,
            generation=0 if content is None else content.generation,
            overridden=decision.is_overridden,
            raw="" if decision.ticket is not None else _trace_of(attempt.text),
            alone=is_alone,
            heard=self._heard(decision, performance),
        )
        self._work.replica.append([Draft(kind_of(body), self._work.house, body_to_bytes(body))])
        last = None
        if decision.verdict is Verdict.ADMIT and performance is not None:
            last = LastEntry(attempt.token, performance, at_ms)
        self.annulling.last_entry = last
        self._work.wake()

    def _heard(
        self, decision: Decision, performance: PerformanceId | None
    ) -> tuple[FactId, ...] | None:
        """What this door knows of a ticket that it lets in, to be told with the entry."""
        ticket = decision.ticket
        if decision.verdict is not Verdict.ADMIT or ticket is None or performance is None:
            return None
        at = AdmittedTicket(self._work.house, performance, ticket)
        return known_of_ticket(self._work.replica.sql, at)

    def _performance_of(
        self, decision: Decision, content: TicketContent | None
    ) -> PerformanceId | None:
        if decision.ticket is None:
            return None
        if content is not None:
            return content.performance
        row = sold_ticket(self._work.replica.sql, self._work.house, decision.ticket)
        return None if row is None else row.performance

    def _outcome(
        self,
        decision: Decision,
        reading: CodeReading | NotATicket,
        row: SoldRow | None,
        answered: _Answered,
    ) -> ScanOutcome:
        content = reading.content if isinstance(reading, CodeReading) else None
        shown = _Shown.of(decision, row, content)
        performance = None if shown is None else self._work.catalogue.performance(shown.performance)
        first = decision.first_entry
        return ScanOutcome(
            verdict=decision.verdict,
            reason=decision.reason,
            ticket=decision.ticket,
            title=None if performance is None else performance.title,
            start=None if performance is None else self._at_venue(performance.start),
            hall=None if performance is None else performance.hall,
            zone="" if shown is None else shown.zone,
            row="" if shown is None else shown.row,
            number="" if shown is None else shown.number,
            tariff=None if shown is None else self._tariff(shown, performance),
            persons=0 if shown is None else shown.persons,
            first_entry=None if first is None else FirstEntry(
                self._at_venue(datetime.fromtimestamp(first.at_ms / 1000, UTC)), first.door
            ),
            is_repeat=False,
            odd=odd_matter(self._work, decision, row or content),
            stale_s=stale_s(self._work),
            token=answered.token,
            decided_in_ms=answered.spent_ms,
            is_alone=answered.is_alone,
            is_overridden=decision.is_overridden,
        )  # fmt: skip

    def _tariff(self, shown: _Shown, performance: Performance | None) -> Text | None:
        tariffs = () if performance is None else self._work.catalogue.tariffs(performance)
        return next((tariff.name for tariff in tariffs if tariff.id == shown.tariff), None)

    def _at_venue(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self._work.own_house.timezone))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What may be told of a ticket, from the replica or else from the code itself."""

    performance: PerformanceId
    zone: str
    row: str
    number: str
    tariff: int
    persons: int

    @classmethod
    def of(
        cls, decision: Decision, row: SoldRow | None, content: TicketContent | None
    ) -> _Shown | None:
        """Nothing of a ticket that may not be named; of another performance only which one."""
        source = row or content
        if source is None:
            return None
        if decision.reason is ScanReason.WRONG_EVENT:
            return cls(source.performance, "", "", "", 0, 0)
        if decision.ticket is None:
            return None
        return cls(
            source.performance, source.zone, source.row, source.number, source.tariff,
            source.persons,
        )  # fmt: skip


def _trace_of(text: str) -> str:
    """What is kept of a text that named no ticket: enough to see the same one again.

    It may be anything, an identity number too, and facts are kept for ever (architecture.md,
    decision 12), so the text itself is not.
    """
    return f"{len(text)}:{blake2b(text.encode(), digest_size=8).hexdigest()}"

"""What a screen is told of a decision: the ticket's seat and words, as far as they may be shown."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.door import (
    NO_ADVICE,
    AskedQuestion,
    DoorAdvice,
    FirstEntry,
    ScanOutcome,
)
from podium_desk.application.door_words import shown_words
from podium_desk.application.meant_tickets import Found, Meant
from podium_desk.application.odd_matters import odd_matter
from podium_desk.application.taking_visits import VisitAnswer
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Decision, ScanReason
from podium_desk.domain.door_questions import Question
from podium_desk.domain.group_tickets import RowOfPlaces, by_row
from podium_desk.domain.house_passes import HousePass
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.text import Text
from podium_desk.domain.tickets import TicketContent
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.group_tickets import places_of
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.queries import SoldRow


@dataclass(frozen=True, slots=True)
class Answered:
    """How an attempt was answered, without the admission holder or with it.

    `meant` is the decision's ticket, None where it names none that was found; `visit` what came of
    a card of visits. `stale_s` is how old this door's knowledge was, None where it hears all.
    """

    token: str
    decision: Decision
    meant: Meant | None
    is_alone: bool
    stale_s: int | None
    visit: VisitAnswer | None = None


def outcome_of(work: Workplace, answered: Answered, found: Found) -> ScanOutcome:
    """A decision with what the screen shows."""
    decision, meant, visit = answered.decision, answered.meant, answered.visit
    source = _source(decision, found, meant)
    shown = _Shown.of(decision, source)
    performance = None if shown is None else work.catalogue.performance(shown.performance)
    words = shown_words(work, None if meant is None else meant.row)
    first, shown_pass = decision.first_entry, _card(work, found)
    return ScanOutcome(
        verdict=decision.verdict,
        reason=decision.reason,
        ticket=decision.ticket,
        title=None if performance is None else performance.title,
        start=None if performance is None else _at_venue(work, performance.start),
        hall=None if performance is None else performance.hall,
        zone="" if shown is None else shown.zone,
        row="" if shown is None else shown.row,
        number="" if shown is None else shown.number,
        tariff=None if shown is None else _tariff(work, shown, found),
        persons=0 if shown is None else shown.persons,
        first_entry=None if first is None else FirstEntry(
            _at_venue(work, datetime.fromtimestamp(first.at_ms / 1000, UTC)), first.door
        ),
        is_repeat=False,
        odd=odd_matter(work, decision, source, meant is None or meant.has_rivals),
        stale_s=answered.stale_s,
        token=answered.token,
        is_alone=answered.is_alone,
        is_overridden=decision.is_overridden,
        attention=meant is not None and meant.notes.attention,
        notes=words.notes,
        name=words.name,
        questions=tuple(_asked(question) for question in decision.questions),
        admitted_before=decision.inside,
        persons_now=decision.persons,
        uses_left=None if shown_pass is None else shown_pass.left,
        is_on_trust=visit is not None and visit.is_on_trust,
        advice=NO_ADVICE if visit is None or not visit.card_holder else DoorAdvice(
            card_holder=visit.card_holder
        ),
        places=_places(work, None if shown is None or meant is None else meant.row),
    )  # fmt: skip


def _places(work: Workplace, ticket: SoldRow | None) -> tuple[RowOfPlaces, ...]:
    """Where a group sits; of a ticket that may be shown."""
    if ticket is None or ticket.persons <= 1:
        return ()
    return by_row(places_of(work.replica.sql, ticket))


def _card(work: Workplace, found: Found) -> HousePass | None:
    """The card of visits that was shown, with what is left on it as far as is known here."""
    if not found.pass_number:
        return None
    shown = find_pass(work.replica.sql, work.catalogue, found.pass_number)
    return shown if shown is not None and shown.terms.visits else None


def _tariff(work: Workplace, shown: _Shown, found: Found) -> Text | None:
    """The name of the ticket's tariff, of a visit that of its card."""
    if shown.tariff or not found.pass_number:
        known = work.catalogue.tariff(shown.performance, shown.tariff)
        return None if known is None else known.name
    card = _card(work, found)
    return None if card is None else card.name


def _source(
    decision: Decision, found: Found, meant: Meant | None
) -> SoldRow | TicketContent | None:
    """Where what is shown stands: in the sale, or else in the code itself."""
    if meant is not None and meant.row is not None:
        return meant.row
    content = found.reading.content
    if content is not None or decision.reason is not ScanReason.WRONG_EVENT:
        return content
    return next((one.row for one in found.meant if one.row is not None), None)


def _asked(question: Question) -> AskedQuestion:
    return AskedQuestion(
        question.id, question.text, question.kind, question.choices, question.is_required
    )


def _at_venue(work: Workplace, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(work.own_house.timezone))


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
    def of(cls, decision: Decision, source: SoldRow | TicketContent | None) -> _Shown | None:
        """Nothing of a ticket that may not be named; of another performance only which one. A
        visit of a card has no place."""
        if source is None:
            if decision.ticket is None or decision.performance is None:
                return None
            return cls(decision.performance, "", "", "", 0, 1)
        if decision.reason is ScanReason.WRONG_EVENT:
            return cls(source.performance, "", "", "", 0, 0)
        if decision.ticket is None:
            return None
        return cls(
            source.performance, source.zone, source.row, source.number, source.tariff,
            source.persons,
        )  # fmt: skip

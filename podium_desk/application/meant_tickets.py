"""The tickets that a scanned text may stand for: a ticket's code, a short code, a card's number."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.application.cards import card_hash
from podium_desk.application.ticket_codes import is_after_revocation, read_code
from podium_desk.application.unheard_ticket import unheard_record
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import (
    Candidate,
    CodeReading,
    Evening,
    Proof,
    TicketRecord,
    TicketStatus,
)
from podium_desk.domain.facts import Direction
from podium_desk.domain.house_passes import read_pass_number
from podium_desk.domain.ids import PerformanceId, TicketId
from podium_desk.domain.short_code import parse_short_code, place_of
from podium_desk.domain.stays import Passage, Stay, stay_of
from podium_desk.domain.tickets import NotATicket, TicketContent
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.claims import Claim, claims_against, claims_of
from podium_desk.replica.door_tickets import (
    NO_NOTES,
    DoorNotes,
    TicketHistory,
    add_ons_of,
    card_of,
    ticket_history,
)
from podium_desk.replica.door_visits import visits_of_card
from podium_desk.replica.gates import checked_out_ms
from podium_desk.replica.group_tickets import ticket_of_place
from podium_desk.replica.heard_ticket import heard_ticket
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.queries import SoldRow, is_blocked, ticket_at
from podium_desk.replica.tickets_by_code import tickets_by_code

OWN_CARD = "pass"
"""What a house's own passes are called among the kinds of cards that a gate reads."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One ticket with all that is known of it. `row`, `notes` and `has_rivals` are of its sale,
    `row` None where that was not heard of; then nobody knows of rivals for its place."""

    candidate: Candidate
    history: TicketHistory
    row: SoldRow | None = None
    notes: DoorNotes = NO_NOTES
    has_rivals: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a text was taken for. `reading` names a ticket where it is a ticket's code."""

    reading: CodeReading
    meant: tuple[Meant, ...] = ()
    pass_number: str = ""
    """The pass that was shown, "" for none."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """As the rules look at them."""
        return tuple(one.candidate for one in self.meant)

    def of(self, ticket: TicketId | None) -> Meant | None:
        """One of the tickets."""
        return next((one for one in self.meant if one.candidate.record.id == ticket), None)


class MeantTickets:
    """Looks up what a text may stand for, in indexes only. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def of(
        self,
        text: str,
        evening: Evening,
        claim: Claim | None = None,
        direction: Direction = Direction.ENTRY,
    ) -> Found:
        """The tickets of a text at a gate. With `claim` what its door asked before is not in its
        way (`claims_against`)."""
        reading_or_not = read_code(self._work, text)
        if isinstance(reading_or_not, NotATicket):
            if reading_or_not is NotATicket.DAMAGED:
                return Found(CodeReading(Proof.WRONG))
            short = self._by_short_code(text, evening)
            if short is not None:
                late = is_after_revocation(self._work, short)
                reading = CodeReading(Proof.NONE, is_after_revocation=late)
                return Found(reading, self._known([short], claim))
            number = read_pass_number(text)
            if number is not None:
                meant = self._by_pass(number, evening, claim, direction)
                return Found(CodeReading(Proof.NONE), meant, number)
            return Found(CodeReading(Proof.NONE), self._known(self._on_card(text, evening), claim))
        content = reading_or_not.content
        if content is None:
            return Found(reading_or_not)
        if not content.persons:
            # Room for a wheelchair, or a place of a group: nobody printed a code for it.
            return Found(CodeReading(Proof.NONE))
        main = self._heard(content.ticket, claim) or self._unheard(content, claim)
        add_ons = self._add_ons(content.ticket, evening)
        return Found(reading_or_not, (main, *self._known(add_ons, claim)))

    def known(self, ticket: TicketId) -> Found | None:
        """A ticket that was named before; None when its sale is not known here."""
        found = self._known([ticket], None)
        return Found(CodeReading(Proof.NONE), found) if found else None

    def bare(self, claim: Claim) -> Candidate:
        """A ticket of which nothing is known but what happened to it at the doors."""
        record = TicketRecord(
            claim.ticket, claim.performance, 0, TicketStatus.PAID, "", "",
            persons=max(1, claim.persons),
        )  # fmt: skip
        return self._of_record(record, claim).candidate

    def _by_short_code(self, text: str, evening: Evening) -> TicketId | None:
        """The ticket with this short code among this gate's; typed by hand, so looked up."""
        wanted = parse_short_code(text)
        if wanted is None:
            return None
        for performance in evening.times:
            place = place_of(performance, wanted)
            if place is not None:
                sql = self._work.replica.sql
                row = ticket_at(sql, self._work.house, performance, *place)
                if row is not None:
                    return ticket_of_place(self._work.replica, row)
        return None

    def _by_pass(
        self, number: str, evening: Evening, claim: Claim | None, direction: Direction
    ) -> tuple[Meant, ...]:
        """Of the places and visits that a pass gave for this evening one that is not in yet, or
        is, on the way out: they are alike, and its holder comes with as many guests. When there is
        none such, the first."""
        sql, kinds = self._work.replica.sql, evening.gate.medium_kinds
        if kinds is not None and OWN_CARD not in kinds:
            return ()
        tickets = [
            ticket
            for performance in evening.times
            for ticket in tickets_by_code(sql, number, performance)
        ]
        visits = [
            self._visit(visit, number, performance, claim)
            for performance in evening.times
            for visit in visits_of_card(sql, number, performance)
        ]
        found, is_exit = (*self._known(tickets, claim), *visits), direction is Direction.EXIT
        fitting = [one for one in found if one.candidate.stay.is_inside is is_exit]
        return (*fitting, *found)[:1]

    def _visit(
        self, ticket: TicketId, number: str, performance: PerformanceId, claim: Claim | None
    ) -> Meant:
        """A visit that a door took of a card; its tariff is the card's code."""
        shown = find_pass(self._work.replica.sql, self._work.catalogue, number)
        code = "" if shown is None else shown.code
        record = TicketRecord(ticket, performance, 1, TicketStatus.PAID, code, "")
        found = self._of_record(record, claim)
        return replace(found, candidate=replace(found.candidate, is_heard=True))

    def _on_card(self, text: str, evening: Evening) -> list[TicketId]:
        """The tickets of a card, none of one that is not read at this gate."""
        hashed = card_hash(self._work, text)
        card = None if hashed is None else card_of(
            self._work.replica.sql, self._work.house, hashed
        )  # fmt: skip
        kinds = evening.gate.medium_kinds
        if card is None or not card.is_active or (kinds is not None and card.kind not in kinds):
            return []
        return list(card.tickets)

    def _add_ons(self, main: TicketId, evening: Evening) -> list[TicketId]:
        if not evening.gate.matches_add_ons:
            return []
        return add_ons_of(self._work.replica.sql, self._work.house, main)

    def _known(self, tickets: list[TicketId], claim: Claim | None) -> tuple[Meant, ...]:
        found = (self._heard(ticket, claim) for ticket in dict.fromkeys(tickets))
        return tuple(one for one in found if one is not None)

    def _heard(self, ticket: TicketId, claim: Claim | None) -> Meant | None:
        """A ticket whose sale is known here."""
        work = self._work
        heard = heard_ticket(work.replica.sql, work.house, ticket)
        if heard is None:
            return None
        row, state, history = heard.row, heard.state, heard.history
        record = TicketRecord(
            row.ticket, row.performance, max(row.generation, history.generation), state.status,
            self._tariff_code(row.performance, row.tariff), row.zone, state.valid_from_ms,
            state.valid_until_ms, heard.is_blocked, persons=row.persons,
            answered=heard.notes.answered | history.answered,
        )  # fmt: skip
        claimed = self._claimed(record, claim) if heard.has_claims else ()
        stay = self._stay(record, (*history.passages, *claimed))
        return Meant(Candidate(record, stay), history, row, heard.notes, heard.has_rivals)

    def _unheard(self, content: TicketContent, claim: Claim | None) -> Meant:
        """A ticket as its code says it; its sale is on its way here, or never was. That it is
        blocked may have come before its sale."""
        record = unheard_record(self._work, content)
        if is_blocked(self._work.replica.sql, self._work.house, record.id):
            record = replace(record, is_blocked=True)
        return self._of_record(record, claim)

    def _of_record(self, record: TicketRecord, claim: Claim | None) -> Meant:
        """A ticket whose sale is not known, with what happened to it at the doors."""
        sql, house = self._work.replica.sql, self._work.house
        history = ticket_history(sql, house, record.performance, record.id)
        known = replace(
            record,
            generation=max(record.generation, history.generation),
            answered=record.answered | history.answered,
        )
        stay = self._stay(record, (*history.passages, *self._claimed(record, claim)))
        return Meant(Candidate(known, stay, is_heard=False), history)

    def _claimed(self, record: TicketRecord, claim: Claim | None) -> list[Passage]:
        """The entries that are promised for a ticket and that stand in the way of this attempt."""
        sql = self._work.replica.sql
        if claim is None:
            return claims_of(sql, self._work.house, record.performance, record.id)
        return claims_against(sql, replace(claim, ticket=record.id))

    def _stay(self, record: TicketRecord, passages: tuple[Passage, ...]) -> Stay:
        """Of its passages at its own performance: two copies of one disk may give tickets of two
        performances one number."""
        entries = [one.at_ms for one in passages if one.direction is Direction.ENTRY]
        if not entries:
            return stay_of(passages, record.persons)
        work = self._work
        closings = checked_out_ms(
            work.catalogue, work.house, record.performance, min(entries), work.clock.now_ms()
        )
        return stay_of(passages, record.persons, closings)

    def _tariff_code(self, performance: PerformanceId, tariff: int) -> str:
        known = self._work.catalogue.tariff(performance, tariff)
        return "" if known is None else known.code

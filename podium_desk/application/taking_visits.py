"""A card of visits at a door: its holder goes in by a visit that is taken there.

Only where the gate says so, and when nobody waits outside by a place that the card has for this
evening. The visit and the entry are one commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from podium_desk.application.gate_here import GateHere
from podium_desk.application.meant_tickets import OWN_CARD, Found
from podium_desk.application.pass_gift import holders_of
from podium_desk.application.pass_rights import gather_visit, visit_draft
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import (
    Candidate,
    Decision,
    Evening,
    ScanReason,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Verdict,
)
from podium_desk.domain.deciding import decide_admission
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import VisitPolicy
from podium_desk.domain.house_passes import HousePass, PassUse, pool_of_pass
from podium_desk.domain.ids import FactId, PerformanceId, TicketId, device_of
from podium_desk.domain.programme import Performance
from podium_desk.domain.stays import Stay
from podium_desk.domain.visits import (
    VisitWanted,
    goes_to,
    may_trust,
    ticket_on_trust,
    why_no_visit,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.door_visits import visit_taken_by, visits_of_card, visits_to
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.queries import sold_count
from sync.facts.fact import Draft

AskHolder = Callable[[Decision], tuple[Decision, bool]]
"""An entry that this door would grant, with the admission holder's word, and whether alone."""
_INSTEAD_OF = frozenset({ScanReason.UNKNOWN, ScanReason.ALREADY_IN})
"""What a card says that has no place here, or none left outside: a visit may come instead."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card of which a visit is asked: how it is scanned, and what is known of its guests.

    `is_guest_in`: somebody is inside by it; `is_another` is the volunteer's word that one more
    comes along.
    """

    card: HousePass
    request: ScanRequest
    evening: Evening
    is_guest_in: bool
    is_another: bool
    is_training: bool


@dataclass(frozen=True, slots=True)
class VisitAnswer:
    """What comes of a card without a place: `drafts` take the visit, none where it is not taken.

    `card_holder` is the device that holds its right and does not answer, "" for the store.
    """

    decision: Decision
    drafts: tuple[Draft, ...] = ()
    is_alone: bool = False
    is_on_trust: bool = False
    card_holder: str = ""


class TakingVisits:
    """A door's visits. Runs on the replica's lane."""

    def __init__(self, work: Workplace, here: GateHere) -> None:
        self._work = work
        self._here = here

    def instead(
        self, request: ScanRequest, found: Found, evening: Evening, decision: Decision
    ) -> HousePass | None:
        """The card of which a visit is asked instead of this decision; None where none is."""
        gate, is_entry = evening.gate, request.direction is Direction.ENTRY
        is_read = gate.medium_kinds is None or OWN_CARD in gate.medium_kinds
        is_asked = is_entry and found.pass_number and decision.reason in _INSTEAD_OF
        if not is_asked or not is_read or gate.visits is VisitPolicy.NONE:
            return None
        return find_pass(self._work.replica.sql, self._work.catalogue, found.pass_number)

    def taken(self, shown: CardShown, ask_holder: AskHolder) -> VisitAnswer | None:
        """A visit of this card, or why not; None when nothing is on for it."""
        card, request = shown.card, shown.request
        performance = self._performance(shown.evening, request.at_ms)
        if performance is None:
            return None
        usual = _decided(shown, self._next_ticket(), performance.id)
        if usual.verdict is not Verdict.ADMIT:
            return VisitAnswer(usual)
        wanted = VisitWanted(
            card, performance.house, request.at_ms, shown.is_guest_in,
            shown.is_another, self._is_full(performance), request.is_override,
        )  # fmt: skip
        said = why_no_visit(wanted)
        if said is not None:
            return VisitAnswer(Decision(*said, None, performance=performance.id))
        usual = replace(usual, is_overridden=usual.is_overridden or wanted.is_full)
        if shown.is_training or gather_visit(self._work, card.number):
            ticket = self._next_ticket()
            drafts = self._drafts(card, performance, ticket)
            return VisitAnswer(replace(usual, ticket=ticket), drafts)
        if may_trust(shown.evening.gate.visits, card, performance.house):
            return self._on_trust(card, performance, usual, ask_holder)
        elsewhere = _refused(ScanReason.CARD_ELSEWHERE, performance)
        return VisitAnswer(elsewhere, card_holder=self._holder(card))

    def _on_trust(
        self, shown: HousePass, performance: Performance, usual: Decision, ask_holder: AskHolder
    ) -> VisitAnswer:
        """The first visit of the card that no door which is heard has taken."""
        pool = pool_of_pass(shown.number)
        taken = set(visits_of_card(self._work.replica.sql, shown.number, performance.id))
        for which in range(1, shown.left + len(taken) + 1):
            ticket = ticket_on_trust(pool, which)
            if ticket in taken:
                continue
            decision, is_alone = ask_holder(replace(usual, ticket=ticket))
            if decision.verdict is Verdict.ADMIT or decision.reason is not ScanReason.ALREADY_IN:
                is_in = decision.verdict is Verdict.ADMIT
                drafts = self._drafts(shown, performance, ticket) if is_in else ()
                return VisitAnswer(decision, drafts, is_alone, is_on_trust=is_in)
        return VisitAnswer(_refused(ScanReason.NO_VISITS, performance))

    def _performance(self, evening: Evening, at_ms: int) -> Performance | None:
        """Which of tonight's it is for; a gate may let in to a whole season."""
        tonight = {one.id: one for one in self._here.tonight()}
        times = {number: evening.times[number] for number in tonight if number in evening.times}
        number = goes_to(times, at_ms)
        return None if number is None else tonight[number]

    def _next_ticket(self) -> TicketId:
        """What a visit is called whose right is here: by the very fact that takes it, which will
        be the next one of this log."""
        return TicketId(self._work.origin, self._work.own_seq + 1, 0)

    def _drafts(
        self, shown: HousePass, performance: Performance, ticket: TicketId
    ) -> tuple[Draft, ...]:
        use = PassUse(performance.id, performance.house, 1, shown.visit_cents, 0)
        return (visit_draft(self._work, shown, use, ticket),)

    def _is_full(self, performance: Performance) -> bool:
        """Whether as many are sold or let in by a card as there are places, as far as is heard."""
        plan = self._work.catalogue.plan_of(performance)
        sql = self._work.replica.sql
        sold = sold_count(sql, performance.house, performance.id)
        return plan is not None and sold + len(visits_to(sql, performance.id)) >= plan.unit_count

    def _holder(self, shown: HousePass) -> str:
        """The device that has the most of a card; "" for the store."""
        held = holders_of(self._work, shown.home, pool_of_pass(shown.number))
        most = max(held, key=lambda log: held[log], default=None)
        device = None if most is None else self._work.replica.devices.get(device_of(most))
        is_store = device is None or device.claims.device == self._work.store_device
        return "" if device is None or is_store else device.claims.name


def _decided(shown: CardShown, ticket: TicketId, performance: PerformanceId) -> Decision:
    """What the gate's rules say of a ticket that such a visit would be; its tariff is the card's
    code."""
    record = TicketRecord(ticket, performance, 1, TicketStatus.PAID, shown.card.code, "")
    return decide_admission(shown.request, [Candidate(record, Stay())], shown.evening)


def _refused(reason: ScanReason, performance: Performance) -> Decision:
    return Decision(Verdict.REFUSE, reason, None, performance=performance.id)


def given_back(work: Workplace, entry: FactId, ticket: TicketId | None) -> list[Draft]:
    """The facts that give back the visit by which this entry went in, if it was one of this log:
    its guest did not go in."""
    if ticket is None or entry.origin != work.origin:
        return []
    visit = visit_taken_by(work.replica.sql, entry, ticket)
    shown = None if visit is None else find_pass(work.replica.sql, work.catalogue, visit.number)
    performance = None if visit is None else work.catalogue.performance(visit.performance)
    if shown is None or performance is None:
        return []
    use = PassUse(performance.id, performance.house, -1, -shown.visit_cents, 0)
    return [visit_draft(work, shown, use, ticket)]

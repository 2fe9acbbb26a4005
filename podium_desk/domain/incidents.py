"""What a person has to settle: its kinds, what each means, and how it can be settled.

An incident is never stored by itself. It is found in the facts, by rules that give every replica
that knows the same the same list with the same names; only that a person settled one is a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import NO_GATE, GateId
from podium_desk.domain.ids import FactId, HouseId, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass

CLOCK_ERROR_MS_MAX = 120_000
"""A device off by more than this is told (ux.md section 10)."""
SILENCE_MS_MAX = 24 * 3600 * 1000
"""A device that is not heard for so long and holds places strands them."""


class IncidentKind(StrEnum):
    """What may have to be settled; the name is the stable code in JSON and in the catalogues."""

    DOUBLE_ADMISSION = "double_admission"
    """A ticket went in twice, at doors that could not hear each other."""
    ADMITTED_AFTER_CANCEL = "admitted_after_cancel"
    """A ticket went in after it was taken back, at a door that had not heard of that."""
    CONTESTED_SEAT = "contested_seat"
    """A device that was written off turns out to have sold a place that was given away since."""
    WRONG_PRICE = "wrong_price"
    """A ticket was sold at another price than the catalogue that its seller named."""
    SOLD_AFTER_CANCELLATION = "sold_after_cancellation"
    """A ticket was sold for a performance that was cancelled or withdrawn by then."""
    UNKNOWN_PRINT = "unknown_print"
    """Nobody can tell whether a ticket came out of the printer."""
    FORK = "fork"
    """A device wrote two different facts with one number: its data was copied or put back."""
    QUARANTINED_BATCH = "quarantined_batch"
    """Facts that a device sent were not taken; they are kept as evidence."""
    UNREAD_FACT = "unread_fact"
    """A fact that this version of the program cannot read."""
    CLOCK_SKEW = "clock_skew"
    """A device's clock is more than two minutes off."""
    STRANDED_RIGHTS = "stranded_rights"
    """A device that was not heard for long holds places that nobody else can sell."""
    LOST_DOOR = "lost_door"
    """A door was lost: what it let in after it was last heard is not known."""

    UITPAS_NOT_GRANTED = "uitpas_not_granted"
    """UiTPAS does not agree with a price that was granted while it could not be asked."""
    HAND_CONFIRMED = "hand_confirmed"
    """A card payment of which the terminal never told what became of it; a clerk said: paid."""
    UITPAS_PAY_BACK = "uitpas_pay_back"
    """A customer paid more than UiTPAS asks, and gets the difference back."""


class Severity(StrEnum):
    """How soon somebody must look."""

    NOW = "now"
    """A guest is standing there, or money is."""
    TODAY = "today"
    SOON = "soon"


class Outcome(StrEnum):
    """How a person settled it."""

    WAS_LEGITIMATE = "was_legitimate"
    SENT_TO_COUNTER = "sent_to_counter"
    PAID_AGAIN = "paid_again"
    REFUNDED = "refunded"
    COLLECTED = "collected"
    RESEATED = "reseated"
    CAME_OUT = "came_out"
    REPRINTED = "reprinted"
    REPAIRED = "repaired"
    REPLACED = "replaced"
    UPDATED = "updated"
    CLOCK_SET = "clock_set"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"
    NOTED = "noted"


SEVERITY: Mapping[IncidentKind, Severity] = {
    IncidentKind.DOUBLE_ADMISSION: Severity.NOW,
    IncidentKind.ADMITTED_AFTER_CANCEL: Severity.NOW,
    IncidentKind.CONTESTED_SEAT: Severity.NOW,
    IncidentKind.SOLD_AFTER_CANCELLATION: Severity.TODAY,
    IncidentKind.WRONG_PRICE: Severity.TODAY,
    IncidentKind.UNKNOWN_PRINT: Severity.TODAY,
    IncidentKind.FORK: Severity.TODAY,
    IncidentKind.STRANDED_RIGHTS: Severity.TODAY,
    IncidentKind.LOST_DOOR: Severity.TODAY,
    IncidentKind.HAND_CONFIRMED: Severity.TODAY,
    IncidentKind.UITPAS_PAY_BACK: Severity.TODAY,
    IncidentKind.UITPAS_NOT_GRANTED: Severity.SOON,
    IncidentKind.QUARANTINED_BATCH: Severity.SOON,
    IncidentKind.UNREAD_FACT: Severity.SOON,
    IncidentKind.CLOCK_SKEW: Severity.SOON,
}

OUTCOMES: Mapping[IncidentKind, tuple[Outcome, ...]] = {
    IncidentKind.DOUBLE_ADMISSION: (
        Outcome.WAS_LEGITIMATE, Outcome.SENT_TO_COUNTER, Outcome.PAID_AGAIN,
    ),
    IncidentKind.ADMITTED_AFTER_CANCEL: (
        Outcome.PAID_AGAIN, Outcome.SENT_TO_COUNTER, Outcome.WAS_LEGITIMATE,
    ),
    IncidentKind.CONTESTED_SEAT: (Outcome.RESEATED, Outcome.REFUNDED, Outcome.WAS_LEGITIMATE),
    IncidentKind.SOLD_AFTER_CANCELLATION: (Outcome.REFUNDED, Outcome.RESEATED, Outcome.NOTED),
    IncidentKind.WRONG_PRICE: (Outcome.WAS_LEGITIMATE, Outcome.REFUNDED, Outcome.COLLECTED),
    IncidentKind.HAND_CONFIRMED: (
        Outcome.WAS_LEGITIMATE, Outcome.COLLECTED, Outcome.REFUNDED, Outcome.NOTED,
    ),
    IncidentKind.UITPAS_PAY_BACK: (Outcome.REFUNDED, Outcome.NOTED),
    IncidentKind.UITPAS_NOT_GRANTED: (Outcome.NOTED, Outcome.COLLECTED, Outcome.REFUNDED),
    IncidentKind.UNKNOWN_PRINT: (Outcome.CAME_OUT, Outcome.REPRINTED),
    IncidentKind.FORK: (Outcome.REPAIRED, Outcome.REPLACED, Outcome.NOTED),
    IncidentKind.QUARANTINED_BATCH: (Outcome.REPAIRED, Outcome.NOTED),
    IncidentKind.UNREAD_FACT: (Outcome.UPDATED, Outcome.NOTED),
    IncidentKind.CLOCK_SKEW: (Outcome.CLOCK_SET, Outcome.NOTED),
    IncidentKind.STRANDED_RIGHTS: (Outcome.RETURNED, Outcome.WRITTEN_OFF, Outcome.NOTED),
    IncidentKind.LOST_DOOR: (Outcome.NOTED, Outcome.RETURNED),
}  # fmt: skip
"""What can be said of each kind, the most usual first."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something to settle. `key` names it within its house and kind, the same on every replica.

    `amount_cents` is the money it is about, 0 for none. `details` are the named values of its
    sentence.
    """

    kind: IncidentKind
    house: HouseId
    key: str
    at_ms: int | None = None
    performance: PerformanceId | None = None
    ticket: TicketId | None = None
    device: int | None = None
    amount_cents: int = 0
    details: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its name, as the command line prints and takes it: ``kind:house:key``."""
        return f"{self.kind.value}:{self.house}:{self.key}"

    @property
    def severity(self) -> Severity:
        """How soon somebody must look."""
        return SEVERITY[self.kind]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How it can be settled."""
        return OUTCOMES[self.kind]


def kind_of_id(incident: str) -> IncidentKind | None:
    """The kind in an incident's name, None when the text is no such name."""
    kind, _, rest = incident.partition(":")
    known = {one.value: one for one in IncidentKind}
    return known.get(kind) if rest else None


def by_urgency(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """The most urgent first, then the newest, in an order that every replica agrees on."""
    rank = {severity: place for place, severity in enumerate(Severity)}
    return tuple(sorted(incidents, key=lambda one: (rank[one.severity], -(one.at_ms or 0), one.id)))


@dataclass(frozen=True, slots=True)
class HeardPassage:
    """An entry or exit with what its device had heard of the ticket by then.

    `heard` names the earlier passages and the refund that the device knew of; None when it was
    not recorded, and then the decision itself tells: without an override a device that had heard
    would have refused.
    """

    fact: FactId
    at_ms: int
    direction: Direction
    gate: str
    is_overridden: bool = False
    heard: frozenset[FactId] | None = None
    gate_number: GateId = NO_GATE
    hlc: int = 0

    def had_heard(self, other: FactId) -> bool:
        """Whether the device knew of `other` when it let this one through."""
        return self.is_overridden if self.heard is None else other in self.heard


@dataclass(frozen=True, slots=True)
class DoubleAdmission:
    """Two entries without an exit between them; `later` had not heard of `earlier`."""

    earlier: HeardPassage
    later: HeardPassage


def double_admissions(
    passages: Sequence[HeardPassage],
    free_gates: frozenset[GateId] = frozenset(),
    checked_out_ms: Sequence[int] = (),
) -> tuple[DoubleAdmission, ...]:
    """The double admissions of one ticket at one performance, annulled passages left out.

    `free_gates` let everybody in again (re-entry ``always``): an entry there is never a double.
    Between entries before and after a moment in `checked_out_ms` everybody went out.
    """
    found = []
    inside: list[HeardPassage] = []
    for passage in in_order(passages):
        inside = [one for one in inside if not _is_between(checked_out_ms, one, passage)]
        if passage.direction is Direction.EXIT:
            inside.clear()
            continue
        unheard = [one for one in inside if not passage.had_heard(one.fact)]
        if unheard and passage.gate_number not in free_gates:
            found.append(DoubleAdmission(unheard[0], passage))
        inside.append(passage)
    return tuple(found)


def _is_between(checked_out_ms: Sequence[int], entry: HeardPassage, later: HeardPassage) -> bool:
    return any(entry.at_ms < at_ms <= later.at_ms for at_ms in checked_out_ms)


def admitted_after_cancel(
    passages: Sequence[HeardPassage], cancelled: FactId, cancelled_ms: int
) -> tuple[HeardPassage, ...]:
    """The entries after a ticket was taken back, by devices that had not heard of it."""
    return tuple(
        passage
        for passage in in_order(passages)
        if passage.direction is Direction.ENTRY
        and passage.at_ms > cancelled_ms
        and not passage.had_heard(cancelled)
    )


def in_order(passages: Iterable[HeardPassage]) -> list[HeardPassage]:
    """By corrected time, then as their doors heard of each other, as `stays.stay_of` counts."""
    return sorted(
        passages,
        key=lambda one: (one.at_ms, one.hlc, one.direction is Direction.ENTRY, one.fact),
    )


def is_clock_off(error_ms: int | None) -> bool:
    """Whether a device's clock is so far off that a person should set it."""
    return error_ms is not None and abs(error_ms) > CLOCK_ERROR_MS_MAX


def is_silent(last_contact_ms: int | None, now_ms: int) -> bool:
    """Whether a device was not heard for so long that what it holds is stranded."""
    return last_contact_ms is not None and now_ms - last_contact_ms > SILENCE_MS_MAX

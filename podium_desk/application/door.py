"""What a door screen can ask, and what it is told: the port between presenter and door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from podium_desk.application.counter import Connection
from podium_desk.application.door_evening import DoorEvening
from podium_desk.application.door_finding import Found, Names, NamesAsked
from podium_desk.application.incident_list import ListedIncident
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import Answer, AnswerKind, QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.ids import PerformanceId, TicketId
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass


class OddMatter(StrEnum):
    """What a volunteer should look at although the guest may go in."""

    SOLD_AFTER_LAST_NEWS = "sold_after_last_news"
    """A true ticket this door had not heard of: sold after its last news."""
    CONTESTED_SEAT = "contested_seat"
    """Its place may be sold twice: a lost device used it after it had been written off."""


class OverrideReason(StrEnum):
    """Why staff let somebody in all the same (ux.md section 4, line 4)."""

    WAS_OUT = "was_out"
    """The guest was just outside."""
    SCANNED_WRONGLY = "scanned_wrongly"
    RESPONSIBLE_AGREES = "responsible_agrees"


@dataclass(frozen=True, slots=True)
class VolunteerSays:
    """What the volunteer says with a scan: the answer to what the door asked, or to its no.

    `persons` is how many of a group go in or out now, None for all that may.
    """

    override: OverrideReason | None = None
    is_unpaid_accepted: bool = False
    answers: Mapping[QuestionId, Answer] = field(default_factory=dict)
    persons: int | None = None
    takes_another: bool = False
    """One more guest comes along on the card of who is in."""


NOTHING_SAID = VolunteerSays()
"""A plain scan."""
AGREED = VolunteerSays(override=OverrideReason.RESPONSIBLE_AGREES)
"""Let in all the same."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that is still to be answered, in the house's words."""

    id: QuestionId
    text: Text
    kind: AnswerKind
    choices: tuple[str, ...]
    is_required: bool


class AnnulRefusal(StrEnum):
    """Why an entry is not annulled."""

    UNKNOWN = "unknown"
    """No admitted entry has this token."""
    WRONG_DEVICE = "wrong_device"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """When and where the ticket went in before."""

    at: datetime
    door: str


@dataclass(frozen=True, slots=True)
class DoorAdvice:
    """What a volunteer does about a verdict, where this device knows it.

    `gates` let this ticket in; `opens_at` is when this one does. `due_cents` and `order_number` are
    what an unpaid order still costs and what it is called at the counter.
    """

    asks_proof: bool = False
    """The guest shows the card that the tariff asks for."""
    gates: tuple[str, ...] = ()
    opens_at: datetime | None = None
    due_cents: int | None = None
    order_number: int | None = None
    is_exchanged: bool = False
    """It was not paid back but exchanged: the guest has another ticket."""
    card_holder: str = ""
    """The device that holds a card's visits and does not answer; empty for the store."""


NO_ADVICE = DoorAdvice()


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """A stored verdict with what the screen shows."""

    verdict: Verdict
    reason: ScanReason | None
    ticket: TicketId | None
    title: Text | None
    start: datetime | None
    hall: Text | None
    zone: str
    row: str
    number: str
    tariff: Text | None
    persons: int
    first_entry: FirstEntry | None
    is_repeat: bool
    """The same code read again here within three seconds: the same scan."""
    odd: OddMatter | None
    stale_s: int | None
    """Age of this door's knowledge in seconds when it hears nobody, else None."""
    token: str
    is_alone: bool = False
    """Decided by what this door knew itself: the admission holder did not answer."""
    is_overridden: bool = False
    """The override was needed."""
    attention: bool = False
    """Somebody should look at this guest; never of a ticket that is not named."""
    notes: tuple[str, ...] = ()
    """Of the order, then of the ticket."""
    name: str = ""
    """Who the ticket is for, or who bought it; empty unless the gate shows names."""
    questions: tuple[AskedQuestion, ...] = ()
    """What is still to be answered."""
    admitted_before: int = 0
    """How many of a group's `persons` are inside already, before this scan."""
    persons_now: int = 0
    """How many of them go in or out by this scan."""
    uses_left: int | None = None
    """What is left on a card of visits that was shown, None for a ticket."""
    is_on_trust: bool = False
    """A visit was taken of which nobody who answers holds the right."""
    advice: DoorAdvice = NO_ADVICE
    places: tuple[RowOfPlaces, ...] = ()
    """All places of a group's ticket, row by row; none for a ticket of one, or not heard of."""


@dataclass(frozen=True, slots=True)
class DoorStatus:
    """What stands around the verdict."""

    device_name: str
    house_name: str
    gate: str
    performance: PerformanceId | None
    title: Text | None
    start: datetime | None
    hall: Text | None
    connection: Connection
    last_contact: datetime | None
    inside: int
    expected: int
    """Places sold for the performance, and visits that were taken of cards."""
    clock_error_s: int | None
    incidents: int = 0
    """What a person has to settle."""
    venue: VenueState = VenueState.OFF
    """Who of the house this door hears on the venue's network."""
    holder: str = ""
    """The device that decides when two doors scan at once; empty when nobody does."""
    keeper: str = ""
    """The main counter of the house, to which a guest can be sent; empty when it is not known."""
    sells: bool = False
    """Whether this device may sell."""
    is_training: bool = False
    """Nothing here is real."""
    urgent: ListedIncident | None = None
    """The newest of what a person has to settle while the guest is there still."""


class Door(Protocol):
    """One door as its screen sees it."""

    def status(self) -> DoorStatus:
        """How things stand; tonight's performance is chosen by itself."""
        ...

    def scan(
        self,
        code: str,
        direction: Direction = Direction.ENTRY,
        says: VolunteerSays = NOTHING_SAID,
        token: str | None = None,
        is_training: bool = False,
    ) -> ScanOutcome:
        """Decide on a code from a camera, a hand scanner or typed, and store the attempt.

        An override is stored as one only where it was needed. `token` makes a retry recognisable,
        None for a fresh scan. With `is_training` the answer is given and nothing is stored.
        """
        ...

    def undo(self) -> bool:
        """Undo this door's last admitted entry within 30 s; False when there is none."""
        ...

    def annul(self, token: str) -> AnnulRefusal | None:
        """Undo the entry with this token, made on this device within 15 minutes."""
        ...

    def evening(self) -> DoorEvening:
        """How the evening goes: sections, this door's speed, the other doors."""
        ...

    def find(self, text: str, told: Names | None = None) -> Found:
        """Tickets of tonight by name, seat or short code, for a guest who has none; with what a
        counter told when it was asked what an earlier finding `asks`."""
        ...

    def ask_names(self, asked: NamesAsked) -> Names | None:
        """Ask the counters that are heard whose tickets these are; None when none answers.

        Not on the lane: it may take most of a second, and no scan waits for it.
        """
        ...

    def call_for_help(self) -> tuple[str, ...]:
        """Tell the counters that are heard that this door calls; those that show it, by name.

        Not on the lane either.
        """
        ...

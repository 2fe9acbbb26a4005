"""An evening at one door, for the tests of its presenter: a fake door and a clock by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from podium_desk.application.counter import Connection
from podium_desk.application.door import (
    NOTHING_SAID,
    AnnulRefusal,
    DoorStatus,
    FirstEntry,
    OddMatter,
    ScanOutcome,
    VolunteerSays,
)
from podium_desk.application.door_evening import (
    DoorEvening,
    OtherDoor,
    SectionCount,
    ShownPerformance,
)
from podium_desk.application.door_finding import Found, FoundTicket
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.domain.text import Text

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 14, 20, 0, 30, tzinfo=BRUSSELS)
START = datetime(2026, 11, 14, 20, 15, tzinfo=BRUSSELS)
HALL = Text("nl", {"nl": "Grote zaal", "en": "Great hall"})
CODE = "PODIBCDEFGHIJKLNPRST"

STATUS = DoorStatus(
    device_name="Tablet 2",
    house_name="De Werf",
    gate="Deur 2",
    performance=PerformanceId(7),
    title=Text("nl", {"nl": "Het Verdriet van België", "en": "The Sorrow of Belgium"}),
    start=START,
    hall=HALL,
    connection=Connection.ONLINE,
    last_contact=NOW - timedelta(seconds=5),
    inside=187,
    expected=312,
    clock_error_s=0,
)
OFFLINE = replace(STATUS, connection=Connection.OFFLINE, last_contact=NOW - timedelta(minutes=14))

ADMITTED = ScanOutcome(
    verdict=Verdict.ADMIT,
    reason=None,
    ticket=TicketId(Origin(3 << 16), 41, 0),
    title=STATUS.title,
    start=START,
    hall=HALL,
    zone="Balkon",
    row="F",
    number="12",
    tariff=Text("nl", {"nl": "Volwassene", "en": "Adult"}),
    persons=1,
    first_entry=None,
    is_repeat=False,
    odd=None,
    stale_s=None,
    token="t1",
)


def refused(reason: ScanReason, verdict: Verdict = Verdict.REFUSE) -> ScanOutcome:
    """The same ticket, refused or asked about for this reason."""
    first = FirstEntry(NOW - timedelta(minutes=18), "Deur 1")
    return replace(
        ADMITTED,
        verdict=verdict,
        reason=reason,
        first_entry=first if reason is ScanReason.ALREADY_IN else None,
    )


def nameless(reason: ScanReason) -> ScanOutcome:
    """A refusal that names no ticket: unknown, forged, or of another event."""
    return replace(
        refused(reason),
        ticket=None,
        title=None,
        start=None,
        hall=None,
        zone="",
        row="",
        number="",
        tariff=None,
    )


def elsewhere(start: datetime, hall: Text) -> ScanOutcome:
    """A ticket of another performance."""
    return replace(nameless(ScanReason.WRONG_EVENT), start=start, hall=hall)


CONTESTED = replace(ADMITTED, odd=OddMatter.CONTESTED_SEAT)
NOT_LISTED = replace(ADMITTED, odd=OddMatter.SOLD_AFTER_LAST_NEWS, stale_s=840, row="K", number="3")
EXITED = replace(ADMITTED, verdict=Verdict.EXIT)


SECTIONS = (SectionCount("Parterre", 140, 142, 200), SectionCount("Balkon", 47, 48, 112))
OTHER_DOORS = (
    OtherDoor("Deur 1", 88, NOW - timedelta(seconds=3)),
    OtherDoor("Deur 3", 12, NOW - timedelta(minutes=9)),
    OtherDoor("Deur 4", 0, None),
)
EVENING = DoorEvening(
    sections=SECTIONS,
    others=OTHER_DOORS,
    admitted_here=87,
    here_minute=13.6,
    all_minute=24.4,
    still_to_come=122,
    tonight=(ShownPerformance(ADMITTED.title, START, HALL),),
)
PEETERS = FoundTicket(
    TicketId(Origin(3 << 16), 42, 0), "K7M-3WA", "Peeters Rita", "Balkon", "F", "14",
    ADMITTED.tariff, is_inside=False, is_unpaid=False,
)  # fmt: skip
PEETERS_IN = replace(PEETERS, code="K7M-3WC", name="Peeters Jan", number="15", is_inside=True)


@dataclass
class FakeDoor:
    """Answers each code as told; counts and remembers what it was asked."""

    answers: dict[str, ScanOutcome] = field(default_factory=dict)
    standing: DoorStatus = STATUS
    asked: list[tuple[str, Direction, bool]] = field(default_factory=list)
    undone: int = 0
    can_undo: bool = True
    fault: Exception | None = None
    said: list[VolunteerSays] = field(default_factory=list)
    annulled: list[str] = field(default_factory=list)
    answers_again: list[ScanOutcome] = field(default_factory=list)
    """To what is said with a scan, one after the other, before it is let in."""
    goes: DoorEvening = EVENING
    known: tuple[FoundTicket, ...] = (PEETERS, PEETERS_IN)
    knows_names: bool = True
    looked_for: list[str] = field(default_factory=list)
    counters: tuple[str, ...] = ("Kassa 1",)
    calls: int = 0

    def status(self) -> DoorStatus:
        return self.standing

    def scan(
        self,
        code: str,
        direction: Direction = Direction.ENTRY,
        says: VolunteerSays = NOTHING_SAID,
        token: str | None = None,
        is_training: bool = False,
    ) -> ScanOutcome:
        if self.fault is not None:
            raise self.fault
        self.asked.append((code, direction, says != NOTHING_SAID))
        self.said.append(says)
        if says != NOTHING_SAID:
            return self.answers_again.pop(0) if self.answers_again else ADMITTED
        if direction is Direction.EXIT:
            return EXITED
        return self.answers.get(code, nameless(ScanReason.UNKNOWN))

    def undo(self) -> bool:
        self.undone += 1
        return self.can_undo

    def annul(self, token: str) -> AnnulRefusal | None:
        self.annulled.append(token)
        return None if token else AnnulRefusal.UNKNOWN

    def evening(self) -> DoorEvening:
        return self.goes

    def find(self, text: str) -> Found:
        self.looked_for.append(text)
        tickets = tuple(one for one in self.known if text.upper() in one.name.upper())
        return Found(tickets, knows_names=self.knows_names)

    def call_for_help(self) -> tuple[str, ...]:
        self.calls += 1
        return self.counters


@dataclass
class Clock:
    """Time that moves by hand; wall clock and monotonic move together."""

    passed_s: float = 0.0

    def now(self) -> datetime:
        return (NOW + timedelta(seconds=self.passed_s)).astimezone(UTC)

    def monotonic_s(self) -> float:
        return 1000.0 + self.passed_s

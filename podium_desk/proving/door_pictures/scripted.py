"""A door that answers what a picture needs: one evening at CC De Sluis, always at 19:58."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from podium_desk.application.counter import Connection
from podium_desk.application.door import (
    NOTHING_SAID,
    AnnulRefusal,
    AskedQuestion,
    DoorStatus,
    FirstEntry,
    ScanOutcome,
    VolunteerSays,
)
from podium_desk.application.door_evening import (
    DoorEvening,
    OtherDoor,
    SectionCount,
    ShownPerformance,
)
from podium_desk.application.door_finding import Found, FoundTicket, Names, NamesAsked
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind, QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, PerformanceId, TicketId
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass

NOW = datetime(2026, 11, 29, 19, 58, tzinfo=ZoneInfo("Europe/Brussels"))
START = NOW.replace(hour=20, minute=15)
CODE = "PODITICKETOFTHEPICTURES"


def text(nl: str, fr: str, de: str, en: str) -> Text:
    """A text of the house in its four languages."""
    return Text("nl", {"nl": nl, "fr": fr, "de": de, "en": en})


GREAT_HALL = text("Grote zaal", "Grande salle", "Großer Saal", "Great hall")
THEATRE = text("Theaterzaal", "Salle de théâtre", "Theatersaal", "Theatre")
ADULT = text("Volwassene", "Adulte", "Erwachsene", "Adult")
CONCESSION = text("Kansentarief", "Tarif social", "Sozialtarif", "Concession")
CARD = text("Tienbeurtenkaart", "Carte de dix entrées", "Zehnerkarte", "Card of ten visits")
TITLE = Text.of("nl", "Ritme / Rust")
TONIGHT = (ShownPerformance(TITLE, START, GREAT_HALL),)
STATUS = DoorStatus(
    "Deur 2", "CC De Sluis", "Deur 2", PerformanceId(7), TITLE, START, GREAT_HALL,
    Connection.ONLINE, NOW - timedelta(seconds=4), 187, 312, 0, keeper="Kassa 1",
)  # fmt: skip
SECTIONS = (
    SectionCount("Parterre", 140, 142, 200),
    SectionCount("Balkon", 47, 48, 100),
    SectionCount("Loge", 0, 0, 12),
)
OTHERS = (
    OtherDoor("Deur 1", 88, NOW - timedelta(seconds=3)),
    OtherDoor("Deur 3", 12, NOW - timedelta(minutes=9)),
)
EVENING = DoorEvening(SECTIONS, OTHERS, 87, 13.6, 24.4, 122, TONIGHT)
ADMITTED = ScanOutcome(
    Verdict.ADMIT, None, TicketId(Origin(3 << 16), 41, 0), TITLE, START, GREAT_HALL, "Balkon",
    "F", "12", ADULT, 1, None, False, None, None, "token",
)  # fmt: skip


def refused(reason: ScanReason, verdict: Verdict = Verdict.REFUSE) -> ScanOutcome:
    """The same ticket, refused or asked about."""
    first = FirstEntry(NOW - timedelta(minutes=16), "Deur 1")
    is_second = reason is ScanReason.ALREADY_IN
    return replace(
        ADMITTED, verdict=verdict, reason=reason, first_entry=first if is_second else None
    )


def nameless(reason: ScanReason) -> ScanOutcome:
    """A verdict that names no ticket."""
    return replace(
        refused(reason), ticket=None, title=None, start=None, hall=None, zone="", row="",
        number="", tariff=None,
    )  # fmt: skip


def elsewhere(start: datetime, hall: Text) -> ScanOutcome:
    """A ticket of another performance."""
    return replace(nameless(ScanReason.WRONG_EVENT), start=start, hall=hall)


def asking(kind: AnswerKind, question: Text, *choices: str) -> ScanOutcome:
    """A ticket about which something is asked at the door."""
    asked = AskedQuestion(QuestionId("q"), question, kind, choices, is_required=False)
    return replace(refused(ScanReason.QUESTIONS, Verdict.ASK), questions=(asked,))


def _found(name: str, number: str, **state: bool) -> FoundTicket:
    known = {"is_inside": False, "is_unpaid": False} | state
    return FoundTicket(
        TicketId(Origin(3 << 16), 50, int(number)), f"K7M-3W{number[-1]}", name, "Balkon", "F",
        number, ADULT, **known,
    )  # fmt: skip


@dataclass(slots=True)
class ScriptedDoor:
    """Answers every scan with the outcome that was set, whatever was scanned."""

    outcome: ScanOutcome = ADMITTED
    standing: DoorStatus = STATUS
    goes: DoorEvening = EVENING
    found: tuple[FoundTicket, ...] = field(
        default_factory=lambda: (
            _found("Peeters Rita", "14"),
            _found("Peeters Jan", "15", is_inside=True),
            _found("Peerlinck Noor", "3", is_unpaid=True),
        )
    )
    fault: Exception | None = None

    def status(self) -> DoorStatus:
        """As it was set."""
        return self.standing

    def scan(
        self,
        code: str,
        direction: Direction = Direction.ENTRY,
        says: VolunteerSays = NOTHING_SAID,
        token: str | None = None,
        is_training: bool = False,
    ) -> ScanOutcome:
        """As it was set."""
        del code, direction, says, token, is_training
        if self.fault is not None:
            raise self.fault
        return self.outcome

    def undo(self) -> bool:
        """Always."""
        return True

    def annul(self, token: str) -> AnnulRefusal | None:
        """Always."""
        return AnnulRefusal.UNKNOWN if not token else None

    def evening(self) -> DoorEvening:
        """As it was set."""
        return self.goes

    def find(self, text: str, told: Names | None = None) -> Found:
        """The Peeters family."""
        del told
        return Found(self.found if text else (), knows_names=True)

    def ask_names(self, asked: NamesAsked) -> Names | None:
        """Nobody has to be asked."""
        del asked
        return None

    def call_for_help(self) -> tuple[str, ...]:
        """The main counter sees it."""
        return (self.standing.keeper,)

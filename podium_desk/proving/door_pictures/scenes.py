"""Every verdict and every page of the door, each with what happens until it is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from podium_desk.application.counter import Connection
from podium_desk.application.door import (
    DoorAdvice,
    DoorStatus,
    FirstEntry,
    OddMatter,
    ScanOutcome,
)
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_view import Intent
from podium_desk.proving.door_pictures.scripted import (
    ADMITTED,
    CARD,
    CODE,
    CONCESSION,
    EVENING,
    GREAT_HALL,
    NOW,
    START,
    STATUS,
    THEATRE,
    ScriptedDoor,
    asking,
    elsewhere,
    nameless,
    refused,
    text,
)

POSTER = "https://www.ccdesluis.be"
OFFLINE = replace(
    STATUS, connection=Connection.OFFLINE, last_contact=NOW - timedelta(minutes=14),
    venue=VenueState.ALONE,
)  # fmt: skip
PEERS = replace(OFFLINE, venue=VenueState.PEERS)
Play = Callable[[DoorPresenter], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, and how the screen comes to it."""

    name: str
    door: ScriptedDoor
    play: Play


def _scan(presenter: DoorPresenter) -> None:
    presenter.scan(CODE)


def _poster(presenter: DoorPresenter) -> None:
    presenter.scan(POSTER)


def _nothing(_presenter: DoorPresenter) -> None:
    """The door waits."""


def _keys(*intents: Intent, typed: str = "") -> Play:
    """Keys, and then letters."""

    def play(presenter: DoorPresenter) -> None:
        for intent in intents:
            presenter.do(intent)
        for letter in typed:
            presenter.type_letter(letter)

    return play


def _then(*plays: Play) -> Play:
    def play(presenter: DoorPresenter) -> None:
        for one in plays:
            one(presenter)

    return play


def _touched(intent: Intent, typed: str = "") -> Play:
    def play(presenter: DoorPresenter) -> None:
        presenter.do(intent, is_touched=True)
        for letter in typed:
            presenter.type_letter(letter)

    return play


def _verdict(name: str, outcome: ScanOutcome, status: DoorStatus = STATUS) -> Scene:
    return Scene(name, ScriptedDoor(outcome, status), _scan)


def verdicts(language: str) -> tuple[Scene, ...]:
    """What a scan can come to (ux.md 4), in the order of its table."""
    just_now = replace(
        refused(ScanReason.ALREADY_IN),
        first_entry=FirstEntry(NOW - timedelta(seconds=70), "Deur 2"),
    )
    note = text(
        "Rolstoelplaats — begeleid via zijdeur", "Fauteuil roulant — par la porte latérale",
        "Rollstuhlplatz — durch die Seitentür", "Wheelchair place — by the side door",
    )  # fmt: skip
    return (
        _verdict("valid", ADMITTED),
        _verdict("valid_offline", ADMITTED, OFFLINE),
        _verdict("valid_peers", ADMITTED, PEERS),
        _verdict("just_entered", replace(ADMITTED, is_repeat=True)),
        _verdict("alone", replace(ADMITTED, is_alone=True), PEERS),
        _verdict("named", replace(ADMITTED, name="Rita Peeters")),
        _verdict("check", replace(
            ADMITTED, attention=True, tariff=CONCESSION, notes=(note.in_language(language),)
        )),
        _verdict("card_shown", replace(
            ADMITTED, tariff=CONCESSION, advice=DoorAdvice(asks_proof=True)
        )),
        _verdict("used", refused(ScanReason.ALREADY_IN)),
        _verdict("used_just_now", just_now),
        _verdict("wrong_hall", elsewhere(START + timedelta(minutes=15), THEATRE)),
        _verdict("wrong_day", elsewhere(START + timedelta(days=1), GREAT_HALL)),
        _verdict("other_performance", elsewhere(START - timedelta(hours=5), GREAT_HALL)),
        _verdict("too_early", refused(ScanReason.TOO_EARLY)),
        _verdict("too_late", refused(ScanReason.TOO_LATE)),
        _verdict("cancelled", refused(ScanReason.CANCELLED)),
        _verdict("exchanged", replace(
            refused(ScanReason.CANCELLED), advice=DoorAdvice(is_exchanged=True)
        )),
        _verdict("replaced", refused(ScanReason.REPLACED)),
        _verdict("unpaid", replace(
            refused(ScanReason.UNPAID), advice=DoorAdvice(due_cents=2200, order_number=14)
        )),
        _verdict("unpaid_asked", refused(ScanReason.UNPAID, Verdict.ASK)),
        _verdict("unknown", nameless(ScanReason.UNKNOWN)),
        _verdict("forged", nameless(ScanReason.FORGED)),
        Scene("not_a_ticket", ScriptedDoor(nameless(ScanReason.UNKNOWN)), _poster),
        _verdict("not_in_list", replace(ADMITTED, odd=OddMatter.SOLD_AFTER_LAST_NEWS), OFFLINE),
        _verdict("seat_twice", replace(ADMITTED, odd=OddMatter.CONTESTED_SEAT)),
        _verdict("exit", replace(ADMITTED, verdict=Verdict.EXIT)),
        _verdict("group", replace(ADMITTED, persons=25, persons_now=3, places=CLASS_ROWS)),
        _verdict("pass", replace(VISIT, uses_left=3)),
        _verdict("pass_on_trust", replace(VISIT, uses_left=2, is_on_trust=True), OFFLINE),
        _verdict("another_visit", replace(
            nameless(ScanReason.ANOTHER_VISIT), verdict=Verdict.ASK, uses_left=3
        )),
        _verdict("no_visits", replace(nameless(ScanReason.NO_VISITS), uses_left=0)),
        _verdict("full", replace(nameless(ScanReason.FULL), verdict=Verdict.ASK)),
        _verdict("card_elsewhere", replace(
            nameless(ScanReason.CARD_ELSEWHERE), advice=DoorAdvice(card_holder="Kassa 2")
        ), OFFLINE),
        _verdict("wrong_gate", replace(
            refused(ScanReason.WRONG_GATE), advice=DoorAdvice(gates=("Deur 3",))
        )),
        _verdict("rule", refused(ScanReason.RULE)),
        _verdict("isolated", refused(ScanReason.ISOLATED, Verdict.ASK), OFFLINE),
        _verdict("ambiguous", nameless(ScanReason.AMBIGUOUS)),
        _verdict("blocked", refused(ScanReason.BLOCKED)),
        _verdict("revoked_issuer", refused(ScanReason.REVOKED_ISSUER, Verdict.ASK)),
        _verdict("not_approved", refused(ScanReason.NOT_APPROVED)),
        Scene("trouble", ScriptedDoor(fault=OSError("the disk is full")), _scan),
    )  # fmt: skip


VISIT = replace(ADMITTED, row="", number="", zone="", tariff=CARD)
CLASS_ROWS = (RowOfPlaces("Parterre", "F", "1–12", 12), RowOfPlaces("Parterre", "G", "1–13", 13))
MEAL = text("Vis of vlees?", "Poisson ou viande ?", "Fisch oder Fleisch?", "Fish or meat?")
FISH, MEAT = text("Vis", "Poisson", "Fisch", "Fish"), text("Vlees", "Viande", "Fleisch", "Meat")
ALLERGY = text("Een allergie?", "Une allergie ?", "Eine Allergie?", "An allergy?")
CHILDREN = text(
    "Hoeveel kinderen?", "Combien d’enfants ?", "Wie viele Kinder?", "How many children?"
)
BREAK = text("Drankje in de pauze?", "Un verre à l’entracte ?", "Getränk in der Pause?",
             "A drink in the interval?")  # fmt: skip


def pages(language: str) -> tuple[Scene, ...]:
    """What is no verdict: waiting, questions, and what a volunteer can ask."""
    meals = tuple(one.in_language(language) for one in (FISH, MEAT))
    quiet = replace(STATUS, performance=None, title=None, start=None, hall=None)
    coming = replace(EVENING.tonight[0], start=START + timedelta(days=6))
    used, group = refused(ScanReason.ALREADY_IN), replace(ADMITTED, persons=12, persons_now=12)
    several = replace(
        EVENING,
        tonight=(
            *EVENING.tonight,
            replace(
                EVENING.tonight[0],
                title=text(*["De Meeuw"] * 4),
                start=START + timedelta(minutes=15),
            ),
        ),
    )
    return (
        Scene("waiting", ScriptedDoor(), _then(_scan, _keys(Intent.BACK))),
        Scene("waiting_offline", ScriptedDoor(standing=OFFLINE), _nothing),
        Scene("waiting_several", ScriptedDoor(goes=several), _nothing),
        Scene("waiting_exit", ScriptedDoor(), _keys(Intent.DIRECTION, Intent.DIRECTION,
                                                    Intent.MUTE)),
        Scene("nothing_tonight", ScriptedDoor(
            standing=quiet, goes=replace(EVENING, tonight=(), sections=(), next=coming)
        ), _nothing),
        Scene("training", ScriptedDoor(standing=replace(STATUS, is_training=True)), _nothing),
        Scene("training_valid", ScriptedDoor(standing=replace(STATUS, is_training=True)), _scan),
        Scene("why", ScriptedDoor(used), _then(_scan, _keys(Intent.LET_IN))),
        Scene("question_choice", ScriptedDoor(asking(AnswerKind.CHOICE, MEAL, *meals)), _scan),
        Scene("question_yesno", ScriptedDoor(asking(AnswerKind.YESNO, BREAK)), _scan),
        Scene("question_number", ScriptedDoor(asking(AnswerKind.NUMBER, CHILDREN)),
              _then(_scan, _keys(typed="2"))),
        Scene("question_text", ScriptedDoor(asking(AnswerKind.TEXT, ALLERGY)),
              _then(_scan, _keys(typed="noten"))),
        Scene("group_fewer", ScriptedDoor(group), _then(_scan, _keys(Intent.FEWER))),
        Scene("search", ScriptedDoor(), _keys(Intent.FIND, typed="pee")),
        Scene("search_touch", ScriptedDoor(), _touched(Intent.FIND, typed="pee")),
        Scene("help", ScriptedDoor(), _keys(Intent.HELP)),
        Scene("evening", ScriptedDoor(), _keys(Intent.EVENING)),
        Scene("sale", ScriptedDoor(), _keys(Intent.SELL)),
        Scene("menu", ScriptedDoor(), _keys(Intent.MENU)),
        Scene("pin", ScriptedDoor(), _touched(Intent.LEAVE, typed="47")),
    )  # fmt: skip

"""Every verdict and reason has its word, colour, shape and sound, in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from door_evening import (
    ADMITTED,
    CODE,
    CONTESTED,
    EXITED,
    HALL,
    NOT_LISTED,
    NOW,
    OFFLINE,
    START,
    STATUS,
    elsewhere,
    nameless,
    refused,
)

from podium_desk.application.door import DoorAdvice, FirstEntry
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door_verdicts import Scan, looks_like_ticket, panel_of
from podium_desk.presentation.door_view import Border, DoorKind, Intent, Panel, Sound, Tone

NL, EN = Words("nl"), Words("en")
THEATRE = Text("nl", {"nl": "Theaterzaal", "en": "Theatre"})

GREEN = (Tone.VALID, Border.NONE, "circle-check", Sound.OK)
REPEATED = (Tone.VALID, Border.NONE, "circle-check", Sound.TICK)
OUT = (Tone.VALID, Border.NONE, "log-out", Sound.OK)
AMBER = (Tone.CHECK, Border.DASHED, "triangle-alert", Sound.CHECK)
RED = (Tone.REFUSE, Border.STRIPED, "octagon-x", Sound.NO)
NAVY = (Tone.NO_TICKET, Border.NONE, "qr-code", Sound.TICK)

TABLE = [
    (ADMITTED, GREEN, "GELDIG", "VALID"),
    (replace(ADMITTED, persons=12), GREEN, "GELDIG\n12 PERSONEN", "VALID\n12 PERSONS"),
    (replace(ADMITTED, is_repeat=True), REPEATED, "NET BINNEN", "JUST ENTERED"),
    (replace(NOT_LISTED, is_repeat=True), REPEATED, "NET BINNEN", "JUST ENTERED"),
    (NOT_LISTED, AMBER, "NIET IN LIJST", "NOT IN LIST"),
    (CONTESTED, AMBER, "DUBBELE PLAATS?", "SEAT TWICE?"),
    (replace(CONTESTED, is_repeat=True), REPEATED, "NET BINNEN", "JUST ENTERED"),
    (EXITED, OUT, "TOT STRAKS", "SEE YOU SOON"),
    (replace(EXITED, is_repeat=True), (*OUT[:3], Sound.TICK), "TOT STRAKS", "SEE YOU SOON"),
    (refused(ScanReason.ALREADY_IN), RED, "REEDS GESCAND", "ALREADY SCANNED"),
    (refused(ScanReason.CANCELLED), RED, "GEANNULEERD", "CANCELLED"),
    (refused(ScanReason.REPLACED), RED, "VERVANGEN", "REPLACED"),
    (refused(ScanReason.BLOCKED), RED, "GEBLOKKEERD", "BLOCKED"),
    (refused(ScanReason.RULE), RED, "NIET TOEGELATEN", "NOT ADMITTED"),
    (refused(ScanReason.WRONG_GATE), RED, "ANDERE INGANG", "OTHER ENTRANCE"),
    (refused(ScanReason.TOO_EARLY), AMBER, "TE VROEG", "TOO EARLY"),
    (refused(ScanReason.TOO_LATE), AMBER, "TE LAAT", "TOO LATE"),
    (refused(ScanReason.UNPAID), AMBER, "NIET BETAALD", "NOT PAID"),
    (refused(ScanReason.UNPAID, Verdict.ASK), AMBER, "NIET BETAALD", "NOT PAID"),
    (refused(ScanReason.NOT_APPROVED), AMBER, "NOG NIET OK", "NOT YET OK"),
    (refused(ScanReason.QUESTIONS, Verdict.ASK), AMBER, "CONTROLEER", "CHECK"),
    (refused(ScanReason.ISOLATED, Verdict.ASK), AMBER, "CONTROLEER", "CHECK"),
    (refused(ScanReason.AMBIGUOUS), AMBER, "WELK TICKET?", "WHICH TICKET?"),
    (replace(ADMITTED, verdict=Verdict.ASK), AMBER, "CONTROLEER", "CHECK"),
    (nameless(ScanReason.UNKNOWN), RED, "ONBEKEND TICKET", "UNKNOWN TICKET"),
    (nameless(ScanReason.FORGED), RED, "ONBEKEND TICKET", "UNKNOWN TICKET"),
    (nameless(ScanReason.WRONG_EVENT), RED, "ANDERE VOORSTELLING", "OTHER PERFORMANCE"),
    (elsewhere(START, THEATRE), RED, "VERKEERDE ZAAL", "WRONG HALL"),
    (elsewhere(START + timedelta(days=1), HALL), RED, "VERKEERDE DAG", "WRONG DAY"),
    (
        elsewhere(START - timedelta(hours=5), HALL),
        RED,
        "ANDERE VOORSTELLING",
        "OTHER PERFORMANCE",
    ),
]


def shown(outcome, words=NL, code=CODE, status=STATUS) -> Panel:
    return panel_of(Scan(code, outcome, NOW, status), words)


@pytest.mark.parametrize(("outcome", "signals", "nl", "en"), TABLE)
def test_a_verdict_has_its_colour_edge_icon_sound_and_word(outcome, signals, nl, en):
    panel = shown(outcome)
    assert (panel.tone, panel.border, panel.icon, panel.sound) == signals
    assert panel.word == nl
    assert shown(outcome, EN).word == en


ADVISED = [
    (refused(ScanReason.WRONG_GATE), DoorAdvice(gates=("deur 2",)), "Ga naar deur 2"),
    (refused(ScanReason.TOO_EARLY), DoorAdvice(opens_at=START), "Open vanaf 20:15"),
    (
        refused(ScanReason.UNPAID),
        DoorAdvice(due_cents=2200, order_number=14),
        "Nog €\u00a022,00 te betalen",
    ),
    (refused(ScanReason.CANCELLED), DoorAdvice(is_exchanged=True), "Dit ticket is omgeruild"),
    (ADMITTED, DoorAdvice(asks_proof=True), "Volwassene — vraag de kaart te tonen"),
]


@pytest.mark.parametrize(("outcome", "advice", "headline"), ADVISED)
def test_what_the_door_knows_to_do_is_said_in_so_many_words(outcome, advice, headline):
    panel = shown(replace(outcome, advice=advice))
    assert panel.headline == headline


def test_who_shows_a_card_is_looked_at_and_already_in():
    panel = shown(replace(ADMITTED, advice=DoorAdvice(asks_proof=True)))
    assert (panel.tone, panel.word) == (Tone.CHECK, "CONTROLEER")
    assert [one.label for one in panel.actions] == ["In orde: binnen", "Stuur naar kassa"]


def test_a_note_of_the_house_goes_before_all_else_to_look_at():
    noted = replace(ADMITTED, attention=True, notes=("Order", "Ticket"), name="Ada")
    panel = shown(noted)
    assert panel.headline == "Order"
    assert panel.lines == ("Rij F · stoel 12 — Volwassene", "Ticket", "Ada")


def test_a_pass_says_what_is_left_and_a_group_how_many_are_in():
    assert "Nog 4 beurten" in shown(replace(ADMITTED, uses_left=4)).lines
    rest = replace(ADMITTED, persons=12, persons_now=4, admitted_before=8)
    panel = shown(rest)
    assert panel.word == "GELDIG\n4 PERSONEN"
    assert panel.lines[0] == "Volwassene · 12 van 12 binnen"


def test_a_groups_rows_stand_in_large_letters_and_who_is_in_of_it_below():
    places = (RowOfPlaces("", "A", "1–12", 12), RowOfPlaces("", "B", "1–13", 13))
    panel = shown(replace(ADMITTED, persons=25, persons_now=3, places=places))
    assert panel.headline == "Rij A · 1–12\nRij B · 1–13"
    assert panel.lines[0] == "Volwassene · 3 van 25 binnen"


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
@pytest.mark.parametrize("reason", list(ScanReason))
@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.ASK])
def test_every_reason_says_what_it_is_and_what_to_do(reason, verdict, words):
    panel = shown(refused(reason, verdict), words)
    assert panel.word == panel.word.upper()
    assert panel.headline
    assert 1 <= len(panel.lines) <= 2
    assert panel.actions
    assert (panel.tone is Tone.CHECK) == (panel.border is Border.DASHED)


def test_every_asked_verdict_can_be_answered_with_enter_or_sent_to_the_counter():
    for reason in set(ScanReason) - {ScanReason.UNKNOWN, ScanReason.WRONG_EVENT}:
        panel = shown(refused(reason, Verdict.ASK))
        assert [action.intent for action in panel.actions] == [Intent.ACCEPT, Intent.TO_COUNTER]
        assert panel.kind is DoorKind.CHECK


def test_a_second_entry_says_when_where_and_how_long_ago():
    panel = shown(refused(ScanReason.ALREADY_IN))
    assert panel.headline == "om 19:42 · Deur 1"
    assert panel.lines == ("Rij F · stoel 12 — Volwassene", "18 minuten geleden")
    assert panel.actions[0].intent is Intent.LET_IN


def test_a_second_entry_within_three_minutes_hints_at_the_volunteers_own_scan():
    first = FirstEntry(NOW - timedelta(seconds=70), "Deur 2")
    panel = shown(replace(refused(ScanReason.ALREADY_IN), first_entry=first))
    assert panel.lines[-1].endswith("misschien net zelf gescand?")


def test_an_entry_of_another_day_names_that_day():
    first = FirstEntry(NOW - timedelta(days=1), "Deur 2")
    panel = shown(replace(refused(ScanReason.ALREADY_IN), first_entry=first), EN)
    assert panel.headline == "Fri 13 Nov at 20:00 · Deur 2"


def test_without_a_performance_tonight_the_tickets_own_venue_tells_the_hour():
    quiet = replace(STATUS, performance=None, title=None, start=None, hall=None)
    first = FirstEntry((NOW - timedelta(minutes=18)).astimezone(UTC), "Deur 1")
    panel = shown(replace(refused(ScanReason.ALREADY_IN), first_entry=first), status=quiet)
    assert panel.headline == "om 19:42 · Deur 1"


def test_a_ticket_of_another_hall_shows_its_hall_and_hour_and_nothing_else_of_it():
    outcome = replace(
        elsewhere(START + timedelta(minutes=15), THEATRE),
        title=Text.of("nl", "Kamermuziek"),
        row="A",
        number="1",
        tariff=Text.of("nl", "Kansentarief"),
    )
    panel = shown(outcome)
    assert panel.headline == "Dit ticket: Theaterzaal"
    assert panel.lines == ("Vandaag 20:30", "Ga terug naar de inkom")
    assert panel.strip == "Verkeerde zaal"


def test_a_ticket_of_another_day_says_which_day_first():
    panel = shown(elsewhere(START + timedelta(days=1), HALL))
    assert panel.headline == "Dit ticket: zo 15 nov, 20:15"


def test_a_ticket_sold_after_the_last_news_says_after_when():
    panel = shown(NOT_LISTED, status=OFFLINE)
    assert panel.headline == "Echt ticket, maar verkocht na 19:46"
    assert panel.lines[0] == "Rij K · stoel 3 — Volwassene"


@pytest.mark.parametrize(
    "code",
    [
        "https://example.org/affiche",
        "5412345678908",
        "+32 50 33 44 55",
        "WIFI:S:foyer;;",
        "tel:050",
    ],
)
def test_what_is_no_ticket_is_said_so_without_a_cross(code):
    panel = shown(nameless(ScanReason.UNKNOWN), code=code)
    assert panel.kind is DoorKind.NO_TICKET
    assert (panel.tone, panel.border, panel.icon, panel.sound) == NAVY
    assert panel.word == "GEEN TICKET"


@pytest.mark.parametrize("code", [CODE, CODE.lower(), "\\000026" + CODE, "Q7XJ2-KKL9"])
def test_what_could_be_a_ticket_is_not_called_something_else(code):
    assert looks_like_ticket(code)


@pytest.mark.parametrize(
    ("place", "headline", "strip"),
    [
        ({"row": "", "number": "", "zone": "Staanplaatsen"}, "Staanplaatsen", "Staanplaatsen"),
        ({"row": "", "number": "", "zone": ""}, "Vrije plaats", "Geldig"),
        ({"row": "", "number": "9"}, "Stoel 9", "9"),
        ({"row": "C", "number": ""}, "Rij C", "C"),
    ],
)
def test_a_place_is_named_by_what_it_has(place, headline, strip):
    panel = shown(replace(ADMITTED, **place))
    assert (panel.headline, panel.strip) == (headline, strip)


def test_a_valid_ticket_names_seat_tariff_and_zone_in_the_screens_language():
    panel = shown(ADMITTED, EN)
    assert panel.headline == "Row F · seat 12"
    assert panel.lines == ("Adult — 1 person", "Balkon")


def test_a_seat_that_may_be_sold_twice_is_named_with_what_to_do():
    panel = shown(CONTESTED)
    assert panel.headline == "Deze plaats kan twee keer verkocht zijn"
    assert panel.lines[0].startswith("Rij F")
    assert "kassa" in panel.lines[1]

"""The pages of the door: asked with keys or a finger, answered with Enter, gone with a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from door_evening import (
    ADMITTED,
    CODE,
    EVENING,
    NOW,
    OFFLINE,
    PEETERS,
    PEETERS_IN,
    STATUS,
    Clock,
    FakeDoor,
    refused,
)
from harness.late_jobs import LateJobs

from podium_desk.application.door import NOTHING_SAID, AskedQuestion, OverrideReason
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind, QuestionId
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import EVENING_AFTER_S, DoorPresenter
from podium_desk.presentation.door_menu import MENU, ShellWish
from podium_desk.presentation.door_news import news
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_pin import PinGuard
from podium_desk.presentation.door_view import DoorKind, Intent

USED, UNPAID, ASKS, GROUP = "PODIUSED1", "PODIUNPAID1", "PODIASKS1", "PODIGROUP1"
PAGES = (Intent.FIND, Intent.EVENING, Intent.HELP, Intent.SELL, Intent.MENU, Intent.LEAVE)


def question(kind: AnswerKind, *choices: str, is_required: bool = True) -> AskedQuestion:
    text = Text.of("nl", f"Vraag {kind.value}?")
    return AskedQuestion(QuestionId(kind.value), text, kind, choices, is_required)


MEAL = question(AnswerKind.CHOICE, "Vis", "Vlees")
CHILD = question(AnswerKind.NUMBER, is_required=False)
ALLERGY = question(AnswerKind.TEXT)
PARTY = question(AnswerKind.YESNO, is_required=False)


def asking(*questions: AskedQuestion):
    return replace(refused(ScanReason.QUESTIONS, Verdict.ASK), questions=questions)


class Evening:
    """A presenter with a fake door, and what it wished of its window."""

    def __init__(self, pin: PinGuard | None = None, **answers) -> None:
        self.clock = Clock()
        self.door = FakeDoor(
            {
                CODE: ADMITTED,
                USED: refused(ScanReason.ALREADY_IN),
                UNPAID: refused(ScanReason.UNPAID, Verdict.ASK),
                ASKS: asking(MEAL, CHILD),
                GROUP: replace(ADMITTED, persons=12, persons_now=12, token="group"),
                **answers,
            }
        )
        self.wishes: list[ShellWish] = []
        options = DoorOptions(
            desk_phone="050 33 44 55", now=self.clock.now, monotonic_s=self.clock.monotonic_s,
            wish=self.wishes.append, pin=pin or PinGuard(),
        )  # fmt: skip
        self.presenter = DoorPresenter(self.door, Words("nl"), ImmediateJobs(), options)
        self.presenter.tick()

    @property
    def panel(self):
        return self.presenter.view.panel

    def type(self, text: str) -> None:
        for letter in text:
            self.presenter.type_letter(letter)

    def do(self, *intents: Intent) -> None:
        for intent in intents:
            self.presenter.do(intent)


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("pin", [PinGuard(), PinGuard(lambda pin: pin == "4711", is_set=True)])
def test_a_scan_wins_over_every_page(page, pin):
    evening = Evening(pin)
    evening.do(page)
    evening.presenter.scan(CODE)
    assert evening.panel.kind is DoorKind.VALID


@pytest.mark.parametrize("code", [USED, ASKS, GROUP])
def test_escape_leaves_every_answer_open(evening, code):
    evening.presenter.scan(code)
    evening.do(Intent.LET_IN, Intent.FEWER, Intent.BACK)
    assert evening.panel.kind is DoorKind.WAITING
    assert len(evening.door.said) == 1


def test_questions_are_asked_one_after_the_other_and_the_last_answer_lets_in(evening):
    evening.presenter.scan(ASKS)
    assert evening.panel.word == "Vraag choice?"
    assert [tile.label for tile in evening.panel.tiles] == ["Vis", "Vlees"]
    evening.presenter.move(1)
    evening.do(Intent.ACCEPT)
    assert evening.panel.word == "Vraag number?"
    evening.type("12")
    evening.do(Intent.ACCEPT)
    assert evening.door.said[-1].answers == {MEAL.id: "Vlees", CHILD.id: 12}
    assert evening.panel.kind is DoorKind.VALID


def test_a_question_that_needs_no_answer_is_passed_over_with_enter():
    evening = Evening(**{ASKS: asking(CHILD, PARTY)})
    evening.presenter.scan(ASKS)
    evening.do(Intent.ACCEPT)
    assert [tile.label for tile in evening.panel.tiles] == ["Ja", "Nee", "Geen antwoord"]
    evening.type("3")
    assert evening.door.said[-1].answers == {CHILD.id: "", PARTY.id: ""}


def test_a_required_text_is_asked_until_there_is_one():
    evening = Evening(**{ASKS: asking(ALLERGY)})
    evening.presenter.scan(ASKS)
    evening.do(Intent.ACCEPT)
    assert evening.presenter.view.notice == "Dit moet beantwoord worden"
    evening.type("noten")
    evening.do(Intent.ACCEPT)
    assert evening.door.said[-1].answers == {ALLERGY.id: "noten"}


def test_figures_count_on_the_top_row_of_an_azerty_keyboard():
    evening = Evening(**{ASKS: asking(CHILD)})
    evening.presenter.scan(ASKS)
    evening.type("&éx")
    assert evening.panel.headline == "12_"


def test_enter_accepts_what_is_unpaid_as_the_gate_allows(evening):
    evening.presenter.scan(UNPAID)
    evening.do(Intent.ACCEPT)
    assert evening.door.said[-1].is_unpaid_accepted


def test_what_was_answered_before_is_said_again_with_the_next_answer(evening):
    evening.presenter.scan(UNPAID)
    evening.door.answers_again = [asking(MEAL), refused(ScanReason.ISOLATED, Verdict.ASK)]
    evening.do(Intent.ACCEPT)
    evening.type("1")
    assert evening.door.said[-1].is_unpaid_accepted
    evening.do(Intent.ACCEPT)
    said = evening.door.said[-1]
    assert (said.is_unpaid_accepted, said.answers) == (True, {MEAL.id: "Vis"})
    assert said.override is OverrideReason.RESPONSIBLE_AGREES
    evening.presenter.scan(CODE)
    assert evening.door.said[-1] == NOTHING_SAID


def test_fewer_of_a_group_go_in_instead_of_all(evening):
    evening.presenter.scan(GROUP)
    assert evening.panel.word == "GELDIG\n12 PERSONEN"
    evening.do(Intent.FEWER)
    assert (evening.panel.word, evening.panel.headline) == ("11", "van 12 gaan nu binnen")
    evening.type("-")
    evening.presenter.move(-1)
    evening.do(Intent.ACCEPT)
    assert evening.door.annulled == ["group"]
    assert evening.door.said[-1].persons == 9


@pytest.mark.parametrize(("typed", "count"), [("99", "12"), ("0", "1"), ("4", "4"), ("+", "12")])
def test_a_group_never_counts_none_and_never_more_than_may_go_in(evening, typed, count):
    evening.presenter.scan(GROUP)
    evening.do(Intent.FEWER)
    evening.type(typed)
    assert evening.panel.word == count


def test_a_guest_without_a_ticket_is_found_by_three_letters_and_let_in_with_enter(evening):
    evening.do(Intent.FIND)
    evening.type("pe")
    assert evening.door.looked_for == []
    evening.type("e")
    tiles = evening.panel.tiles
    assert [tile.label for tile in tiles] == [PEETERS.name, PEETERS_IN.name]
    assert tiles[1].detail == "Rij F · stoel 15 · is al binnen"
    evening.door.answers[PEETERS.code] = ADMITTED
    evening.do(Intent.ACCEPT)
    assert evening.door.asked[-1][0] == PEETERS.code
    assert evening.panel.kind is DoorKind.VALID


def test_of_a_family_the_first_who_is_not_in_yet_is_chosen(evening):
    evening.door.known = (PEETERS_IN, PEETERS)
    evening.do(Intent.FIND)
    evening.type("pee")
    assert [tile.is_chosen for tile in evening.panel.tiles] == [False, True]


def test_the_rest_of_a_family_is_found_again_with_one_key_and_not_much_later(evening):
    evening.do(Intent.FIND)
    evening.type("pee")
    evening.do(Intent.ACCEPT, Intent.FIND)
    assert [tile.label for tile in evening.panel.tiles] == [PEETERS.name, PEETERS_IN.name]
    evening.do(Intent.ACCEPT)
    evening.clock.passed_s += 21
    evening.do(Intent.FIND)
    assert (evening.panel.headline, evening.panel.tiles) == ("_", ())


def test_the_first_letter_of_the_next_guest_takes_the_name_before_away(evening):
    evening.do(Intent.FIND)
    evening.type("jan")
    evening.do(Intent.ACCEPT, Intent.FIND)
    assert evening.panel.headline == "JAN_"
    evening.type("pee")
    assert (evening.panel.headline, len(evening.panel.tiles)) == ("PEE_", 2)


def test_what_was_looked_for_before_is_erased_as_a_whole(evening):
    evening.do(Intent.FIND)
    evening.type("pee")
    evening.do(Intent.ACCEPT, Intent.FIND)
    evening.presenter.erase_letter()
    assert (evening.panel.headline, evening.panel.tiles) == ("_", ())


def test_a_name_that_was_left_with_escape_does_not_come_back(evening):
    evening.do(Intent.FIND)
    evening.type("pee")
    evening.do(Intent.BACK, Intent.FIND)
    assert evening.panel.headline == "_"


def test_a_whole_code_that_was_typed_is_scanned_as_it_stands(evening):
    evening.do(Intent.FIND)
    evening.type("q7x j2kk")
    evening.do(Intent.ACCEPT)
    assert evening.door.asked[-1][0] == "Q7XJ2KK"


def test_without_names_the_search_says_what_can_be_typed(evening):
    evening.door.knows_names = False
    evening.do(Intent.FIND)
    evening.type("jan")
    assert evening.panel.lines[0].startswith("Geen kassa antwoordt")


def test_letters_to_touch_come_with_a_finger_only(evening):
    evening.do(Intent.FIND)
    assert evening.panel.keyboard == ()
    evening.do(Intent.BACK)
    evening.presenter.do(Intent.FIND, is_touched=True)
    assert evening.panel.keyboard


def test_help_calls_the_counters_and_says_who_saw_it(evening):
    evening.do(Intent.HELP)
    assert evening.door.calls == 1
    assert evening.panel.lines[0] == "Deze deur vraagt hulp: gezien op Kassa 1"
    evening.do(Intent.HELP)
    assert evening.panel.kind is DoorKind.WAITING


def test_help_that_nobody_hears_says_so(evening):
    evening.door.counters = ()
    evening.do(Intent.HELP)
    assert evening.panel.lines[0] == "Geen kassa hoort deze deur: bel of ga erheen"


def test_a_door_that_may_not_sell_says_where_the_guest_can_buy(evening):
    evening.door.standing = replace(STATUS, keeper="Kassa 1")
    evening.presenter.refresh()
    evening.do(Intent.SELL)
    assert evening.panel.headline == "Stuur naar Kassa 1"
    assert evening.wishes == []


def test_a_device_that_may_sell_opens_the_counter(evening):
    evening.door.standing = replace(STATUS, sells=True)
    evening.presenter.refresh()
    evening.do(Intent.SELL)
    assert evening.wishes == [ShellWish.SELL]


def test_a_locked_door_is_not_left_by_way_of_a_sale():
    evening = Evening(PinGuard(lambda pin: pin == "4711", is_set=True))
    evening.door.standing = replace(STATUS, sells=True)
    evening.presenter.refresh()
    evening.do(Intent.SELL)
    assert (evening.wishes, evening.panel.kind) == ([], DoorKind.PIN)
    evening.type("4711")
    evening.do(Intent.ACCEPT)
    assert evening.wishes == [ShellWish.SELL]


def test_the_menu_does_all_that_keys_do(evening):
    evening.do(Intent.MENU)
    assert len(evening.panel.tiles) == len(MENU)
    evening.presenter.pick(MENU.index(Intent.MUTE))
    assert evening.presenter.view.is_muted
    evening.do(Intent.MENU)
    evening.presenter.pick(MENU.index(ShellWish.FRENCH))
    assert evening.wishes == [ShellWish.FRENCH]


def test_a_key_takes_its_own_page_away_and_opens_it_over_another(evening):
    evening.do(Intent.MENU)
    evening.presenter.pick(MENU.index(Intent.FIND))
    evening.do(Intent.MENU)
    assert evening.panel.kind is DoorKind.MENU
    evening.do(Intent.MENU)
    assert evening.panel.kind is DoorKind.WAITING


def test_leaving_takes_the_pin_where_one_is_set():
    evening = Evening(PinGuard(lambda pin: pin == "4711", is_set=True))
    evening.do(Intent.LEAVE)
    evening.type("1234")
    evening.do(Intent.ACCEPT)
    assert (evening.wishes, evening.presenter.view.notice) == ([], "Die PIN klopt niet")
    evening.type("4711")
    assert "4" not in evening.panel.headline
    evening.do(Intent.ACCEPT)
    assert evening.wishes == [ShellWish.LEAVE]


def test_a_pin_typed_wrongly_three_times_has_to_wait():
    guard = PinGuard(lambda pin: pin == "4711", is_set=True)
    assert [guard.is_right("0000", 1_000) for _ in range(3)] == [False] * 3
    assert guard.wait_s(1_000) == 5
    assert not guard.is_right("4711", 5_999)
    assert guard.is_right("4711", 6_000)


def test_an_override_takes_the_pin_where_the_house_asks_it():
    guard = PinGuard(lambda pin: pin == "4711", is_set=True, asks_override=True)
    evening = Evening(guard)
    evening.presenter.scan(USED)
    evening.do(Intent.LET_IN, Intent.ACCEPT)
    assert evening.panel.kind is DoorKind.PIN
    evening.type("4711")
    evening.do(Intent.ACCEPT)
    assert evening.door.said[-1].override is OverrideReason.WAS_OUT


def test_the_waiting_screen_tells_how_the_evening_goes(evening):
    view = evening.presenter.view
    assert view.panel.lines == (
        "Nog 122 te komen · deze deur 14 per minuut · iedereen binnen om 20:05",
    )
    assert [row.figures for row in view.evening.sections] == ["140 / 200", "47 / 112"]
    assert [row.figures for row in view.evening.doors] == [
        "88 · 3 s geleden",
        "12 · 9 min geleden",
        "0 · niet gehoord",
    ]


def test_at_no_pace_no_hour_is_foretold(evening):
    evening.door.goes = replace(EVENING, here_minute=0.0, all_minute=0.0)
    evening.clock.passed_s += 6
    evening.presenter.tick()
    assert evening.panel.lines == ("Nog 122 te komen",)


def test_with_nothing_tonight_the_door_says_what_is_next(evening):
    evening.door.standing = replace(STATUS, performance=None, title=None, start=None, hall=None)
    coming = replace(EVENING.tonight[0], start=NOW.replace(day=20, hour=20, minute=15))
    evening.door.goes = replace(EVENING, tonight=(), next=coming)
    evening.clock.passed_s += 6
    evening.presenter.tick()
    assert evening.panel.headline == "Vandaag staat hier niets op het programma"
    assert evening.panel.lines[0].endswith("20:15 — Het Verdriet van België")


def test_several_performances_at_one_door_are_all_named(evening):
    other = replace(EVENING.tonight[0], title=Text.of("nl", "Ritme / Rust"))
    evening.door.goes = replace(EVENING, tonight=(*EVENING.tonight, other))
    evening.clock.passed_s += 6
    evening.presenter.tick()
    assert evening.presenter.view.top_line.endswith("20:15 — Het Verdriet van België  + 1")
    both = "20:15 — Het Verdriet van België  +  20:15 — Ritme / Rust"
    assert evening.panel.lines[1] == both


def test_practice_says_so_on_every_screen(evening):
    evening.door.standing = replace(STATUS, is_training=True)
    evening.presenter.refresh()
    for code in (CODE, USED, ASKS):
        evening.presenter.scan(code)
        assert evening.presenter.view.bands[0].text == "OEFENMODUS — niets telt"


def test_a_screen_reader_is_told_each_thing_once(evening):
    told: list[str] = []
    last = [evening.presenter.view]

    def hear(view) -> None:
        told.extend(news(view, last[0]))
        last[0] = view

    evening.presenter.subscribe(hear)
    evening.presenter.scan(ASKS)
    evening.presenter.move(1)
    evening.do(Intent.BACK, Intent.MUTE)
    evening.door.standing = OFFLINE
    evening.presenter.refresh()
    evening.clock.passed_s += 61
    evening.presenter.tick()
    assert told == [
        "Vraag choice? Rij F · stoel 12. Vis",
        "Vlees",
        "Geluid uit",
        "OFFLINE 14 min — alleen deze deur gecontroleerd",
    ]


def test_a_second_enter_while_the_answer_is_on_its_way_is_none():
    evening, jobs = Evening(), LateJobs()
    evening.presenter.jobs = jobs
    evening.presenter.scan(UNPAID)
    jobs.run_all()
    evening.do(Intent.ACCEPT, Intent.ACCEPT)
    jobs.run_all()
    assert len(evening.door.said) == 2


def test_a_count_that_grew_is_soon_seen_in_the_evening_too(evening):
    evening.door.goes = replace(EVENING, still_to_come=121)
    evening.door.standing = replace(STATUS, inside=STATUS.inside + 1)
    evening.presenter.refresh()
    evening.clock.passed_s += EVENING_AFTER_S
    evening.presenter.tick()
    assert evening.panel.lines[0].startswith("Nog 121 te komen")

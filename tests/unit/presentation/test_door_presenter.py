"""How the door's presenter behaves over time: scans win, green fades, questions end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from door_evening import (
    ADMITTED,
    CODE,
    NOT_LISTED,
    NOW,
    OFFLINE,
    STATUS,
    Clock,
    FakeDoor,
    nameless,
    refused,
)
from harness.late_jobs import LateAnswers, LateJobs

from podium_desk.application.counter import Connection
from podium_desk.application.door import OverrideReason
from podium_desk.application.incident_list import ListedIncident
from podium_desk.application.jobs import Changes, ImmediateJobs
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.incidents import Incident, IncidentKind
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_view import DoorKind, Intent

USED = "PODIUSEDTICKETBBBB"
ASKED = "PODIASKEDTICKETBBB"
UNHEARD = "PODIUNHEARDTICKETB"


class Evening:
    """A presenter with its fake door and clock."""

    def __init__(self, jobs=None, **options) -> None:
        self.clock = Clock()
        self.door = FakeDoor(
            {
                CODE: ADMITTED,
                USED: refused(ScanReason.ALREADY_IN),
                ASKED: refused(ScanReason.ISOLATED, Verdict.ASK),
                UNHEARD: NOT_LISTED,
            }
        )
        clocks = {"now": self.clock.now, "monotonic_s": self.clock.monotonic_s}
        self.presenter = DoorPresenter(
            self.door, Words("nl"), jobs or ImmediateJobs(), DoorOptions(**clocks, **options)
        )
        self.presenter.refresh()

    @property
    def view(self):
        return self.presenter.view

    @property
    def kind(self) -> DoorKind:
        return self.view.panel.kind

    def after(self, seconds: float) -> None:
        self.clock.passed_s += seconds
        self.presenter.tick()

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.presenter.scan(code)

    def do(self, *intents: Intent) -> None:
        for intent in intents:
            self.presenter.do(intent)


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_green_fades_to_waiting_after_four_seconds(evening):
    evening.scan(CODE)
    evening.after(2)
    assert evening.kind is DoorKind.VALID
    assert evening.view.fading == pytest.approx(0.5)
    evening.after(2)
    assert evening.kind is DoorKind.WAITING


@pytest.mark.parametrize("code", [USED, ASKED, "UNKNOWN123"])
def test_refusals_and_questions_stay(evening, code):
    evening.scan(code)
    kind = evening.kind
    evening.after(600)
    assert evening.kind is kind
    assert evening.view.fading is None


def test_a_new_scan_always_wins(evening):
    for intent in Intent:
        evening.scan(USED)
        evening.do(intent)
        evening.scan(CODE)
        assert evening.kind in (DoorKind.VALID, DoorKind.EXIT), intent


def test_a_scan_during_help_shows_its_verdict(evening):
    evening.do(Intent.HELP)
    assert evening.kind is DoorKind.HELP
    evening.scan(USED)
    assert evening.kind is DoorKind.REFUSE


def test_help_names_the_desks_phone():
    evening = Evening(desk_phone="050 33 44 55")
    evening.do(Intent.HELP)
    assert evening.view.panel.headline == "Bel de kassa: 050 33 44 55"
    evening.do(Intent.HELP)
    assert evening.kind is DoorKind.WAITING


def test_the_last_entry_can_be_undone_for_thirty_seconds(evening):
    evening.scan(CODE)
    evening.after(29)
    assert evening.view.panel.actions[0].intent is Intent.UNDO
    evening.do(Intent.UNDO)
    assert evening.door.undone == 1
    assert evening.view.notice == "Ongedaan gemaakt: Rij F · stoel 12"


def test_after_thirty_seconds_nothing_is_undone(evening):
    evening.scan(CODE)
    evening.after(30)
    evening.do(Intent.UNDO)
    assert evening.door.undone == 0
    assert evening.view.notice == "Er is niets om ongedaan te maken"


def test_an_undo_is_done_once(evening):
    evening.scan(CODE)
    evening.do(Intent.UNDO, Intent.UNDO)
    assert evening.door.undone == 1


def test_an_undo_that_the_door_refuses_is_not_called_done(evening):
    evening.door.can_undo = False
    evening.scan(CODE)
    evening.do(Intent.UNDO)
    assert evening.view.notice == "Er is niets om ongedaan te maken"


def test_a_scan_that_comes_before_an_undo_is_answered_keeps_the_screen():
    jobs = LateJobs()
    evening = Evening(jobs)
    evening.scan(CODE)
    jobs.run_all()
    evening.do(Intent.UNDO)
    undo = jobs.waiting.pop(0)
    evening.scan(USED)
    jobs.run_all()
    undo()
    assert evening.kind is DoorKind.REFUSE
    assert evening.view.notice == ""


def test_a_line_that_goes_while_the_status_is_read_is_seen_behind_it(evening):
    evening.presenter.jobs = answers = LateAnswers()
    evening.presenter.refresh()
    evening.door.standing = OFFLINE
    evening.presenter.changed(Changes(connection=True))
    answers.run_all()
    assert evening.view.bands[0].text.startswith("OFFLINE")


def test_enter_lets_in_who_was_asked_about(evening):
    evening.scan(ASKED)
    evening.do(Intent.ACCEPT)
    assert evening.door.asked[-1] == (ASKED, Direction.ENTRY, True)
    assert evening.kind is DoorKind.VALID


@pytest.mark.parametrize("code", [CODE, USED, "UNKNOWN123"])
def test_enter_lets_nobody_in_who_was_not_asked_about(evening, code):
    evening.scan(code)
    evening.do(Intent.ACCEPT)
    assert all(not override for _, _, override in evening.door.asked)


def test_a_true_but_unheard_ticket_is_in_already_and_enter_only_goes_on(evening):
    evening.scan(UNHEARD)
    assert evening.kind is DoorKind.CHECK
    evening.do(Intent.ACCEPT)
    assert evening.kind is DoorKind.WAITING
    assert len(evening.door.asked) == 1


def test_a_true_but_unheard_ticket_sent_to_the_counter_is_out_again(evening):
    evening.scan(UNHEARD)
    evening.do(Intent.TO_COUNTER)
    assert evening.door.undone == 1
    assert evening.view.notice == "Naar de kassa gestuurd: Rij K · stoel 3"


def test_sending_an_asked_one_to_the_counter_lets_nobody_in(evening):
    evening.scan(ASKED)
    evening.do(Intent.TO_COUNTER)
    assert evening.kind is DoorKind.WAITING
    assert (evening.door.undone, len(evening.door.asked)) == (0, 1)


def test_letting_in_anyway_asks_why_and_keeps_the_reason(evening):
    evening.scan(USED)
    evening.do(Intent.LET_IN)
    labels = [tile.label for tile in evening.view.panel.tiles]
    assert labels == ["Was even buiten", "Verkeerd gescand", "Akkoord verantwoordelijke"]
    evening.presenter.type_letter("é")
    assert evening.door.said[-1].override is OverrideReason.SCANNED_WRONGLY
    assert evening.kind is DoorKind.VALID


@pytest.mark.parametrize("code", [CODE, "UNKNOWN123"])
def test_nobody_is_let_in_anyway_who_is_in_or_who_has_no_ticket_of_this_door(evening, code):
    evening.scan(code)
    evening.do(Intent.LET_IN, Intent.ACCEPT)
    assert len(evening.door.asked) == 1


def test_the_direction_turns_on_the_second_press_only(evening):
    evening.do(Intent.DIRECTION)
    assert not evening.view.is_exit
    assert evening.view.notice == "Uitgang scannen? Druk nog eens op X"
    evening.do(Intent.DIRECTION)
    assert evening.view.is_exit
    evening.scan(CODE)
    assert evening.kind is DoorKind.EXIT


def test_a_scan_between_the_two_presses_keeps_the_old_direction(evening):
    evening.do(Intent.DIRECTION)
    evening.scan(CODE)
    evening.do(Intent.DIRECTION)
    assert not evening.view.is_exit
    assert evening.door.asked == [(CODE, Direction.ENTRY, False)]


def test_mute_stays_on_the_screen(evening):
    evening.do(Intent.MUTE)
    evening.after(60)
    assert evening.view.is_muted
    assert evening.view.notice == ""


def test_the_same_verdict_twice_sounds_twice(evening):
    evening.scan(CODE)
    first = evening.view.serial
    evening.after(1)
    assert evening.view.serial == first
    evening.scan(CODE)
    assert evening.view.serial == first + 1


def test_a_door_that_cannot_read_asks_for_another_try_and_recovers(evening):
    evening.door.fault = OSError("disk I/O error")
    evening.scan(CODE)
    assert evening.kind is DoorKind.TROUBLE
    assert "disk" not in evening.view.spoken
    evening.door.fault = None
    evening.scan(CODE)
    assert evening.kind is DoorKind.VALID


def test_the_last_results_stand_below_the_newest(evening):
    evening.scan(CODE, USED, "UNKNOWN123")
    evening.after(8)
    assert [(strip.label, strip.ago) for strip in evening.view.strips] == [
        ("F 12", "8 s"),
        ("F 12", "8 s"),
    ]
    evening.do(Intent.NEXT)
    assert evening.view.strips[0].label == "Onbekend ticket"


def test_offline_says_how_old_the_knowledge_is_and_green_stays_green(evening):
    evening.door.standing = OFFLINE
    evening.presenter.changed(Changes(connection=True))
    evening.scan(CODE)
    assert evening.kind is DoorKind.VALID
    assert [band.text for band in evening.view.bands] == [
        "OFFLINE 14 min — alleen deze deur gecontroleerd"
    ]


def test_back_on_line_the_old_result_does_not_say_offline_any_more(evening):
    evening.door.answers[CODE] = replace(ADMITTED, stale_s=95)
    evening.scan(CODE)
    evening.presenter.changed(Changes(connection=True))
    assert evening.view.bands == ()


def test_a_hall_named_after_its_house_does_not_say_the_house_twice(evening):
    hall = Text.of("nl", f"{STATUS.house_name} – Grote Zaal")
    evening.door.standing = replace(STATUS, hall=hall)
    evening.presenter.refresh()
    assert evening.view.top_line.startswith(f"{STATUS.house_name} – Grote Zaal · 20:15")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"connection": Connection.NEVER, "last_contact": None},
            "NOG NOOIT GEKOPPELD — alleen deze deur gecontroleerd",
        ),
        ({"clock_error_s": -7200}, "De klok van dit toestel loopt 2 uur achter — zet ze juist"),
        ({"clock_error_s": 86400}, "De klok van dit toestel loopt 1 dag voor — zet ze juist"),
    ],
)
def test_what_is_wrong_with_the_door_is_said_in_words(evening, change, text):
    evening.door.standing = replace(STATUS, **change)
    evening.presenter.refresh()
    assert [band.text for band in evening.view.bands] == [text]


def test_the_top_line_names_house_hall_hour_and_title(evening):
    assert evening.view.top_line == "De Werf · Grote zaal · 20:15 — Het Verdriet van België"
    assert evening.view.state_line == "Deur 2 · Gekoppeld"
    assert evening.view.count_text == "187 / 312"


def test_an_evening_without_a_performance_says_so(evening):
    evening.door.standing = replace(STATUS, performance=None, title=None, start=None, hall=None)
    evening.presenter.refresh()
    assert evening.view.panel.headline == "Vandaag staat hier niets op het programma"
    assert "geen voorstelling" in evening.view.top_line


def test_the_count_follows_a_commit_of_tonights_performance_only(evening):
    evening.door.standing = replace(STATUS, inside=188)
    evening.presenter.changed(Changes(performances=frozenset({PerformanceId(99)})))
    assert evening.view.inside == 187
    evening.presenter.changed(Changes(performances=frozenset({PerformanceId(7)})))
    assert evening.view.inside == 188


def test_the_count_grows_with_the_scan_itself(evening):
    evening.door.standing = replace(STATUS, inside=188)
    evening.scan(CODE)
    assert evening.view.inside == 188


def test_the_language_changes_under_a_standing_result(evening):
    evening.scan(USED)
    serial = evening.view.serial
    evening.presenter.speak(Words("en"))
    assert evening.view.panel.word == "ALREADY SCANNED"
    assert evening.view.serial == serial


def test_a_code_can_be_typed_by_hand(evening):
    evening.door.answers["Q7XJ2KKL"] = ADMITTED
    evening.do(Intent.FIND)
    for letter in "q7xj2 kklm":
        evening.presenter.type_letter(letter)
    evening.presenter.erase_letter()
    assert evening.view.panel.headline == "Q7XJ2 KKL_"
    evening.do(Intent.ACCEPT)
    assert evening.kind is DoorKind.VALID


def test_a_scan_during_typing_wins_and_escape_leaves_it(evening):
    evening.do(Intent.FIND)
    evening.presenter.type_letter("Q")
    evening.scan(USED)
    assert evening.kind is DoorKind.REFUSE
    evening.do(Intent.FIND, Intent.BACK)
    assert evening.kind is DoorKind.WAITING


def test_letters_without_typing_change_nothing(evening):
    evening.presenter.type_letter("Q")
    evening.presenter.erase_letter()
    assert evening.kind is DoorKind.WAITING


def test_an_empty_scan_is_no_scan(evening):
    evening.scan("", "  \r\n")
    assert evening.door.asked == []
    assert evening.kind is DoorKind.WAITING


def test_a_listener_hears_only_what_changed(evening):
    evening.presenter.tick()
    heard = []
    evening.presenter.subscribe(heard.append)
    evening.presenter.tick()
    evening.presenter.tick()
    assert len(heard) == 1


def test_the_first_entry_is_told_at_the_moment_of_the_scan(evening):
    evening.door.answers[USED] = refused(ScanReason.ALREADY_IN)
    evening.scan(USED)
    before = evening.view.panel.lines
    evening.after(300)
    assert evening.view.panel.lines == before
    assert evening.clock.now() == NOW + timedelta(seconds=300)


def test_a_forged_code_goes_to_the_counter(evening):
    evening.door.answers[CODE] = nameless(ScanReason.FORGED)
    evening.scan(CODE)
    assert "Stuur naar de kassa" in evening.view.panel.lines


def test_what_came_to_light_tonight_stands_in_a_band_before_the_line_and_the_clock():
    twice = Incident(
        IncidentKind.DOUBLE_ADMISSION, HouseId(1), "key", 0, PerformanceId(7), details={
            "zone": "Parterre", "row": "H", "number": "12", "gate": "Deur 2",
            "first_gate": "Deur 1", "first_ms": 0,
        },
    )  # fmt: skip
    listed = ListedIncident(twice, "Deur 2", "De Werf", None, None, "Europe/Brussels")
    evening = Evening()
    evening.door.standing = replace(OFFLINE, clock_error_s=7200, urgent=listed)
    evening.presenter.changed(Changes(connection=True))
    first, second, third = evening.presenter.view.bands
    assert first.text.startswith("Parterre H-12 ging twee keer binnen")
    assert first.text.endswith("ga kijken wie er zit (F9)")
    assert second.text.startswith("OFFLINE")
    assert third.icon == "clock"

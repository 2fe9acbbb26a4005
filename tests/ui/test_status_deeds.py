"""What is done on the status page besides settling: by keyboard, by name, and never by accident."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from status_stage import CALM, DUTIES, Stage

from hardware.scanning.decoding import decode_picture
from podium_desk.application.drilling import DrillCase, DrillDone, DrillReport, Judged
from podium_desk.application.duties import Duty
from podium_desk.domain.admission import Verdict
from podium_desk.domain.closing_code import part_text
from podium_desk.domain.gates import IsolatedPolicy
from podium_desk.i18n.words import Words
from podium_desk.presentation.drill_run import DrillRun
from podium_desk.ui.screens.status.drill import DrillCard
from podium_desk.ui.screens.status.look import Theme
from podium_desk.ui.shell.status import _texts_on

PARTS = tuple(part_text(bytes([number]) * 400) for number in (1, 2, 3))
OPEN_KEEPER = "Een andere hoofdkassa aanwijzen"


@pytest.fixture
def stage(qtbot) -> Stage:
    stage = Stage(qtbot)
    stage.desk.now = replace(CALM, duties=DUTIES)
    stage.desk.codes = PARTS
    stage.page.open_page()
    qtbot.waitUntil(lambda: stage.host.focusWidget() is not None)
    return stage


def test_another_keeper_is_named_by_the_keyboard_alone(stage):
    stage.tab_to(OPEN_KEEPER)
    stage.key(Qt.Key.Key_Return)
    assert stage.host.focusWidget().accessibleName() == "Kassa 2 · nu te horen"
    stage.key(Qt.Key.Key_Return)
    assert stage.host.focusWidget().accessibleName() == "Nee, zo laten"
    said = stage.host.focusWidget().accessibleDescription()
    assert "12 plaatsen die dit toestel niet zelf nodig heeft, gaan nu naar Kassa 2." in said
    assert stage.desk.named == []
    stage.tab_to("Ja, Kassa 2 wordt hoofdkassa")
    stage.key(Qt.Key.Key_Return)
    assert stage.desk.named == [(Duty.KEEPER, 3)]
    assert stage.page.done.text() == "Kassa 2 is nu de hoofdkassa."
    assert stage.page.done.isVisible()


def test_enter_pressed_once_too_often_names_nobody(stage):
    stage.tab_to(OPEN_KEEPER)
    stage.key(Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert stage.desk.named == []


def test_esc_steps_back_one_by_one_and_only_then_closes(stage):
    stage.named(OPEN_KEEPER).click()
    stage.named("Kassa 2 · nu te horen").click()
    stage.key(Qt.Key.Key_Escape)
    assert stage.named("Kassa 2 · nu te horen").isVisible()
    stage.key(Qt.Key.Key_Escape)
    assert stage.named(OPEN_KEEPER).hasFocus()
    stage.key(Qt.Key.Key_Escape)
    assert not stage.page.is_open


def test_a_page_that_was_closed_forgets_what_was_begun(stage):
    stage.named(OPEN_KEEPER).click()
    stage.named("Kassa 2 · nu te horen").click()
    stage.key(Qt.Key.Key_F9)
    stage.page.open_page()
    assert stage.named(OPEN_KEEPER).isVisible()


def test_a_list_that_grows_keeps_the_focus_where_it_was(stage):
    keeper = DUTIES[0]
    third = replace(keeper.candidates[1], device=1, name="Kassa 0")
    stage.named(OPEN_KEEPER).click()
    stage.desk.now = replace(
        CALM, duties=(replace(keeper, candidates=(third, *keeper.candidates)),)
    )
    stage.page.changed()
    assert stage.host.focusWidget().accessibleName() == "Kassa 2 · nu te horen"


def test_the_holder_is_reached_at_once_from_a_door(qtbot):
    stage = Stage(qtbot)
    stage.desk.now = replace(CALM, role="door", duties=DUTIES[1:])
    stage.page.open_holder()
    assert stage.host.focusWidget().accessibleName() == "Een ander toestel laten beslissen"
    stage.key(Qt.Key.Key_Return, Qt.Key.Key_Return)
    stage.named("Ja, Kassa 2 beslist").click()
    assert stage.desk.named == [(Duty.HOLDER, 3)]


def test_closing_for_good_is_asked_once_and_shows_codes_that_a_camera_reads(stage, tmp_path):
    stage.tab_to("Dit toestel komt niet terug")
    stage.key(Qt.Key.Key_Return)
    assert "16 vrije plaatsen" in stage.host.focusWidget().accessibleDescription()
    stage.tab_to("Ja, teruggeven en de code tonen")
    stage.key(Qt.Key.Key_Return)
    read = []
    for number in range(3):
        assert stage.page.code.accessibleName() == f"Code {number + 1} van 3"
        picture = tmp_path / f"{number}.png"
        assert stage.host.grab().save(str(picture))
        read += [code.text for code in decode_picture(picture)]
        stage.key(Qt.Key.Key_Right)
    assert tuple(read) == PARTS
    stage.key(Qt.Key.Key_Escape)
    assert not stage.page.code.isVisible()
    assert stage.page.is_open


def test_a_device_that_sells_nothing_can_carry_a_code_but_gives_none(stage):
    stage.desk.now = replace(CALM, role="door")
    stage.page.changed()
    assert not stage.page.closing.close_for_good.isVisible()
    assert stage.named("Sluitcode van een ander toestel overnemen").isVisible()


def test_a_hand_scanner_types_the_parts_into_the_field(stage):
    stage.named("Sluitcode van een ander toestel overnemen").click()
    field = stage.host.focusWidget()
    assert field.accessibleName() == "Scan hier de sluitcode"
    for part in PARTS[:2]:
        QTest.keyClicks(field, part)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == ""
    assert stage.desk.taken == [PARTS[:1], PARTS[:2]]
    assert stage.host.focusWidget().accessibleName() == "Klaar"
    assert "16 plaatsen van ‘Kassa 1’" in stage.page.taking.accessibleDescription()
    stage.key(Qt.Key.Key_Return)
    assert not stage.page.taking.isVisible()


def test_pictures_of_the_codes_are_as_good_as_a_scanner(stage, tmp_path, monkeypatch):
    stage.named("Dit toestel komt niet terug").click()
    stage.named("Ja, teruggeven en de code tonen").click()
    file = tmp_path / "code.png"
    stage.host.grab().save(str(file))
    stage.named("Klaar").click()
    assert _texts_on(tmp_path / "gone.png") == []
    stage.page._read_picture = _texts_on
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    stage.named("Sluitcode van een ander toestel overnemen").click()
    stage.named("Foto’s kiezen").click()
    assert stage.desk.taken == [PARTS[:1]]


def test_a_part_scanned_at_a_door_opens_the_page_and_is_taken(qtbot):
    stage = Stage(qtbot)
    stage.page.take_part(PARTS[0])
    assert stage.page.is_open
    assert stage.desk.taken == [PARTS[:1]]
    assert "Scan ook deel 2" in stage.page.taking.accessibleDescription()


def test_a_drill_is_run_stopped_and_read_on_the_page(qtbot):
    asked: list[bool] = []
    judged = (Judged(DrillCase.TICKET, Verdict.ADMIT, None, 4.0),)
    done = DrillDone("Noord", IsolatedPolicy.ADMIT, 1, 6, judged, 120, is_stopped=True)

    def drill(progress, is_stopped):
        progress(1, 10)
        asked.append(is_stopped())
        return DrillReport(done, (7, b""), (7, b""), 0)

    held: list = []
    jobs = SimpleNamespace(submit=lambda *job: held.append(job))
    run = DrillRun(drill, jobs, lambda: Words("nl"), held.append)
    card = DrillCard(Theme.DARK, run)
    qtbot.addWidget(card)
    card.look()
    card.button.click()
    assert card.button.text() == "Proef stoppen"
    card.button.click()
    ((work, came, _),) = held
    came(work())
    card.look()
    assert asked == [True]
    assert card.button.text() == "Proef beginnen"
    assert "Er is niets geschreven" in card.accessibleDescription()

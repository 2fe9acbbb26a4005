"""The door window through keys, scans and pictures, as a volunteer meets it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from door_stage import (
    ADMITTED,
    ASKED,
    CODE,
    CODES,
    OFFLINE,
    POSTER,
    STATUS,
    UNHEARD,
    USED,
    ScanReason,
    Stage,
    Verdict,
    refused,
)
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from podium_desk.domain.closing_code import part_text
from podium_desk.presentation.door_view import DoorKind, Tone
from podium_desk.ui.screens.door.look import SEMIBOLD, font, ground
from podium_desk.ui.screens.door.pieces import TOP_PX, ActionButton, TopRow
from podium_desk.ui.screens.door.window import KEYS

SIZES = [QSize(1280, 800), QSize(1920, 1080), QSize(1366, 768), QSize(1024, 600), QSize(800, 1280)]


@pytest.fixture
def stage(qtbot) -> Stage:
    return Stage(qtbot)


def press(stage: Stage, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(stage.window, key, modifier)


def colour_of(stage: Stage) -> QColor:
    image = stage.window.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2 + 180)


@pytest.mark.parametrize(
    ("code", "tone", "sound"),
    [
        (CODE, Tone.VALID, "ok"),
        (ASKED, Tone.CHECK, "check"),
        (USED, Tone.REFUSE, "no"),
        (POSTER, Tone.NO_TICKET, "tick"),
    ],
)
def test_a_scan_fills_the_screen_with_one_colour_and_makes_one_sound(stage, code, tone, sound):
    stage.window.scan(code)
    stage.after(1)
    assert colour_of(stage) == ground(tone)
    assert stage.sounds == [sound]


def test_a_muted_door_makes_no_sound(stage):
    press(stage, Qt.Key.Key_M)
    stage.window.scan(USED)
    assert stage.sounds == []
    assert stage.window.view.is_muted


def test_z_undoes_and_escape_returns_to_waiting(stage):
    stage.window.scan(CODE)
    press(stage, Qt.Key.Key_Z)
    assert stage.door.undone == 1
    stage.window.scan(USED)
    press(stage, Qt.Key.Key_Escape)
    assert stage.window.view.panel.kind is DoorKind.WAITING


def test_enter_lets_in_and_k_sends_away(stage):
    stage.window.scan(ASKED)
    press(stage, Qt.Key.Key_Return)
    assert stage.word == "GELDIG"
    stage.window.scan(ASKED)
    press(stage, Qt.Key.Key_K)
    assert stage.window.view.panel.kind is DoorKind.WAITING
    assert "Naar de kassa gestuurd" in stage.window.view.notice


def test_x_twice_makes_it_an_exit_door(stage):
    press(stage, Qt.Key.Key_X)
    press(stage, Qt.Key.Key_X)
    stage.window.scan(CODE)
    assert stage.word == "TOT STRAKS"


def test_f1_shows_help_and_the_next_scan_closes_it(qtbot):
    stage = Stage(qtbot, desk_phone="050 33 44 55")
    press(stage, Qt.Key.Key_F1)
    assert "050 33 44 55" in stage.window.verdict.accessibleName()
    stage.window.scan(CODE)
    assert stage.word == "GELDIG"


def test_f3_lets_a_code_be_typed_with_letters_that_are_keys_otherwise(stage):
    press(stage, Qt.Key.Key_F3)
    QTest.keyClicks(stage.window, "zxmk q9")
    press(stage, Qt.Key.Key_Backspace)
    assert stage.window.view.panel.headline == "ZXMK Q_"
    assert not stage.window.view.is_muted
    press(stage, Qt.Key.Key_Return)
    assert stage.door.asked[0][0] == "ZXMKQ"


def test_ctrl_4_speaks_english_and_ctrl_1_dutch_again(stage):
    stage.window.scan(USED)
    press(stage, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert stage.word == "ALREADY SCANNED"
    press(stage, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert stage.word == "REEDS GESCAND"


def test_a_button_does_what_its_key_does(stage):
    stage.window.scan(ASKED)
    buttons = [one for one in stage.window.findChildren(ActionButton) if one.isVisible()]
    assert [one.text() for one in buttons] == ["Laat binnen", "Stuur naar kassa", "Menu"]
    buttons[0].click()
    assert stage.word == "GELDIG"


def test_what_is_shown_is_also_said_to_a_screen_reader(stage):
    stage.window.scan(USED)
    said = stage.window.verdict.accessibleName()
    assert said.startswith("REEDS GESCAND. om 19:42 · Deur 1")
    assert all(
        button.accessibleName()
        for button in stage.window.findChildren(ActionButton)
        if button.isVisible()
    )


LONG = replace(
    ADMITTED,
    persons=24,
    zone="Tweede balkon rechts achteraan",
    row="Dubbele rij AB",
    number="112 bis",
)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_no_text_is_ever_clipped(qtbot, size, language):
    stage = Stage(qtbot, language, replace(OFFLINE, clock_error_s=-7200))
    stage.window.resize(size)
    outcomes = [refused(reason) for reason in ScanReason] + [LONG]
    outcomes += [refused(ScanReason.ISOLATED, Verdict.ASK)]
    for outcome in outcomes:
        stage.door.answers[CODE] = outcome
        stage.window.scan(CODE)
        for text in stage.window.verdict.placed():
            assert text.setting.width() <= text.where.width() + 1, text.setting.lines
            assert text.where.bottom() <= stage.window.verdict.height() + 1, text.setting.lines
            assert text.setting.px >= 15
        for button in stage.window.findChildren(ActionButton):
            assert not button.isVisible() or button.width() >= button.sizeHint().width()
            assert not button.isVisible() or button.geometry().right() <= size.width() - 30


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_word_is_large_enough_to_be_read_from_two_metres(qtbot, language):
    stage = Stage(qtbot, language)
    for reason in ScanReason:
        stage.door.answers[CODE] = refused(reason)
        stage.window.scan(CODE)
        assert stage.window.verdict.placed()[0].setting.px >= 76, stage.word


def test_a_picture_of_the_screen_can_be_kept(stage, tmp_path):
    stage.window.save_picture(tmp_path / "door.png", QSize(1280, 800))
    assert (tmp_path / "door.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(OSError, match="could not be written"):
        stage.window.save_picture(tmp_path / "no such folder" / "door.png")


def test_hundreds_of_random_scans_and_keys_always_end_at_the_door(stage):
    dice = random.Random(20261114)
    keys = [*KEYS, Qt.Key.Key_Tab, Qt.Key.Key_A, Qt.Key.Key_Delete, Qt.Key.Key_F5]
    others = ["", "\x00", "é" * 5000, "'; DROP TABLE scans; --", "0" * 40, "PODI", "\u202etkcit"]
    for _ in range(400):
        if dice.random() < 0.5:
            stage.window.scan(dice.choice([*CODES, *others]))
        else:
            press(stage, dice.choice(keys))
        stage.after(dice.choice([0.0, 0.1, 1.0, 5.0]))
        assert QApplication.activeModalWidget() is None
    for _ in range(2):
        press(stage, Qt.Key.Key_Escape)
    assert stage.window.isVisible()
    assert stage.window.view.panel.kind is DoorKind.WAITING
    stage.window.scan(UNHEARD)
    assert stage.window.view.serial > 0
    assert stage.window.view.panel.kind is not DoorKind.WAITING


def test_the_door_still_opens_without_anything_known(qtbot):
    stage = Stage(
        qtbot, status=replace(STATUS, performance=None, title=None, start=None, hall=None)
    )
    stage.window.scan(CODE)
    assert stage.word == "GELDIG"


def test_the_state_line_says_which_device_decides(qtbot):
    stage = Stage(qtbot, status=replace(STATUS, holder="Kassa 1"))
    assert stage.window.view.state_line.endswith("Gekoppeld · Beslist: Kassa 1 (F4)")
    with qtbot.waitSignal(stage.window.holder_wanted):
        QTest.keyClick(stage.window, Qt.Key.Key_F4)


def test_a_part_of_a_closing_code_is_no_ticket_and_goes_to_the_status_page(qtbot):
    stage = Stage(qtbot)
    part = part_text(b"a part")
    with qtbot.waitSignal(stage.window.closing_scanned) as told:
        stage.window.scan(part)
    assert told.args == [part]
    assert stage.word == Stage(qtbot).word


@pytest.mark.parametrize(("house", "lines"), [("De Werf", 1), ("Filharmonie aan de Leie", 2)])
def test_the_title_of_the_evening_is_whole_beside_all_that_the_door_says(qtbot, house, lines):
    status = replace(STATUS, house_name=house, holder="Kassa 1")
    stage = Stage(qtbot, status=status)
    stage.window.resize(1366, 768)
    row = stage.window.findChild(TopRow)
    metrics = QFontMetricsF(font(TOP_PX * row.scale, SEMIBOLD))
    title, state = stage.window.view.top_line, stage.window.view.state_line
    room = row.width() - (metrics.horizontalAdvance(state) if lines == 1 else 0)
    assert metrics.horizontalAdvance(title) < room
    assert row.is_in_two(row.width()) == (lines == 2)
    assert row.height() >= lines * metrics.height()
    assert row.geometry().bottom() <= stage.window.verdict.geometry().top()

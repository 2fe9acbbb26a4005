"""The pages of the door in its window: tiles, touch, the lock, large text, wrong input."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from door_stage import ASKED, CODE, POSTER, USED, Stage, refused
from hand_scanner import Keyboard
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from podium_desk.application.door import AskedQuestion
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind, QuestionId
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door_menu import MENU, ShellWish
from podium_desk.presentation.door_pin import PinGuard
from podium_desk.presentation.door_view import DoorKind, Intent
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.tokens import USUAL, Appearance, Theme
from podium_desk.ui.screens.door.keys import KEYS
from podium_desk.ui.screens.door.letters import LetterButton
from podium_desk.ui.screens.door.look import ground
from podium_desk.ui.screens.door.pieces import ActionButton
from podium_desk.ui.screens.door.tiles import TileButton
from podium_desk.ui.screens.door.window import DoorWindow

GROUP, ASKS, TEXT = "PODIGROUPTICKETBBB", "PODIQUESTIONSBBBBB", "PODITEXTQUESTIONBB"
EAN, WALLET, HALF = "5412345678908", "WLT:4f9a-77c1-0b", "PODIQ7"
CTRL = Qt.KeyboardModifier.ControlModifier


def _asking(kind: AnswerKind, *choices: str):
    asked = AskedQuestion(QuestionId("q"), Text.of("nl", "Vis of vlees?"), kind, choices, True)
    return replace(refused(ScanReason.QUESTIONS, Verdict.ASK), questions=(asked,))


@pytest.fixture
def stage(qtbot) -> Stage:
    return staged(qtbot)


def staged(qtbot, language: str = "nl", **options) -> Stage:
    stage = Stage(qtbot, language, **options)
    stage.door.answers[GROUP] = replace(
        stage.door.answers[CODE], persons=12, persons_now=12, token="group"
    )
    stage.door.answers[ASKS] = _asking(AnswerKind.CHOICE, "Vis", "Vlees", "Geen van beide")
    stage.door.answers[TEXT] = _asking(AnswerKind.TEXT)
    stage.presenter.tick()
    return stage


def press(stage: Stage, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(stage.window, key, modifier)


def tiles(stage: Stage) -> list[TileButton]:
    return [one for one in stage.window.findChildren(TileButton) if one.isVisible()]


def test_an_answer_is_given_with_a_finger_and_each_one_has_a_name(stage):
    stage.window.scan(ASKS)
    assert [one.accessibleName() for one in tiles(stage)] == [
        "Vis (1)",
        "Vlees (2)",
        "Geen van beide (3)",
    ]
    tiles(stage)[1].click()
    assert stage.door.said[-1].answers == {QuestionId("q"): "Vlees"}
    assert stage.word == "GELDIG"


def test_arrows_and_enter_answer_too(stage):
    stage.window.scan(ASKS)
    press(stage, Qt.Key.Key_Right)
    press(stage, Qt.Key.Key_Return)
    assert stage.door.said[-1].answers == {QuestionId("q"): "Vlees"}


def test_a_group_is_counted_down_with_keys(stage):
    stage.window.scan(GROUP)
    press(stage, Qt.Key.Key_Minus)
    press(stage, Qt.Key.Key_Minus)
    assert stage.word == "10"
    QTest.keyClicks(stage.window, "7")
    press(stage, Qt.Key.Key_Return)
    assert stage.door.said[-1].persons == 7


def test_letters_can_be_touched_where_a_finger_opened_the_search(stage):
    button = next(one for one in stage.window.findChildren(ActionButton) if "F3" in _key(one))
    button.click()
    letters = {
        one.accessibleName(): one
        for one in stage.window.findChildren(LetterButton)
        if one.isVisible()
    }
    assert set("AZERTYUIOPQSDFGHJKLMWXCVBN0123456789") < set(letters)
    for name in ("E", "P", "Spatie", "A", "Wis de laatste letter"):
        QTest.mouseClick(letters[name], Qt.MouseButton.LeftButton)
    assert stage.window.view.panel.headline == "EP _"
    boxes = [one.geometry() for one in letters.values()]
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)


def _key(button: ActionButton) -> str:
    return button.action.key if button.action else ""


def test_the_window_closes_only_with_the_pin(qtbot):
    wishes: list[ShellWish] = []
    guard = PinGuard(lambda pin: pin == "4711", is_set=True)
    stage = Stage(qtbot, pin=guard, wish=wishes.append)
    stage.window.close()
    assert stage.window.isVisible()
    assert stage.window.view.panel.kind is DoorKind.PIN
    QTest.keyClicks(stage.window, "4711")
    press(stage, Qt.Key.Key_Return)
    assert wishes == [ShellWish.LEAVE]


def test_theme_and_text_are_asked_with_the_keys_of_the_counter(qtbot, stage):
    with qtbot.waitSignal(stage.window.appearance_wanted) as asked:
        press(stage, Qt.Key.Key_T, CTRL)
    assert asked.args == [Appearance(Theme.DARK)]
    with qtbot.waitSignal(stage.window.appearance_wanted) as asked:
        press(stage, Qt.Key.Key_Plus, CTRL)
    assert asked.args == [Appearance(text_percent=115)]


def test_waiting_is_dark_in_the_dark_and_a_verdict_keeps_its_colour(qapp, stage):
    try:
        wear(qapp, Appearance(Theme.DARK))
        dark = stage.window.grab().toImage().pixelColor(5, 400)
        assert dark.lightness() < 60
        stage.window.scan(USED)
        assert stage.window.grab().toImage().pixelColor(640, 560) == ground(
            stage.window.view.panel.tone
        )
    finally:
        wear(qapp, USUAL)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_cut_on_any_page_at_usual_and_at_large_text(qtbot, qapp, language, percent):
    stage = staged(qtbot, language)
    try:
        wear(qapp, Appearance(text_percent=percent))
        for size in (QSize(1366, 768), QSize(1280, 720), QSize(800, 1280)):
            stage.window.resize(size)
            for code, intent in _ALL:
                stage.presenter.do(Intent.BACK)
                if code:
                    stage.window.scan(code)
                if intent is not None:
                    stage.presenter.do(intent, is_touched=size.width() == 800)
                if intent is Intent.FIND:
                    QTest.keyClicks(stage.window, "pee")
                _check_nothing_is_cut(stage.window)
    finally:
        wear(qapp, USUAL)


_ALL = (
    (CODE, None), (USED, None), (USED, Intent.LET_IN), (ASKED, None), (ASKS, None), (TEXT, None),
    (GROUP, None), (GROUP, Intent.FEWER), (POSTER, None), ("", None),
    *(("", intent) for intent in (Intent.FIND, Intent.HELP, Intent.EVENING, Intent.SELL,
                                  Intent.MENU)),
)  # fmt: skip


def _check_nothing_is_cut(window: DoorWindow) -> None:
    for text in window.verdict.placed():
        assert text.setting.width() <= text.where.width() + 1, text.setting.lines
        assert text.where.bottom() <= window.verdict.height() + 1, text.setting.lines
    for tile in (one for one in window.findChildren(TileButton) if one.isVisible()):
        for text in tile.placed():
            assert text.setting.width() <= text.where.width() + 1, text.setting.lines
            assert text.where.bottom() <= tile.height() + 1, text.setting.lines
    for button in (one for one in window.findChildren(ActionButton) if one.isVisible()):
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() <= window.width()


@pytest.fixture
def keyboard(qapp):
    keys = Keyboard()
    qapp.installEventFilter(keys.filter)
    yield keys
    qapp.removeEventFilter(keys.filter)


@pytest.mark.parametrize("intent", [Intent.FIND, Intent.MENU, Intent.HELP, Intent.EVENING, None])
@pytest.mark.parametrize("code", [EAN, WALLET, POSTER, CODE])
def test_a_hand_scanner_is_told_apart_from_typing_on_every_page(qtbot, keyboard, intent, code):
    stage = staged(qtbot)
    keyboard.filter.scanned.connect(stage.window.scan)
    if intent is None:
        stage.window.scan(TEXT)
    else:
        stage.presenter.do(intent)
    keyboard.type(stage.window, "no", gap_ms=150)
    keyboard.wait(400)
    keyboard.type(stage.window, code, gap_ms=2)
    keyboard.enter(stage.window)
    keyboard.rest()
    assert [text.upper() for text in keyboard.heard] == [code.upper()]
    assert stage.window.view.panel.is_verdict
    assert stage.door.asked[-1][0] == code


def test_half_a_code_is_typing_and_its_enter_is_an_answer(qtbot, keyboard):
    stage = staged(qtbot)
    keyboard.filter.scanned.connect(stage.window.scan)
    stage.presenter.do(Intent.FIND)
    keyboard.type(stage.window, HALF, gap_ms=2)
    keyboard.enter(stage.window)
    keyboard.rest()
    assert keyboard.heard == []
    assert stage.door.asked[-1][0] == HALF
    assert stage.window.view.panel.kind is DoorKind.REFUSE


def test_random_scans_keys_and_fingers_on_every_page_never_lose_a_verdict(qtbot):
    guard = PinGuard(lambda pin: pin == "4711", is_set=True, asks_override=True)
    stage = staged(qtbot, pin=guard)
    dice = random.Random(20261129)
    keys = [*KEYS, *range(int(Qt.Key.Key_0), int(Qt.Key.Key_9)), Qt.Key.Key_Left, Qt.Key.Key_Plus,
            Qt.Key.Key_Backspace, Qt.Key.Key_E]  # fmt: skip
    codes = [CODE, USED, ASKED, ASKS, TEXT, GROUP, POSTER, EAN, WALLET, HALF, "\x1d01", "é" * 900]
    for _ in range(600):
        turn = dice.random()
        if turn < 0.3:
            serial = stage.window.view.serial
            stage.window.scan(dice.choice(codes))
            assert stage.window.view.serial == serial + 1
        elif turn < 0.8:
            press(stage, Qt.Key(dice.choice(keys)))
        else:
            stage.presenter.pick(dice.randrange(len(MENU) + 2))
        if dice.random() < 0.1:
            stage.after(dice.choice([0.1, 1.0, 6.0, 40.0]))
        assert QApplication.activeModalWidget() is None
        assert stage.window.isVisible()
    press(stage, Qt.Key.Key_Escape)
    assert stage.window.view.panel.kind is DoorKind.WAITING


def test_what_changed_is_told_to_a_screen_reader_once(stage):
    said = stage.window.view.spoken_serial
    stage.presenter.do(Intent.MENU)
    assert stage.window.view.spoken_serial == said + 1
    assert stage.window.view.spoken == "Menu. Zoek op naam. F3"
    stage.window.speak("en")
    assert stage.window.view.spoken.startswith("Menu. Search by name")
    assert Words("en")("door.muted") not in stage.window.view.spoken


def test_the_evening_stands_on_the_waiting_screen_and_goes_for_a_verdict(stage):
    assert stage.window.view.evening.sections
    stage.window.scan(CODE)
    assert not stage.window.view.evening.sections

"""Scanner key strokes and a person's, through the filter on the whole application."""

from __future__ import annotations

import pytest
from door_stage import CODE, Stage
from hand_scanner import Keyboard
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from podium_desk.presentation.door_view import DoorKind


@pytest.fixture
def keyboard(qapp):
    keys = Keyboard()
    qapp.installEventFilter(keys.filter)
    yield keys
    qapp.removeEventFilter(keys.filter)


@pytest.fixture
def field(qtbot) -> QLineEdit:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    return edit


def test_a_scan_is_heard_and_leaves_no_letter_in_the_field_it_fell_in(keyboard, field):
    pressed = []
    field.returnPressed.connect(lambda: pressed.append(True))
    keyboard.type(field, CODE, gap_ms=2)
    keyboard.enter(field)
    assert keyboard.heard == [CODE]
    assert field.text() == ""
    assert pressed == []


def test_a_scan_is_read_by_key_position_whatever_the_layout_made_of_it(keyboard, field):
    keyboard.type(field, CODE, gap_ms=2, native=True)
    keyboard.enter(field)
    assert [text.upper() for text in keyboard.heard] == [CODE]


def test_a_scan_without_enter_is_heard_after_a_silence(keyboard, field):
    keyboard.type(field, CODE, gap_ms=2)
    keyboard.rest()
    assert keyboard.heard == [CODE]


def test_what_a_person_types_arrives_in_order_and_whole(keyboard, field):
    keyboard.type(field, "Jan Peeters", gap_ms=140)
    keyboard.rest()
    assert field.text() == "Jan Peeters"
    assert keyboard.heard == []


def test_a_scan_after_typing_keeps_what_was_typed(keyboard, field):
    keyboard.type(field, "ab", gap_ms=150)
    keyboard.wait(400)
    keyboard.type(field, CODE, gap_ms=2)
    keyboard.enter(field)
    assert (field.text(), keyboard.heard) == ("ab", [CODE])


def test_a_command_passes_at_once(keyboard, field):
    field.setText("weg")
    field.selectAll()
    keyboard.stroke(field, Qt.Key.Key_X, "", 53, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""


def test_keys_for_a_closed_window_are_dropped(keyboard, qapp):
    edit = QLineEdit()
    keyboard.type(edit, "a", gap_ms=10)
    edit.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    keyboard.rest()
    assert keyboard.heard == []


def test_a_scanner_opens_the_door_and_its_enter_accepts_nothing(keyboard, qtbot):
    stage = Stage(qtbot)
    keyboard.filter.scanned.connect(stage.window.scan)
    keyboard.type(stage.window, CODE, gap_ms=2)
    keyboard.enter(stage.window)
    assert stage.word == "GELDIG"
    assert stage.door.asked == [(CODE, stage.door.asked[0][1], False)]


def test_a_volunteers_key_still_works_behind_the_filter(keyboard, qtbot):
    stage = Stage(qtbot)
    stage.window.scan(CODE)
    keyboard.stroke(stage.window, Qt.Key.Key_Z, "z", 52)
    keyboard.rest()
    assert stage.door.undone == 1
    assert QApplication.activeModalWidget() is None


def test_keys_that_come_through_the_window_system_are_heard_once(keyboard, qtbot):
    stage = Stage(qtbot)
    keyboard.filter.scanned.connect(stage.window.scan)
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: stage.window.windowHandle().isActive(), timeout=2000)
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_F1)
    keyboard.rest()
    assert stage.window.view.panel.kind is DoorKind.HELP
    for letter in CODE:
        QTest.keyClick(stage.window.windowHandle(), letter)
        keyboard.wait(2)
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_Return)
    keyboard.rest()
    assert [text.upper() for text in keyboard.heard] == [CODE]
    assert len(stage.door.asked) == 1

"""Scanner key strokes and a person's, through the filter on the whole application."""

from __future__ import annotations

import pytest
from door_stage import CODE, Stage
from hand_scanner import PLAIN, Keyboard
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hardware.scanning.alt_codes import ALT
from podium_desk.domain.tickets import ticket_text
from podium_desk.presentation.door_view import DoorKind

TICKET = ticket_text(b"\x10\x06seat", bytes(range(64)))


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


def test_a_ticket_without_enter_is_heard_at_its_last_key(keyboard, field):
    keyboard.type(field, TICKET, gap_ms=2)
    assert keyboard.heard == [TICKET]


@pytest.mark.parametrize("tail", ["", "#"])
def test_what_comes_behind_a_ticket_that_was_heard_presses_and_types_nothing(keyboard, field, tail):
    pressed = []
    field.returnPressed.connect(lambda: pressed.append(True))
    keyboard.type(field, TICKET + tail, gap_ms=2)
    keyboard.enter(field)
    keyboard.enter(field)
    keyboard.rest()
    assert (keyboard.heard, field.text(), pressed) == ([TICKET], "", [])
    keyboard.enter(field)
    assert pressed == [True]


def test_a_scanner_that_types_alt_and_numbers_is_heard_and_types_nothing(keyboard, field):
    keyboard.alt_type(field, CODE)
    keyboard.enter(field)
    assert (keyboard.heard, field.text()) == ([CODE], "")
    keyboard.alt_type(field, TICKET)
    assert keyboard.heard == [CODE, TICKET]


def test_alt_of_a_person_is_a_letter_with_a_number_and_else_what_it_was(keyboard, field):
    seen = []
    field.keyPressEvent = lambda event: seen.append((event.key(), event.text()))
    keyboard.alt(field, "0233", key_ms=150)
    keyboard.rest()
    assert seen == [(0, "é")]
    keyboard.alt(field, "", key_ms=150)
    assert seen[1:] == [(Qt.Key.Key_Alt, "")]
    keyboard.stroke(field, Qt.Key.Key_Alt, "", 64)
    keyboard.stroke(field, Qt.Key.Key_F, "f", 41, Qt.KeyboardModifier.AltModifier)
    assert seen[2:] == [(Qt.Key.Key_Alt, ""), (Qt.Key.Key_F, "f")]
    keyboard.alt(field, "99999", key_ms=1)
    assert len(seen[4:]) == 6
    assert keyboard.heard == []


def test_alt_that_went_up_in_another_window_keeps_no_digit_back(keyboard, field):
    seen = []
    field.keyPressEvent = lambda event: seen.append(event.key())
    keyboard._one(field, QEvent.Type.KeyPress, Qt.Key.Key_Alt, ALT + 8, 1, PLAIN)
    keyboard.wait(5000)
    digit = Qt.KeyboardModifier.KeypadModifier
    keyboard.stroke(field, Qt.Key.Key_2, "2", 80 + 8, digit)
    keyboard.rest()
    keyboard.filter.settle()
    assert seen == [Qt.Key.Key_Alt, Qt.Key.Key_2]


def test_keys_that_wait_behind_a_late_timer_belong_to_the_scan(keyboard, field):
    """The window was busy for a second while the scanner typed; the keys bear their own times."""

    def type_from(first, last):
        for place in range(first, last):
            stamp_ms = 5000 + 2 * place
            keyboard.stroke(field, Qt.Key.Key_A, CODE[place], 0, stamp_ms=stamp_ms)

    type_from(0, 12)
    keyboard.wait(1000)
    keyboard.filter._silence.timeout.emit()
    type_from(12, len(CODE))
    assert keyboard.heard == []
    keyboard.rest()
    assert (keyboard.heard, field.text()) == ([CODE], "")


def test_a_late_timer_is_put_off_once(keyboard, field):
    keyboard.type(field, "a", gap_ms=2)
    keyboard.wait(1000)
    keyboard.filter._silence.timeout.emit()
    assert field.text() == ""
    keyboard.filter._silence.timeout.emit()
    assert field.text() == "a"


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

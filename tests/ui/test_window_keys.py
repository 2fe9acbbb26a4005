"""A filter of one window's keys hears all that is typed there, and no more once it is stopped."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from podium_desk.ui.kit.window_keys import WindowKeys


class Ear(QObject):
    """Keeps which keys it saw, and lets them through but for the last letter."""

    def __init__(self):
        super().__init__()
        self.heard, self.others = [], []

    def eventFilter(self, watched, event):
        if event.type() != QEvent.Type.KeyPress:
            self.others.append(watched)
            return False
        self.heard.append(event.text())
        return event.text() == "z"


@pytest.fixture
def stage(qtbot):
    window, ear = QWidget(), Ear()
    lines = [QLineEdit(), QLineEdit()]
    layout = QVBoxLayout(window)
    for line in lines:
        layout.addWidget(line)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    lines[0].setFocus()
    return window, lines, WindowKeys(window, ear), ear


def test_the_systems_keys_are_heard_once_before_whoever_has_the_keyboard(stage):
    window, lines, _, ear = stage
    for line, letters in zip(lines, ("az", "bz"), strict=True):
        line.setFocus()
        QTest.keyClicks(line, letters)
    assert (ear.heard, [line.text() for line in lines]) == ([*"azbz"], ["a", "b"])
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z)
    assert (ear.heard[-1], lines[1].text()) == ("z", "b")


def test_keys_that_nobody_has_asked_for_reach_the_window(stage):
    window, lines, _, ear = stage
    lines[0].clearFocus()
    QTest.keyClicks(window, "qz")
    assert ear.heard == [*"qz"]


def test_other_windows_and_what_has_no_keyboard_are_not_followed(stage, qtbot):
    _, lines, _, ear = stage
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    QTest.keyClicks(other, "x")
    lines[1].setText("changed")
    lines[1].repaint()
    assert ear.heard == []
    assert lines[1] not in ear.others


def test_one_that_is_stopped_hears_nothing(stage):
    window, lines, keys, ear = stage
    keys.stop()
    for to in (window, lines[0], window.windowHandle()):
        QTest.keyClick(to, Qt.Key.Key_Z)
    assert ear.heard == []
    assert lines[0].text() == "zz"


def test_a_widget_that_goes_while_it_has_the_keyboard_is_forgotten(stage, qtbot):
    _, lines, keys, ear = stage
    lines[0].deleteLater()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not lines[0])
    lines[1].setFocus()
    QTest.keyClicks(lines[1], "c")
    keys.stop()
    assert ear.heard[:1] == ["c"]

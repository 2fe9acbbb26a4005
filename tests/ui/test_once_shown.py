"""What nobody waits for is done step by step, after whoever types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.ui.shell import once_shown
from podium_desk.ui.shell.once_shown import IdleSteps, Step


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_one_step_follows_the_other_and_one_that_fails_holds_none_up(qtbot, window):
    done, faults = [], []

    def broken():
        raise OSError("no network")

    steps = IdleSteps(window, ImmediateJobs(), faults.append)
    steps.run([
        Step(lambda: done.append("work"), lambda: done.append("came")),
        Step(broken, lambda: done.append("never")),
        Step(came=lambda: done.append("last")),
    ])  # fmt: skip
    qtbot.waitUntil(lambda: done[-1:] == ["last"])
    assert done == ["work", "came", "last"]
    assert [str(fault) for fault in faults] == ["no network"]
    assert steps.is_done


def test_a_step_may_bring_others_behind_it(qtbot, window):
    done = []
    steps = IdleSteps(window, ImmediateJobs(), pytest.fail)

    def go_on():
        steps.run([Step(came=lambda: done.append("second"))])
        done.append("first")

    steps.run([Step(came=go_on)])
    assert not steps.is_done
    qtbot.waitUntil(lambda: steps.is_done)
    assert done == ["first", "second"]


def test_a_key_begins_the_wait_before_the_next_step_anew(qtbot, window, monkeypatch):
    done = []
    monkeypatch.setattr(once_shown, "A_LOOK_MS", 3_600_000)
    IdleSteps(window, ImmediateJobs(), pytest.fail).run([Step(came=lambda: done.append(1))])
    monkeypatch.setattr(once_shown, "A_LOOK_MS", 0)
    QTest.keyClick(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: done == [1])


def test_who_types_on_and_on_puts_nothing_off_for_ever(qtbot, window, monkeypatch):
    done = []
    monkeypatch.setattr(once_shown, "A_LOOK_MS", 0)
    monkeypatch.setattr(once_shown, "PATIENCE_MS", 0)
    IdleSteps(window, ImmediateJobs(), pytest.fail).run([Step(came=lambda: done.append(1))])
    monkeypatch.setattr(once_shown, "A_LOOK_MS", 3_600_000)
    QTest.keyClick(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: done == [1])

"""Qt must give back what it borrows.

PySide6 6.12.0 on Python 3.10 and 3.11 drops one reference to `None` at every call that returns
nothing, and one to `True` at every emitted signal: after some thousand of them, ten minutes of a
shift, the process aborts. A short test run passes, so this counts.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

CALLS = 1000
# Other threads and the collector move the counts a little; the fault takes one at every call.
NOISE = CALLS // 2


class Bell(QObject):
    rung = Signal(bool)


def test_qt_does_not_eat_none(qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.update()
    assert before - sys.getrefcount(None) < NOISE


def test_qt_does_not_eat_true(qapp):
    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(CALLS):
        bell.rung.emit(True)
    assert before - sys.getrefcount(True) < NOISE

"""What several tests of windows begin with."""

import itertools

import pytest
from fake_desk import NOW, FakeDesk
from PySide6.QtWidgets import QApplication

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.window import CounterWindow


@pytest.fixture
def window(qapp, qtbot):
    """A counter's window in Dutch, on a desk in memory; a fault ends the test."""
    dress(qapp)
    tokens = itertools.count(1)
    world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", pytest.fail)
    presenter = CounterPresenter(FakeDesk(), ImmediateJobs(), Words("nl"), world)
    window = CounterWindow(lambda: presenter, Words("nl"))
    qtbot.addWidget(window)
    window.attach()
    window.show()
    window.activateWindow()
    presenter.start()
    QApplication.processEvents()
    return window

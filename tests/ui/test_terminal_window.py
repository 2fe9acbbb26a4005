"""The window of a simulated card terminal: it says what it is, and its buttons are the customer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hardware.registry import open_terminal
from hardware.terminals.port import PaymentOutcome, PaymentRequest, TerminalUnreachable
from podium_desk.i18n.words import Words
from podium_desk.ui.shell.terminal_place import TerminalPlace
from podium_desk.ui.shell.terminal_window import TerminalWindow

ASKED = PaymentRequest("a", 2200)


class _Setting:
    """What a terminal's place reads of a counter's setting."""

    terminal = "sim://terminal?window=yes"
    open_terminal = None
    has_terminal = True


@pytest.fixture
def terminal():
    return open_terminal("sim://terminal?window=yes")


@pytest.fixture
def window(qtbot, terminal):
    made = TerminalWindow(terminal, Words("nl"))
    qtbot.addWidget(made, before_close_func=TerminalWindow.end)
    made.show()
    return made


def test_it_says_that_it_is_a_simulator_and_waits_for_a_customer(window):
    assert "simulator" in window.windowTitle()
    assert not window.buttons["approve"].isEnabled()


def test_a_button_is_what_the_customer_does(window, terminal):
    terminal.authorise(ASKED, 1)
    window.look_again()
    QTest.mouseClick(window.buttons["approve"], Qt.MouseButton.LeftButton)

    assert terminal.status(ASKED, 1).outcome is PaymentOutcome.APPROVED
    assert not window.buttons["approve"].isEnabled()


def test_with_the_cable_pulled_nobody_is_reached(window, terminal):
    QTest.mouseClick(window.cable, Qt.MouseButton.LeftButton)
    with pytest.raises(TerminalUnreachable):
        terminal.authorise(ASKED, 1)
    QTest.mouseClick(window.cable, Qt.MouseButton.LeftButton)

    assert terminal.authorise(ASKED, 1).outcome is PaymentOutcome.PENDING


def test_it_stands_as_long_as_its_counter(window):
    assert not window.close()
    window.end()
    assert not window.isVisible()


def test_a_counter_with_such_a_terminal_shows_it_and_takes_it_away_again(qtbot):
    place = TerminalPlace(_Setting(), Words("nl"))  # type: ignore[arg-type]
    place.look()
    window = place.window
    assert window is not None
    qtbot.addWidget(window)
    assert window.isVisible()
    assert place.opened() is place.opened()
    place.close()
    assert not window.isVisible()

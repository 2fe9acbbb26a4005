"""Paying by several means and by a connected terminal, with the keys and by touch."""

import itertools
from dataclasses import replace

import pytest
from fake_desk import NOW, FakeDesk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from hardware.terminals.drivers.simulator import SimulatedTerminal
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.window import CounterWindow

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    **{f"F{number}": getattr(Qt.Key, f"Key_F{number}") for number in range(1, 13)},
}


class Till:
    """Hands at a counter whose terminal a test sets; counts every stroke and touch."""

    def __init__(self, qtbot, desk, outcome=None):
        self.now_s, self.events, self.desk = 0.0, 0, desk
        tokens = itertools.count(1 + 100 * len(desk.attempts))
        world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", _raise)
        if outcome is not None:
            terminal = SimulatedTerminal(outcome, 2, lambda: self.now_s)
            world = replace(world, terminal=lambda: terminal)
        self.presenter = CounterPresenter(desk, ImmediateJobs(), Words("nl"), world)
        self.window = CounterWindow(lambda: self.presenter, Words("nl"))
        qtbot.addWidget(self.window)
        self.window.attach()
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.presenter.start()
        QApplication.processEvents()

    def press(self, keys):
        for key in keys.split():
            for one in [KEYS[key]] if key in KEYS else key:
                self.events += 1
                QTest.keyClick(QApplication.focusWidget() or self.window, one)
                QApplication.processEvents()

    def touch(self, name):
        self.events += 1
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def wait(self, seconds):
        for _ in range(seconds):
            self.now_s += 1
            self.presenter.tick()
        QApplication.processEvents()

    def names(self):
        """What a screen reader calls the keys on the page that can be pressed."""
        page = self.window._stack.currentWidget()
        buttons = page.findChildren(QPushButton)
        return [one.accessibleName() for one in buttons if one.isVisible() and one.isEnabled()]

    def button(self, name):
        page = self.window._stack.currentWidget()
        return next(
            one
            for one in page.findChildren(QPushButton) + self.window.findChildren(QPushButton)
            if one.isVisible() and one.accessibleName().startswith(name)
        )

    @property
    def paid(self):
        return [(one.means.value, one.amount_cents) for one in self.desk.payments]


def _raise(error):
    raise error


@pytest.fixture
def till(qapp, qtbot):
    dress(qapp)
    return lambda outcome=None, desk=None: Till(qtbot, desk or FakeDesk(), outcome)


def test_two_places_half_by_card_and_the_rest_in_cash_take_eight_strokes(till):
    counter = till()
    counter.press("2 F6 22 F12 Enter F11 Enter")
    assert counter.paid == [("card", 2200), ("cash", 2200)]
    assert counter.events == 8


def test_the_same_by_touch(till):
    counter = till()
    counter.touch("2 beste")
    counter.touch("Splitsen")
    counter.press("22")
    counter.touch("Kaart")
    counter.touch("Betaald")
    counter.touch("Cash")
    counter.touch("Klaar")
    assert counter.paid == [("card", 2200), ("cash", 2200)]


def test_an_invoice_is_chosen_by_touch_or_by_its_digit(till):
    counter = till()
    counter.press("2 F10 2 2 F10")
    counter.touch("Op factuur")
    assert counter.paid == [("invoice", 4400), ("invoice", 4400)]


def test_a_voucher_is_sold_and_used_by_touch_and_keys(till):
    counter = till()
    counter.touch("Andere")
    counter.touch("Verkoop een cadeaubon")
    counter.press("30")
    counter.touch("Kaart")
    counter.press("Enter")
    number = next(iter(counter.desk.vouchers))
    counter.press(f"1 F10 1 {number} Enter Enter")
    assert counter.paid == [("card", 3000), ("voucher", 2200)]


def test_while_the_customer_pays_there_is_only_one_key(till):
    counter = till("slow")
    counter.press("2 F12")
    counter.wait(3)
    assert counter.names() == ["Annuleer (Esc)"]
    counter.press("Esc")
    assert counter.paid == []


def test_an_approved_card_needs_no_key_at_all(till):
    counter = till("approve")
    counter.press("2 F12")
    counter.wait(3)
    assert counter.paid == [("card", 4400)]
    assert counter.events == 2


def test_a_payment_that_becomes_unknown_makes_the_window_no_wider(till):
    counter = till("mute")
    counter.press("2 F12")
    width = counter.window.width()
    counter.wait(4)
    assert counter.window.width() == width


def test_an_uncertain_payment_offers_the_question_first_and_no_second_charge(till):
    counter = till("mute")
    counter.press("2 F12")
    counter.wait(20)
    assert counter.names() == [
        "Vraag het de terminal (Enter)",
        "Ja, er staat betaald (F8)",
        "Nee, niet betaald (Del)",
    ]
    counter.press("F12 F11 F6 Esc Enter")
    assert len(counter.desk.attempts) == 1
    counter.touch("Ja")
    assert counter.paid == [("card", 4400)]


def test_a_sale_that_was_cut_is_told_at_the_start_and_finished_with_keys(till):
    desk = FakeDesk()
    till("mute", desk).press("2 F12")
    for states in desk.states.values():
        states[:] = bytes(0 if state == 2 else state for state in states)
    again = till("mute", desk)
    page = again.window._stack.currentWidget()
    assert page.accessibleName().startswith("Onafgewerkte verkoop")
    again.press("Enter F8 Enter")
    assert again.paid == [("card", 4400)]

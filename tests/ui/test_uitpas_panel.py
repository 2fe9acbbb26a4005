"""The UiTPAS panel over the counter's window, worked by keys and by names."""

from __future__ import annotations

import itertools

import pytest
from fake_desk import NOW, FakeDesk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.uitpas import (
    RewardGiven,
    RewardOffer,
    UitpasOffers,
    UitpasPoints,
    UitpasRefusal,
)
from podium_desk.domain.facts import Reduction
from podium_desk.domain.uitpas import OfferedTariff, PassNo, TariffForm
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.uitpas import Below, UitpasPresenter
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.uitpas import UitpasPanel
from podium_desk.ui.screens.counter.window import CounterWindow

NUMBER = "0900000067513"


class FakePoints:
    """Every pass has twelve points, and there is a drink for five of them, once."""

    def __init__(self):
        self.balance = 12

    def look(self, typed):
        why = "" if self.balance == 12 else "Je hebt dit voordeel al gebruikt."
        affiche = RewardOffer("2", "Affiche", 20, "Jammer, je hebt niet genoeg punten.")
        return UitpasPoints(NUMBER, self.balance, (RewardOffer("1", "Drankje", 5, why), affiche))

    def redeem(self, number, reward):
        self.balance -= reward.points
        return RewardGiven("r1", reward.title, "AB12")

    def undo(self, given):
        self.balance += 5

    def check_in(self, number, performance):
        self.balance += 1
        return 1


class FakeUitpas:
    """Gives every pass a fifth of the price for one place."""

    def __init__(self):
        self.asked = []

        self.points = FakePoints()

    def left_over(self):
        return 0

    def look(self, typed, places):
        self.asked.append((typed, places))
        if typed != NUMBER:
            return UitpasRefusal(PassNo.UNKNOWN_NUMBER)
        cents = places[0].regular_cents
        coupon = OfferedTariff("COUPON_1", "naam", 100, TariffForm.COUPON, 1, cents)
        offer = OfferedTariff(
            "SOCIALTARIFF", "Kansentarief", cents // 5, TariffForm.SOCIAL, 1, cents
        )
        return UitpasOffers(NUMBER, places, (offer, coupon), ("Een zin van UiTPAS.",))

    def register(self, offers, chosen):
        return {
            (place.performance, place.unit): Reduction(
                "t1", place.regular_cents, choice.tariff.price_cents, "901"
            )
            for choice in chosen
            for place in (offers.places[choice.place],)
        }

    def grant(self, offers):
        raise AssertionError("UiTPAS is not silent here")


class Stage:
    def __init__(self, qtbot):
        tokens = itertools.count(1)
        world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", _raise)
        self.desk, self.uitpas = FakeDesk(), FakeUitpas()
        self.presenter = CounterPresenter(self.desk, ImmediateJobs(), Words("nl"), world)
        self.window = CounterWindow(lambda: self.presenter, Words("nl"))
        below = Below(self.presenter.passes, lambda: self.window.words, _raise)
        self.panel_presenter = UitpasPresenter(self.uitpas, ImmediateJobs(), below)
        self.panel = UitpasPanel(self.window, self.panel_presenter)
        self.window.uitpas_wanted.connect(self.panel.toggle)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.attach()
        self.presenter.start()
        self.window.hall_pane.take_keyboard()

    def press(self, text):
        for character in text:
            key = {"\r": Qt.Key.Key_Return, "\x1b": Qt.Key.Key_Escape}.get(character)
            QTest.keyClick(QApplication.focusWidget() or self.window, key or character)
            QApplication.processEvents()

    def key(self, name):
        keys = self.panel.findChildren(QPushButton)
        return next(key for key in keys if key.accessibleName() == name)

    def words_on_the_panel(self):
        labels = self.panel.findChildren(type(self.panel._heading))
        buttons = self.panel.findChildren(QPushButton)
        return " ".join(widget.text() for widget in (*labels, *buttons) if widget.isVisible())


@pytest.fixture
def stage(qapp, qtbot):
    dress(qapp)
    return Stage(qtbot)


def _raise(error):
    raise error


def test_a_pass_is_taken_with_a_letter_thirteen_digits_and_enter_twice(stage):
    stage.press("2")
    before = stage.presenter.view.basket
    stage.press(f"u{NUMBER}\r")
    assert stage.panel.use_button.hasFocus()
    stage.press("\r")
    assert not stage.panel.is_open
    (typed, places), *_ = stage.uitpas.asked
    assert (typed, len(places)) == (NUMBER, 2)
    assert stage.presenter.view.basket != before
    sold_for = stage.presenter._state.basket
    assert [line.reduction is not None for line in sold_for.lines] == [True, False]
    assert sold_for.prices_cents[0] == sold_for.prices_cents[1] // 5


def test_the_panel_never_says_why(stage):
    stage.press(f"2u{NUMBER}\r")
    said = stage.words_on_the_panel().lower()
    assert "0900 000 067 513" in said
    assert "kansen" not in said
    assert "sociaal" not in said


def test_a_no_stays_in_the_panel_and_the_number_can_be_typed_again(stage):
    stage.press("1u123\r")
    assert stage.panel.is_open
    assert Words("nl")("uitpas.no_unknown_number") in stage.words_on_the_panel()
    assert stage.panel.number.hasFocus()


def test_escape_forgets_the_number_and_gives_the_keyboard_back(stage):
    stage.press(f"1u{NUMBER}\r\x1b")
    assert not stage.panel.is_open
    assert stage.panel.number.text() == ""
    stage.press("3")
    assert len(stage.presenter._state.basket.lines) == 3


def test_without_places_the_letter_opens_the_points_of_a_pass(stage):
    stage.press(f"u{NUMBER}\r")
    assert "12 punten" in stage.words_on_the_panel()


def test_points_are_seen_a_reward_is_given_and_taken_back_by_keys_alone(stage):
    stage.press(f"1u{NUMBER}\rp")
    assert "12 punten" in stage.words_on_the_panel()
    key = stage.key("Drankje · 5 punten")
    key.setFocus()
    stage.press(" ")
    assert "7 punten" in stage.words_on_the_panel()
    assert "Code: AB12" in stage.words_on_the_panel()
    stage.key("Neem terug: Drankje").setFocus()
    stage.press(" ")
    assert "12 punten" in stage.words_on_the_panel()


def test_a_reward_that_cannot_be_had_is_told_to_a_screen_reader_with_why(stage):
    stage.press(f"u{NUMBER}\r")
    key = stage.key("Affiche · 20 punten Jammer, je hebt niet genoeg punten.")
    assert not key.isEnabled()


def test_nothing_of_the_points_is_cut_off(stage):
    stage.press(f"u{NUMBER}\r")
    QApplication.processEvents()
    for button in (stage.panel.points.check_in_key, stage.panel.close_button):
        corner = button.mapTo(stage.panel, button.rect().bottomRight())
        assert stage.panel.rect().contains(corner)
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()


def test_every_control_has_a_name_for_a_screen_reader(stage):
    stage.press(f"1u{NUMBER}\r")
    assert stage.panel.number.accessibleName()
    for button in stage.panel.findChildren(QPushButton):
        assert button.accessibleName() or not button.isVisible()


def test_nothing_on_the_panel_is_cut_off(stage):
    stage.press(f"1u{NUMBER}\r")
    QApplication.processEvents()
    shown = [key for key in stage.panel.findChildren(QPushButton) if key.isVisible()]
    assert len(shown) == 4
    for button in shown:
        assert stage.panel.rect().contains(button.geometry())
        assert button.height() >= 48

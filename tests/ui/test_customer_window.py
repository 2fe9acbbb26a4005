"""The customer's display follows the counter, in its own language, and never takes the keyboard."""

import itertools

import pytest
from fake_desk import NOW, FakeDesk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.money import PaymentMeans
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.shell.customer import open_display


@pytest.fixture
def counter(qapp):
    dress(qapp)
    tokens = itertools.count(1)
    world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", print)
    presenter = CounterPresenter(FakeDesk(), ImmediateJobs(), Words("nl"), world)
    presenter.start()
    return presenter


def texts(window):
    QApplication.processEvents()
    return [
        label.text().replace("\xa0", " ")
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text()
    ]


def test_it_follows_the_sale_in_its_own_language(counter, qtbot):
    window = open_display(counter, "fr")
    qtbot.addWidget(window)
    assert "Bienvenue" in texts(window)
    counter.take_best(2)
    assert "44,00 €" in texts(window)
    counter.pay(PaymentMeans.CASH)
    assert "À payer en espèces" in texts(window)
    counter.confirm()
    assert "Merci et bon spectacle" in texts(window)
    assert "44,00 €" not in texts(window)


def test_it_says_what_it_shows_to_a_screen_reader_and_takes_no_keyboard(counter, qtbot):
    window = open_display(counter, "nl")
    qtbot.addWidget(window)
    counter.take_best(1)
    qtbot.waitUntil(lambda: window.accessibleName().startswith("Totaal"))
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert window.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_large_group_is_counted_in_the_total_and_not_listed_whole(counter, qtbot):
    window = open_display(counter, "nl")
    qtbot.addWidget(window)
    for _ in range(2):
        counter.take_best(9)
    rows = [text for text in texts(window) if text.startswith("Parterre")]
    assert len(rows) == 8
    assert counter.view.basket.total.replace("\xa0", " ") in texts(window)

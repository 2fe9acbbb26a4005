"""At the counter a person's key works at once, and a scan leaves nothing behind."""

from __future__ import annotations

import itertools

import pytest
from fake_desk import NOW, FakeDesk
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from hardware.scanning.wedge import KeyNumbering, WedgeReader
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.wedge import WedgeFilter
from podium_desk.ui.screens.counter.early_keys import EarlyKeys
from podium_desk.ui.screens.counter.window import CounterWindow

CODE = "PODIBCDEFGHIJKLNPRST"
BARCODE = "5412345678908"
PASS = "TBN2345678"


class Counter:
    """A counter whose keys come by a filter with a clock of its own."""

    def __init__(self, qtbot):
        tokens = itertools.count(1)
        world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", _raise)
        self.desk = FakeDesk()
        self.presenter = CounterPresenter(self.desk, ImmediateJobs(), Words("nl"), world)
        self.window = CounterWindow(lambda: self.presenter, Words("nl"))
        qtbot.addWidget(self.window)
        self.window.attach()
        self.window.show()
        self.window.activateWindow()
        self.presenter.start()
        QApplication.processEvents()
        self.time = time = [5000.0]
        early = EarlyKeys(self.presenter, self.window.actions_table)
        reader = WedgeReader(KeyNumbering.X11, "PODI")
        self.filter = WedgeFilter(reader, lambda: time[0], early=early)
        self.heard: list[str] = []
        self.filter.scanned.connect(self.heard.append)

    @property
    def basket(self):
        return [(line.name, line.price) for line in self.presenter.view.basket.lines]

    def key(self, letter: str, gap_ms: float = 150) -> None:
        self.time[0] += gap_ms
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(QApplication.focusWidget(), event)

    def scan(self, text: str) -> None:
        self.time[0] += 500
        self.filter.settle()
        for letter in [*text, "\r"]:
            self.key(letter, gap_ms=2)


@pytest.fixture
def counter(qapp, qtbot):
    dress(qapp)
    counter = Counter(qtbot)
    qapp.installEventFilter(counter.filter)
    yield counter
    qapp.removeEventFilter(counter.filter)


def _raise(error):
    raise error


def test_a_digit_takes_its_places_before_the_next_key(counter):
    counter.key("2")
    assert len(counter.basket) == 2


def test_a_letter_stands_in_the_search_at_once(counter):
    counter.window.start_search()
    counter.key("d")
    assert counter.window.search.text() == "d"
    assert counter.presenter.view.search == "d"


@pytest.mark.parametrize("scanned", [CODE, BARCODE, PASS])
@pytest.mark.parametrize("before", ["", "2", "2T"])
def test_a_scan_leaves_the_basket_and_its_way_back_as_they_were(counter, scanned, before):
    for letter in before:
        counter.key(letter)
    basket, steps = counter.basket, len(before)
    counter.scan(scanned)
    assert (counter.heard, counter.basket) == ([scanned], basket)
    for _ in range(steps):
        counter.presenter.undo()
    assert counter.basket == []


def test_a_scan_takes_its_first_letter_out_of_the_search_again(counter):
    counter.window.start_search()
    for letter in "da":
        counter.key(letter)
    counter.scan(CODE)
    assert (counter.heard, counter.window.search.text()) == ([CODE], "da")
    assert counter.presenter.view.search == "da"


def test_a_scan_leaves_the_amount_that_is_counted(counter):
    counter.key("2")
    counter.presenter.pay("cash")
    counter.key("5")
    assert counter.presenter.view.panel.typed == "5"
    counter.scan(BARCODE)
    assert (counter.heard, counter.presenter.view.panel.typed) == ([BARCODE], "5")


def test_a_letter_that_opens_something_waits_until_it_is_known_to_be_a_persons(counter):
    counter.key("2")
    counter.key("c")
    assert counter.presenter.view.panel is None
    counter.time[0] += 100
    counter.filter.settle()
    assert counter.presenter.view.panel is not None

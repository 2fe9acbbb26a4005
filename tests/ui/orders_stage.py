"""A counter window on a real desk of a house in memory, with orders to find and to change."""

import itertools
from datetime import timedelta

from harness.cluster import EVENING, Cluster
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.order_desk import Reservation
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.window import REFERENCE_PIXELS, CounterWindow

KEYS = {
    name: getattr(Qt.Key, f"Key_{key}")
    for name, key in {
        **{f"F{n}": f"F{n}" for n in range(1, 13)},
        "Enter": "Return", "Esc": "Escape", "Del": "Delete", "Down": "Down", "Space": "Space",
        "Ctrl+N": "N", "Ctrl+G": "G", "Ctrl+H": "H", "Ctrl+P": "P", "Ctrl+S": "S",
    }.items()
}  # fmt: skip
CTRL = Qt.KeyboardModifier.ControlModifier


class Counter:
    """Two desks of a house, the window of the first, and hands that count what they do."""

    def __init__(self, language="nl"):
        self.cluster = Cluster()
        self.number = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(self.number, "gc-het-anker-theaterzaal.json")
        self.tonight = self.cluster.performance(self.number, 100_001, plan)
        later = EVENING + timedelta(days=7)
        self.later = self.cluster.performance(self.number, 100_002, plan, later)
        self.place = self.cluster.device(self.number, "counter", "Kassa 1")
        self.other = self.cluster.device(self.number, "counter", "Kassa 2")
        self.desk = self.place.desk
        self.strokes = 0
        self.kept: list[tuple[str, bytes]] = []
        self._language = language

    def open(self, qapp, qtbot, size=REFERENCE_PIXELS):
        dress(qapp)
        tokens = itertools.count(1)
        world = Surroundings(
            self.place.work.clock.now, lambda: f"window {next(tokens)}", _raise, keep_file=self.keep
        )
        words = Words(self._language)
        self.presenter = CounterPresenter(self.desk, ImmediateJobs(), words, world)
        self.window = CounterWindow(lambda: self.presenter, words)
        qtbot.addWidget(self.window)
        self.window.attach()
        self.window.resize(*size)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.presenter.start()
        settle()
        return self

    def keep(self, name, content):
        """A file that somebody wanted, under the name that was proposed."""
        self.kept.append((name, content))
        return name

    def press(self, keys):
        """Strike keys separated by spaces; a word that is no key is typed and counts as one."""
        for key in keys.split(" "):
            self.strokes += 1
            target = QApplication.focusWidget() or self.window
            name, modifier = key.removeprefix("Ctrl+"), Qt.KeyboardModifier.NoModifier
            if name != key:
                modifier = CTRL
            if name in KEYS or key in KEYS:
                QTest.keyClick(target, KEYS.get(name) or KEYS[key], modifier)
            else:
                QTest.keyClicks(target, name)
            settle()

    def scan(self, code):
        """What the shell does when its ear hears a scanner."""
        self.strokes += 1
        self.presenter.orders.scan(code)
        settle()

    @property
    def view(self):
        return self.presenter.view

    def button(self, name):
        """The visible button that a screen reader calls so."""
        found = [
            button
            for button in self.window.findChildren(QPushButton)
            if button.accessibleName().startswith(name) and button.isVisible()
        ]
        assert found, name
        return found[0]

    def reserve(self, name="An Claes", place=None):
        place = place or self.place
        wish = Reservation(place.work.clock.now_ms() + 3_600_000, Customer(name, "0475 12 34 56"))
        token = place.work.new_token()
        done = place.desk.orders.reserve(self.lines(place), wish, token, "nl")
        assert isinstance(done, SaleDone), done
        return done

    def sell(self, means=PaymentMeans.CARD, place=None):
        place = place or self.place
        payment = Payment(means, 4406, 4500)
        done = place.desk.sell(self.lines(place), (payment,), place.work.new_token(), "nl")
        assert isinstance(done, SaleDone), done
        return done

    def lines(self, place):
        held = place.desk.hold_best(self.tonight, 2, None, 0)
        assert isinstance(held, Held), held
        return tuple(BasketLine(self.tonight, unit, TariffId(1)) for unit in held.units)

    def seen(self, order):
        return self.desk.orders.look(order)

    def code(self, done, which=0):
        return self.desk.selling.codes(done.order)[done.tickets[which].id]


def settle():
    """Let postponed layout happen."""
    for _ in range(4):
        QApplication.processEvents()


def _raise(error):
    raise error
